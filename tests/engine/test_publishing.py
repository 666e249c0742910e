"""Process owners change the drawing with a plain text editor; new cases follow the new one, running ones the old.

No Python is touched: each change is one that an editor's "replace" could make on the shipped files.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from engine import doctor, packs, publishing
from engine.cases import Opened
from engine.db import Database
from engine.errors import ContentError, NotFound, PackInvalid
from engine.model import Case, Group, Task
from engine.model import Pack as Row
from engine.packs import Pack
from engine.people import SYSTEM
from tests.engine.cases.office import DECISION, Office
from tests.engine.editor import (
    CALL,
    DIAGRAM,
    OWN_PROMISE,
    REGIMES,
    Editor,
    change_a_deadline,
    insert_a_task,
    rename_two_elements,
)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    return Editor(tmp_path)


def publish(office: Office, pack: Pack) -> int:
    with office.database.transaction() as session:
        return publishing.publish(session, pack, SYSTEM, office.now).id


def current(office: Office) -> int:
    with office.database.reading() as session:
        return publishing.current(session)[0]


def pack_of(office: Office, case: Opened) -> int:
    return office.case(case).pack_id


def final(office: Office, case: Opened) -> timedelta:
    """How long there is until the final date of a case."""
    told = office.journal(case, "deadlines.set")[-1][2]["dates"]
    return datetime.fromisoformat(told["final"]) - office.now


def first_due(office: Office, case: Opened) -> timedelta:
    """How long somebody has for the task that is open."""
    with office.database.reading() as session:
        task = session.execute(select(Task).where(Task.case_id == case.case_id, Task.status == "open")).scalar_one()
        assert task.due_at is not None
        return task.due_at - office.now


def finish(office: Office, case: Opened) -> list[str]:
    """Take a case that waits for an investigation to its end; gives the journal's milestones."""
    office.decide(case)
    office.send(case, "accepted")
    office.do("hugo", case, "Close the case", all_points_answered=True)
    return [data["name"] for _, _, data, _ in office.journal(case, "milestone.reached")]


# --- three changes in a text editor ------------------------------------------------------------------------

def test_a_changed_deadline_holds_for_new_cases_and_what_was_promised_before_stays(
    office: Office, editor: Editor
) -> None:
    old = office.complain("other")
    change_a_deadline(editor)

    publish(office, editor.read())
    new = office.complain("other")
    first = first_due(office, old), first_due(office, new)
    office.assess(old)

    assert (final(office, old).days, final(office, new).days) == (30, 20)
    assert first[0] > timedelta(days=2)
    assert first[1] == timedelta(hours=2)
    assert office.faults() == []


def test_a_new_task_with_its_form_comes_up_in_new_cases_only(office: Office, editor: Editor) -> None:
    old = office.complain()
    insert_a_task(editor)

    publish(office, editor.read())
    new = office.complain()
    for case in (old, new):
        office.assess(case)

    assert office.tasks(old) == ["Investigate and decide"]
    assert office.tasks(new) == ["Call the complainant"]
    office.do("hugo", new, "Call the complainant", reached=True, said="They are relieved.")
    assert office.tasks(new) == ["Investigate and decide"]
    assert office.faults() == []


def test_renamed_elements_change_nothing_that_anybody_sees(office: Office, editor: Editor) -> None:
    old = office.complain()
    office.assess(old)
    rename_two_elements(editor)

    publish(office, editor.read())
    new = office.complain()
    office.assess(new)
    office.later(hours=1)

    assert finish(office, old) == finish(office, new)
    assert office.written(old) == office.written(new)
    assert office.faults() == []


def test_a_running_case_follows_its_own_drawing_to_the_end_and_a_new_one_the_new(
    office: Office, editor: Editor
) -> None:
    old = office.complain()
    change_a_deadline(editor)
    insert_a_task(editor)
    rename_two_elements(editor)

    published = publish(office, editor.read())
    new = office.complain()
    for case in (old, new):
        office.assess(case)
    office.do("hugo", new, "Call the complainant", reached=True)
    office.later(hours=1)

    assert finish(office, old) == finish(office, new)
    assert (pack_of(office, old), pack_of(office, new)) == (1, published)
    assert office.case(old).status == office.case(new).status == "closed"
    assert office.faults() == []


