"""A longer text that somebody typed on a page of a case."""

from engine.forms import answers
from web.catalogue import gettext as _


def judged(typed: str, most: int, missing: str, least: int = 1) -> tuple[str, str]:
    """The text to keep, and what is wrong with it; `missing` is said of one shorter than `least`."""
    try:
        text = answers.clean(typed, lines=True)
    except answers.Wrong:
        return "", _("This holds a character that cannot be stored. Please type it instead of pasting it.")
    if len(text) < least:
        return "", missing
    return (text, "") if len(text) <= most else ("", _("Write at most %(limit)s characters.", limit=most))
