"""The blueprint of the people, and the page of one of them, which every form here comes back to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from engine import people, roster
from engine.forms import answers
from web import absence_words, door
from web.catalogue import gettext as _
from web.frame import staff

REPLACED = "\ufffd"
"""What stands for a character that no page may carry."""

bp = staff(Blueprint("people", __name__))
bp.record_once(lambda state: absence_words.register(state.app))


@dataclass(frozen=True)
class Typed:
    """A form that could not be taken: which (`form`), what was typed and what is wrong with it, by field."""

    form: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


NOTHING = Typed()


def page(session: Session, person_id: int, typed: Typed = NOTHING) -> str:
    """The page of one person.

    Raises:
        NotFound: there is no such person.
    """
    now, actor = door.now(session), door.current_actor()
    one = roster.member(session, person_id, now)
    editor = people.is_editor(session, actor)
    return render_template(
        "staff/person.html", one=one, planned=roster.planned(session, person_id, now), me=actor.id == person_id,
        editor=editor, may_enter=(editor or actor.id == person_id) and one.active, today=people.today(session, now),
        others=[(str(key), name) for key, name in roster.names(session) if key != person_id], typed=typed,
        wrong=[(f"{typed.form}-{name}", fault) for name, fault in typed.faults.items()],
    )


def texts(prefix: str, *names: str) -> dict[str, str]:
    """What was typed into these fields of one of the page's forms, as it can be shown again. Each form has
    a prefix of its own, so that no two fields of the page have the same name."""
    return {name: " ".join(answers.printable(request.form.get(f"{prefix}-{name}", "")).split()) for name in names}


def odd(text: str, most: int) -> str:
    """What is wrong with a line of text; empty where it can be kept."""
    if REPLACED in text:
        return _("This holds a character that cannot be stored. Please type it instead of pasting it.")
    return "" if len(text) <= most else _("Write at most %(limit)s characters.", limit=most)
