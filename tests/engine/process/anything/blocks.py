"""Random diagrams of the profile, made of blocks with one way in and one way out."""

from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st


@dataclass(frozen=True)
class Person:
    """Somebody answers with a number; the step bears a milestone of its own name."""

    id: str


@dataclass(frozen=True)
class Note:
    """Something happens by itself, and bears a milestone."""

    id: str


@dataclass(frozen=True)
class Row:
    parts: tuple["Block", ...]


@dataclass(frozen=True)
class Choice:
    """A person's number decides which way is gone."""

    id: str
    parts: tuple["Block", ...]


@dataclass(frozen=True)
class Both:
    """All ways side by side."""

    id: str
    parts: tuple["Block", ...]


@dataclass(frozen=True)
class Again:
    """Done again as long as a person's number is odd, `most` times at most over the whole run."""

    id: str
    part: "Block"
    most: int


@dataclass(frozen=True)
class Wait:
    """A message or, after some hours, a timer behind an event gateway."""

    id: str
    hours: int


@dataclass(frozen=True)
class Throw:
    """A person's number decides whether something is thrown; an error ends the way."""

    id: str
    kind: str
    code: str


@dataclass(frozen=True)
class Edge:
    """An event on the edge of a part: timer, cycle, message, error or escalation."""

    id: str
    kind: str
    interrupting: bool
    part: "Block"
    hours: int = 0


@dataclass(frozen=True)
class Part:
    """A subprocess or call, perhaps once for each of so many things (`items` None: once)."""

    id: str
    body: "Block"
    edges: tuple[Edge, ...] = ()
    called: bool = False
    terminate: bool = False
    items: int | None = None
    sequential: bool = False


Block = Person | Note | Row | Choice | Both | Again | Wait | Throw | Part


class Numbers:
    """Ids that differ, and hours that never meet: of two timers one is always first."""

    def __init__(self) -> None:
        self._next = count(1)

    def id(self, kind: str) -> str:
        return f"{kind}{next(self._next)}"

    def hours(self, draw: st.DrawFn) -> int:
        return draw(st.integers(1, 60)) * 50 + next(self._next) % 50


def simple(draw: st.DrawFn, numbers: Numbers, codes: tuple[tuple[str, str], ...]) -> Block:
    kinds = ["person", "person", "note", "wait", *(["throw"] * 4 if codes else [])]
    kind = draw(st.sampled_from(kinds))
    if kind == "throw":
        return Throw(numbers.id("t"), *draw(st.sampled_from(codes)))
    if kind == "wait":
        return Wait(numbers.id("w"), numbers.hours(draw))
    return Person(numbers.id("p")) if kind == "person" else Note(numbers.id("n"))


def block(draw: st.DrawFn, numbers: Numbers, codes: tuple[tuple[str, str], ...], depth: int) -> Block:
    if depth == 0:
        return simple(draw, numbers, codes)
    kind = draw(st.sampled_from(["simple", "row", "choice", "both", "again", "part", "part"]))
    if kind == "simple":
        return simple(draw, numbers, codes)
    if kind == "again":
        return Again(numbers.id("a"), block(draw, numbers, codes, depth - 1), draw(st.integers(1, 3)))
    if kind == "part":
        return part(draw, numbers, codes, depth)
    many = tuple(block(draw, numbers, codes, depth - 1) for _ in range(draw(st.integers(2, 3))))
    return Row(many) if kind == "row" else {"choice": Choice, "both": Both}[kind](numbers.id(kind[0]), many)


def part(draw: st.DrawFn, numbers: Numbers, codes: tuple[tuple[str, str], ...], depth: int) -> Part:
    edges = []
    for kind in draw(st.lists(st.sampled_from(["timer", "cycle", "message", "error", "escalation"]), max_size=3)):
        identity = numbers.id("e")
        interrupting = kind == "error" or (kind != "cycle" and draw(st.booleans()))
        way = Note(numbers.id("n")) if kind == "cycle" else block(draw, numbers, codes, 0)
        edges.append(Edge(identity, kind, interrupting, way, numbers.hours(draw)))
    thrown = tuple((edge.kind, f"C_{edge.id}") for edge in edges if edge.kind in ("error", "escalation"))
    body = block(draw, numbers, codes + thrown, depth - 1)
    if thrown and draw(st.booleans()):
        body = Row((Throw(numbers.id("t"), *draw(st.sampled_from(codes + thrown))), body))
    return Part(
        numbers.id("s"), body, tuple(edges), draw(st.booleans()),
        draw(st.booleans()), draw(st.sampled_from([None, None, 0, 1, 2, 3])), draw(st.booleans()),
    )


@st.composite
def diagrams(draw: st.DrawFn) -> Part:
    """A whole process: a part without edges, done once."""
    numbers = Numbers()
    body = Row(tuple(block(draw, numbers, (), draw(st.integers(1, 3))) for _ in range(draw(st.integers(1, 3)))))
    return Part("p", body, terminate=draw(st.booleans()))
