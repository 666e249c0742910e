"""Whoever did a step, or whom the complaint is about, is kept out of what must be independent of them, however the
drawing is cut into parts (ISO 10002 4.7, annex D; domain 4.1 and D4)."""

import pytest
from sqlalchemy import select

from engine import cases
from engine.cases import Opened
from engine.db import Database
from engine.errors import Excluded, StepFailed
from engine.model import Task
from engine.people import conflicts, is_closed_to
from tests.engine.cases.conftest import MONDAY
from tests.engine.cases.office import Office
from tests.engine.cases.staffing import away, drawn, hire, listed, owner, refused, reports_to, task_row, who, work
from tests.engine.process.drawing import diagram, each, node, operation, path, process, properties

PEOPLE = {
    "ina": ["Intake"], "hugo": ["Handler", "Reviewer"], "hanna": ["Handler", "Reviewer"], "rita": ["Reviewer"],
    "carl": ["Complaints manager"], "mona": ["Management"],
}
REVIEW = node("userTask", "review", work("Reviewer", not_by="drafted"), name="Review")
CALLED = process("handling", (
    node("startEvent", "h_came") + node("userTask", "h_draft", work("Handler"), name="Draft")
    + node("endEvent", "h_done") + path("h_came", "h_draft", "h_done")
))
BY_CALL = diagram(
    node("startEvent", "came") + node("serviceTask", "take_up", operation("register"))
    + node("callActivity", "handle", properties(milestone="drafted"), calledElement="handling") + REVIEW
    + node("endEvent", "done") + path("came", "take_up", "handle", "review", "done"), called=CALLED,
)
IN_PARTS = diagram(
    node("startEvent", "came") + node("serviceTask", "take_up", operation("register"))
    + node("subProcess", "part", properties(milestone="drafted") + (
        node("startEvent", "p_came") + node("parallelGateway", "fork")
        + node("userTask", "facts", work("Handler"), name="Facts")
        + node("userTask", "law", work("Handler"), name="Law")
        + node("parallelGateway", "join") + node("endEvent", "p_done")
        + path("p_came", "fork", "facts", "join", "p_done") + path("fork", "law", "join")
    )) + REVIEW + node("endEvent", "done") + path("came", "take_up", "part", "review", "done")
)
BESIDE = diagram(
    node("startEvent", "came") + node("serviceTask", "take_up", operation("register"))
    + node("parallelGateway", "fork") + node("userTask", "draft", work("Handler", milestone="drafted"), name="Draft")
    + REVIEW + node("parallelGateway", "join") + node("endEvent", "done")
    + path("came", "take_up", "fork", "draft", "join", "done") + path("fork", "review", "join")
)
FOR_EACH = diagram(
    node("startEvent", "came") + node("serviceTask", "take_up", operation("register"))
    + node("subProcess", "points", properties(milestone="drafted") + each("points_raised", "point") + (
        node("startEvent", "p_came") + node("userTask", "look", work("Handler", about="point"), name="Look")
        + node("endEvent", "p_done") + path("p_came", "look", "p_done")
    )) + REVIEW + node("endEvent", "done") + path("came", "take_up", "points", "review", "done")
)
ABOUT_US = diagram(
    node("startEvent", "came") + node("serviceTask", "take_up", operation("register"))
    + node("userTask", "assess", work("Intake", form="about"), name="Assess")
    + node("serviceTask", "keep_out", operation("exclude_people"))
    + node("serviceTask", "give", operation("assign_owner", lane="&quot;Handler&quot;"))
    + node("parallelGateway", "fork") + node("userTask", "look", work("Handler"), name="Look into it")
    + node("userTask", "more", work("Intake", form="about"), name="Somebody else")
    + node("serviceTask", "keep_out_too", operation("exclude_people")) + node("parallelGateway", "join")
    + node("userTask", "review", work("Reviewer"), name="Review") + node("endEvent", "done")
    + path("came", "take_up", "assess", "keep_out", "give", "fork", "look", "join", "review", "done")
    + path("fork", "more", "keep_out_too", "join")
)


def claim(office: Office, name: str, case: Opened, task: str) -> None:
    with office.database.transaction() as session:
        cases.claim(session, office.task(case, task), office.cast[name], office.now)


