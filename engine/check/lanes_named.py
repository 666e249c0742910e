"""Rule lane: every step of a person belongs to one group; without one nobody would see it (security.md 2.4)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from engine import xml
from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import HUMAN
from engine.errors import WARNING, Cause

RULE = "lane"
CLOSE = 0.85
"""How much alike two names are that are taken for one with a slip: a letter or two."""

REPAIR = "Draw it in a lane, or inside a subprocess name the group in the property lane."


def find(parts: Parts) -> Iterator[Cause]:
    """Steps of people without a group, in two groups, in a group whose name ends in a space, or is written almost like
    another."""
    yield from _almost(parts)
    for drawing in parts.drawings.values():
        drawn = _drawn(drawing)
        for element in drawing.nodes.values():
            if element.kind not in HUMAN:
                continue
            if not element.lane.strip():
                yield cause(f"nobody is named to do {the(element)}.", element.file, element.id, RULE, REPAIR)
            elif " ".join(element.lane.split()) != element.lane:
                yield cause(f'the group "{element.lane}" of {the(element)} has spaces too many.',
                            element.file, element.id, RULE, "Take them out; another spelling is another group.")
            elif len(drawn[element.id]) > 1 and not element.properties.get("lane"):
                yield cause(f"{the(element)} lies in the lanes {' and '.join(sorted(drawn[element.id]))} at once.",
                            element.file, element.id, RULE, "Draw it in one of them.")


def _almost(parts: Parts) -> Iterator[Cause]:
    """A group that only one step names, and that differs from another by a letter or two: most likely a slip."""
    people = [one for one in parts.nodes if one.kind in HUMAN and one.lane.strip()]
    counted = Counter(one.lane for one in people)
    for element in people:
        others = [name for name, count in counted.items() if count > 1 and name != element.lane]
        near = get_close_matches(element.lane, others, 1, CLOSE)
        if counted[element.lane] == 1 and near:
            slip = cause(f'nobody else is in the group "{element.lane}" of {the(element)}.', element.file, element.id,
                         RULE, f'Did you mean "{near[0]}"?')
            yield replace(slip, severity=WARNING)


def _drawn(drawing: Drawing) -> dict[str, set[str]]:
    """The names of the innermost lanes that list each element."""
    found: dict[str, set[str]] = defaultdict(set)
    for lane in drawing.root.iter(xml.tag("lane")):
        if lane.find(xml.tag("childLaneSet")) is None:
            for reference in lane.findall(xml.tag("flowNodeRef")):
                found[(reference.text or "").strip()].add(lane.get("name", ""))
    return found
