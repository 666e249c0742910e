"""Packs: everything in bpmn/ and forms/ at one moment, read lazily, addressed by content hash."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import orjson
import zstandard

from engine import calendar, diagram, forms, letters, regimes, tables, xml
from engine.calendar import Calendar, CalendarRule
from engine.diagram import Diagram, Element
from engine.errors import Cause, ContentError, PackInvalid
from engine.forms import Field, Form
from engine.letters import Letter
from engine.packs import words
from engine.packs.words import Words
from engine.process import Compiled, Compiler
from engine.regimes import Regimes
from engine.tables import Table

T = TypeVar("T")
FOLDERS = ("bpmn", "forms")
ENDINGS = {".bpmn", ".dmn", ".json", ".md", ".toml"}
MAIN = "complaint"
YEARS = (2010, 2040)


class Pack:
    """One pack. Every part is read when it is first asked for.

    Raises (on any property):
        ContentError: with every cause in that part.
    """

    def __init__(self, files: Mapping[str, bytes], calendars: Mapping[str, Calendar] | None = None) -> None:
        self.files = dict(sorted(files.items()))
        self.hash = content_hash(self.files)
        self._calendars = calendars
        self._compiled: dict[str, Compiled] = {}
        self._roots: dict[str, xml.Element] = {}
        self._parts: dict[str, Any] = {}

    def changed(self, file: str, data: bytes) -> "Pack":
        """This pack with another content of one file; what was read of the others is not read again."""
        pack = Pack({**self.files, file: data}, self._calendars)
        pack._roots = {name: root for name, root in self._roots.items() if name != file}
        pack._parts = {name: part for name, part in self._parts.items() if name != file}
        return pack

    def part(self, file: str, reads: Callable[[bytes, str], T]) -> T:
        """What one file says, read once; `reads` goes with the ending of the file."""
        if file not in self._parts:
            self._parts[file] = reads(self.files[file], file)
        found: T = self._parts[file]
        return found

    def root(self, file: str) -> xml.Element:
        """The XML of one diagram, parsed once; to be read, not changed."""
        if file not in self._roots:
            self._roots[file] = xml.parse(self.files[file], file)
        return self._roots[file]

    def diagram(self, file: str) -> Diagram:
        """One diagram, read once."""
        return self.part(file, lambda _, name: diagram.read_root(self.root(name), name))

    @cached_property
    def diagrams(self) -> dict[str, Diagram]:
        return {name: self.diagram(name) for name in self.named(".bpmn")}

    @cached_property
    def elements(self) -> dict[str, Element]:
        return {key: element for drawn in self.diagrams.values() for key, element in drawn.elements.items()}

    @cached_property
    def tables(self) -> dict[str, Table]:
        read = [self.part(name, tables.read) for name in self.named(".dmn")]
        return {table.id: table for table in read}

    @cached_property
    def forms(self) -> dict[str, Form]:
        return {_stem(name): self.part(name, forms.read) for name in self.named(".json")}

    @cached_property
    def letters(self) -> dict[tuple[str, str], Letter]:
        """By language and name."""
        return {(Path(name).parent.name, _stem(name)): self.part(name, letters.read) for name in self.named(".md")}

    @cached_property
    def regimes(self) -> Regimes:
        return regimes.read(self._file("bpmn/regimes.toml"), "bpmn/regimes.toml")

    @cached_property
    def words(self) -> Words:
        return words.read(self._file("bpmn/milestones.toml"), "bpmn/milestones.toml")

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """Resolved: as frozen at publishing, else from the holidays known now."""
        if self._calendars is not None:
            return self._calendars
        return {name: rule.resolve(*YEARS) for name, rule in self._calendar_rules.items()}

    def calendar_of(self, country: str, first_year: int, last_year: int) -> Calendar:
        """The calendar of a country, else the first of the pack, alone and for these years: what is not asked for is
        not looked up."""
        if self._calendars is not None or "calendars" in self.__dict__:
            return self.calendar(country)
        rules = self._calendar_rules
        return (rules.get(country) or next(iter(rules.values()))).resolve(first_year, last_year)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that have a calendar, the one that stands for all others first."""
        return tuple(self._calendars if self._calendars is not None else self._calendar_rules)

    def require_calendars(self) -> None:
        """Nothing, if the calendars can be resolved; to do so takes a while, and a check needs no holidays.

        Raises:
            ContentError: with every cause.
        """
        if self._calendars is None:
            for rule in self._calendar_rules.values():
                rule.require(*YEARS)

    @cached_property
    def _calendar_rules(self) -> Mapping[str, CalendarRule]:
        return calendar.read(self._file("bpmn/calendars.toml"))

    @cached_property
    def asking(self) -> Mapping[str, tuple[Field, ...]]:
        """The questions that give a fact, in the order of their forms."""
        found: dict[str, list[Field]] = {}
        for form in self.forms.values():
            for field in form.fields:
                if field.fact:
                    found.setdefault(field.fact, []).append(field)
        return {name: tuple(fields) for name, fields in found.items()}

    @cached_property
    def facts(self) -> frozenset[str]:
        """Every fact that a form or table of the pack can give."""
        return frozenset(set(self.asking).union(*(table.outputs for table in self.tables.values())))

    def calendar(self, country: str) -> Calendar:
        """The calendar of a country, else the first of the pack."""
        return self.calendars.get(country) or next(iter(self.calendars.values()))

    def letter(self, name: str, language: str) -> Letter:
        """A letter in the language, else in English."""
        found = self.letters.get((language, name)) or self.letters.get(("en", name))
        if found is None:
            raise PackInvalid(Cause(f"There is no letter {name}.", file=f"forms/letters/{language}/{name}.md"))
        return found

    def topic(self, value: str) -> str:
        """A topic in the words of the intake form."""
        intake = self.forms.get("intake")
        for field in intake.fields if intake is not None else ():
            if field.column == "topic":
                return next((option.label for option in field.options if option.value == value), value)
        return value

    def process(self, name: str = MAIN) -> Compiled:
        """A process of the pack, compiled once and shared."""
        if name not in self._compiled:
            self._compiled[name] = self._compiler.compile(name)
        return self._compiled[name]

    @cached_property
    def _compiler(self) -> Compiler:
        drawings = {name: (self.root(name), drawn) for name, drawn in self.diagrams.items()}
        return Compiler(drawings, self.tables, self.hash)

    def pack_bytes(self) -> bytes:
        """The files as one compressed value."""
        text = {name: data.decode() for name, data in self.files.items()}
        return zstandard.ZstdCompressor(level=10).compress(orjson.dumps(text))

    def calendars_json(self) -> str:
        return orjson.dumps({name: one.to_json() for name, one in self.calendars.items()}).decode()

    def named(self, ending: str) -> list[str]:
        """The files with this ending, in order."""
        return [name for name in self.files if name.endswith(ending)]

    def _file(self, name: str) -> bytes:
        if name not in self.files:
            raise PackInvalid(Cause("This file is missing.", file=name))
        return self.files[name]


