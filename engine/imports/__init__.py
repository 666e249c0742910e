"""Imports: complaints that were received elsewhere, opened here as cases of the current pack."""

from engine.imports.importing import Result, import_cfpb

__all__ = ["Result", "import_cfpb"]
