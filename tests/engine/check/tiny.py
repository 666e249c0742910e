"""Tiny packs: one diagram of this folder, and the smallest rest that it can be checked with."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from engine.calendar import Calendar
from engine.check import Parts, read
from engine.errors import Cause
from engine.packs import Pack

HERE = Path(__file__).parent
REST = HERE / "rest"
NO_WORDS = b'[organisation.name]\nen = "Tiny"\n'
"""A bpmn/milestones.toml for drawings that reach no milestone and wait for no message."""
SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core" id="file" targetNamespace="urn:tiny"'
)


@cache
def rest() -> dict[str, bytes]:
    """Words, regimes, calendar, a table, forms and letters."""
    return {path.relative_to(REST).as_posix(): path.read_bytes() for path in REST.rglob("*") if path.is_file()}


def pack(diagram: str | bytes, **changed: bytes | None) -> Pack:
    """A pack of one diagram: a file of this folder, or its bytes. `changed` replaces files of the rest
    by name without folder and ending (`milestones=b"…"`), or takes them out (None)."""
    data = (HERE / diagram).read_bytes() if isinstance(diagram, str) else diagram
    files: dict[str, bytes] = {"bpmn/tiny.bpmn": data}
    for name, content in rest().items():
        replaced = changed.get(Path(name).stem, content)
        if replaced is not None:
            files[name] = replaced
    return Pack(files, None if "calendars" in changed else calendars())


@cache
def calendars() -> Mapping[str, Calendar]:
    """The calendar of the rest; looking holidays up takes longer than all rules together."""
    return Pack(rest()).calendars


def process(body: str, more: str = "") -> bytes:
    """A diagram with one process of this body."""
    return f'<definitions {SPACES}>{more}<process id="complaint">{body}</process></definitions>'.encode()


def found(find: Callable[[Parts], Iterable[Cause]], diagram: str | bytes, **changed: bytes | None) -> dict[str, str]:
    """What one rule says about a tiny pack: the sentences, by the id they are about."""
    said: dict[str, str] = {}
    for cause in find(read(pack(diagram, **changed))):
        said[cause.element] = f"{said.get(cause.element, '')}{cause} ".lstrip()
    return said
