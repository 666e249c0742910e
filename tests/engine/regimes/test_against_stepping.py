"""Every date of every regime in every calendar against a second reckoning that shares no code with the first.

It reads the two files with tomllib, asks pytz for the wall clock and the holiday list for the days, and
steps day by day (hours: minute by minute), from what docs/regimes.md says the keys mean.
"""

import random
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import holidays
import pytest
import pytz

from engine import calendar, regimes
from engine.config import ROOT

RAW = tomllib.loads((ROOT / "bpmn/regimes.toml").read_text())
OFFICES = tomllib.loads((ROOT / "bpmn/calendars.toml").read_text())
BOOK = regimes.read((ROOT / "bpmn/regimes.toml").read_bytes(), "bpmn/regimes.toml")
CALENDARS = {name: rule.resolve(2025, 2028)
             for name, rule in calendar.read((ROOT / "bpmn/calendars.toml").read_bytes()).items()}
DEFAULT = next(row for row in RAW["regime"] if row["id"] == "default")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

# Clocks change, months end, Christmas, Easter, the feasts of Ramadan and of sacrifice, a leap day.
DAYS = re.findall(r"\S+", (
    "2026-03-27 2026-03-28 2026-03-29 2026-03-30 2026-10-23 2026-10-24 2026-10-25 2026-10-26 2026-10-31 2026-11-01 "
    "2026-01-29 2026-01-30 2026-01-31 2026-02-28 2026-08-31 2026-11-30 2026-12-31 2027-01-01 2026-12-23 2026-12-24 "
    "2026-12-25 2026-12-26 2026-12-28 2026-04-02 2026-04-03 2026-04-05 2026-03-18 2026-03-19 2026-03-20 2026-03-22 "
    "2026-05-26 2026-05-27 2026-05-30 2026-06-01 2026-06-18 2026-06-19 2028-02-28 2028-02-29 2026-03-08 2026-11-01"
))
HOURS = ("00:00", "03:30", "08:59", "09:00", "12:15", "16:59", "17:00", "17:01", "23:59")


