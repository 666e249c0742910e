"""What happened to a case, in sentences: the one place that words the kinds of the journal.

`said` gives a sentence for each line of engine.timeline; `why` adds the reason, `rows` what was
answered or looked at. Names of tasks, letters and messages are the pack's own. Each file words the
kinds of one topic in its `WORDS`; a kind is worded once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.forms import Here
from engine.packs import Pack
from engine.timeline import Line
from web import moments
from web.catalogue import gettext as _
from web.journal_words import dates, decisions, disputes, letters, links, messages, people, runs, work
from web.journal_words.links import without
from web.journal_words.told import Told, Words, answers, form_answers, message_name

__all__ = ["WORDS", "Said", "answers", "form_answers", "message_name", "said", "without"]

LATE = timedelta(minutes=2)
NOWHERE = Here()

WORDS: Words = {
    **work.WORDS, **dates.WORDS, **letters.WORDS, **messages.WORDS, **decisions.WORDS, **links.WORDS,
    **disputes.WORDS, **people.WORDS, **runs.WORDS,
}


@dataclass(frozen=True)
class Said:
    """A line of the timeline as people read it. `tone`: '', main or bad."""

    at: datetime
    sentence: str
    who: str = ""
    why: str = ""
    tone: str = ""
    rows: Sequence[tuple[str, str]] = field(default_factory=tuple)


def said(line: Line, pack: Pack, here: Here = NOWHERE) -> Said:
    """One line in words; answers to a form name colleagues as `here` knows them."""
    wording = WORDS.get(line.kind)
    unknown = Told(_("Something happened that has no words yet: %(kind)s", kind=line.kind))
    told = wording(line, pack) if wording is not None else unknown
    return Said(line.at, told.sentence, _who(line), _late(line, told.why), told.tone,
                told.rows or _answers(line, pack, here))


def _answers(line: Line, pack: Pack, here: Here) -> Sequence[tuple[str, str]]:
    """What somebody answered in a form, by its questions."""
    data = line.data.get("data") or {}
    if line.kind == "message.received":
        return answers(str(line.data.get("name", "")), data, pack, here)
    return form_answers(str(line.data.get("form") or ""), data, pack, here)


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
