"""For whom somebody acts and until when, in the reader's words; filters of the templates."""

from datetime import date

from flask.sansio.app import App

from engine.people import Away
from web import bar_words, moments
from web.catalogue import gettext as _


def register(app: App) -> None:
    """Give the app's templates these words as filters."""
    app.jinja_env.filters.update(
        acting=acting, left_behind=left_behind, behalf=behalf, away_until=away_until, bar=bar_words.bar,
        own_bar=bar_words.own,
    )


def acting(away: Away) -> str:
    """Above a task that is done for a colleague."""
    if away.until is None:
        return _("You do this for %(name)s.", name=away.name)
    return _("You do this for %(name)s, who is away until %(day)s. When they are back it is theirs again.",
             name=away.name, day=moments.short_day(away.until))


def left_behind(away: Away) -> str:
    """Above a task that somebody left behind for whom nobody acts."""
    if away.until is None:
        return _("%(name)s had taken it and does not work here any more. Take it over.", name=away.name)
    return _(
        "%(name)s has taken it and is away until %(day)s; nobody stands in for them. Take it over if it cannot wait.",
        name=away.name, day=moments.short_day(away.until),
    )


def behalf(name: str, until: date | None) -> str:
    """In a list: for whom the reader would do it."""
    if until is None:
        return _("for %(name)s", name=name)
    return _("for %(name)s, away until %(day)s", name=name, day=moments.short_day(until))


def away_until(until: date | None) -> str:
    """In a list: who has it is not there."""
    if until is None:
        return _("does not work here any more")
    return _("away until %(day)s", day=moments.short_day(until))