def content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, in order of names."""
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{len(name)}:{name}:{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()


def read_folder(root: Path) -> Pack:
    """The working copy below a folder that holds bpmn/ and forms/.

    Raises:
        PackInvalid: there is no such folder, or something in it is no plain file or not UTF-8.
    """
    files: dict[str, bytes] = {}
    causes: list[Cause] = []
    for folder in FOLDERS:
        if not (root / folder).is_dir():
            raise PackInvalid(Cause(f"There is no folder {folder}/ here.", file=str(root)))
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in ENDINGS or path.is_dir():
                continue
            name = path.relative_to(root).as_posix()
            if path.is_file():
                files[name] = path.read_bytes()
            else:
                causes.append(Cause("This is no plain file.", file=name, repair="Put the file itself there."))
    for name, data in files.items():
        try:
            data.decode()
        except UnicodeDecodeError:
            causes.append(Cause("This file is not UTF-8.", file=name, repair="Save it as UTF-8."))
    if causes:
        raise PackInvalid(causes)
    return Pack(files)


_unpacked: dict[str, Pack] = {}


def unpack(content: bytes, calendars: str, pack_hash: str) -> Pack:
    """A published pack, unpacked once per process and hash.

    Raises:
        ContentError: it is not what was published.
    """
    if pack_hash not in _unpacked:
        changed = ContentError(f"The stored pack {pack_hash[:12]} was changed after it was published.")
        try:
            files = files_of(content)
            frozen: dict[str, Any] = orjson.loads(calendars)
        except (zstandard.ZstdError, ValueError, AttributeError) as wrong:
            raise changed from wrong
        pack = Pack(files, {name: Calendar.from_json(one) for name, one in frozen.items()})
        if pack.hash != pack_hash:
            raise changed
        _unpacked[pack_hash] = pack
    return _unpacked[pack_hash]


def files_of(content: bytes) -> dict[str, bytes]:
    """The files in a published pack, as they are stored."""
    texts = orjson.loads(zstandard.ZstdDecompressor().decompress(content))
    return {name: text.encode() for name, text in texts.items()}


def known(pack_hash: str) -> Pack | None:
    """A published pack that this process has unpacked before."""
    return _unpacked.get(pack_hash)


def _stem(name: str) -> str:
    return Path(name).stem
