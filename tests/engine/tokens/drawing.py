"""Drawings written down in a few words, and what the token game says of them.

`came > look > done` is a way along arrows; an element's kind is told by the first letters of its name:
`t_` task, `u_` user task, `s_` service task, `x_` exclusive, `a_` parallel, `o_` inclusive, `e_` event gateway,
`end_` end, anything else a start event.
"""

from itertools import pairwise

from engine import xml
from engine.tokens import Bound, Explored, explore

KINDS = {
    "t": "task", "u": "userTask", "s": "serviceTask", "x": "exclusiveGateway", "a": "parallelGateway",
    "o": "inclusiveGateway", "e": "eventBasedGateway", "end": "endEvent",
}
SPACES = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="file" targetNamespace="urn:tiny"'


def ways(*lines: str, drawn: str = "", ids: str = "f") -> str:
    """The elements and arrows of these ways; `drawn` are elements written out in XML, which are only joined."""
    names = list(dict.fromkeys(name for line in lines for name in line.split(" > ")))
    kinds = [f'<{KINDS.get(name.partition("_")[0], "startEvent")} id="{name}"/>' for name in names
             if f'id="{name}"' not in drawn]
    arrows = dict.fromkeys(pair for line in lines for pair in pairwise(line.split(" > ")))
    flows = [f'<sequenceFlow id="{ids}{number}" sourceRef="{one}" targetRef="{other}"/>'
             for number, (one, other) in enumerate(arrows)]
    return "".join([*kinds, drawn, *flows])


def definitions(body: str) -> bytes:
    return f"<definitions {SPACES}>{body}</definitions>".encode()


def process(*lines: str, drawn: str = "", beside: str = "") -> bytes:
    """A file with one process of these ways."""
    return definitions(f'{beside}<process id="p">{ways(*lines, drawn=drawn)}</process>')


def played(*files: bytes, bound: Bound | None = None, reduce: bool = True) -> Explored:
    return explore({f"{number}.bpmn": xml.parse(data) for number, data in enumerate(files)}, bound, reduce=reduce)


def said(*files: bytes) -> set[tuple[str, str]]:
    """(what is wrong, where) for everything found."""
    return {(one.rule, one.at.id) for one in played(*files).findings}
