"""What the docs point at is there: files, functions, rooms of the house, commands."""

import ast
import re
from functools import cache
from xml.etree import ElementTree

import click
import pytest

from engine.config import ROOT
from tests.test_structure import FLOORS, room, sources
from web.cli import main

DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
PLACE = re.compile(r"`((?:engine|web|tests|tools|docs)/[\w./-]*)(?::([\w.]+))?`")
COMMAND = re.compile(r"^(?:`)?amends ([a-z]+)|`amends ([a-z]+)", re.MULTILINE)
HOUSE = ROOT / "docs" / "images" / "house.svg"


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_what_a_page_links_to_is_there(doc):
    gone = [link for link in LINK.findall(doc.read_text()) if not (doc.parent / link).exists()]

    assert gone == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_files_and_functions_that_a_page_names_exist(doc):
    gone = [f"{path}:{name}" for path, name in PLACE.findall(doc.read_text())
            if not (ROOT / path).exists() or (name and name not in names_in(path))]

    assert gone == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_commands_that_a_page_names_exist(doc):
    named = {word for pair in COMMAND.findall(doc.read_text()) for word in pair if word}

    assert named - set(main.list_commands(click.Context(main))) == set()


def test_the_drawing_has_every_room_of_the_engine_on_its_floor():
    rooms = {room(file) for file in sources("engine")}
    shapes = ElementTree.parse(HOUSE).iter()
    words = {shape.get("id"): " ".join(shape.itertext()).split() for shape in shapes if shape.get("id")}

    for number, floor in enumerate(FLOORS):
        there = set(floor) & rooms
        drawn = set(words[f"floor-{number}"]) & (rooms | set(floor))
        assert drawn == there, f"floor {number} of {HOUSE.relative_to(ROOT)}"


@cache
def names_in(path: str) -> frozenset[str]:
    """Functions and classes of a file, methods as Class.method."""
    found = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return frozenset(found)
