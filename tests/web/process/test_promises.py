"""Promises beside what was found."""

from engine.errors import Cause
from web.process import promises

WRITTEN = b"""
[[obligation]]
id = "one"
says = "Everybody hears from us."
clause = "7.4"

[[obligation]]
id = "two"
says = "Nobody pays."
clause = "7.5"

[[obligation]]
id = "three"
"""


def test_a_promise_is_broken_kept_or_open_and_never_more_than_was_shown() -> None:
    found = promises.read(
        {promises.FILE: WRITTEN}, [Cause("!", rule="obligation/one"), Cause("?", rule="obligation")],
        {"one": "", "two": "at most 54 of 56 days"},
    )

    assert [(one.id, one.state, one.bound) for one in found] == [
        ("one", "broken", ""), ("two", "kept", "at most 54 of 56 days"), ("three", "open", ""),
    ]


def test_a_file_that_cannot_be_read_gives_none() -> None:
    for content in (b"[[obligation", b"\xff", b"obligation = 3", b'obligation = ["x"]', b""):
        assert promises.read({promises.FILE: content}, [], {}) == []