def test_deadlines_of_a_running_case_fire_as_its_own_drawing_says(office: Office, editor: Editor) -> None:
    old = office.complain("other")
    rename_two_elements(editor)
    publish(office, editor.read())
    new = office.complain("other")

    office.later(days=60)
    for case in (old, new):
        office.wake(case)

    assert office.tasks(old) == office.tasks(new) == ["Initial assessment", "Overdue review", "Team lead check"]
    assert office.written(old) == office.written(new) == ["L1_ack", "L5_holding", "L8_edr"]
    assert office.faults() == []


def test_a_new_group_of_the_drawing_is_there_to_be_joined(office: Office, editor: Editor) -> None:
    insert_a_task(editor)
    editor.replace(DIAGRAM, CALL[CALL.index("<bpmn:userTask"):CALL.index("</spiffworkflow:properties>")],
                   CALL[CALL.index("<bpmn:userTask"):CALL.index("</spiffworkflow:properties>")]
                   .replace('value="Handler"', 'value="Telephone desk"'))

    publish(office, editor.read())

    with office.database.reading() as session:
        assert "Telephone desk" in session.scalars(select(Group.name)).all()


# --- what is refused -----------------------------------------------------------------------------------------

def spoil(editor: Editor) -> None:
    """Mistakes in four files."""
    editor.replace(DIAGRAM, 'value="review.json"', 'value="reviews.json"')
    editor.replace(DIAGRAM, """value='"L9_closing"'""", """value='"L9_close"'""")
    editor.replace(DIAGRAM, 'review_result == "approve"', 'review_result = "approve"')
    editor.replace(REGIMES, OWN_PROMISE, OWN_PROMISE.replace("30 CD", "30 days"))
    editor.replace("forms/decision.json", '"x-amends-fact": "outcome"', '"x-amends-fakt": "outcome"')
    editor.replace("bpmn/milestones.toml", 'done.en = "We received your complaint."\n', "")


def test_a_pack_with_faults_is_refused_with_every_cause_where_it_stands(office: Office, editor: Editor) -> None:
    spoil(editor)

    with pytest.raises(PackInvalid) as refused:
        publish(office, editor.read())

    said = [(cause.file, f"{cause.message} {cause.element}") for cause in refused.value.causes]
    for file, word in (
        (DIAGRAM, "reviews"), (DIAGRAM, "L9_close"), (DIAGRAM, "review_result"), (REGIMES, "30 days"),
        ("forms/decision.json", "x-amends-fakt"), ("bpmn/milestones.toml", "done.en"),
    ):
        assert [text for at, text in said if at == file and word in text], f"nothing about {word} in {file}"


def test_a_refused_pack_publishes_nothing_and_touches_no_case(office: Office, editor: Editor) -> None:
    case = office.complain()
    before = office.case(case).version
    spoil(editor)

    with pytest.raises(PackInvalid):
        publish(office, editor.read())

    assert current(office) == 1
    assert office.case(case).version == before
    with office.database.reading() as session:
        assert session.execute(select(func.count()).select_from(Row)).scalar_one() == 1
    office.assess(case)
    assert pack_of(office, office.complain()) == 1


@pytest.mark.parametrize(("file", "spoiled"), [
    (DIAGRAM, b"<bpmn:definitions"), (DIAGRAM, b""), (REGIMES, b"= ="), ("bpmn/milestones.toml", b"\xff\xfe"),
    ("bpmn/calendars.toml", b"[GB]\nzone = 'Moon'"), ("forms/intake.json", b"{"),
    ("bpmn/tables/D2_urgency.dmn", b"<a/>"),
])
def test_a_file_that_cannot_be_read_at_all_is_named(office: Office, editor: Editor, file: str, spoiled: bytes) -> None:
    (editor.folder / file).write_bytes(spoiled)

    with pytest.raises(PackInvalid) as refused:
        publish(office, editor.read())

    assert file in {cause.file for cause in refused.value.causes}


