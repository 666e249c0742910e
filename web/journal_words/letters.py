"""Words for letters: written, sent, come back, corrected."""

from engine.packs import Pack
from engine.timeline import Line
from web import case_words
from web.catalogue import gettext as _
from web.journal_words.told import Told, Words, text


def _written(line: Line, pack: Pack) -> Told:
    way = _("By e-mail.") if line.data.get("by") == "mail" else _("There is no e-mail address: it has to be printed.")
    subject = text(line, "subject")
    if line.data.get("corrects"):
        return Told(_("A letter was corrected by another: %(subject)s", subject=subject),
                    _("The first one stays as it was. %(way)s", way=way), "main")
    reader = case_words.recipient(text(line, "to"), text(line, "reader"))
    if reader:
        return Told(_("A letter was written to %(reader)s: %(subject)s", reader=reader, subject=subject), way)
    return Told(_("A letter was written: %(subject)s", subject=subject), way)


def _held(line: Line, pack: Pack) -> Told:
    return Told(_("A letter was left out: %(name)s", name=text(line, "letter")),
                _("The case was imported; its letters went out elsewhere."))


def _needless(line: Line, pack: Pack) -> Told:
    return Told(_("There was nobody to write to: %(name)s", name=text(line, "letter")),
                _("No colleague is named in the complaint who does not know it yet."))


def _sent(line: Line, pack: Pack) -> Told:
    by_post = _("On paper.") if line.data.get("by") == "paper" else ""
    return Told(_("The letter was sent: %(name)s", name=text(line, "letter")), by_post)


def _returned(line: Line, pack: Pack) -> Told:
    return Told(_("The letter could not be delivered: %(name)s", name=text(line, "letter")), text(line, "error"), "bad")


def _readdressed(line: Line, pack: Pack) -> Told:
    return Told(_("The letter goes out again, to another address: %(name)s", name=text(line, "letter")))


WORDS: Words = {
    "letter.written": _written, "letter.held": _held, "letter.needless": _needless, "letter.sent": _sent,
    "letter.undeliverable": _returned, "letter.readdressed": _readdressed,
}
