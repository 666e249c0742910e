"""Where a token has been, and where tokens are, as numbers."""

from collections.abc import Iterator

Trail = tuple["Trail | None", int] | None
"""Nodes passed, the last one first."""


def bits(marks: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    while marks:
        lowest = marks & -marks
        yield lowest.bit_length() - 1
        marks ^= lowest


def passed(trail: Trail) -> list[int]:
    """The nodes of a trail, the first one first."""
    found = []
    while trail is not None:
        trail, node = trail
        found.append(node)
    return found[::-1]
