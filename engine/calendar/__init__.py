"""Working time by country: office hours, public holidays and deadlines counted in them.

A `CalendarRule` is what an owner writes in calendars.toml; `resolve` looks the holidays up and
gives a `Calendar`, whose holiday set is frozen: a later update of the holiday library moves no
promised date. Only a date beyond the frozen years is looked up when it is asked for.
"""

from engine.calendar.calendar import Calendar
from engine.calendar.hours import Hours
from engine.calendar.rules import CalendarRule, read
from engine.calendar.source import Source

__all__ = ["Calendar", "CalendarRule", "Hours", "Source", "read"]
