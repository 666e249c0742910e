"""What people had begun to type into a task that ended without them: it stays with the case as a note."""

from collections.abc import Mapping, Sequence

import orjson
from sqlalchemy import delete, select

from engine.db import table
from engine.dossier import Dossier
from engine.forms import Form
from engine.model import Draft, Person, Task
from engine.people import as_actor
from engine.process import OpenTask

TASK, DRAFT = table(Task), table(Draft)
CHOSEN = {"true": "Yes", "false": "No"}


def keep_as_notes(dossier: Dossier, run_id: int, ended: Sequence[OpenTask]) -> None:
    """Turn the drafts of ended tasks into notes by who typed them, in the transaction that ends the
    tasks: nothing typed is ever lost, and nobody has to be there for it."""
    tasks = {task.token: task for task in ended}
    rows = dossier.session.execute(
        select(TASK.c.token, DRAFT.c.task_id, DRAFT.c.typed, Person)
        .join(DRAFT, DRAFT.c.task_id == TASK.c.id).join(Person, Person.id == DRAFT.c.person_id)
        .where(TASK.c.run_id == run_id, TASK.c.token.in_(tasks)).order_by(DRAFT.c.task_id, DRAFT.c.person_id)
    ).all()
    for row in rows:
        task = tasks[row.token]
        text = in_words(dossier.pack.forms.get(task.form), orjson.loads(row.typed))
        if text:
            dossier.write("note.added", dossier.now, as_actor(row.Person), task.element, text=text, about=task.name,
                          begun=True)
    if rows:
        dossier.session.execute(delete(DRAFT).where(DRAFT.c.task_id.in_({row.task_id for row in rows})))


def in_words(form: Form | None, typed: Mapping[str, Sequence[str]]) -> str:
    """What was typed, a line for each question that has an answer, also for answers that do not fit it."""
    if form is None:
        return "\n".join(f"{name}: {', '.join(texts)}" for name, texts in typed.items() if any(texts))
    lines = []
    for field in form.fields:
        words = {option.text: option.label for option in field.options} or (
            CHOSEN if field.type == "boolean" else {})
        texts = [words.get(text, text) for text in typed.get(field.name, ()) if text.strip()]
        if texts:
            lines.append(f"{field.title}: {', '.join(texts)}")
    return "\n".join(lines)
