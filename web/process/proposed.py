"""Changes that were proposed for broken promises, as a page shows them: each on the drawing as it would be."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.proposals import Proposed
from web.catalogue import gettext as _
from web.process import drawings
from web.process.drawings import Drawn
from web.process.promises import Promise

AS_PROPOSED = "#proposed"
"""Behind the name of a file: as it is after all changes."""


@dataclass(frozen=True)
class Offer:
    """A change with its sign on the page, the promises that are kept after it, and where it is marked."""

    sign: str
    says: str
    keeps: tuple[str, ...]
    drawn_in: str
    shape: str


@dataclass(frozen=True)
class Copy:
    """A changed file, to be taken home."""

    name: str
    href: str


@dataclass(frozen=True)
class Offers:
    """All changes with the drawings as they would be, by their names here; `left`: promises that are not kept even
    then."""

    offers: tuple[Offer, ...]
    copies: tuple[Copy, ...]
    drawings: Mapping[str, Drawn]
    left: tuple[str, ...]


def read(found: Proposed, promises: Sequence[Promise]) -> Offers:
    """What was proposed, in the words of the promises."""
    says = {one.id: one.says or one.id for one in promises}
    drawn = {f"{file}{AS_PROPOSED}": one for file, one in drawings.read(found.files).items()}
    offers = []
    for number, one in enumerate(found.proposals, 1):
        sheet = f"{one.file}{AS_PROPOSED}"
        shape = drawn[sheet].shapes.get(one.element, "") if sheet in drawn else ""
        offers.append(Offer(_("P%(number)s", number=number), one.says,
                            tuple(says.get(key, key) for key in one.keeps), sheet if shape else "", shape))
    copies = [Copy(PurePosixPath(file).name, f"data:application/octet-stream;base64,{b64encode(data).decode()}")
              for file, data in found.files.items()]
    return Offers(tuple(offers), tuple(copies), drawn, tuple(says.get(key, key) for key in found.left))
