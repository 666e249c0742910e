"""Words for the case itself and what people do with its tasks."""

from engine.packs import MAIN, Pack
from engine.packs.words import say
from engine.people import Bar
from engine.timeline import Line
from web import bar_words, case_words
from web.catalogue import gettext as _
from web.catalogue import language, ngettext
from web.journal_words.told import Told, Words, behalf, message_name, process_name, step, task, text


def _received(line: Line, pack: Pack) -> Told:
    files = int(line.data.get("files") or 0)
    why = ngettext("With %(num)s file.", "With %(num)s files.", files) if files else ""
    reason = text(line, "reason")
    late = _("Why it was recorded only later: %(reason)s", reason=reason) if reason else ""
    return Told(_("The complaint was received %(way)s.", way=case_words.channel(text(line, "channel"))),
                f"{why}\n{late}".strip(), "main")


def _milestone(line: Line, pack: Pack) -> Told:
    name = text(line, "name")
    known = pack.words.milestones.get(name)
    words = say(known.done, language()) if known is not None else ""
    return Told(_("Reached: %(milestone)s", milestone=words or name), tone="main")


def _ended(line: Line, pack: Pack) -> Told:
    if text(line, "name") not in ("", MAIN):
        return Told(_("Beside the complaint, this came to its end: %(process)s",
                      process=process_name(text(line, "name"), pack)))
    return Told(_("The process came to its end."), tone="main")


def _claimed(line: Line, pack: Pack) -> Told:
    return Told(_("“%(task)s” was taken.", task=task(line, pack)), behalf(line))


def _released(line: Line, pack: Pack) -> Told:
    because = line.data.get("because")
    why = f"{bar_words.bar(Bar.from_data(because))}." if because else behalf(line)
    return Told(_("“%(task)s” was given back to its group.", task=task(line, pack)), why)


def _completed(line: Line, pack: Pack) -> Told:
    return Told(_("“%(task)s” was done.", task=task(line, pack)), behalf(line))


def _task_ended(line: Line, pack: Pack) -> Told:
    cause, _sign, name = text(line, "why").partition(": ")
    why = {
        "timer": _("Because the time came: %(name)s.", name=name),
        "message": _("Because this came in: %(name)s.", name=message_name(name, pack)),
        "gone_back": _("Because the case went back to “%(name)s”.", name=name),
    }.get(cause, "")
    return Told(_("“%(task)s” ended without anybody doing it.", task=task(line, pack)), why)


def _note(line: Line, pack: Pack) -> Told:
    about = text(line, "about")
    late = _("A note was left, typed for “%(task)s” after it was gone.", task=about)
    begun = _("A note was left: what had been typed for “%(task)s” when it ended.", task=about)
    said = (begun if line.data.get("begun") else late) if about else _("A note was left.")
    return Told(said, text(line, "text"))


def _incident(line: Line, pack: Pack) -> Told:
    return Told(_("The case could not go on at “%(step)s”.", step=step(line, pack)), text(line, "cause"), "bad")


def _incident_over(line: Line, pack: Pack) -> Told:
    return Told(_("The case goes on again."), tone="main")


WORDS: Words = {
    "case.received": _received, "milestone.reached": _milestone, "run.ended": _ended,
    "task.claimed": _claimed, "task.released": _released, "task.completed": _completed, "task.ended": _task_ended,
    "note.added": _note, "incident.opened": _incident, "incident.resolved": _incident_over,
}
