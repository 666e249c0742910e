"""Words for a dispute with an outside body."""

from engine.packs import Pack
from engine.timeline import Line
from web.catalogue import gettext as _
from web.journal_words.told import Told, Words, date_of, text


def _opened(line: Line, pack: Pack) -> Told:
    provider, theirs = text(line, "provider"), text(line, "other_reference")
    why = _("With %(provider)s.", provider=provider) if provider else ""
    number = _("Their reference: %(reference)s.", reference=theirs) if theirs else ""
    return Told(_("A dispute was opened: %(number)s", number=text(line, "dispute")), f"{why} {number}".strip(), "main")


def _acknowledged(line: Line, pack: Pack) -> Told:
    return Told(_("The notice of the dispute was confirmed."),
                _("It had to be by %(moment)s.", moment=date_of(line, "by")))


WORDS: Words = {"dispute.opened": _opened, "dispute.acknowledged": _acknowledged}
