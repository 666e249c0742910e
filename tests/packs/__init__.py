"""Packs for tests: small ones that stay as they are while the shipped process is redrawn."""

from engine.config import ROOT

SMALL = ROOT / "tests" / "packs" / "small"
"""One diagram from complaint to closing, with review, deadlines and letters; a small firm could work by it."""
