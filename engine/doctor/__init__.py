"""The doctor: invariant I of a whole database (security 3), looked at without changing anything.

Every open case goes on by itself or waits for somebody; what lists and buttons show is what the
sealed states say; everything done, promised and written stands once in a journal that verifies.
"""

from engine.doctor.examining import CHECKS, DATABASE_CHECKS, examine
from engine.doctor.finding import Finding

__all__ = ["CHECKS", "DATABASE_CHECKS", "Finding", "examine"]
