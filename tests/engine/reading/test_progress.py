"""Where a case stands in its drawing."""

import pytest

from engine import progress
from engine.cases import Opened
from engine.db import Database
from engine.errors import NotFound
from engine.packs import Pack
from engine.progress import Drawing, Progress
from tests.engine.cases.beside import drawn, surveying
from tests.engine.cases.office import DECISION, Office
from tests.engine.poisons import beside
from tests.engine.process.drawing import node, path
from tests.engine.tiny_house import FILES, TinyHouse, service, work


def of(office: Office, case_id: int) -> Progress:
    with office.database.reading() as session:
        return progress.of(session, case_id)


def test_open_work_and_what_is_waited_for_are_told_apart(office: Office) -> None:
    case = office.complain()

    found = of(office, case.case_id)

    assert found.now == ["initial_assessment"]
    assert {"on_more_info", "on_final", "on_warn75"} <= set(found.waiting)
    assert "acknowledge_complaint" in found.done
    assert not set(found.done) & {"initial_assessment", "investigate"}


def test_a_step_says_who_took_it_and_when(office: Office) -> None:
    case = office.complain()
    office.later(hours=1).assess(case)

    steps = {step.element: step for step in of(office, case.case_id).steps}

    done = steps["initial_assessment"]
    assert steps["rate_urgency"].who == "Amends"
    assert (done.state, done.who, done.lane, done.at) == ("done", "Ina", "Intake", office.now)
    assert (steps["investigate"].state, steps["investigate"].lane) == ("now", "Handler")
    assert steps["on_final"].state == "waiting"


def test_the_way_leads_up_to_the_work_that_is_open(office: Office) -> None:
    case = office.complain()
    office.assess(case)

    flows = of(office, case.case_id).flows

    assert "flow_name_owner_to_investigate" in flows
    assert "flow_investigate_to_four_eyes_review" not in flows


def test_at_a_gateway_only_the_way_that_was_taken_is_marked(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)

    flows = set(of(office, case.case_id).flows)

    assert {"flow_is_approved_to_send_decision", "flow_name_owner_to_investigate"} <= flows
    assert "flow_is_approved_to_investigate" not in flows


def test_a_decision_sent_back_marks_the_way_back(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)
    office.do("rita", case, "Four-eyes review", decision="return", reason="The second point is not answered.")

    found = of(office, case.case_id)

    assert "flow_is_approved_to_investigate" in found.flows
    assert "flow_is_approved_to_send_decision" not in found.flows
    assert found.now == ["investigate"]


def test_a_part_of_the_drawing_is_left_only_when_what_follows_it_was_reached(office: Office) -> None:
    case = office.complain()
    office.assess(case)

    flows = of(office, case.case_id).flows

    assert "flow_case_opened_to_handling" in flows
    assert [flow for flow in flows if flow.startswith("flow_handling_to_")] == []


def test_groups_stand_under_the_work_they_do(office: Office) -> None:
    case = office.complain()

    assert of(office, case.case_id).groups["four_eyes_review"] == "Reviewer"


def test_the_drawing_is_the_file_of_the_cases_own_pack(office: Office) -> None:
    case = office.complain()

    with office.database.reading() as session:
        name, content = progress.drawing(session, case.case_id)

    assert name == "bpmn/complaint.bpmn"
    assert b"initial_assessment" in content


def test_there_is_no_drawing_of_what_is_not_there(office: Office) -> None:
    with office.database.reading() as session, pytest.raises(NotFound):
        progress.of(session, 999)


# --- several runs, and processes that were called ----------------------------------------------------------

@pytest.fixture
def outlived(database: Database) -> tuple[Database, Opened]:
    """A closed case that a survey and a search for the cause outlive."""
    house = surveying(database)
    with database.transaction() as session:
        case = house.opened(session)
        house.done(session, case.case_id)
    return database, case


def drawings(database: Database, case: Opened) -> dict[str, Drawing]:
    with database.reading() as session:
        return {one.process: one for one in progress.drawings(session, case.case_id)}


def test_each_run_of_a_case_has_its_drawing_the_complaint_itself_first(outlived: tuple[Database, Opened]) -> None:
    found = drawings(*outlived)

    assert list(found) == ["complaint", "survey", "cause"]
    assert [one.at_work for one in found.values()] == [False, True, True]


def test_a_drawing_shows_the_steps_of_its_own_run(outlived: tuple[Database, Opened]) -> None:
    database, case = outlived
    keys = {process: one.key for process, one in drawings(database, case).items()}

    with database.reading() as session:
        main = progress.of(session, case.case_id)
        survey = progress.of(session, case.case_id, keys["survey"])
        cause = progress.of(session, case.case_id, keys["cause"])
        file, _ = progress.drawing(session, case.case_id, keys["cause"])

    assert ("look" in main.done, main.now, main.waiting) == (True, [], [])
    assert (survey.done, survey.waiting) == (["s_start"], ["s_rest"])
    assert (cause.now, cause.file, file) == (["c_find"], "bpmn/cause.bpmn", "bpmn/cause.bpmn")


@pytest.mark.parametrize("key", ["77.survey", "1.survey", "nothing", "."])
def test_a_drawing_that_the_case_has_not_is_not_there(outlived: tuple[Database, Opened], key: str) -> None:
    database, case = outlived

    with database.reading() as session, pytest.raises(NotFound):
        progress.of(session, case.case_id, key)


def test_a_process_that_was_called_has_its_drawing_once_the_case_has_come_there(database: Database) -> None:
    pack = Pack({
        **FILES, "bpmn/complaint.bpmn": drawn(
            node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
            + node("userTask", "look", work("Handler"), name="Look")
            + node("callActivity", "call", calledElement="inside") + node("endEvent", "done")
            + path("came", "take_up", "look", "call", "done"), "complaint"),
        "bpmn/inside.bpmn": drawn(
            node("startEvent", "i_came") + node("userTask", "i_look", work("Handler"), name="Look inside")
            + node("endEvent", "i_done") + path("i_came", "i_look", "i_done"), "inside"),
    })
    with database.transaction() as session:
        house = beside(session, TinyHouse(session), pack)
        case = house.opened(session)
    before = list(drawings(database, case))

    with database.transaction() as session:
        house.done(session, case.case_id)

    found = drawings(database, case)
    with database.reading() as session:
        inside = progress.of(session, case.case_id, found["inside"].key)
    assert (before, list(found)) == (["complaint"], ["complaint", "inside"])
    assert inside.now == ["i_look"]
