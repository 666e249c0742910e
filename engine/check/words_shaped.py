"""Rule words: bpmn/milestones.toml holds what it should, each in its kind, spelt as it is read.

Asked before the file is read, so that the reader may take every value for what it should be.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine import toml
from engine.check.wording import cause, meant
from engine.errors import Cause
from engine.packs.words import SENDERS

RULE = "words"
FILE = "bpmn/milestones.toml"

Test = tuple[Callable[[Any], bool], str]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_said(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(words, str) for words in value.values())


TEXT: Test = (_is_text, "a text in quotes")
SAID: Test = (_is_said, 'a text for each language, such as done.en = "…"')
ORDER: Test = (lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number")
SENDER: Test = (lambda value: value in SENDERS, " or ".join(f'"{one}"' for one in SENDERS))
YES_OR_NO: Test = (lambda value: isinstance(value, bool), "true or false")

ROWS: Mapping[str, Mapping[str, Test]] = {
    "milestone": {"name": TEXT, "order": ORDER, "public": YES_OR_NO, "done": SAID, "ahead": SAID},
    "message": {"name": TEXT, "form": TEXT, "from": SENDER, "button": SAID, "help": SAID, "confirm": SAID},
}
"""What a [[milestone]] and a [[message]] may hold."""


def faults(data: bytes) -> list[Cause]:
    """What is of the wrong kind, or would not be read."""
    try:
        content = toml.load(data)
    except toml.NotToml as wrong:
        return [replace(cause(f"this is not TOML: {wrong}.", FILE, "", RULE), line=wrong.line)]
    return list(_content(content))


def _content(content: Mapping[str, Any]) -> Iterator[Cause]:
    known = {*ROWS, "organisation"}
    for key in sorted(set(content) - known):
        yield cause(f'"{key}" is not read.', FILE, key, RULE, meant(key, known))
    organisation = content.get("organisation", {})
    if not isinstance(organisation, dict) or not _is_said(organisation.get("name", {})):
        yield cause("the organisation has no name.", FILE, "organisation", RULE,
                    'Write [organisation.name] and below it en = "…".')
    for kind, tests in ROWS.items():
        rows = content.get(kind, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield cause(f"a {kind} begins with [[{kind}]].", FILE, kind, RULE)
            continue
        for number, row in enumerate(rows, 1):
            yield from _row(row, tests, str(row.get("name") or f"{kind} {number}"))


def _row(row: Mapping[str, Any], tests: Mapping[str, Test], place: str) -> Iterator[Cause]:
    for key, value in row.items():
        if key not in tests:
            yield cause(f'"{key}" is not read.', FILE, place, RULE, meant(key, tests))
        elif not tests[key][0](value):
            yield cause(f'"{key}" is {value!r}.', FILE, place, RULE, f"It takes {tests[key][1]}.")
