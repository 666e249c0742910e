"""The pages of one case: overview, timeline, letters, files, diagram."""

from web.case import diagram, files, notes, sides
from web.case.blueprint import bp

__all__ = ["bp", "diagram", "files", "notes", "sides"]
