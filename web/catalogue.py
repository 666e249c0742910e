"""The catalogue's functions with the types that flask_babel does not give them."""

from collections.abc import Callable

import flask_babel

gettext: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
format_decimal: Callable[..., str] = flask_babel.format_decimal


def language() -> str:
    """The reader's language as HTML writes it."""
    return str(flask_babel.get_locale() or "en").replace("_", "-")
