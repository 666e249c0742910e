"""What happened to a case, in sentences: the one place that words the kinds of the journal.

`said` gives a sentence for each line of engine.timeline; `why` adds the reason, `rows` what was
answered or looked at. Names of tasks, letters and messages are the pack's own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.packs import Pack
from engine.packs.words import say
from engine.timeline import Line
from web import case_words, moments
from web.catalogue import gettext as _
from web.catalogue import language, ngettext

LATE = timedelta(minutes=2)


@dataclass(frozen=True)
class Said:
    """A line of the timeline as people read it. `tone`: '', main or bad."""

    at: datetime
    sentence: str
    who: str = ""
    why: str = ""
    tone: str = ""
    rows: Sequence[tuple[str, str]] = field(default_factory=tuple)


@dataclass(frozen=True)
class _Told:
    """A sentence before it has a moment and a person."""

    sentence: str
    why: str = ""
    tone: str = ""
    rows: Sequence[tuple[str, str]] = ()


def said(line: Line, pack: Pack) -> Said:
    """One line in words."""
    wording = WORDS.get(line.kind)
    unknown = _Told(_("Something happened that has no words yet: %(kind)s", kind=line.kind))
    told = wording(line, pack) if wording is not None else unknown
    return Said(line.at, told.sentence, _who(line), _late(line, told.why), told.tone, told.rows)


def _who(line: Line) -> str:
    if line.person_id is not None:
        return line.actor
    return _("the complainant") if line.actor == "Complainant" else ""


def _late(line: Line, why: str) -> str:
    """What became true while nobody looked says so."""
    if line.noticed_at - line.at <= LATE or line.kind == "case.received":
        return why
    noticed = _("Noticed on %(moment)s.", moment=moments.moment(line.noticed_at))
    return f"{why} {noticed}".strip()


# --- the case and its dates -------------------------------------------------------------------------

def _received(line: Line, pack: Pack) -> _Told:
    files = int(line.data.get("files") or 0)
    why = ngettext("With %(num)s file.", "With %(num)s files.", files) if files else ""
    way = case_words.channel(str(line.data.get("channel", "")))
    return _Told(_("The complaint was received %(way)s.", way=way), why, "main")


def _owner(line: Line, pack: Pack) -> _Told:
    return _Told(_("%(name)s became the owner of the case.", name=line.data.get("owner", "")),
                 _("By turns in the group %(group)s.", group=line.data.get("lane", "")))


def _dates(line: Line, pack: Pack) -> _Told:
    dates: Mapping[str, str] = line.data.get("dates") or {}
    rows = [
        (case_words.date_name(name), moments.deadline(datetime.fromisoformat(due)))
        for name, due in sorted(dates.items(), key=lambda one: one[1])
    ]
    why = _("Urgency: %(urgency)s. Rules: %(regimes)s.", urgency=case_words.urgency(str(line.data.get("urgency", ""))),
            regimes=case_words.regimes(line.data.get("regimes"), pack))
    return _Told(_("The dates of the case were set."), why, rows=rows)


def _missed(line: Line, pack: Pack) -> _Told:
    effects = [case_words.effect(str(one)) for one in line.data.get("effects") or []]
    why = _("What follows: %(effects)s.", effects=", ".join(effects)) if effects else ""
    return _Told(_("The final date passed without an answer."), why, "bad")


def _regulator(line: Line, pack: Pack) -> _Told:
    return _Told(_("The case was marked for the regulator."), case_words.regimes(line.data.get("regimes"), pack), "bad")


def _milestone(line: Line, pack: Pack) -> _Told:
    name = str(line.data.get("name", ""))
    known = pack.words.milestones.get(name)
    words = say(known.done, language()) if known is not None else ""
    return _Told(_("Reached: %(milestone)s", milestone=words or name), tone="main")


def _timer(line: Line, pack: Pack) -> _Told:
    deadline = str(line.data.get("deadline") or "")
    why = _("Set by the date “%(date)s”.", date=case_words.date_name(deadline)) if deadline else ""
    return _Told(_("The time came: %(name)s.", name=line.data.get("name", "")), why)


def _ended(line: Line, pack: Pack) -> _Told:
    return _Told(_("The process came to its end."), tone="main")


# --- people's work ------------------------------------------------------------------------------------

def _claimed(line: Line, pack: Pack) -> _Told:
    return _Told(_("“%(task)s” was taken.", task=line.data.get("name", "")))


def _released(line: Line, pack: Pack) -> _Told:
    return _Told(_("“%(task)s” was given back to its group.", task=line.data.get("name", "")))


def _completed(line: Line, pack: Pack) -> _Told:
    form = pack.forms.get(str(line.data.get("form", "")))
    rows = form.shown(line.data.get("data") or {}, yes=_("Yes"), no=_("No")) if form is not None else []
    return _Told(_("“%(task)s” was done.", task=line.data.get("name", "")), rows=rows)


def _task_ended(line: Line, pack: Pack) -> _Told:
    cause, _sign, name = str(line.data.get("why", "")).partition(": ")
    why = {
        "timer": _("Because the time came: %(name)s.", name=name),
        "message": _("Because this came in: %(name)s.", name=message_name(name, pack)),
    }.get(cause, "")
    return _Told(_("“%(task)s” ended without anybody doing it.", task=line.data.get("name", "")), why)


def _note(line: Line, pack: Pack) -> _Told:
    about = str(line.data.get("about") or "")
    late = _("A note was left, typed for “%(task)s” after it was gone.", task=about)
    return _Told(late if about else _("A note was left."), str(line.data.get("text", "")))


# --- letters and messages -----------------------------------------------------------------------------

def _letter(line: Line, pack: Pack) -> _Told:
    way = _("By mail.") if line.data.get("by") == "mail" else _("There is no e-mail address: it has to be printed.")
    return _Told(_("A letter was written: %(subject)s", subject=line.data.get("subject", "")), way)


def _letter_held(line: Line, pack: Pack) -> _Told:
    return _Told(_("A letter was left out: %(name)s", name=line.data.get("letter", "")),
                 _("The case was imported; its letters went out elsewhere."))


def _letter_sent(line: Line, pack: Pack) -> _Told:
    return _Told(_("The letter was sent: %(name)s", name=line.data.get("letter", "")))


def _letter_returned(line: Line, pack: Pack) -> _Told:
    sentence = _("The letter could not be delivered: %(name)s", name=line.data.get("letter", ""))
    return _Told(sentence, str(line.data.get("error", "")), "bad")


def _message_received(line: Line, pack: Pack) -> _Told:
    name = str(line.data.get("name", ""))
    files = int(line.data.get("files") or 0)
    why = ngettext("With %(num)s file.", "With %(num)s files.", files) if files else ""
    return _Told(_("A message came in: %(name)s", name=message_name(name, pack)), why, "main",
                 answers(name, line.data.get("data") or {}, pack))


def _message_taken(line: Line, pack: Pack) -> _Told:
    return _Told(_("The message was taken up: %(name)s", name=message_name(str(line.data.get("name", "")), pack)))


def _message_unclaimed(line: Line, pack: Pack) -> _Told:
    return _Told(_("Nothing waited for the message: %(name)s", name=message_name(str(line.data.get("name", "")), pack)),
                 _("It is kept with the case. Please read it and do what is needed."), "bad")


def answers(message: str, data: Mapping[str, Any], pack: Pack) -> Sequence[tuple[str, str]]:
    """What a message from outside says, by the questions of its form."""
    words = pack.words.messages.get(message)
    form = pack.forms.get(words.form) if words is not None else None
    if form is None:
        return [(str(name), str(value)) for name, value in data.items()]
    return form.shown(data, yes=_("Yes"), no=_("No"))


def message_name(name: str, pack: Pack) -> str:
    """A message in the words of the button that sends it."""
    known = pack.words.messages.get(name)
    return say(known.button, language()) if known is not None else name


# --- rules and incidents ------------------------------------------------------------------------------

def _decision(line: Line, pack: Pack) -> _Told:
    element = pack.elements.get(line.element)
    name, data = element.label if element is not None else line.element, line.data
    inputs = [(str(key), _value(value)) for key, value in (data.get("inputs") or {}).items()]
    if data.get("kind") == "condition":
        met = _("it holds") if data.get("result") is True else _("it does not hold")
        sentence = _("At “%(step)s” a condition was looked at: %(met)s.", step=name, met=met)
        return _Told(sentence, str(data["rule"]), rows=inputs)
    result = ", ".join(f"{key} = {_value(value)}" for key, value in (data.get("result") or {}).items())
    return _Told(_("“%(step)s” gave: %(result)s", step=name, result=result), str(data.get("rule", "")), rows=inputs)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    return "–" if value is None else str(value)


def _incident(line: Line, pack: Pack) -> _Told:
    element = pack.elements.get(line.element)
    name = element.label if element is not None else line.element
    return _Told(_("The case could not go on at “%(step)s”.", step=name), str(line.data.get("cause", "")), "bad")


def _incident_over(line: Line, pack: Pack) -> _Told:
    return _Told(_("The case goes on again."), tone="main")


WORDS: Mapping[str, Callable[[Line, Pack], _Told]] = {
    "case.received": _received, "owner.named": _owner, "deadlines.set": _dates, "deadline.missed": _missed,
    "regulator.flagged": _regulator, "milestone.reached": _milestone, "timer.fired": _timer, "run.ended": _ended,
    "task.claimed": _claimed, "task.released": _released, "task.completed": _completed, "task.ended": _task_ended,
    "note.added": _note, "letter.written": _letter, "letter.held": _letter_held, "letter.sent": _letter_sent,
    "letter.undeliverable": _letter_returned, "message.received": _message_received,
    "message.taken": _message_taken, "message.unclaimed": _message_unclaimed, "decision.made": _decision,
    "incident.opened": _incident, "incident.resolved": _incident_over,
}
