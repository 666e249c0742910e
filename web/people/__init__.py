"""The people who work here: the directory, and a page for each with absences, limit, line and trainings."""

from web.people import absences, directory, posts, trainings
from web.people.blueprint import bp

__all__ = ["absences", "bp", "directory", "posts", "trainings"]
