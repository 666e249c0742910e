"""What a wording gives, and the words that several of them need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.forms import Here
from engine.packs import Pack
from engine.packs.words import say
from engine.timeline import Line
from web import case_words, moments
from web.catalogue import gettext as _
from web.catalogue import language

NOWHERE = Here()


@dataclass(frozen=True)
class Told:
    """A sentence before it has a moment and a person. `tone`: '', main or bad; `rows` are pairs of what
    was asked or looked at and its answer."""

    sentence: str
    why: str = ""
    tone: str = ""
    rows: Sequence[tuple[str, str]] = ()


Wording = Callable[[Line, Pack], Told]
Words = Mapping[str, Wording]


def text(line: Line, name: str) -> str:
    """A value of the entry as text; empty without one."""
    return str(line.data.get(name) or "")


def date_of(line: Line, name: str) -> str:
    """A due moment of the entry; empty without one."""
    found = text(line, name)
    return moments.deadline(datetime.fromisoformat(found)) if found else ""


def step(line: Line, pack: Pack) -> str:
    """The name of the step at which it happened."""
    element = pack.elements.get(line.element)
    return element.label if element is not None else line.element


def task(line: Line, pack: Pack) -> str:
    """The name of the task, with which of several it was."""
    about = case_words.about(text(line, "about"), pack)
    name = text(line, "name")
    return _("%(task)s – %(about)s", task=name, about=about) if about else name


def behalf(line: Line) -> str:
    """For whom it was done, where a colleague who was away should have done it."""
    for_whom = text(line, "behalf")
    return _("For %(name)s, who was away.", name=for_whom) if for_whom else ""


def message_name(name: str, pack: Pack) -> str:
    """A message in the words of the button that sends it."""
    known = pack.words.messages.get(name)
    return say(known.button, language()) if known is not None else name


def answers(
    message: str, data: Mapping[str, Any], pack: Pack, here: Here = NOWHERE
) -> Sequence[tuple[str, str]]:
    """What a message from outside says, by the questions of its form."""
    words = pack.words.messages.get(message)
    form = pack.forms.get(words.form) if words is not None else None
    if form is None:
        return [(str(name), str(one)) for name, one in data.items()]
    return form.shown(data, yes=_("Yes"), no=_("No"), here=here)


def form_answers(
    name: str, data: Mapping[str, Any], pack: Pack, here: Here = NOWHERE
) -> Sequence[tuple[str, str]]:
    """What somebody answered in a form, by its questions; nothing where the pack has no such form."""
    form = pack.forms.get(name)
    return form.shown(data, yes=_("Yes"), no=_("No"), here=here) if form is not None else ()


def process_name(name: str, pack: Pack) -> str:
    """The name that the drawing has for a process."""
    return next((drawn.processes[name] for drawn in pack.diagrams.values() if drawn.processes.get(name)), name)
