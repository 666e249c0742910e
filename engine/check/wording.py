"""How a cause speaks of what is drawn."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from engine.check.kinds import NAMES
from engine.diagram import Element, Flow
from engine.errors import Cause

SHOWN = 12


def cause(message: str, file: str, place: str, rule: str, repair: str = "") -> Cause:
    """One cause; its sentence may begin with a small letter. `place` is the id of what is wrong."""
    return Cause(message[:1].upper() + message[1:], file, place, rule, repair)


def the(element: Element) -> str:
    """An element in the middle of a sentence: the user task "Investigate"."""
    kind = NAMES.get(element.kind) or re.sub("(?<=[a-z])(?=[A-Z])", " ", element.kind).lower()
    return f'the {kind} "{element.label}"'


def the_flow(flow: Flow) -> str:
    """An arrow in the middle of a sentence."""
    name = f'"{flow.name}" ' if flow.name else ""
    return f"the arrow {name}from {flow.source or 'nowhere'} to {flow.target or 'nowhere'}"


def meant(name: str, known: Iterable[str]) -> str:
    """What the author of an unknown name may have meant: the nearest one, else a list of all."""
    names = sorted(name for name in known if name)
    near = get_close_matches(name, names, 1)
    if near:
        return f'Did you mean "{near[0]}"?'
    if not names:
        return "There is none of this kind yet."
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"Known are: {', '.join(names[:SHOWN])}{more}."
