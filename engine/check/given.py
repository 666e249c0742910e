"""What somebody hands in to be checked: which kind each file is, and which files are a pack together.

A file is told by its ending, one that ends in .xml by its root element, one that ends in .toml by its name
or by what it holds. Nothing is opened here: bytes come in.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from engine import toml, xml
from engine.check.parts import FILE
from engine.errors import Cause, XmlRefused

DRAWING, TABLE, FORM, LETTER, TOML = ".bpmn", ".dmn", ".json", ".md", ".toml"
ZIP = ".zip"
READ = (".bpmn", ".bpmn2", ".dmn", ".xml", ".json", ".toml", ".md")
"""Endings of files that are looked at in a folder that is no pack."""

BY_ENDING: Mapping[str, str] = {".bpmn": DRAWING, ".bpmn2": DRAWING, ".dmn": TABLE, ".json": FORM, ".md": LETTER}
TOML_FILES = ("regimes", "calendars", "milestones", "obligations")
LANGUAGE = re.compile(r"[a-z]{2,3}")
KINDS = "Give a drawing (.bpmn, .xml), table (.dmn), form (.json), letter (.md), a .toml file or a pack in a .zip."


@dataclass(frozen=True)
class Unit:
    """What is judged as one thing: a pack, a pack in a zip, or one file on its own."""

    name: str
    files: Mapping[str, bytes]
    mend: bool = False
    """To be mended as far as that is safe, and not judged."""
    bounds: bool = False
    """The bounds of its promises are wanted for each class of cases, which takes a while."""
    proposed: float = 0.0
    """Seconds for which to look for changes that keep its promises, and not to judge it; none: it is judged."""
    before: Mapping[str, bytes] | None = None
    """The pack it was made from, for whoever proposes."""

    def as_data(self) -> dict[str, Any]:
        """For another process; `Unit.of` reads it."""
        return {"name": self.name, "files": coded(self.files), "mend": self.mend, "bounds": self.bounds,
                "proposed": self.proposed, "before": None if self.before is None else coded(self.before)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Unit":
        before = data["before"]
        return cls(data["name"], decoded(data["files"]), data["mend"], data["bounds"], data["proposed"],
                   None if before is None else decoded(before))

    @property
    def zipped(self) -> bool:
        return not self.whole and self.name.lower().endswith(ZIP)

    @property
    def whole(self) -> bool:
        return is_pack(self.files)


def coded(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files as they stand in JSON; `decoded` reads them."""
    return {name: b64encode(data).decode() for name, data in files.items()}


def decoded(files: Mapping[str, str]) -> dict[str, bytes]:
    """Files from JSON.

    Raises:
        ValueError: one is not in base64.
    """
    return {str(name): b64decode(data, validate=True) for name, data in files.items()}


def units(files: Mapping[str, bytes]) -> list[Unit]:
    """A pack where the names are those of one, else each file on its own."""
    if is_pack(files):
        return [Unit("the pack", files)]
    return [Unit(name, {name: data}) for name, data in files.items()]


def is_pack(names: Mapping[str, bytes]) -> bool:
    """Whether these are the files of a pack: it has both its folders."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    return {"bpmn", "forms"} <= tops


def place(name: str, data: bytes) -> str | Cause:
    """Where a file on its own would stand in a pack, or why it is nothing that could."""
    path = PurePosixPath(name)
    ending = path.suffix.lower()
    kind = BY_ENDING.get(ending, "")
    if not data.strip():
        return Cause("This file is empty.", name, rule=FILE, repair=KINDS)
    if ending == ".xml":
        kind = _of_root(name, data)
    elif ending == TOML:
        return _of_toml(path, data)
    if kind == DRAWING:
        return f"bpmn/{_stem(path)}.bpmn"
    if kind == TABLE:
        return f"bpmn/tables/{_stem(path)}.dmn"
    if kind == FORM:
        return f"forms/{_stem(path)}.json"
    if kind == LETTER:
        language = path.parent.name if LANGUAGE.fullmatch(path.parent.name) else "en"
        return f"forms/letters/{language}/{_stem(path)}.md"
    return Cause("Amends reads no files of this kind.", name, rule=FILE, repair=KINDS)


def _stem(path: PurePosixPath) -> str:
    stem = path.name[: -len(path.suffix)]
    return stem.removesuffix(".bpmn20").removesuffix(".bpmn").removesuffix(".dmn") or "unnamed"


def _of_root(name: str, data: bytes) -> str:
    """The kind of an XML file. One that cannot be read, or says nothing, is taken for a drawing, whose reader
    then says what is wrong."""
    try:
        root = xml.parse(data, name)
    except XmlRefused:
        return DRAWING
    return TABLE if xml.namespace(root) in xml.DMN else DRAWING


def _of_toml(path: PurePosixPath, data: bytes) -> str | Cause:
    stem = path.stem
    if stem not in TOML_FILES:
        try:
            stem = _of_content(toml.load(data))
        except toml.NotToml as wrong:
            return Cause(f"This is not TOML: {wrong}.", str(path), rule=FILE, line=wrong.line)
    if not stem:
        known = ", ".join(f"{one}.toml" for one in TOML_FILES)
        return Cause("It is not clear what this file is for.", str(path), rule=FILE, repair=f"Known are {known}.")
    return f"bpmn/{stem}.toml"


def _of_content(values: Mapping[str, object]) -> str:
    if "obligation" in values:
        return "obligations"
    if {"regime", "urgency"} & set(values):
        return "regimes"
    if {"milestone", "message", "organisation"} & set(values):
        return "milestones"
    if values and all(isinstance(one, dict) and "zone" in one for one in values.values()):
        return "calendars"
    return ""
