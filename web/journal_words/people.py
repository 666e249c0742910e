"""Words for people: who owns a case and why not others, who must keep out of it, what goes up for want of people."""

from collections.abc import Mapping
from typing import Any

from engine.packs import Pack
from engine.people import Bar
from engine.timeline import Line
from web import bar_words
from web.catalogue import gettext as _
from web.journal_words.told import Told, Words, task, text


def _owner(line: Line, pack: Pack) -> Told:
    group, skill = text(line, "lane"), text(line, "skill")
    by_load = _("In the group %(group)s, who has least to do.", group=group)
    by_turns = _("By turns in the group %(group)s.", group=group)
    trained = _("Trained for “%(skill)s”.", skill=skill) if skill else ""
    why = by_load if line.data.get("how") == "load" else by_turns
    return Told(_("%(name)s became the owner of the case.", name=text(line, "owner")), f"{why} {trained}".strip())


def _owner_refused(line: Line, pack: Pack) -> Told:
    return Told(_("Not everybody in the group %(group)s may own this case.", group=text(line, "lane")), _bars(line))


def _owner_up(line: Line, pack: Pack) -> Told:
    return Told(_("Nobody was left in the group %(group)s to own the case: it goes up to %(to)s.",
                  group=text(line, "lane"), to=text(line, "to")), tone="bad")


def _handed_over(line: Line, pack: Pack) -> Told:
    before, after = text(line, "before"), text(line, "owner")
    sentence = _("%(before)s handed the case over to %(after)s.", before=before, after=after)
    given = _("The case was given to %(after)s.", after=after)
    return Told(sentence if before else given, text(line, "reason"), "main")


def _excluded(line: Line, pack: Pack) -> Told:
    return Told(_("The case was closed to %(name)s.", name=text(line, "name")),
                _("They are named in the complaint: they neither read it nor work on it."), "main")


def _lift_asked(line: Line, pack: Pack) -> Told:
    return Told(_("It was asked to let %(name)s work on the case. A second person has to agree.",
                  name=text(line, "name")), text(line, "reason"))


def _lifted(line: Line, pack: Pack) -> Told:
    asked = _("Asked by %(name)s: %(reason)s", name=text(line, "asked_by"), reason=text(line, "reason"))
    return Told(_("Two people agreed that %(name)s may work on the case.", name=text(line, "name")), asked, "bad")


def _kept_out(line: Line, pack: Pack) -> Told:
    return Told(_("It was refused to let %(name)s work on the case.", name=text(line, "name")))


def _skill_allowed(line: Line, pack: Pack) -> Told:
    sentence = _("%(name)s may work on the case without the training “%(skill)s”.", name=text(line, "name"),
                 skill=text(line, "skill"))
    return Told(sentence, text(line, "reason"), "bad")


def _task_up(line: Line, pack: Pack) -> Told:
    sentence = _("“%(task)s” goes up from %(group)s to %(to)s: nobody there may do it.", task=task(line, pack),
                 group=text(line, "lane"), to=text(line, "to"))
    return Told(sentence, _bars(line), "bad")


def _task_stranded(line: Line, pack: Pack) -> Told:
    sentence = _("Nobody may do “%(task)s”, neither in %(group)s nor above.", task=task(line, pack),
                 group=text(line, "lane"))
    return Told(sentence, _bars(line), "bad")


def _task_back(line: Line, pack: Pack) -> Told:
    return Told(_("“%(task)s” came back to %(group)s: somebody there may do it again.", task=task(line, pack),
                  group=text(line, "to")))


def _task_over(line: Line, pack: Pack) -> Told:
    return Told(_("“%(task)s” went to %(name)s with the case.", task=task(line, pack), name=text(line, "to")))


def _bars(line: Line) -> str:
    """Why each of the people may not, one under the other."""
    return "\n".join(f"{_bar(one)}." for one in line.data.get("people") or [])


def _bar(one: Mapping[str, Any]) -> str:
    return bar_words.bar(Bar.from_data(one))


WORDS: Words = {
    "owner.named": _owner, "owner.refused": _owner_refused, "owner.escalated": _owner_up,
    "owner.handed_over": _handed_over, "person.excluded": _excluded, "exclusion.asked": _lift_asked,
    "exclusion.lifted": _lifted, "exclusion.kept": _kept_out, "skill.allowed": _skill_allowed,
    "task.escalated": _task_up, "task.returned": _task_back,
    "task.handed_over": _task_over, "task.stranded": _task_stranded,
}
