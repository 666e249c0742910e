"""What somebody was typing when a deadline or a message ends the task stays with the case, by itself."""

from engine import cases, doctor
from engine.cases import Opened
from engine.forms import reading
from tests.engine.cases.office import Office


def begun(office: Office, case: Opened, who: str, task: str, **typed: str) -> None:
    with office.database.transaction() as session:
        kept = {name: [text] for name, text in typed.items()}
        cases.save_draft(session, office.task(case, task), office.cast[who].id or 0, kept, office.now)


def test_a_draft_of_a_task_that_a_message_ends_becomes_a_note_of_whoever_typed_it(office: Office) -> None:
    case = office.complain()
    begun(office, case, "ina", "Initial assessment", severity="4", safety="true", amount="")

    office.send(case, "withdrawn")

    [(_, at, data, actor)] = office.journal(case, "note.added")
    assert (actor, at, data["about"]) == ("Ina", office.now, "Initial assessment")
    assert data["text"].splitlines() == [
        "How serious is it for the complainant?: 4: a heavy loss, or health or home affected",
        "Somebody's safety is at risk: Yes",
    ]
    assert not [one for one in doctor.examine(office.database) if one.check == "drafts-have-tasks"]


def test_drafts_of_several_people_are_kept_each(office: Office) -> None:
    case = office.complain()
    begun(office, case, "ina", "Initial assessment", severity="4")
    begun(office, case, "hugo", "Initial assessment", severity="2")

    office.send(case, "withdrawn")

    assert [actor for _, _, _, actor in office.journal(case, "note.added")] == ["Ina", "Hugo"]
    assert office.faults() == []


def test_a_draft_with_nothing_in_it_leaves_no_note(office: Office) -> None:
    case = office.complain()
    begun(office, case, "ina", "Initial assessment", severity="  ")

    office.send(case, "withdrawn")

    assert office.journal(case, "note.added") == []
    assert not [one for one in doctor.examine(office.database) if one.check == "drafts-have-tasks"]


def test_answers_that_do_not_fit_the_form_are_kept_as_they_were_typed() -> None:
    form = reading.read(b"""{"title": "T", "type": "object", "properties": {
        "amount": {"title": "Amount", "type": "number"},
        "kind": {"title": "Kind", "type": "string", "enum": ["a"], "x-amends-labels": {"a": "The first"}}
    }}""", "t.json")

    text = cases.drafts.in_words(form, {"amount": ["about ten"], "kind": ["a"], "else": ["dropped"]})

    assert text == "Amount: about ten\nKind: The first"
    assert cases.drafts.in_words(None, {"note": ["as", "typed"], "empty": [""]}) == "note: as, typed"
