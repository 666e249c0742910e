"""What happened to a case, as one line of time."""

import ast

import pytest

from engine import cases, publishing, timeline
from engine.config import ROOT
from engine.timeline import DECIDED, TOPICS
from tests.engine.cases.office import Office


def kinds_written() -> set[str]:
    """Every kind of entry that the engine writes, by its source."""
    found = set()
    for file in (ROOT / "engine").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "write":
                found |= {one.value for one in call.args[:1] if isinstance(one, ast.Constant) and "." in str(one.value)}
    return found


def test_the_newest_stands_at_the_top_and_decisions_stand_where_they_were_taken(office: Office) -> None:
    case = office.complain()
    office.later(hours=1).assess(case)

    with office.database.reading() as session:
        lines = timeline.page(session, case.case_id).lines

    moments = [line.at for line in lines]
    tables = [line for line in lines if line.kind == DECIDED and line.data["kind"] == "table"]
    assert moments == sorted(moments, reverse=True)
    assert lines[-1].kind == "case.received"
    at_receipt = office.case(case).received_at
    assert {line.element for line in tables if line.at == at_receipt} == {"register_complaint"}
    assert {line.element for line in tables if line.at == office.now} == {"rate_urgency", "find_regimes"}


def test_a_decision_follows_what_led_to_it_and_leads_to_what_came_of_it(office: Office) -> None:
    case = office.complain()
    office.later(hours=1).assess(case)

    with office.database.reading() as session:
        lines = timeline.page(session, case.case_id).lines

    told = [line.kind for line in lines if line.at == office.now]
    assert told[0] != DECIDED and told[-1] == "task.completed"
    assert told[-3:-1] == [DECIDED, DECIDED]
    decided = [line.element for line in lines if line.kind == DECIDED]
    assert decided == ["find_regimes", "rate_urgency", "register_complaint"]


@pytest.mark.parametrize("size", [1, 2, 5, 50])
def test_page_after_page_shows_every_line_once(office: Office, size: int) -> None:
    case = office.complain()
    office.later(hours=1).assess(case)
    office.later(hours=1).decide(case)

    seen = []
    before = None
    with office.database.reading() as session:
        while True:
            page = timeline.page(session, case.case_id, before=before, size=size)
            seen += [(line.kind, line.seq, line.element, str(line.data)) for line in page.lines]
            if (before := page.before) is None:
                break
        whole = timeline.page(session, case.case_id, size=1000).lines

    assert len(seen) == len(set(seen)) == len(whole)


def test_one_kind_of_thing_can_be_looked_for(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        cases.note(session, case.case_id, "She called again.", office.cast["ina"], office.now)

    with office.database.reading() as session:
        notes = timeline.page(session, case.case_id, "notes").lines
        letters = timeline.page(session, case.case_id, "letters").lines
        counts = timeline.counts(session, case.case_id)

    assert [(line.actor, line.data["text"]) for line in notes] == [("Ina", "She called again.")]
    assert [line.kind for line in letters] == ["letter.written"]
    assert (counts["notes"], counts["letters"], counts["incidents"]) == (1, 1, 0)


def test_everything_the_engine_writes_can_be_looked_for_by_a_topic() -> None:
    topics = {kind for kinds in TOPICS.values() for kind in kinds}

    assert len(kinds_written()) > 10
    assert kinds_written() - topics == set()


def test_a_decision_of_a_table_is_explained_by_the_cells_that_asked_for_something(office: Office) -> None:
    case = office.complain()
    office.later(hours=1).assess(case, severity=4)

    with office.database.reading() as session:
        lines = timeline.page(session, case.case_id, "decisions").lines
        pack = publishing.by_id(session, office.case(case).pack_id)
    reasons = [timeline.reasons(line, pack) for line in lines if line.element == "rate_urgency"]

    [[reason]] = reasons
    assert any(value == 4 and "4" in cell for _question, value, cell in reason.asked)
    assert all(cell != "-" for _question, _value, cell in reason.asked)


def test_a_condition_is_explained_by_itself(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)

    with office.database.reading() as session:
        lines = timeline.page(session, case.case_id, "decisions").lines
        pack = publishing.by_id(session, office.case(case).pack_id)

    assert {line.data["kind"] for line in lines} == {"table", "condition"}
    assert all(timeline.reasons(line, pack) == [] for line in lines if line.data["kind"] == "condition")