def about(office: Office, *names: str) -> Opened:
    """A complaint about these people, assessed."""
    case = office.complain()
    office.do("ina", case, "Assess", subject_people=[who(office, name) for name in names])
    return case


@pytest.fixture
def house(database: Database) -> Office:
    """An office that keeps out whom a complaint is about."""
    return drawn(database, MONDAY, ABOUT_US, **PEOPLE)


# --- whoever did a step -------------------------------------------------------------------------------------

def test_who_drafted_in_a_called_process_does_not_review(database: Database) -> None:
    office = drawn(database, MONDAY, BY_CALL, **PEOPLE)
    case = office.complain()
    office.do("hugo", case, "Draft", text="So.")

    with pytest.raises(Excluded, match="Hugo did “Draft”"):
        office.do("hugo", case, "Review", text="Fine.")
    office.do("hanna", case, "Review", text="Fine.")


def test_everybody_who_did_a_part_of_a_step_is_kept_from_reviewing_it(database: Database) -> None:
    office = drawn(database, MONDAY, IN_PARTS, **PEOPLE)
    case = office.complain()
    office.do("hugo", case, "Facts", text="So.")
    office.do("hanna", case, "Law", text="So.")

    for name in ("hugo", "hanna"):
        with pytest.raises(Excluded):
            office.do(name, case, "Review", text="Fine.")
    office.do("rita", case, "Review", text="Fine.")


def test_everybody_who_looked_at_one_of_several_points_is_kept_from_reviewing_them(database: Database) -> None:
    office = drawn(database, MONDAY, FOR_EACH, **PEOPLE)
    case = office.complain(points_raised=["The fee", "The wait"])
    with database.reading() as session:
        points = session.scalars(select(Task.id).where(Task.case_id == case.case_id).order_by(Task.id)).all()

    for name, task_id in zip(("hugo", "hanna"), points, strict=True):
        with database.transaction() as session:
            cases.complete(session, task_id, {"text": "So."}, office.cast[name], office.now)

    for name in ("hugo", "hanna"):
        with pytest.raises(Excluded, match="Look"):
            office.do(name, case, "Review", text="Fine.")
    office.do("rita", case, "Review", text="Fine.")


def test_a_review_that_was_open_before_is_closed_to_who_drafts_meanwhile(database: Database) -> None:
    office = drawn(database, MONDAY, BESIDE, **PEOPLE)
    case = office.complain()
    claim(office, "hugo", case, "Review")

    office.do("hugo", case, "Draft", text="So.")

    [(_, _, told, actor)] = office.journal(case, "task.released")
    assert (actor, told["name"], told["because"]["why"]) == ("Amends", "Review", "did")
    with pytest.raises(Excluded):
        claim(office, "hugo", case, "Review")
    assert office.faults() == []


def test_what_nobody_of_its_group_may_do_goes_up_to_the_next_level(database: Database) -> None:
    office = drawn(database, MONDAY, BY_CALL, ina=["Intake"], hugo=["Handler", "Reviewer"],
                   carl=["Complaints manager"])
    case = office.complain()

    office.do("hugo", case, "Draft", text="So.")

    [(_, _, told, _)] = office.journal(case, "task.escalated")
    assert (told["lane"], told["to"]) == ("Reviewer", "Complaints manager")
    assert [(one["name"], one["why"]) for one in told["people"]] == [("Hugo", "did")]
    office.do("carl", case, "Review", text="Fine.")
    assert office.faults() == []


def test_what_nobody_at_all_may_do_says_so_and_waits_for_somebody_new(database: Database) -> None:
    office = drawn(database, MONDAY, BY_CALL, ina=["Intake"], hugo=["Handler", "Reviewer"])
    case = office.complain()
    office.do("hugo", case, "Draft", text="So.")

    hire(office, "rita", "Reviewer")

    assert [data["lane"] for _, _, data, _ in office.journal(case, "task.stranded")] == ["Reviewer"]
    office.do("rita", case, "Review", text="Fine.")


# --- whom the complaint is about ------------------------------------------------------------------------------

def test_who_is_named_neither_reads_nor_does_nor_owns_the_case(house: Office) -> None:
    case = about(house, "hugo")

    with house.database.reading() as session:
        assert is_closed_to(session, case.case_id, who(house, "hugo"))
        assert not is_closed_to(session, case.case_id, who(house, "hanna"))
    with pytest.raises(Excluded, match="Hugo is named in the complaint"):
        claim(house, "hugo", case, "Look into it")
    assert owner(house, case) == "hanna"
    assert refused(house, case) == [("Handler", "Hugo", "named")]
    assert house.faults() == []


