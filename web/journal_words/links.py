"""Words for cases that belong together."""

from collections.abc import Container
from dataclasses import replace

from engine.packs import Pack
from engine.timeline import Line
from web import case_words
from web.catalogue import gettext as _
from web.journal_words.told import Told, Words, text

NAMED = ("other", "of")
"""Where an entry names another case."""


def without(line: Line, closed: Container[str]) -> Line:
    """The line as somebody reads it who may not know of the cases `closed`, by reference (S21)."""
    if not any(text(line, name) in closed for name in NAMED):
        return line
    return replace(line, data={name: one for name, one in line.data.items() if name not in (*NAMED, "note")})


def _linked(line: Line, pack: Pack) -> Told:
    other, kind = text(line, "other"), case_words.link_kind(text(line, "link"))
    if not other:
        return Told(_("Linked to a case that is closed to you: %(kind)s.", kind=kind))
    return Told(_("Linked to %(reference)s: %(kind)s.", reference=other, kind=kind), text(line, "note"))


def _unlinked(line: Line, pack: Pack) -> Told:
    other, kind = text(line, "other"), case_words.link_kind(text(line, "link"))
    if not other:
        return Told(_("No longer linked to a case that is closed to you: %(kind)s.", kind=kind))
    return Told(_("No longer linked to %(reference)s: %(kind)s.", reference=other, kind=kind))


def _not_joined(line: Line, pack: Pack) -> Told:
    other = text(line, "other")
    if not other:
        return Told(_("Not joined to a case that is closed to you."))
    why = _("That case was closed meanwhile; this one goes on.")
    return Told(_("Not joined to %(reference)s.", reference=other), why)


WORDS: Words = {"case.linked": _linked, "case.unlinked": _unlinked, "case.not_joined": _not_joined}
