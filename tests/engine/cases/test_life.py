"""Whole lives of complaints, as the reference process draws them."""

import pytest
from sqlalchemy import select, update

from engine import cases, overview, people
from engine.errors import AlreadyClaimed, Excluded, NotYourLane, StateForged, TaskGone
from engine.model import Message, Run, Timer
from tests.engine.cases.office import DECISION, Office


def test_an_upheld_complaint_goes_from_the_web_to_a_closed_case(office: Office) -> None:
    case = office.complain()

    office.later(hours=1).assess(case)
    office.later(hours=1).decide(case)
    accepted = office.later(days=1).send(case, "accepted")
    office.later(hours=1).do("hugo", case, "Close the case", all_points_answered=True)

    row = office.case(case)
    assert accepted
    assert (row.status, row.outcome, row.urgency) == ("closed", "upheld", "U3")
    assert office.written(case) == ["L1_ack", "L6_decision", "L9_closing"]
    assert office.faults() == []


def test_the_journal_tells_who_reached_each_milestone_and_when(office: Office) -> None:
    case = office.complain()
    office.later(hours=1).assess(case)
    office.later(hours=1).decide(case)

    told = [(data["name"], actor) for _, _, data, actor in office.journal(case, "milestone.reached")]

    assert told == [
        ("received", "Amends"), ("acknowledged", "Amends"), ("assessed", "Amends"), ("investigated", "Hugo"),
        ("reviewed", "Rita"), ("decided", "Amends"), ("communicated", "Amends"),
    ]


def test_a_complaint_is_acknowledged_at_once_before_anybody_works_on_it(office: Office) -> None:
    case = office.complain()

    assert office.written(case) == ["L1_ack"]
    assert office.case(case).acknowledged_at == office.now
    assert office.tasks(case) == ["Initial assessment"]


def test_nobody_reviews_their_own_decision(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)

    with pytest.raises(Excluded):
        office.do("hugo", case, "Four-eyes review", decision="approve")


def test_a_task_is_only_for_the_people_of_its_group(office: Office) -> None:
    case = office.complain()

    with pytest.raises(NotYourLane):
        office.do("hugo", case, "Initial assessment", severity=1)


def test_a_returned_decision_goes_back_to_the_handler(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)

    office.do("rita", case, "Four-eyes review", decision="return", comment="Answer the second point too.")

    assert office.tasks(case) == ["Investigate and decide"]
    assert office.written(case) == ["L1_ack"]


def test_a_rejected_answer_leads_to_dispute_resolution(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)

    office.send(case, "rejected", reason="You did not answer my point.")

    assert office.written(case)[-1] == "L8_edr"
    assert office.case(case).edr_offered_at == office.now
    assert office.tasks(case) == ["Close the case"]


def test_dispute_resolution_is_there_by_right_at_any_time(office: Office) -> None:
    case = office.complain()

    office.send(case, "edr_requested")

    assert office.written(case) == ["L1_ack", "L8_edr"]
    assert office.tasks(case) == ["Close the case"]


def test_a_withdrawn_complaint_is_confirmed_by_a_person_and_closed(office: Office) -> None:
    case = office.complain()

    office.send(case, "withdrawn", reason="It was solved.")
    office.do("hugo", case, "Confirm withdrawal", note="Called; it is solved.")
    office.do("hugo", case, "Close the case", all_points_answered=True)

    assert office.case(case).status == "closed"
    assert office.case(case).outcome == "withdrawn"


def test_information_can_be_added_as_often_as_one_likes(office: Office) -> None:
    case = office.complain()

    taken = [office.send(case, "more_info", text=f"page {n}") for n in range(3)]

    assert taken == [True, True, True]
    assert office.tasks(case) == ["Initial assessment", *["Read what was added"] * 3]


def test_what_nothing_waits_for_stays_with_the_case(office: Office) -> None:
    case = office.complain()

    taken = office.send(case, "accepted")

    assert not taken
    assert office.journal(case, "message.received")[0][2]["name"] == "accepted"


def test_a_silent_complainant_is_reminded_once_and_the_case_can_be_closed(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)

    office.later(days=60).wake(case)

    assert office.written(case) == ["L1_ack", "L6_decision", "L2_reminder"]
    assert office.tasks(case) == ["Close the case"]


def test_supervision_that_is_still_open_ends_with_the_case_and_says_so(office: Office) -> None:
    case = office.complain()
    office.later(days=24).wake(case)
    office.send(case, "withdrawn")
    office.do("hugo", case, "Confirm withdrawal", note="Yes.")

    office.do("hugo", case, "Close the case", all_points_answered=True)

    ended = [data["name"] for _, _, data, _ in office.journal(case, "task.ended")]
    assert "Team lead check" in ended
    assert office.case(case).status == "closed"
    assert office.faults() == []


