"""What docs/diagrams.md tells process owners is what is checked and what runs."""

import importlib
import re
from itertools import chain

import pytest

from engine.check import check
from engine.check.extensions_read import PARENTS
from engine.check.kinds import NAMES
from engine.check.properties_known import PLACES
from engine.check.soundness import NAMED
from engine.config import ROOT
from engine.contract import BREACH_EFFECTS, DEADLINES, KNOWN, OPERATIONS
from engine.expressions import BUILTINS
from engine.packs import Pack, read_folder
from engine.process import FUNCTIONS
from tests.packs import SMALL

GUIDE = (ROOT / "docs/diagrams.md").read_text()
CHANGE = GUIDE.partition("## A worked change")[2]
RULES = {
    getattr(importlib.import_module(f"engine.check.{path.stem}"), "RULE", "build")
    for path in (ROOT / "engine/check").glob("*.py") if "def find(" in path.read_text()
}
STRUCTURE = {"properties", "property", "parameters", "parameter"}


@pytest.mark.parametrize("name", sorted(chain(
    PLACES, OPERATIONS, *OPERATIONS.values(), BREACH_EFFECTS, DEADLINES, KNOWN, FUNCTIONS, BUILTINS,
    set(PARENTS) - STRUCTURE,
)))
def test_every_name_that_may_be_written_is_explained(name):
    assert re.search(rf"[`:\[]{name}\b", GUIDE)


@pytest.mark.parametrize("rule", sorted(RULES | set(NAMED) | {"L17", "regime", "calendar", "words", "file"}))
def test_every_rule_is_explained(rule):
    assert re.search(rf"^\| ([\w, ]*, )?{rule}(, [\w, ]*)? \|", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("kind", sorted(set(NAMES.values()) - {"boundary event"}))
def test_every_kind_that_runs_is_explained(kind):
    assert re.search(rf"^\| {kind}", GUIDE, re.MULTILINE)


def test_the_worked_change_can_be_published():
    shipped = read_folder(SMALL)
    form, task, arrow, arrows, _shape = re.findall(r"```(?:json|xml)\n(.*?)```", CHANGE, re.DOTALL)
    drawing = shipped.files["bpmn/complaint.bpmn"].decode()
    changed = drawing.replace(arrow.strip(), task + arrows)

    causes = check(Pack(
        {**shipped.files, "bpmn/complaint.bpmn": changed.encode(), "forms/call.json": form.encode()}, shipped.calendars
    ))

    assert changed != drawing
    assert causes == []
