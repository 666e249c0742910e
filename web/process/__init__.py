"""The process as a pack: what a check finds in it, shown on its drawings."""

from web.process import page
from web.process.blueprint import bp

__all__ = ["bp", "page"]
