"""What was done about each of several things stands together, whoever did it and when."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import cases, overview
from engine.cases import Opened
from engine.model import Task
from tests.engine.operations.ground import Ground, drawn
from tests.engine.process.drawing import each, node, path
from tests.engine.tiny_house import service, told

POINTS = ["The fee", "The delay"]


def work(name: str) -> str:
    return told("", lane="Handler", formJsonSchemaFilename="remark.json", about="&quot;Point: &quot; + point")


BODY = (
    node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
    + node("subProcess", "several", each("points", "point") + node("startEvent", "one")
           + node("userTask", "look", work("look"), name="Look into it")
           + node("userTask", "say", work("say"), name="Say what you found") + node("endEvent", "found")
           + path("one", "look", "say", "found"), name="Every point")
    + node("endEvent", "over") + path("came", "take_up", "several", "over")
)


@pytest.fixture
def ground(session: Session) -> Iterator[Ground]:
    yield Ground(session).runs(drawn(BODY))


def do(ground: Ground, case: Opened, name: str, about: str, text: str) -> None:
    task = ground.session.execute(select(Task.id).where(
        Task.case_id == case.case_id, Task.name == name, Task.about == f"Point: {about}", Task.status == "open"
    )).scalar_one()
    cases.complete(ground.session, task, {"text": text}, ground.handler, ground.now)
    ground.session.expire_all()


def read(ground: Ground, case: Opened, reader: int = 0) -> list[overview.Points]:
    head = overview.head(ground.session, case.reference)
    return overview.points(ground.session, case.case_id, head.pack, reader)


def test_each_point_has_what_was_done_about_it_and_what_is_still_open(ground: Ground) -> None:
    case = ground.complaint(facts={"points": POINTS})
    do(ground, case, "Look into it", "The delay", "It took a month.")

    [group] = read(ground, case)

    assert group.name == "Every point"
    assert [(one.about, one.still) for one in group.points] == [
        ("Point: The fee", ["Look into it"]), ("Point: The delay", ["Say what you found"])]
    assert [(one.name, one.who, one.at, one.form, one.data) for one in group.points[1].done] == [
        ("Look into it", "Hanna Handler", ground.now, "remark", {"text": "It took a month."})]


def test_when_all_is_done_every_step_stands_with_its_point_in_its_order(ground: Ground) -> None:
    case = ground.complaint(facts={"points": POINTS})
    for name in ("Look into it", "Say what you found"):
        for about in reversed(POINTS):
            do(ground, case, name, about, f"{about}: {name}")

    [group] = read(ground, case)

    assert [(one.about, one.still, [done.data["text"] for done in one.done]) for one in group.points] == [
        (f"Point: {about}", [], [f"{about}: Look into it", f"{about}: Say what you found"]) for about in POINTS]


def test_a_case_without_several_things_shows_none(ground: Ground) -> None:
    assert read(ground, ground.complaint(facts={"points": []})) == []


def test_open_work_from_which_the_reader_is_kept_out_is_not_told_to_them(ground: Ground) -> None:
    case = ground.complaint(facts={"points": POINTS})
    ground.session.execute(update(Task).where(Task.case_id == case.case_id).values(excluded=",7,"))
    ground.session.expire_all()

    assert read(ground, case, 7) == []
    assert len(read(ground, case, 8)[0].points) == 2


def test_one_thing_that_is_not_taken_up_with_others_stands_under_the_name_that_the_drawing_has(
    session: Session
) -> None:
    body = (node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
            + node("userTask", "look", told("", lane="Handler", formJsonSchemaFilename="remark.json", about="topic"))
            + node("endEvent", "over") + path("came", "take_up", "look", "over"))
    pack, file = drawn(body), "bpmn/complaint.bpmn"
    named = pack.files[file].replace(b'process id="complaint"', b'process id="complaint" name="Complaint"')
    ground = Ground(session).runs(pack.changed(file, named))

    assert [one.name for one in read(ground, ground.complaint())] == ["Complaint"]
