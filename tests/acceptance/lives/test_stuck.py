"""Lives that get stuck on a fault of the drawing, and get on again."""

from typing import Any

import pytest

from engine.packs import Pack
from tests.acceptance.lives.conftest import opened_town
from tests.acceptance.lives.town import Town, shipped

TABLE = "bpmn/tables/D2_urgency.dmn"


@pytest.fixture
def slipped(_databases: Any, tmp_path: Any) -> Any:
    """The shipped process with a table whose rows may overlap if they agree; what they say hangs on a fact, so only a
    case shows that they do not."""
    files = dict(shipped().files)
    assert b'hitPolicy="FIRST"' in files[TABLE]
    table = files[TABLE].replace(b'hitPolicy="FIRST"', b'hitPolicy="ANY"')
    for rated in (b'"U1"', b'"U2"', b'"U3"', b'"U4"', b'"U5"'):
        table = table.replace(b"<text>" + rated + b"</text>",
                              b"<text>if amount = 0 then " + rated + b" else " + rated + b"</text>")
    files[TABLE] = table
    yield from opened_town(_databases, tmp_path, Pack(files))


def test_rows_that_overlap_stop_one_step_tell_the_manager_and_leave_the_clock_running(slipped: Town) -> None:
    one = slipped.complain()
    task = slipped.open(one, "Initial assessment")[0]
    desk = slipped.desk("aoife")
    desk.post(f"/tasks/{task.id}/claim", {"open": "1"}, "/inbox")
    form = next(form for form in desk.get(f"/tasks/{task.id}").forms if form.action == f"/tasks/{task.id}")

    desk.send(form, f"/tasks/{task.id}", {
        "severity": "5", "complexity": "3", "complainant_kind": "consumer", "safety": True, "media": True})

    incident = slipped.incidents(one)[0]
    assert "D2_urgency" in incident.cause and "rows" in incident.cause
    page = slipped.desk("zofia").get("/incidents").html
    assert one.reference in page and "D2_urgency" in page
    slipped.later(days=60)
    assert slipped.case(one).informed_final_at is not None, "the complainant hears from us all the same"
    slipped.do(one, "Initial assessment", "aoife", severity="3", complexity="2", safety=False, media=False)
    assert slipped.incidents(one) == []
    assert slipped.finish(one).outcome == "upheld"
