"""Amends' engine: complaint handling on ISO 10002, without a web server in sight.

The floors, ground floor first, are listed in docs/architecture.md; a module imports from
floors below its own.
"""
