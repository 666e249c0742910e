"""Lives that do not end with closing: what was promised, how it was, and that it does not happen again."""

from tests.acceptance.lives.town import Town


def test_who_is_asked_how_it_was_and_unhappy_is_called_back_though_the_case_is_closed(town: Town) -> None:
    one = town.complain()
    town.finish(one)
    assert "survey" in town.runs(one)

    town.later(days=8)
    assert "L12_survey" in town.letters(one)
    town.say(one, "survey_answered", score="1", fair=False)

    assert "Call back" in town.names(one)
    town.do(one, "Call back")
    assert "survey" not in town.runs(one)
    assert town.case(one).status == "closed"


def test_the_cause_of_a_lasting_fault_is_removed_its_effect_verified_and_the_change_published(town: Town) -> None:
    one = town.complain()
    town.finish(one, response={"systemic": True}, close={"systemic": True})
    assert "corrective_action" in town.runs(one)

    for _ in range(30):
        if "corrective_action" not in town.runs(one):
            break
        if town.open(one):
            town.do_task(town.open(one)[0])
        else:
            town.later(days=10)

    reached = town.milestones(one)
    assert reached.index("cause_found") < reached.index("cause_removed") < reached.index("improvement_published")
    assert town.who(one, "Carry out the action")


def test_a_remedy_is_verified_by_somebody_else_and_done_again_when_it_was_not_right(town: Town) -> None:
    one = town.complain()
    town.answer(one)
    town.say(one, "accepted")
    town.until(one, "Verify it")

    town.do(one, "Verify it", verified=False, why_not="The amount is wrong.")
    town.until(one, "Verify it")
    case = town.finish(one)

    assert case.remedied_at is not None
    assert not town.who(one, "Do it") & town.who(one, "Verify it")


def test_who_verifies_a_remedy_reads_what_was_done_and_who_closes_the_case_reads_what_the_complainant_says(
    town: Town
) -> None:
    one = town.complain()
    town.answer(one)
    town.say(one, "accepted")
    town.until(one, "Verify it", remedy_do={"how": "Transfer 4711."})

    to_verify = town.page(town.open(one, "Verify it")[0])
    while town.open(one):
        town.do_task(town.open(one)[0])
    town.say(one, "remedy_confirmed", as_promised=False, text="A penny is missing.")
    town.until(one, "Close the case")
    to_close = town.page(town.open(one, "Close the case")[0])

    assert "What did you do? Transfer 4711." in to_verify
    assert "Did you get what we promised? No What is missing or wrong? A penny is missing." in to_close


def test_what_is_not_settled_after_closing_comes_back_as_a_new_case_that_knows_the_old_one(town: Town) -> None:
    one = town.complain()
    town.finish(one)

    page = town.say(one, "reopen")

    assert page.address != one.follow
    assert one.reference in page.html
