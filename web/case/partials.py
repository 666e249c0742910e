"""Parts of the overview that other topics bring: a template each, and a function for what it shows.

A module in this folder registers its part; `web/case/__init__.py` imports it, and parts stand in the
order of these imports:

    @partials.part("staff/case/_exclusions.html", BESIDE)
    def exclusions(session: Session, head: Head) -> Values | None:
        ...                                 # None: there is nothing to show

Its template finds the values as `it`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine.overview import Head

MAIN, BESIDE = "main", "beside"
"""Where on the page: in the wide column, below the open work; or in the narrow one."""

Values = Mapping[str, Any]
Fill = Callable[[Session, Head], Values | None]


@dataclass(frozen=True)
class Part:
    """One registered part."""

    template: str
    place: str
    fill: Fill


PARTS: list[Part] = []


def part(template: str, place: str) -> Callable[[Fill], Fill]:
    """Register the function below as what fills the template."""
    def keep(fill: Fill) -> Fill:
        PARTS.append(Part(template, place, fill))
        return fill
    return keep


def filled(session: Session, head: Head, place: str) -> list[tuple[str, Values]]:
    """The parts of a case that have something to show: template and values."""
    found = [(one.template, one.fill(session, head)) for one in PARTS if one.place == place]
    return [(template, values) for template, values in found if values is not None]
