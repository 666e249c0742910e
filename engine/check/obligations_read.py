"""Rule obligation: what the process promises is written in names that exist.

Whether it keeps its promises is proved by obligations_kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from engine import expressions, toml
from engine.check import names
from engine.check.parts import Parts
from engine.check.wording import cause, meant
from engine.contract import DEADLINES
from engine.errors import Cause, ExpressionInvalid
from engine.proofs import moments
from engine.proofs.promises import LETTER

RULE = "obligation"
FILE = "bpmn/obligations.toml"

NEEDS = {
    "existence": {"reach"}, "precedence": {"first", "before"}, "absence": {"never"},
    "between": {"after", "until", "never"}, "response": {"after", "reach", "within"},
    "by-another-person": {"of", "not_by"}, "every-wait-has-a-clock": {"reach"}, "no-charge": set(),
}
"""Patterns and the keys each cannot do without."""

NAMING = ("first", "before", "after", "until", "never", "reach", "of", "not_by")
"""Keys that name milestones, one or a list of them."""

AWAITED = ("first", "until", "reach")
"""Keys whose milestones have to be reached: where nothing reaches one, obligations_kept shows a way without it."""

TEXTS = ("id", "clause", "says", "pattern", "within", "when")
ANYBODY = "any-human-task"


def find(parts: Parts) -> Iterator[Cause]:
    """Obligations that cannot be read, and names in them that nothing bears."""
    data = parts.pack.files.get(FILE)
    if data is None:
        yield from _misnamed(parts)
        return
    try:
        rows = toml.load(data).get("obligation", [])
    except toml.NotToml as wrong:
        yield replace(cause(f"this is not TOML: {wrong}.", FILE, "", RULE), line=wrong.line)
        return
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield cause("an obligation starts with [[obligation]].", FILE, "", RULE)
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = str(row.get("id", ""))
        place = name or f"number {number}"
        if not name or name in seen:
            yield cause("each [[obligation]] needs an id of its own.", FILE, place, RULE)
        seen.add(name)
        yield from _row(row, place, parts)


def _misnamed(parts: Parts) -> Iterator[Cause]:
    """Files in which promises seem to stand, though nobody reads them."""
    for file in parts.pack.named(".toml"):
        if parts.whole and PurePosixPath(file).stem.lower().startswith("obligation"):
            yield cause("nobody reads this file, so nothing that it promises is proved.", file, "", RULE,
                        f"Call it {FILE}.")


def _row(row: dict[str, Any], place: str, parts: Parts) -> Iterator[Cause]:
    pattern = str(row.get("pattern", ""))
    if pattern not in NEEDS:
        yield cause(f'"{pattern}" is no pattern of an obligation.', FILE, place, RULE, _meant(pattern, NEEDS))
    for key in sorted(NEEDS.get(pattern, set()) - set(row)):
        yield cause(f'an obligation of the pattern {pattern} needs "{key}".', FILE, place, RULE)
    if not str(row.get("says", "")).strip():
        yield cause("it does not say in words what is promised.", FILE, place, RULE, 'Add says = "…".')
    for key in sorted(set(row) - set(NAMING) - set(TEXTS)):
        yield cause(f'"{key}" is not read.', FILE, place, RULE, meant(key, (*NAMING, *TEXTS)))
    within = str(row.get("within", ""))
    if within and moments.within(within) is None:
        yield cause(f'"{within}" is no time within which something is promised.', FILE, place, RULE,
                    'Write a date of the case, such as "deadline:final", or a span, such as "5 WD", "8 W" or "24 H".')
    if within.startswith("deadline:") and within.removeprefix("deadline:") not in DEADLINES:
        yield cause(f'it asks for the deadline "{within[9:]}", which no case has.', FILE, place, RULE,
                    meant(within[9:], DEADLINES))
    yield from _milestones(row, place, parts)
    if "when" in row:
        yield from _condition(str(row["when"]), place, parts)


def _milestones(row: dict[str, Any], place: str, parts: Parts) -> Iterator[Cause]:
    for key in NAMING:
        named = row.get(key, [])
        for name in named if isinstance(named, list) else [named]:
            if not isinstance(name, str):
                yield cause(f'"{key}" names {name!r}.', FILE, place, RULE, "Name milestones in quotes.")
            elif name == ANYBODY or name in parts.milestones:
                continue
            elif name.startswith(LETTER):
                yield from _letter(name.removeprefix(LETTER), place, parts)
            elif parts.words is not None and name not in parts.words.milestones:
                yield cause(f'"{name}" is no milestone.', FILE, place, RULE,
                            _meant(name, parts.words.milestones))
            elif parts.whole and ".bpmn" not in parts.broken and (key not in AWAITED or parts.words is None):
                yield cause(f'nothing in the diagrams reaches the milestone "{name}".', FILE, place, RULE,
                            "Put it on an element, or take it out of the obligation.")


def _letter(name: str, place: str, parts: Parts) -> Iterator[Cause]:
    """"letter:" and the name of a letter stand for that it is written."""
    known = {one for _, one in parts.letters}
    if parts.whole and name not in known and ".md" not in parts.broken:
        yield cause(f'there is no letter "{name}".', FILE, place, RULE, _meant(name, known))


def _meant(name: str, known: Iterable[str]) -> str:
    """The nearest name, and all that are known."""
    near = meant(name, known)
    return near if near.startswith("Known") else f"{near} Known are: {', '.join(sorted(known))}."


def _condition(text: str, place: str, parts: Parts) -> Iterator[Cause]:
    """`when` is a condition such as stands on an arrow: the promise holds for the cases that meet it."""
    try:
        asked = expressions.parse(text).names
    except ExpressionInvalid as wrong:
        yield from (replace(one, file=FILE, element=place, rule=RULE) for one in wrong.causes)
        return
    known = names.known(parts)
    for name in sorted(asked - known if names.judged(parts) else ()):
        yield cause(f'its condition asks for "{name}", which nothing gives a value.', FILE, place, RULE,
                    meant(name, known))