def test_a_complaint_about_a_manager_goes_to_the_next_level(house: Office) -> None:
    for name in ("hugo", "hanna", "rita"):
        reports_to(house, name, "carl")
    reports_to(house, "carl", "mona")

    case = about(house, "carl")

    assert owner(house, case) == "mona"
    assert refused(house, case) == [
        ("Handler", "Hugo", "reports"), ("Handler", "Hanna", "reports"), ("Complaints manager", "Carl", "named"),
    ]
    assert task_row(house, house.task(case, "Look into it")).lane == "Management"
    house.do("mona", case, "Look into it", text="So.")
    house.do("ina", case, "Somebody else")
    house.do("mona", case, "Review", text="Fine.")
    assert house.faults() == []


def test_who_reports_to_somebody_named_at_any_distance_may_read_but_not_work_on_it(house: Office) -> None:
    reports_to(house, "hugo", "rita")
    reports_to(house, "rita", "carl")

    case = about(house, "carl")

    with house.database.reading() as session:
        assert not is_closed_to(session, case.case_id, who(house, "hugo"))
    with pytest.raises(Excluded, match="Hugo reports to Carl, whom the complaint is about"):
        claim(house, "hugo", case, "Look into it")


def test_the_manager_of_somebody_named_is_passed_over_in_the_unit_but_not_higher_up(house: Office) -> None:
    reports_to(house, "hugo", "hanna")
    hire(house, "henry", "Handler")
    reports_to(house, "henry", "carl")

    one, other = about(house, "hugo"), about(house, "henry")

    assert owner(house, one) == "henry"
    assert ("Handler", "Hanna", "manages") in refused(house, one)
    with house.database.reading() as session:
        found = conflicts(session, other.case_id)
    assert found.bar(who(house, "carl"), "Handler") is not None
    assert found.bar(who(house, "carl"), "Complaints manager") is None


def test_an_owner_who_turns_out_to_be_named_loses_the_case_at_once(house: Office) -> None:
    case = about(house)
    before = owner(house, case)

    house.do("ina", case, "Somebody else", subject_people=[who(house, before)])

    assert {before, owner(house, case)} == {"hugo", "hanna"}
    assert house.faults() == []


def test_what_somebody_holds_who_turns_out_to_be_named_is_given_back(house: Office) -> None:
    case = about(house)
    claim(house, "hugo", case, "Look into it")

    house.do("ina", case, "Somebody else", subject_people=[who(house, "hugo")])

    row = task_row(house, house.task(case, "Look into it"))
    [(_, _, told, actor)] = house.journal(case, "task.released")
    assert (row.assignee_id, actor, told["because"]["name"]) == (None, "Amends", "Hugo")
    assert [row.name for row in listed(house, "hugo")] == []
    assert house.faults() == []


def test_a_person_named_twice_is_kept_out_once(house: Office) -> None:
    case = about(house, "hugo")

    house.do("ina", case, "Somebody else", subject_people=[who(house, "hugo"), who(house, "rita")])

    assert [data["name"] for _, _, data, _ in house.journal(case, "person.excluded")] == ["Hugo", "Rita"]


def test_numbers_of_nobody_and_other_stray_values_keep_nobody_out(house: Office) -> None:
    case = house.complain()

    house.do("ina", case, "Assess", subject_people=[999, "1", None])

    assert house.journal(case, "person.excluded") == []


def test_a_complaint_about_everybody_stops_where_people_see_it(house: Office) -> None:
    everybody = [name for name in PEOPLE if name != "ina"]

    with pytest.raises(StepFailed, match="Nobody may own this case: Hugo is named in the complaint"):
        about(house, *everybody)


def test_a_deputy_who_is_named_does_not_stand_in(house: Office) -> None:
    hire(house, "henry", "Handler")
    case = about(house, "hanna")
    house_owner = owner(house, case)
    claim(house, house_owner, case, "Look into it")
    away(house, house_owner, deputy="hanna")

    with pytest.raises(Excluded):
        claim(house, "hanna", case, "Look into it")
    other = "henry" if house_owner == "hugo" else "hugo"
    claim(house, other, case, "Look into it")
