"""Findings: causes as data for other programs, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.errors import ERROR, NOTE, WARNING, Cause, PathStep

LONGEST = 2_000
"""Characters of one sentence; what a hostile file calls its steps may be a megabyte."""
LONGEST_NAME = 300
WEIGHTS = (ERROR, WARNING, NOTE)


def as_data(cause: Cause) -> dict[str, Any]:
    """One finding: `path` are the ids on the way to it, `steps` those of them that say something or have a day."""
    return {
        "rule": cause.rule, "severity": cause.severity, "file": cause.file, "element": cause.element,
        "message": cause.message, "repair": cause.repair, "path": [step.element for step in cause.path],
        "line": cause.line,
        "steps": [
            {"element": step.element, "file": step.file, "says": step.says, "day": step.day}
            for step in cause.path if step.says or step.day is not None
        ],
    }


def answer(causes: Iterable[Cause]) -> dict[str, Any]:
    """What `amends check --json` prints: whether it may go live, and why not."""
    listed = list(causes)
    return {"ok": ok(listed), "findings": [as_data(cause) for cause in listed]}


def ok(causes: Iterable[Cause]) -> bool:
    """True when nothing is an error; warnings and notes keep nothing from going live."""
    return all(cause.severity != ERROR for cause in causes)


def packed(cause: Cause) -> dict[str, Any]:
    """One cause with its whole path, to be sent between processes."""
    return as_data(cause) | {"path": [[step.element, step.file, step.says, step.day] for step in cause.path]}


def unpacked(data: Mapping[str, Any]) -> Cause:
    """A cause that another process has sent. Whatever it says is text to be shown, nothing else.

    Raises:
        ValueError: it is not what `packed` gives.
    """
    try:
        path = tuple(
            PathStep(plain(element, LONGEST_NAME), plain(file), plain(says),
                     None if day is None else float(day))
            for element, file, says, day in data["path"]
        )
        severity = data["severity"]
        if severity not in WEIGHTS:
            raise ValueError(severity)
        return Cause(
            plain(data["message"]), plain(data["file"]), plain(data["element"], LONGEST_NAME),
            plain(data["rule"], LONGEST_NAME), plain(data["repair"]), int(data["line"]), severity, path,
        )
    except (KeyError, TypeError) as wrong:
        raise ValueError(str(wrong)) from wrong


def plain(text: object, longest: int = LONGEST) -> str:
    """Text that any terminal and any page can show: no control characters, no halves of characters, not too long."""
    said = str(text)
    if len(said) > longest:
        said = f"{said[:longest // 2]} … {said[-longest // 4:]}"
    if said.isprintable():
        return said
    return "".join(one if one.isprintable() else " " if one in "\n\t" else "�" for one in said)