class Office:
    """One calendar, stepped through."""

    def __init__(self, name: str) -> None:
        row = OFFICES[name]
        source = row["holidays"]
        self.clock = pytz.timezone(row["zone"])
        self.off = holidays.country_holidays(
            source["country"], source.get("subdivision"), years=range(2024, 2031),
            categories=tuple(source["categories"]))
        self.opens, self.closes = (tuple(map(int, text.split(":"))) for text in row["hours"]["mon-fri"].split("-"))

    def moment(self, day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
        wall = datetime(day.year, day.month, day.day, hour, minute, second)
        return self.clock.normalize(self.clock.localize(wall)).astimezone(UTC)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.clock).date()

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.off

    def close(self, day: date) -> datetime:
        return self.moment(day, *self.closes)

    def midnight(self, day: date) -> datetime:
        return self.moment(day, 23, 59, 59)

    def after_working_days(self, day: date, count: int) -> datetime:
        while count:
            day += DAY
            count -= self.works(day)
        return self.close(day)

    def day_of_next_opening(self, start: datetime) -> date:
        day = self.day(start)
        while not self.works(day) or start > self.close(day):
            day += DAY
        return day

    def months_later(self, day: date, count: int) -> date:
        first = day.replace(day=1)
        for _ in range(count):
            first = (first + 31 * DAY).replace(day=1)
        last = (first + 31 * DAY).replace(day=1) - DAY
        return min(first + (day.day - 1) * DAY, last)

    def minutes(self, start: datetime, end: datetime) -> int:
        """Office minutes between two moments."""
        total, day = 0, self.day(start)
        while day <= self.day(end):
            if self.works(day):
                begin, finish = max(start, self.moment(day, *self.opens)), min(end, self.close(day))
                total += max(timedelta(), finish - begin) // MINUTE
            day += DAY
        return total

    def after_minutes(self, start: datetime, count: Fraction) -> datetime:
        """The moment at which so many office minutes have passed; a period that fills a day ends with it."""
        day = self.day(start)
        while True:
            begin = max(start, self.moment(day, *self.opens))
            left = max(0, (self.close(day) - begin) // MINUTE) if self.works(day) else 0
            if left and count <= left:
                return begin + timedelta(microseconds=int(count * 60_000_000))
            count -= left
            day += DAY

    def due(self, span: str, start: datetime, clock_start: str, rolls: bool = False) -> datetime:
        count, unit = int(span.split()[0]), span.split()[1]
        if unit == "H":
            return start + count * 60 * MINUTE
        if unit == "WH":
            return self.after_minutes(start, Fraction(count * 60))
        if unit == "WD":
            first = self.day_of_next_opening(start) if clock_start == "receipt" else self.day(start)
            return self.after_working_days(first, count)
        day = self.day(start)
        if unit == "M":
            day = self.months_later(day, count)
        for _ in range(count * {"CD": 1, "W": 7, "M": 0}[unit]):
            day += DAY
        while rolls and not self.works(day):
            day += DAY
        return self.midnight(day)


OFFICE = {name: Office(name) for name in OFFICES}


def reckoned(office: Office, rows: list[dict], own: dict, received: datetime, starts: dict) -> dict[str, datetime]:
    """Every date, by what the rows say in words."""
    def by(row: dict, key: str) -> datetime | None:
        if not row.get(key):
            return None
        start = received if key == "acknowledge" else starts.get(row["clock_start"], received)
        return office.due(row[key], start, row["clock_start"], row.get("ends_on_working_day", False))

    def ours(key: str) -> datetime | None:
        return office.due(own[key], received, "receipt") if own.get(key) else None

    def first(*moments: datetime | None) -> datetime | None:
        return min((moment for moment in moments if moment), default=None)

    effects = {row["id"]: row.get("breach_effects", []) for row in rows}
    found = {
        "acknowledge": first(ours("acknowledge"), *(by(row, "acknowledge") for row in rows)),
        "first_action": ours("first_action"),
        "next_update": first(ours("update"), *(by(row, "update") for row in rows)),
        "final": first(ours("final_cap"), *(by(row, "final") for row in rows)),
        "fast_track": first(*(by(row, "fast_track") for row in rows)),
        "refer_level": first(*(by(row, "refer_level") for row in rows)),
        "deemed_granted": first(*(by(row, "final") for row in rows if "deemed_granted" in effects[row["id"]])),
    }
    found["target"] = min(ours("target"), found["final"])
    office_time = office.minutes(received, found["final"])
    for percent in (75, 90):
        found[f"warn{percent}"] = office.after_minutes(received, Fraction(office_time * percent, 100))
    outside = first(*(
        by(row, "extension" if "holding_letter" in effects[row["id"]] and row.get("extension") else "final")
        for row in rows if "edr_letter" in effects[row["id"]]))
    found["edr"] = outside if outside and outside > found["final"] else None
    return {name: moment for name, moment in found.items() if moment}


def moments(office: Office, count: int, seed: str) -> list[datetime]:
    """Moments of receipt: odd days at odd hours, and some that nobody chose."""
    chance = random.Random(seed)
    odd = [(date.fromisoformat(day), chance.choice(HOURS)) for day in DAYS]
    odd += [(date(2026, 1, 1) + chance.randrange(700) * DAY, chance.choice(HOURS)) for _ in range(20)]
    return [office.moment(day, *map(int, hour.split(":"))) for day, hour in chance.sample(odd, count)]


@pytest.mark.parametrize("row", RAW["regime"], ids=lambda row: f"{row['id']}-{row['valid_from']}")
def test_each_regime_gives_the_reckoned_dates_in_every_calendar(row):
    rows = [row] if row.get("final") else [row, DEFAULT]
    versions = [one for raw in rows for one in BOOK.regimes[raw["id"]] if one.valid_from == raw["valid_from"]]

    for name, office in OFFICE.items():
        for received in moments(office, 4, f"{row['id']} {row['valid_from']} {name}"):
            found = regimes.deadlines(versions, BOOK.urgency("U3"), received, CALENDARS[name])

            assert {key: one.due for key, one in found.items()} == reckoned(
                office, rows, RAW["urgency"]["U3"], received, {}), (name, received)


@pytest.mark.parametrize("name", OFFICES)
@pytest.mark.parametrize("urgency", RAW["urgency"])
def test_each_class_of_urgency_gives_the_reckoned_dates_with_several_regimes(urgency, name):
    chance = random.Random(f"{urgency} {name}")

    for received in moments(OFFICE[name], 8, f"{urgency} {name}"):
        raw = [*chance.sample(RAW["regime"], 2), DEFAULT]
        raw = [one for number, one in enumerate(raw) if one["id"] not in {other["id"] for other in raw[:number]}]
        versions = [one for row in raw for one in BOOK.regimes[row["id"]] if one.valid_from == row["valid_from"]]
        found = regimes.deadlines(versions, BOOK.urgency(urgency), received, CALENDARS[name])

        assert {key: one.due for key, one in found.items()} == reckoned(
            OFFICE[name], raw, RAW["urgency"][urgency], received, {}), (received, [one["id"] for one in raw])


@pytest.mark.parametrize("name", OFFICES)
@pytest.mark.parametrize(("id", "start"), [("uk_housing", "ack"), ("uk_council", "ack"), ("fr_acpr", "sending")])
def test_a_clock_that_starts_elsewhere_gives_the_reckoned_dates(id, start, name):
    chance, (row,) = random.Random(f"{id} {name}"), [one for one in RAW["regime"] if one["id"] == id]

    for received in moments(OFFICE[name], 5, f"{id} {start} {name}"):
        starts = {start: received + chance.randrange(1, 5000) * MINUTE * (1 if start == "ack" else -1)}
        found = regimes.deadlines(BOOK.regimes[id], BOOK.urgency("U3"), received, CALENDARS[name], starts)

        assert {key: one.due for key, one in found.items()} == reckoned(
            OFFICE[name], [row], RAW["urgency"]["U3"], received, starts), (received, starts)


LATER_STAGES = ("update", "review_ack", "review_final", "edr_reply", "edr_reply_complex")


@pytest.mark.parametrize("name", OFFICES)
def test_news_reviews_and_disputes_are_dated_as_reckoned(name):
    office, own, urgency = OFFICE[name], RAW["urgency"]["U3"], BOOK.urgency("U3")

    for row in RAW["regime"]:
        versions = [one for one in BOOK.regimes[row["id"]] if one.valid_from == row["valid_from"]]
        for start in moments(office, 2, f"later {row['id']} {name}"):
            due = {key: office.due(own[key], start, "receipt") for key in LATER_STAGES}
            for key in row.keys() & due.keys():
                due[key] = min(due[key], office.due(row[key], start, row["clock_start"]))
            review = regimes.review_deadlines(versions, urgency, start, CALENDARS[name])
            plain, hard = (regimes.dispute_deadlines(versions, urgency, start, CALENDARS[name], complex=complex)
                           for complex in (False, True))

            assert regimes.next_update(versions, urgency, start, CALENDARS[name]).due == due["update"]
            assert all(review[key].due == due[key] for key in ("review_ack", "review_final"))
            assert (plain["edr_reply"].due, hard["edr_reply"].due) == (due["edr_reply"], due["edr_reply_complex"])
            assert plain["edr_warn"].due == office.due(own["edr_warn"], start, "receipt")
