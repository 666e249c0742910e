"""Files that somebody sends to be checked: which are taken, and under which name each stands in a pack.

Nothing is kept, and nothing is judged here: what a file holds is for the check to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine.attachments import clean_name
from engine.check import finding, given, zipped
from engine.errors import Cause, PackInvalid
from web.catalogue import gettext as _
from web.posted import SentFile

ACCEPT = (*given.READ, given.ZIP)


@dataclass
class Sent:
    """Files by their name: `packed` from a ZIP of a pack, `loose` without a folder; and a sentence for each that
    cannot be taken."""

    packed: dict[str, bytes] = field(default_factory=dict)
    loose: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def placed(self, among: Iterable[str]) -> dict[str, bytes]:
        """All files by their name in a pack. A loose one takes the place of the one of its name `among` those of the
        pack, or of its kind; where that is not certain there is one more sentence in `refused`."""
        known = [*among, *self.packed]
        found: dict[str, bytes] = {}
        for name, content in self.loose.items():
            there = {path for path in known if PurePosixPath(path).name == name}
            place = there.pop() if len(there) == 1 else given.place(name, content)
            if there:
                self.refused.append(_(
                    "%(name)s was not checked: the pack has several files of this name. Send a ZIP of the whole pack.",
                    name=name,
                ))
            elif isinstance(place, Cause):
                self.refused.append(_told(name, place))
            elif place in found:
                self.refused.append(_twice(name))
            else:
                found[place] = content
        return {**self.packed, **found}

    def files(self) -> dict[str, bytes]:
        """All files; loose ones keep the name under which they came, unless a pack came with them."""
        return self.placed(()) if self.packed else self.loose


def read(files: Sequence[SentFile], limit_mb: int) -> Sent:
    """Take what can be taken; a file may have `limit_mb` megabytes."""
    sent = Sent()
    for one in files:
        name = finding.plain(clean_name(one.name))
        ending = PurePosixPath(name).suffix.lower()
        if one.content is None:
            sent.refused.append(
                _("%(name)s was not checked: it is larger than %(limit)s MB.", name=name, limit=limit_mb)
            )
        elif ending not in ACCEPT:
            sent.refused.append(
                _("%(name)s was not checked: files of a pack end in %(endings)s.", name=name, endings=", ".join(ACCEPT))
            )
        elif ending == given.ZIP:
            _unpack(name, one.content, sent)
        else:
            _add(sent.loose, {name: one.content}, sent)
    if not files:
        sent.refused.append(_("Choose the files to check."))
    return sent


def _unpack(name: str, content: bytes, sent: Sent) -> None:
    try:
        files = zipped.unpack(name, content)
    except PackInvalid as wrong:
        sent.refused += [_told(name, cause) for cause in wrong.causes]
    else:
        _add(sent.packed, {finding.plain(path, finding.LONGEST_NAME): data for path, data in files.items()}, sent)


def _add(to: dict[str, bytes], files: Mapping[str, bytes], sent: Sent) -> None:
    sent.refused += [_twice(name) for name in files if name in to]
    to.update(files)


def _told(name: str, cause: Cause) -> str:
    return _("%(name)s was not checked. %(why)s", name=name, why=f"{cause.message} {cause.repair}".strip())


def _twice(name: str) -> str:
    return _("%(name)s was sent twice. Send one of the two.", name=name)
