"""Words for cases that belong together."""

from engine.packs import Pack
from engine.timeline import Line
from web import case_words
from web.catalogue import gettext as _
from web.journal_words.told import Told, Words, text


def _linked(line: Line, pack: Pack) -> Told:
    sentence = _("Linked to %(reference)s: %(kind)s.", reference=text(line, "other"),
                 kind=case_words.link_kind(text(line, "link")))
    return Told(sentence, text(line, "note"))


def _unlinked(line: Line, pack: Pack) -> Told:
    sentence = _("No longer linked to %(reference)s: %(kind)s.", reference=text(line, "other"),
                 kind=case_words.link_kind(text(line, "link")))
    return Told(sentence)


WORDS: Words = {"case.linked": _linked, "case.unlinked": _unlinked}
