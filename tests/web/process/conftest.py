"""The process pages over the staff's desk."""

from tests.web.staff.conftest import clock, database_url, desk, office, quick_hashing

__all__ = ["clock", "database_url", "desk", "office", "quick_hashing"]
