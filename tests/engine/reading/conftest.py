"""Readers look at the same organisation that the tests of cases run."""

from tests.engine.cases.conftest import office, quick_hashing

__all__ = ["office", "quick_hashing"]
