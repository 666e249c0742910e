"""Which of several waiting places a message is for.

A message is for the innermost place that waits for its name (what waits further out waits for the
whole part of the drawing around it). Where one element waits several times, once for each of several
points, each place is its own: a message that does not say which it answers goes to none (trap 43).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from engine.diagram import Element
from engine.packs import Pack


class Waiting(Protocol):
    """A place that waits: a row of what is awaited, or what a run says of itself."""

    @property
    def token(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def message(self) -> str: ...


Place = TypeVar("Place", bound=Waiting)


def innermost(pack: Pack, places: Iterable[Place]) -> list[Place]:
    """Of the places that wait for one name, those that lie deepest in the drawing."""
    found = list(places)
    deepest = max((_depth(pack, one.element) for one in found), default=0)
    element = next((one.element for one in found if _depth(pack, one.element) == deepest), "")
    return [one for one in found if one.element == element]


def chosen(pack: Pack, places: Sequence[Place], name: str, token: str = "", element: str = "") -> Place | None:
    """The place that a message of this name is for; None where nothing waits for it, or where it would be a
    guess. `token` and `element` name the place that was shown to whoever sent it."""
    waiting = [one for one in places if one.message == name]
    if token:
        exact = next((one for one in waiting if one.token == token), None)
        if exact is not None:
            return exact
        # a place that listens again has a new token each time; of several points it may be another's
        waiting = [one for one in waiting if one.element == element and not is_repeated(pack, one.element)]
    near = innermost(pack, waiting)
    return near[0] if len(near) == 1 else None


def is_repeated(pack: Pack, element: str) -> bool:
    """True if an element, or a part of the drawing around it, is run through once for each of several things."""
    return any(one.loop for one in around(pack, element))


def is_beside(pack: Pack, element: str) -> bool:
    """True if an element, or a part of the drawing around it, goes on beside the main course of the case."""
    return any(one.id in pack.diagrams[one.file].beside for one in around(pack, element))


def _depth(pack: Pack, element: str) -> int:
    return sum(1 for _ in around(pack, element))


def around(pack: Pack, identity: str) -> Iterator[Element]:
    """An element, the subprocesses around it, and the call that led to its process, outwards."""
    seen: set[str] = set()
    while identity in pack.elements and identity not in seen:
        seen.add(identity)
        element = pack.elements[identity]
        yield element
        inside = element.scope in pack.elements
        identity = element.scope if inside else _caller(pack, element.scope)


def _caller(pack: Pack, process: str) -> str:
    return next((one.id for one in pack.elements.values() if one.called == process), "")
