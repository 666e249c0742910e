"""Who gets a letter, and what it may say to them."""

import pytest

from engine import public
from engine.errors import NotFound, StepFailed
from engine.model import Person
from tests.engine.operations.ground import Ground

TO_STAFF = {"letter": "&quot;L11_staff&quot;", "to": "&quot;staff_concerned&quot;"}
TO_PROVIDER = {"letter": "&quot;L13_reply&quot;", "to": "&quot;provider&quot;"}


def test_each_colleague_whom_a_complaint_is_about_is_written_to_by_name(ground: Ground) -> None:
    ground.asks("send_letter", **TO_STAFF)
    named = [ground.handler.id, ground.manager.id]

    case = ground.done_to(facts={"subject_people": named})

    letters = ground.letters(case)
    assert [(one.recipient, one.address) for one in letters] == [
        ("staff_concerned", "handler@test.example"), ("staff_concerned", "complaints.manager@test.example"),
    ]
    assert "Dear Hanna Handler, Carla complains." in letters[0].text
    assert [(one["to"], one["reader"]) for one in ground.told(case, "letter.written")] == [
        ("staff_concerned", "Hanna Handler"), ("staff_concerned", "Carl Manager"),
    ]


def test_a_colleague_hears_once_that_they_are_named_and_who_has_left_hears_nothing(ground: Ground) -> None:
    ground.asks_for(("send_letter", TO_STAFF), ("send_letter", TO_STAFF))
    ground.session.get_one(Person, ground.head.id).active = False

    case = ground.done_to(facts={"subject_people": [ground.manager.id, ground.head.id]})

    assert [one.address for one in ground.letters(case)] == ["complaints.manager@test.example"]


def test_a_yes_among_the_people_named_is_nobody(ground: Ground) -> None:
    ground.asks("send_letter", **TO_STAFF)

    case = ground.done_to(facts={"subject_people": [True]})

    assert ground.letters(case) == []


def test_who_asked_for_it_is_not_named_to_the_colleagues_they_complain_about(ground: Ground) -> None:
    ground.asks("send_letter", **TO_STAFF)

    case = ground.done_to(facts={"subject_people": [ground.manager.id], "hide_identity": True})

    text = ground.letters(case)[0].text
    assert "Somebody complains" in text and "Carla" not in text


@pytest.mark.parametrize("to", [TO_STAFF, TO_PROVIDER], ids=["a colleague", "the outside body"])
def test_nobody_but_the_complainant_gets_the_link_and_the_code_of_the_case(
    ground: Ground, to: dict[str, str]
) -> None:
    ground.asks("send_letter", **to)

    case = ground.done_to(facts={"subject_people": [ground.manager.id]})

    letter = ground.letters(case)[0]
    assert all("link.amends" not in text and "CODE-OF" not in text for text in (letter.text, letter.html))


def test_where_nobody_is_named_nobody_is_written_to_and_the_journal_says_so(ground: Ground) -> None:
    ground.asks("send_letter", **TO_STAFF)

    case = ground.done_to()

    assert ground.letters(case) == []
    assert ground.told(case, "letter.needless")[0]["letter"] == "L11_staff"


def test_the_outside_body_gets_its_letter_at_the_address_of_its_notice(ground: Ground) -> None:
    ground.asks("send_letter", **TO_PROVIDER)

    case = ground.done_to(facts={"notice_from": "The Ombudsman", "provider_email": "desk@ombudsman.example"})

    letter = ground.letters(case)[0]
    assert (letter.recipient, letter.address, letter.status) == ("provider", "desk@ombudsman.example", "waiting")
    assert "Dear The Ombudsman, Carla." in letter.text


def test_a_body_whose_address_nobody_knows_gets_a_letter_on_paper(ground: Ground) -> None:
    ground.asks("send_letter", **TO_PROVIDER)

    case = ground.done_to(facts={"dispute_provider": "The Ombudsman"})

    assert (ground.letters(case)[0].address, ground.letters(case)[0].status) == ("", "paper")


def test_what_goes_to_others_is_not_on_the_page_of_the_complainant(ground: Ground) -> None:
    ground.asks_for(("send_letter", TO_STAFF), ("send_letter", TO_PROVIDER))
    case = ground.done_to(facts={"subject_people": [ground.manager.id]})

    page = public.status(ground.session, case.reference, case.code, ground.now)

    assert len(ground.letters(case)) == 2
    assert page.letters == [] and [one.text for one in page.history if one.kind == "letter"] == []
    assert public.first_letter(ground.session, case.case_id) is None
    with pytest.raises(NotFound):
        public.letter(ground.session, case.case_id, ground.letters(case)[0].id)


def test_a_letter_to_nobody_that_amends_knows_is_an_incident_and_not_lost(ground: Ground) -> None:
    ground.asks("send_letter", letter="&quot;L11_staff&quot;", to="&quot;neighbours&quot;")
    case = ground.complaint()

    with pytest.raises(StepFailed, match="neighbours"):
        ground.looked_at(case)


def test_a_letter_names_the_law_that_binds_and_the_body_it_opens_the_way_to(ground: Ground) -> None:
    ground.asks("send_letter", letter="&quot;L5_holding&quot;")

    case = ground.done_to(regimes=["hearsay", "by_law"])

    assert "By The act on answers. You can ask the Ombudsman." in ground.letters(case)[0].text


@pytest.mark.parametrize("regimes", [["hearsay"], ["default"]], ids=["only heard of", "our own promise"])
def test_what_is_no_law_is_never_presented_as_one(ground: Ground, regimes: list[str]) -> None:
    ground.asks("send_letter", letter="&quot;L5_holding&quot;")

    case = ground.done_to(regimes=regimes)

    text = ground.letters(case)[0].text
    assert "By " not in text and "You can ask" not in text


def test_news_say_when_the_next_are_due_and_move_that_day_on(ground: Ground) -> None:
    ground.asks("send_progress", letter="&quot;L2_progress&quot;")
    case = ground.complaint()
    before = ground.dates(case)["next_update"]

    ground.later(days=7).looked_at(case)

    assert (before.date().isoformat(), ground.dates(case)["next_update"].date().isoformat()) == (
        "2026-12-07", "2026-12-14")
    assert "by 14 December 2026" in ground.letters(case)[0].text


def test_no_letter_promises_our_answer_for_a_day_that_is_over(ground: Ground) -> None:
    ground.asks_for(("send_progress", {"letter": "&quot;L2_progress&quot;"}))
    in_time, late = ground.complaint(), ground.complaint()
    final = ground.dates(late)["final"]
    ground.looked_at(in_time)

    ground.now = final
    ground.looked_at(late)

    day = f"{final.day} {final:%B %Y}"
    assert f"Our answer comes by {day}." in ground.letters(in_time)[0].text
    assert f"It should have come by {day}." in ground.letters(late)[0].text
    assert "Our answer comes by" not in ground.letters(late)[0].text


def test_who_has_our_answer_is_not_told_that_it_is_late(ground: Ground) -> None:
    ground.asks_for(("send_progress", {"letter": "&quot;L2_progress&quot;"}))
    case = ground.complaint()
    ground.row(case).communicated_at = ground.now

    ground.later(days=400).looked_at(case)

    assert "should have come" not in ground.letters(case)[0].text
