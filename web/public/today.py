"""What a form of the complainant's pages knows of the day."""

from sqlalchemy.orm import Session

from engine import clock
from engine.forms import Here
from web import door


def here(session: Session) -> Here:
    """What is asked for a day that is over knows today."""
    return Here(today=clock.latest_day(door.now(session)))