def test_a_task_claimed_by_a_colleague_stays_theirs(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)
    office.do("rita", case, "Four-eyes review", decision="return", comment="More.")
    office.do("hugo", case, "Investigate and decide", **DECISION)
    task_id = office.task(case, "Four-eyes review")
    with office.database.transaction() as session:
        ruth = people.add(session, "Ruth", "ruth@office.example", "long enough", ["Reviewer"], office.now)
        other = people.as_actor(ruth)
        cases.claim(session, task_id, office.cast["rita"], office.now)

    with pytest.raises(AlreadyClaimed, match="Rita"), office.database.transaction() as session:
        cases.claim(session, task_id, other, office.now)


def test_a_task_that_was_done_says_who_did_it_and_when(office: Office) -> None:
    case = office.complain()
    task_id = office.task(case, "Initial assessment")
    office.assess(case)

    with pytest.raises(TaskGone, match="Ina") as gone, office.database.transaction() as session:
        cases.complete(session, task_id, {}, office.cast["ina"], office.now)

    assert gone.value.about["at"] == office.now


def test_what_was_typed_too_late_is_kept_with_the_case(office: Office) -> None:
    case = office.complain()
    task_id = office.task(case, "Initial assessment")
    office.send(case, "withdrawn")

    with office.database.transaction() as session:
        gone = cases.too_late(session, task_id, [("Note", "They called twice.")], office.cast["ina"], office.now)

    assert "withdrawn" in gone.about["why"]
    assert office.journal(case, "note.added")[0][2]["text"] == "Note: They called twice."


def test_a_draft_comes_back_and_goes_when_the_task_is_done(office: Office) -> None:
    case = office.complain()
    task_id, ina = office.task(case, "Initial assessment"), office.cast["ina"].id or 0
    with office.database.transaction() as session:
        cases.save_draft(session, task_id, ina, {"note": ["half a sent"]}, office.now)
        cases.save_draft(session, task_id, ina, {"note": ["half a sentence"]}, office.now)
    with office.database.reading() as session:
        kept = cases.draft(session, task_id, ina)

    office.assess(case)

    with office.database.reading() as session:
        assert kept == {"note": ["half a sentence"]}
        assert cases.draft(session, task_id, ina) == {}


def test_the_owner_is_the_intake_first_and_then_a_handler(office: Office) -> None:
    case = office.complain()
    first = office.case(case).owner_id

    office.assess(case)

    assert first == office.cast["ina"].id
    assert office.case(case).owner_id == office.cast["hugo"].id


@pytest.mark.parametrize(("facts", "urgency"), [
    ({"safety": True}, "U1"), ({"severity": 4}, "U2"), ({"severity": 3}, "U3"),
    ({"severity": 1, "complexity": 1, "staff_can_fix": True}, "U4"),
])
def test_urgency_follows_the_table_and_re_dates_the_case(office: Office, facts: dict[str, bool], urgency: str) -> None:
    case = office.complain()

    office.assess(case, **facts)

    assert office.case(case).urgency == urgency
    assert office.journal(case, "deadlines.set")[-1][2]["urgency"] == urgency


def test_the_decision_asks_for_a_reaction_by_the_day_on_which_silence_counts(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)

    with office.database.reading() as session:
        letter = session.scalars(select(Message.text).where(Message.name == "L6_decision")).one()
        silence = session.scalars(select(Timer.due_at).where(Timer.element == "no_reaction")).one()

    assert f"Please do so by {silence.day} {silence:%B %Y}" in " ".join(letter.split())


def test_who_asks_for_dispute_resolution_on_the_first_day_is_told_the_right_body(office: Office) -> None:
    case = office.complain("payments", "GB")

    office.send(case, "edr_requested")

    with office.database.reading() as session:
        letter = session.scalars(select(Message.text).where(Message.name == "L8_edr")).one()
    assert "Financial Ombudsman Service" in letter


def test_the_reviewer_and_the_handler_after_them_see_what_was_found_and_what_has_to_change(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)
    office.do("rita", case, "Four-eyes review", decision="return", comment="Answer the second point too.")

    with office.database.reading() as session:
        known = overview.known(session, case.case_id)

    assert (known["outcome"], known["findings"]) == ("upheld", "We charged twice.")
    assert known["review_comment"] == "Answer the second point too."


def test_the_state_of_one_case_does_not_open_in_the_row_of_another(office: Office) -> None:
    one, other = office.complain(), office.complain()
    with office.database.transaction() as session:
        state = session.execute(select(Run.state).where(Run.case_id == one.case_id)).scalar_one()
        session.execute(update(Run).where(Run.case_id == other.case_id).values(state=state))

    with pytest.raises(StateForged):
        office.assess(other)
