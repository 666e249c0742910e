"""Working time by country: office hours, public holidays and deadlines counted in them.

A `CalendarRule` is what an owner writes in calendars.toml; `resolve` looks the holidays up and
gives a `Calendar`, whose holiday set is frozen: a later update of the holiday library moves no
promised date.
"""

from engine.calendar.calendar import Calendar
from engine.calendar.hours import Hours
from engine.calendar.rules import CalendarRule, read

__all__ = ["Calendar", "CalendarRule", "Hours", "read"]
