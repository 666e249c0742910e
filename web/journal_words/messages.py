"""Words for what comes in from outside."""

from engine.packs import Pack
from engine.timeline import Line
from web import case_words
from web.catalogue import gettext as _
from web.catalogue import ngettext
from web.journal_words.told import Told, Words, message_name, text


def _received(line: Line, pack: Pack) -> Told:
    name = text(line, "name")
    files = int(line.data.get("files") or 0)
    why = ngettext("With %(num)s file.", "With %(num)s files.", files) if files else ""
    if sender := text(line, "sender"):
        way = _("It came %(way)s.", way=case_words.channel(text(line, "way"))) if line.data.get("way") else ""
        return Told(_("Something arrived from %(sender)s: %(name)s", sender=case_words.sender(sender),
                      name=message_name(name, pack)), f"{way} {why}".strip(), "main")
    if of := text(line, "of"):
        return Told(_("The same was said again in %(reference)s, and is handed on here.", reference=of), why, "main")
    return Told(_("A message came in: %(name)s", name=message_name(name, pack)), why, "main")


def _taken(line: Line, pack: Pack) -> Told:
    return Told(_("The message was taken up: %(name)s", name=message_name(text(line, "name"), pack)))


def _unclaimed(line: Line, pack: Pack) -> Told:
    return Told(_("Nothing waited for the message: %(name)s", name=message_name(text(line, "name"), pack)),
                _("It is kept with the case. Please read it and do what is needed."), "bad")


def _handed(line: Line, pack: Pack) -> Told:
    name, about = message_name(text(line, "name"), pack), text(line, "about")
    if about:
        return Told(_("The message was handed to where it belongs (%(about)s): %(name)s", about=about, name=name))
    return Told(_("The message was handed to where it belongs: %(name)s", name=name))


def _dealt_with(line: Line, pack: Pack) -> Told:
    return Told(_("The message was dealt with: %(name)s", name=message_name(text(line, "name"), pack)),
                text(line, "reason"))


WORDS: Words = {
    "message.received": _received, "message.taken": _taken, "message.unclaimed": _unclaimed,
    "message.handed": _handed, "message.dealt_with": _dealt_with,
}
