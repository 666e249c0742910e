"""Words for runs: those beside the complaint, and steps gone back."""

from datetime import datetime

from engine.packs import Pack
from engine.timeline import Line
from web import moments
from web.catalogue import gettext as _
from web.journal_words.told import Told, Words, process_name, text


def _started(line: Line, pack: Pack) -> Told:
    return Told(_("Beside the complaint, this began: %(process)s", process=process_name(text(line, "process"), pack)),
                tone="main")


def _gone_back(line: Line, pack: Pack) -> Told:
    done = text(line, "done_at")
    when = _("It was done on %(when)s.", when=moments.moment(datetime.fromisoformat(done))) if done else ""
    return Told(_("The case went back to “%(step)s”.", step=text(line, "name")),
                f"{text(line, 'reason')}\n{when}".strip(), "bad")


WORDS: Words = {"run.started": _started, "run.gone_back": _gone_back}
