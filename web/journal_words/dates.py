"""Words for the dates of a case: set, moved, put off, missed."""

from collections.abc import Mapping

from engine.packs import Pack
from engine.timeline import Line
from web import case_words, date_words
from web.catalogue import gettext as _
from web.journal_words.told import Told, Words, date_of, text


def _rows(dates: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """The dates by their names, in their order; those that fell away last."""
    ordered = sorted(dates.items(), key=lambda one: one[1] or "9")
    return [(date_words.date_name(name), date_words.date_at(due) if due else _("no longer")) for name, due in ordered]


def _set(line: Line, pack: Pack) -> Told:
    why = _("Urgency: %(urgency)s. Rules: %(regimes)s.", urgency=date_words.urgency(text(line, "urgency")),
            regimes=date_words.regimes(line.data.get("regimes"), pack))
    return Told(_("The dates of the case were set."), why, rows=_rows(line.data.get("dates") or {}))


def _moved(line: Line, pack: Pack) -> Told:
    sentence = {
        "extended": _("The dates that hang on the final date moved with it."),
        "progress": _("The next news are due on another day."),
        "review": _("The dates of the internal review were set."),
        "dispute": _("The dates of the dispute were set."),
    }.get(text(line, "why"), _("Dates of the case were moved."))
    return Told(sentence, rows=_rows(line.data.get("dates") or {}))


def _extended(line: Line, pack: Pack) -> Told:
    sentence = _("The final date was put off to %(day)s.", day=date_of(line, "to"))
    was = _("It was %(day)s.", day=date_of(line, "was")) if line.data.get("was") else ""
    return Told(sentence, f"{text(line, 'reason')}\n{was}".strip(), "main")


def _missed(line: Line, pack: Pack) -> Told:
    effects = [date_words.effect(str(one)) for one in line.data.get("effects") or []]
    why = _("What follows: %(effects)s.", effects=", ".join(effects)) if effects else ""
    if text(line, "deadline") in ("", "final"):
        return Told(_("The final date passed without an answer."), why, "bad")
    name = date_words.date_name(text(line, "deadline"))
    return Told(_("A date passed without an answer: %(name)s.", name=name), why, "bad")


def _regulator(line: Line, pack: Pack) -> Told:
    return Told(_("The case was marked for the regulator."), date_words.regimes(line.data.get("regimes"), pack), "bad")


def _compensation(line: Line, pack: Pack) -> Told:
    return Told(_("Compensation is due, because we are late."), text(line, "words"), "bad")


def _referred(line: Line, pack: Pack) -> Told:
    return Told(_("The case was referred to the group %(group)s, because it is late.", group=text(line, "lane")),
                tone="bad")


def _guarded(line: Line, pack: Pack) -> Told:
    return Told(_("The service may not be cut off while this complaint is open."),
                date_words.regimes(line.data.get("regimes"), pack), "main")


def _unguarded(line: Line, pack: Pack) -> Told:
    return Told(_("Nothing in this case forbids any more to cut off the service."))


def _granted(line: Line, pack: Pack) -> Told:
    return Told(_("Silence granted what the complainant asked."),
                _("The law says so once its time has passed without an answer. Remedies: %(remedies)s.",
                  remedies=", ".join(case_words.remedies(line.data.get("remedies"), pack))), "bad")


def _timer(line: Line, pack: Pack) -> Told:
    deadline = text(line, "deadline")
    why = _("Set by the date “%(date)s”.", date=date_words.date_name(deadline)) if deadline else ""
    return Told(_("The time came: %(name)s.", name=text(line, "name")), why)


WORDS: Words = {
    "deadlines.set": _set, "deadlines.moved": _moved, "deadline.extended": _extended, "deadline.missed": _missed,
    "regulator.flagged": _regulator, "compensation.due": _compensation, "case.referred": _referred,
    "service.guarded": _guarded, "service.unguarded": _unguarded, "complaint.granted": _granted,
    "timer.fired": _timer,
}
