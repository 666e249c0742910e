"""The pages for a WSGI server of one's own: `gunicorn "web.wsgi:application()"`, beside `amends worker`."""

from flask import Flask

from web.app import create_app
from web.commands.opening import ready


def application() -> Flask:
    """The application for the settings in the environment; one for each server process.

    Raises:
        ConfigInvalid: a setting is wrong. NotFound: `amends migrate` has not run.
    """
    return create_app(*ready())