@pytest.mark.parametrize("file", ["bpmn/regimes.toml", "bpmn/milestones.toml", "bpmn/calendars.toml"])
def test_a_file_that_is_missing_is_named(office: Office, editor: Editor, file: str) -> None:
    (editor.folder / file).unlink()

    with pytest.raises(PackInvalid) as refused:
        publish(office, editor.read())

    assert file in {cause.file for cause in refused.value.causes}


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackInvalid, match="bpmn/"):
        packs.read_folder(tmp_path)


# --- numbers, and the same content again -----------------------------------------------------------------------

def test_before_anything_was_published_it_is_said_how(database: Database) -> None:
    with database.reading() as session, pytest.raises(NotFound, match="amends publish"):
        publishing.current(session)


def test_the_same_content_is_the_same_pack_whoever_publishes_it_again(office: Office, editor: Editor) -> None:
    assert publish(office, editor.read()) == 1
    assert current(office) == 1


def test_publishing_what_was_published_before_makes_it_current_again(office: Office, editor: Editor) -> None:
    first = editor.read()
    rename_two_elements(editor)
    second = publish(office, editor.read())
    between = current(office)

    again = publish(office, first)

    assert (between, again, current(office)) == (second, 1, 1)
    assert pack_of(office, office.complain()) == 1


@pytest.mark.parametrize("moved", [timedelta(), timedelta(days=-1)])
def test_what_was_published_last_is_current_also_when_the_clock_stood_still_or_was_set_back(
    office: Office, editor: Editor, moved: timedelta
) -> None:
    first = editor.read()
    rename_two_elements(editor)
    office.now += moved
    second = publish(office, editor.read())
    after_second = current(office)
    publish(office, first)

    assert after_second == second
    assert current(office) == 1


def test_a_published_pack_is_what_was_published_to_the_byte(office: Office, editor: Editor) -> None:
    read = editor.read()

    with office.database.reading() as session:
        row = session.scalars(select(Row)).one()

    assert packs.files_of(row.content) == dict(read.files)
    assert row.hash == read.hash


def test_a_newer_list_of_holidays_moves_no_date_of_a_published_pack(office: Office, editor: Editor) -> None:
    """The calendars were worked out when the pack was published and are kept with it."""
    rename_two_elements(editor)
    pack = editor.read()
    number = publish(office, pack)

    with office.database.reading() as session:
        kept = publishing.by_id(session, number)

    assert kept is not pack
    assert {name: one.to_json() for name, one in kept.calendars.items()} == {
        name: one.to_json() for name, one in pack.calendars.items()
    }


@pytest.mark.parametrize("tamper", [
    lambda content: packs.Pack({**packs.files_of(content), "forms/more.json": b"{}"}).pack_bytes(),
    lambda content: content[:-1], lambda content: b"",
])
def test_a_stored_pack_that_was_changed_is_noticed_and_not_run(
    office: Office, editor: Editor, tamper: Callable[[bytes], bytes]
) -> None:
    editor.replace(DIAGRAM, "How a complaint is handled", f"How a complaint is handled ({uuid4()})")
    number = publish(office, editor.read())
    with office.database.transaction() as session:
        content = session.scalars(select(Row.content).where(Row.id == number)).one()
        session.execute(update(Row).where(Row.id == number).values(content=tamper(content)))

    with office.database.reading() as session, pytest.raises(ContentError, match="was changed after it was published"):
        publishing.by_id(session, number)

    assert "packs-are-unchanged" in {finding.check for finding in doctor.examine(office.database)}


def test_a_case_knows_which_pack_it_was_opened_on(office: Office) -> None:
    case = office.complain()

    with office.database.reading() as session:
        published = session.scalars(select(Row.hash)).one()
        assert session.scalars(select(Case.pack_id)).one() == 1

    assert office.journal(case, "case.received")[0][2]["pack"] == published


def test_a_pack_that_is_not_there_is_said_to_be_missing(office: Office) -> None:
    with office.database.reading() as session, pytest.raises(NotFound, match="pack 99"):
        publishing.by_id(session, 99)


def test_a_decision_of_the_new_drawing_can_be_returned_and_made_again(office: Office, editor: Editor) -> None:
    """The gateway behind the renamed task still leads back to it."""
    rename_two_elements(editor)
    publish(office, editor.read())
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)

    office.do("rita", case, "Four-eyes review", decision="return", comment="More.")

    assert office.tasks(case) == ["Investigate and decide"]
