"""The blueprint of the inbox."""

from flask import Blueprint

from web.frame import staff

bp = staff(Blueprint("inbox", __name__))
