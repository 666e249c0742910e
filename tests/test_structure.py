"""The house stands as docs/architecture.md draws it: who may import whom, checked on the source."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from engine.config import ROOT

# Ground floor first. A module of engine/ (or a package, with all its files) imports from floors
# below its own; within one floor, and within a package, imports may not form a circle.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "config", "clock", "db", "xml", "toml", "sealing"),
    ("calendar", "expressions", "feel", "tables", "forms", "letters", "diagram", "contract"),
    ("process", "packs", "regimes", "tokens"),
    ("proofs", "check", "repairs", "proposals", "model", "migrations"),
    ("cases", "dossier", "operations", "journal", "outbox", "people", "limits", "publishing",
     "attachments", "intake", "imports"),
    ("inbox", "roster", "timeline", "overview", "progress", "reports", "doctor", "incidents", "stuck",
     "public", "arrivals", "demo"),
    ("deadlines", "delivery", "worker", "bench"),
)
FLOOR = {module: number for number, floor in enumerate(FLOORS) for module in floor}

# What a library may be imported by: a prefix of a path.
SOLE_IMPORTERS = {
    "SpiffWorkflow": "engine/process/",
    "lxml": "engine/xml.py",
    "apscheduler": "engine/worker.py",
    "flask": "web/",
    "flask_babel": "web/",
    "flask_wtf": "web/",
    "werkzeug": "web/",
}

EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "service",
                         "services", "misc"})
MOST_LINES = 400
WRITTEN_ONCE = "engine/migrations/versions/"  # a record of what was done, not code to change


@dataclass(frozen=True)
class Import:
    """`module` is what is imported, as precisely as the source tells: a submodule, not only its package."""

    module: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def test_every_module_of_the_engine_has_a_floor():
    unplaced = sorted({room(file) for file in sources("engine")} - FLOOR.keys() - {""})

    assert not unplaced, f"place {', '.join(unplaced)} on a floor in {Path(__file__).name} and docs/architecture.md"


def test_a_module_imports_only_from_floors_below_or_its_own():
    upward = [
        f"{one}: floor {floor(one.file)} knows floor {floor_of(one.module)}"
        for one in imports("engine")
        if one.module.startswith("engine.") and room(one.file) in FLOOR and floor_of(one.module) > floor(one.file)
    ]

    assert upward == []


def test_no_imports_form_a_circle():
    graph: dict[str, set[str]] = {}
    for one in imports("engine", "web"):
        graph.setdefault(name(one.file), set()).add(one.module)

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_the_engine_knows_nothing_of_the_web_nor_of_what_sets_it_up():
    outward = [str(one) for one in imports("engine") if top(one.module) in ("web", "tools", "tests")]

    assert outward == []


def test_the_web_knows_nothing_of_what_sets_it_up():
    outward = [str(one) for one in imports("web") if top(one.module) in ("tools", "tests")]

    assert outward == []


@pytest.mark.parametrize("library", SOLE_IMPORTERS)
def test_a_library_is_known_in_one_place_only(library):
    place = SOLE_IMPORTERS[library]

    elsewhere = [str(one) for one in imports("engine", "web")
                 if top(one.module) == library and not one.file.startswith(place)]

    assert elsewhere == []


def test_tools_need_nothing_installed():
    known = {"tools"} | sys.stdlib_module_names

    foreign = [str(one) for one in imports("tools") if top(one.module) not in known]

    assert foreign == []


def test_no_module_has_a_name_that_says_nothing():
    empty = [file for file in sources("engine", "web", "tools", "tests")
             if EMPTY_NAMES & set(file.removesuffix(".py").split("/"))]

    assert empty == []


def test_no_file_is_too_long_to_be_read_at_once():
    lengths = {file: len((ROOT / file).read_text().splitlines()) for file in sources("engine", "web", "tools", "tests")}

    long = {file: lines for file, lines in lengths.items() if lines > MOST_LINES}

    assert [file for file in long if not file.startswith(WRITTEN_ONCE)] == []


def sources(*folders: str) -> list[str]:
    """Python files by their path from the root."""
    return sorted(file.relative_to(ROOT).as_posix() for folder in folders for file in (ROOT / folder).rglob("*.py"))


def name(file: str) -> str:
    """The module's full name."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def room(file: str) -> str:
    """The module or package of the engine that a file belongs to; empty for engine/__init__.py."""
    return room_of(name(file))


def room_of(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


def floor(file: str) -> int:
    return floor_of(name(file))


def floor_of(module: str) -> int:
    """The number of the floor; engine/__init__.py, which imports nothing, is the ground itself."""
    return FLOOR.get(room_of(module), -1)


def top(module: str) -> str:
    return module.split(".")[0]


def imports(*folders: str) -> Iterator[Import]:
    """Every import, wherever it stands: inside a function or for type checking only it still is knowledge."""
    for file in sources(*folders):
        yield from imports_of(file)


@cache
def imports_of(file: str) -> tuple[Import, ...]:
    found = []
    for node in ast.walk(ast.parse((ROOT / file).read_text(), file)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, file, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = origin(node, file)
            found += [Import(precise(module, alias.name), file, node.lineno) for alias in node.names]
    return tuple(found)


def origin(node: ast.ImportFrom, file: str) -> str:
    """The module after `from`, with leading dots resolved."""
    if not node.level:
        return node.module or ""
    package = name(file).split(".") if file.endswith("__init__.py") else name(file).split(".")[:-1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, node.module] if node.module else package)


def precise(module: str, imported: str) -> str:
    """`from engine import clock` imports engine.clock; `from engine.db import Base` imports engine.db."""
    path = ROOT.joinpath(*module.split("."), imported)
    return f"{module}.{imported}" if path.is_dir() or path.with_suffix(".py").exists() else module
