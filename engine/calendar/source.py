"""Where the days off of a calendar come from: public holidays of a country, and what its owner changed."""

import sys
import warnings
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

from engine.errors import CalendarInvalid

if TYPE_CHECKING:
    from holidays import HolidayBase

HOLIDAY_KEYS = ("country", "subdivision", "categories")


@dataclass(frozen=True)
class Source:
    """`extra` are further days off, `removed` holidays on which people work."""

    country: str
    subdivision: str = ""
    categories: tuple[str, ...] = ("public",)
    extra: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def days_off(self, first_year: int, last_year: int) -> frozenset[date]:
        """The days off of these years, both included.

        Raises:
            CalendarInvalid: the years are reversed, or the holidays of one are not known.
        """
        days = {*self._public(first_year, last_year), *self.extra} - self.removed
        return frozenset(day for day in days if first_year <= day.year <= last_year)

    def require(self, first_year: int, last_year: int) -> None:
        """Nothing, if the days off of these years are known; much faster than to ask for them.

        Raises:
            CalendarInvalid: as `days_off`.
        """
        _require(_known_years(self.country, self.subdivision, self.categories), self.country, first_year, last_year)

    def is_holiday(self, day: date) -> bool:
        """True if it is a public holiday, whatever the owner changed."""
        return day in self._public(day.year, day.year)

    def to_json(self) -> dict[str, Any]:
        return {
            "country": self.country, "subdivision": self.subdivision, "categories": list(self.categories),
            "extra": sorted(day.isoformat() for day in self.extra),
            "removed": sorted(day.isoformat() for day in self.removed),
        }

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> "Source":
        return cls(
            fields["country"], fields["subdivision"], tuple(fields["categories"]),
            *(frozenset(map(date.fromisoformat, fields[key])) for key in ("extra", "removed")),
        )

    def _public(self, first_year: int, last_year: int) -> frozenset[date]:
        return _public(self.country, self.subdivision, self.categories, first_year, last_year)


def check(country: str, subdivision: str, categories: tuple[str, ...]) -> None:
    """Nothing, if holidays of that kind are known.

    Raises:
        CalendarInvalid: by which of the three they are not; the message begins with its key.
    """
    _known_years(country, subdivision, categories)


@lru_cache(maxsize=500)
def _known_years(country: str, subdivision: str, categories: tuple[str, ...]) -> tuple[int, int]:
    """The first and the last year of which holidays of that kind are known."""
    found = _look_up(country, subdivision, categories, range(0))
    return found.start_year, found.end_year


@lru_cache(maxsize=500)
def _public(
    country: str, subdivision: str, categories: tuple[str, ...], first_year: int, last_year: int
) -> frozenset[date]:
    # One year more on both sides: a holiday may be observed on a day of the year before.
    found = _look_up(country, subdivision, categories, range(first_year - 1, last_year + 2))
    _require((found.start_year, found.end_year), country, first_year, last_year)
    return frozenset(day for day in found if first_year <= day.year <= last_year)


def _require(known: tuple[int, int], country: str, first_year: int, last_year: int) -> None:
    if not known[0] <= first_year <= last_year <= known[1]:
        raise CalendarInvalid(
            f"No holidays from {first_year} to {last_year} are known; those of {country} are known from "
            f"{known[0]} to {known[1]}."
        )


def _look_up(country: str, subdivision: str, categories: tuple[str, ...], years: range) -> "HolidayBase":
    # Imported here: it costs 0.1 s, and a running case has its days frozen.
    import holidays

    if not country:
        raise CalendarInvalid('country: missing; write a two-letter code such as "EE".')
    _read_in_one_by_one()
    try:
        holidays.country_holidays(country)
    except NotImplementedError as wrong:
        raise CalendarInvalid(f"country: holidays of {country!r} are not known; write a two-letter code.") from wrong
    try:
        # Of some countries the feasts that follow the moon are known for fewer years; it warns, and we count
        # those days as working days: the stricter reading.
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            return holidays.country_holidays(country, subdivision or None, years=years, categories=categories)
    except NotImplementedError as wrong:
        raise CalendarInvalid(f"subdivision: {country} has no {subdivision!r}.") from wrong
    except ValueError as wrong:
        raise CalendarInvalid(f"categories: {country} has not all of {', '.join(categories)}.") from wrong


def _read_in_one_by_one() -> None:
    """Let the library read in the countries that are asked for. It means to, but the package they are in reads in
    all 250 of them when the first is imported, which takes 0.1 s; so the package is there, and is not run."""
    name = "holidays.countries"
    if name not in sys.modules:
        found = find_spec(name)
        assert found is not None
        sys.modules.setdefault(name, module_from_spec(found))
