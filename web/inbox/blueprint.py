"""The blueprint of the inbox."""

from flask import Blueprint

from web import absence_words
from web.frame import staff

bp = staff(Blueprint("inbox", __name__))
bp.record_once(lambda state: absence_words.register(state.app))
