"""Safe repairs of a drawing, one per file: what can be meant in one way only is written out.

Nothing is changed but by `mended`, which gives a copy; whoever asks decides whether to keep it. Everything else in
the file stays as it is, comments too. A drawing that was mended once is not changed again.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from engine import xml
from engine.repairs import default_marked, duration_quoted, ends_drawn, ids_given
from engine.repairs.change import Change, hinted
from engine.repairs.tree import Tree

__all__ = ["REPAIRS", "Change", "hinted", "mended", "offered"]

REPAIRS: tuple[Callable[[Tree], Iterable[Change]], ...] = (
    ids_given.mend, ends_drawn.mend, default_marked.mend, duration_quoted.mend,
)
"""In this order: what has no id cannot be spoken of."""


def mended(data: bytes, file: str) -> tuple[bytes, list[Change]]:
    """A drawing after all repairs, with what was changed; the same bytes where nothing was.

    Raises:
        XmlRefused: not XML that Amends reads.
    """
    tree = Tree(xml.parse(data, file, comments=True))
    changes = [replace(change, file=file) for repair in REPAIRS for change in repair(tree)]
    return (xml.whole_file(tree.root) if changes else data), changes


def offered(data: bytes, file: str) -> list[Change]:
    """What the repairs would change.

    Raises:
        XmlRefused: not XML that Amends reads.
    """
    return mended(data, file)[1]
