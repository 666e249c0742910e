"""The pages of one case: overview, timeline, letters, files, diagram, and what can be done to it.

Parts of the overview (see `partials`) and lines of the menu (see `actions`) stand in the order of
these imports.
"""

from web.case import diagram, files, notes, sides  # isort: skip
from web.case import arrived, post  # isort: skip
from web.case import putting_off, linked, correcting, together  # isort: skip
from web.case import owner, kept_out  # isort: skip
from web.case import back, reopening, new  # isort: skip
from web.case.blueprint import bp

__all__ = [
    "arrived", "back", "bp", "correcting", "diagram", "files", "kept_out", "linked", "new", "notes", "owner", "post",
    "putting_off", "reopening", "sides", "together",
]
