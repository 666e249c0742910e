"""The promises of a pack beside what a check has found: broken, kept, or not proved."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Cause

FILE = "bpmn/obligations.toml"
RULE = "obligation/"
BROKEN, KEPT, OPEN = "broken", "kept", "open"


@dataclass(frozen=True)
class Promise:
    """One obligation as it is written down. `state`: broken (something found says so), kept (proved, with the
    `bound` in words where time plays a part), open (neither)."""

    id: str
    says: str
    clause: str
    state: str
    bound: str = ""


def read(files: Mapping[str, bytes], causes: Iterable[Cause], proved: Mapping[str, str]) -> list[Promise]:
    """The promises of a pack in the order they are written, none where their file cannot be read: the check says
    so. `proved` names those that hold whatever people do, each with its bound in words or an empty text."""
    broken = {cause.rule.removeprefix(RULE) for cause in causes if cause.rule.startswith(RULE)}
    found = []
    for row in _rows(files.get(FILE, b"")):
        key = str(row.get("id", ""))
        state = BROKEN if key in broken else KEPT if key in proved else OPEN
        found.append(Promise(key, str(row.get("says", "")), str(row.get("clause", "")), state, proved.get(key, "")))
    return found


def _rows(content: bytes) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(content.decode()).get("obligation", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return []
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
