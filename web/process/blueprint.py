"""The blueprint of the process pages."""

from flask import Blueprint

from web.frame import staff

bp = staff(Blueprint("process", __name__))
