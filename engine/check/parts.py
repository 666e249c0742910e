"""What can be read of a pack, file by file, and every reason why the rest cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import TypeVar

from engine import forms, letters, tables
from engine.check import words_shaped
from engine.check.drawing import Drawing
from engine.diagram import Element
from engine.errors import Cause, ContentError, PackInvalid
from engine.forms import Form
from engine.letters import Letter
from engine.packs import Pack
from engine.packs.words import Words
from engine.regimes import Regimes
from engine.tables import Model, Table
from engine.tables.grid import Grid

T = TypeVar("T")
FILE = "file"
"""The rule of files that cannot be read at all, or are not there."""


def _nobody(_file: str) -> None:
    """Nobody needs to know."""


@dataclass(frozen=True)
class Parts:
    """The parts of a pack that could be read; `causes` says why the others could not. A rule that
    needs a part that is not there has nothing to say: its author repairs that part first."""

    pack: Pack
    drawings: Mapping[str, Drawing]
    tables: Mapping[str, Table]
    forms: Mapping[str, Form]
    letters: Mapping[tuple[str, str], Letter]
    words: Words | None
    regimes: Regimes | None
    causes: tuple[Cause, ...]
    whole: bool = True
    """False for a file that is looked at on its own: then no rule asks for what other files would hold."""
    models: tuple[Model, ...] = ()
    """Models of several decisions, which only a file on its own may be."""
    grids: dict[str, Grid] = field(default_factory=dict, compare=False, repr=False)
    """What several rules have worked out together of each table (tables_swept.py)."""

    @cached_property
    def nodes(self) -> list[Element]:
        """Every element that can run, over all diagrams."""
        return [one for drawn in self.drawings.values() for one in drawn.nodes.values()]

    @cached_property
    def milestones(self) -> frozenset[str]:
        """Every milestone that an element bears."""
        return frozenset(name for one in self.nodes for name in one.milestones)

    @cached_property
    def broken(self) -> frozenset[str]:
        """Endings of files of which at least one could not be read."""
        return frozenset(PurePosixPath(cause.file).suffix for cause in self.causes)

    def stems(self, ending: str) -> frozenset[str]:
        """Names of files with this ending, readable or not."""
        return frozenset(PurePosixPath(name).stem for name in self.pack.files if name.endswith(ending))


def read(pack: Pack, *, whole: bool = True, told: Callable[[str], None] = _nobody) -> Parts:
    """Read every file of a pack on its own; nothing is raised. Without `whole`, no file is missed.
    `told` hears of each file before it is read."""
    reader = _Reader(pack, whole, told)
    drawings = reader.each(".bpmn", lambda file: Drawing(pack.diagram(file), pack.root(file)))
    decisions = reader.each(".dmn", lambda file: pack.part(file, tables.read if whole else _decisions))
    found_tables = {file: one for file, one in decisions.items() if isinstance(one, Table)}
    found_forms = reader.each(".json", lambda file: pack.part(file, forms.read))
    found_letters = reader.each(".md", lambda file: pack.part(file, letters.read))
    words = reader.needed(words_shaped.FILE, partial(_words, pack))
    regimes = reader.needed("bpmn/regimes.toml", lambda: pack.regimes)
    reader.needed("bpmn/calendars.toml", pack.require_calendars)
    reader.twice("decision", {file: table.id for file, table in found_tables.items()}, "Give it an id of its own.")
    reader.twice("form", {file: form.name for file, form in found_forms.items()}, "Rename one of the files.")
    return Parts(
        pack=pack, drawings=drawings, tables={table.id: table for table in found_tables.values()},
        forms={form.name: form for form in found_forms.values()},
        letters={(one.language, one.name): one for one in found_letters.values()},
        words=words, regimes=regimes, causes=tuple(reader.causes), whole=whole,
        models=tuple(one for one in decisions.values() if isinstance(one, Model)),
    )


def _decisions(data: bytes, file: str) -> Table | Model:
    """A DMN file on its own, as `amends decide` reads it."""
    return tables.read(data, file) if tables.stands_alone(data, file) else tables.read_model(data, file)


class _Reader:
    """Reads part after part and keeps what goes wrong."""

    def __init__(self, pack: Pack, whole: bool, told: Callable[[str], None]) -> None:
        self.pack = pack
        self.whole = whole
        self.told = told
        self.causes: list[Cause] = []

    def each(self, ending: str, reads: Callable[[str], T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for file in self.pack.named(ending):
            part = self.one(file, partial(reads, file))
            if part is not None:
                found[file] = part
        return found

    def needed(self, file: str, reads: Callable[[], T]) -> T | None:
        """A file that every pack has."""
        return self.one(file, reads) if self.whole or file in self.pack.files else None

    def one(self, file: str, reads: Callable[[], T]) -> T | None:
        self.told(file)
        try:
            return reads()
        except ContentError as wrong:
            self.causes += _causes(wrong, file)
        except RecursionError:
            self.causes.append(Cause("This is nested too deeply.", file, rule=FILE))
        except MemoryError:
            self.causes.append(Cause("This needs more memory than a check may take.", file, rule=FILE))
        return None

    def twice(self, what: str, names: Mapping[str, str], repair: str) -> None:
        seen: dict[str, str] = {}
        for file, name in names.items():
            if name in seen:
                message = f"There is a {what} {name} in {seen[name]} already."
                self.causes.append(Cause(message, file, name, "L02", repair))
            seen.setdefault(name, file)


def _causes(wrong: ContentError, file: str) -> list[Cause]:
    return [
        replace(cause, file=cause.file or file, rule=cause.rule or FILE, message=_alone(cause.message, file))
        for cause in wrong.causes
    ]


def _alone(message: str, file: str) -> str:
    """The sentence without the name of the file, which a cause carries beside it."""
    plain = message.removeprefix(f"{file}: ").removeprefix(f"{PurePosixPath(file).name}: ")
    return plain[:1].upper() + plain[1:]


def _words(pack: Pack) -> Words:
    """The public words, when their file holds what it should."""
    data = pack.files.get(words_shaped.FILE)
    wrong = words_shaped.faults(data) if data is not None else []
    if wrong:
        raise PackInvalid(wrong)
    return pack.words
