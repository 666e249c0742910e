"""docs/process.md walks the process that is shipped: it names no step that is not drawn, and leaves no clause out."""

import re

import pytest

from engine import packs
from engine.config import ROOT

GUIDE = (ROOT / "docs/process.md").read_text()
PACK = packs.read_folder(ROOT)
STEPS = {element.name for element in PACK.elements.values()}
PAGES = {"How to complain"}
"""What stands in italics and is no step: a page."""

CLAUSES = [f"4.{number}" for number in range(1, 16)] + [f"5.{number}" for number in range(1, 5)] + [
    f"6.{number}" for number in range(1, 5)] + [f"7.{number}" for number in range(1, 10)] + [
    f"8.{number}" for number in range(1, 8)]


def walked(standard: str) -> set[str]:
    """The clauses that the tables about a standard have a row for; of an annex its letter."""
    parts = [one for one in re.split(r"^## ", GUIDE, flags=re.MULTILINE) if one.startswith(standard)]
    cells = re.findall(r"^\| ([^|]+) \|", "\n".join(parts), re.MULTILINE)
    return {clause for cell in cells for clause in re.findall(r"\d+(?:\.\d+)+|^\d|^[A-M](?= )", cell)}


def test_every_step_that_it_names_is_drawn() -> None:
    flat = re.sub(r"\s+", " ", GUIDE)

    named = set(re.findall(r"(?<![*\w])\*([^*|]+)\*(?!\*)", flat)) - PAGES

    assert len(named) > 60
    assert named - STEPS == set()


def test_every_letter_form_and_table_that_it_names_is_there() -> None:
    letters = {name for _language, name in PACK.letters}

    assert set(re.findall(r"\bL\d+_\w+", GUIDE)) - letters == set()
    assert set(re.findall(r"\bD\d+_\w+", GUIDE)) - PACK.tables.keys() == set()
    assert set(re.findall(r"forms? `(\w+)`", GUIDE)) - PACK.forms.keys() == set()


def test_every_letter_that_is_there_is_named_but_for_reminders() -> None:
    letters = {name for _language, name in PACK.letters if not name.endswith("_reminder")}

    assert letters - set(re.findall(r"\bL\d+_\w+", GUIDE)) == set()


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_of_iso_10002_is_walked(clause: str) -> None:
    assert clause in walked("ISO 10002:2018")


def test_every_clause_that_a_step_bears_is_walked() -> None:
    borne = {element.properties["clause"] for element in PACK.elements.values() if element.properties.get("clause")}
    parts = [clause.replace(" Annex ", " ").rsplit(" ", 1) for clause in borne]

    # a clause as a whole is walked by its parts
    missing = [(standard, number) for standard, number in parts
               if not any(one == number or one.startswith(f"{number}.") for one in walked(standard))]

    assert missing == []


@pytest.mark.parametrize("timer", sorted({
    element.properties["deadline"] for element in PACK.elements.values() if element.properties.get("deadline")
}))
def test_every_clock_of_the_drawings_is_named(timer: str) -> None:
    assert f"`{timer}`" in GUIDE
