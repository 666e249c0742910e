"""L02: everything has an id of its own, over all files, that the engine does not use itself.

An arrow without an id, or a step called End, is skipped without a word, with all that is behind
it; an id that an operation or event uses too hides the step (security.md 2.4, trap 44).
"""

import re
from collections import Counter
from collections.abc import Iterator

from engine import xml
from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause
from engine.errors import Cause

RULE = "L02"

FORM = re.compile(r"[^\W\d][\w.-]{0,99}")
LONGEST_NAME = 200
TAKEN = frozenset({"Start", "End", "Root", "StartEventSplit", "StartEventJoin"})
TAKEN_ENDINGS = (".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin")
REPAIR = "Give it an id of its own, in letters, digits and _."


def find(parts: Parts) -> Iterator[Cause]:
    """Missing, doubled, taken and odd ids of processes, elements and arrows."""
    owners: dict[str, str] = {}
    for drawing in parts.drawings.values():
        for kind in drawing.diagram.nameless:
            yield cause(f"A {kind} has no id, so it would be skipped.", drawing.file, "", RULE, REPAIR)
        for identity in _named(drawing):
            yield from _fault(identity, drawing.file)
            if identity in owners:
                used = f"The id {identity} is used in {owners[identity]} already."
                yield cause(used, drawing.file, identity, RULE, REPAIR)
            owners[identity] = drawing.file
        yield from _messages(drawing)
        yield from _hidden(drawing)
        yield from _long(drawing)


def _named(drawing: Drawing) -> list[str]:
    """Ids of processes, elements and arrows, each as often as it is used."""
    flows = [flow.id for flow in drawing.flows]
    once = dict.fromkeys([*drawing.diagram.processes, *(one.id for one in drawing.elements), *flows])
    return [identity for identity in [*once, *drawing.diagram.duplicates] if identity]


def _fault(identity: str, file: str) -> Iterator[Cause]:
    if identity in TAKEN or identity.endswith(TAKEN_ENDINGS):
        taken = f"The engine uses the id {identity} itself, so the step would be skipped."
        yield cause(taken, file, identity, RULE, REPAIR)
    elif not FORM.fullmatch(identity):
        yield cause(f"{identity!r} cannot be an id.", file, identity, RULE, REPAIR)


def _long(drawing: Drawing) -> Iterator[Cause]:
    """Names that no list could show and no row can hold."""
    for element in drawing.elements:
        for what, text in (("name", element.name), ("group", element.lane)):
            if len(text) > LONGEST_NAME:
                said = f"The {what} of this step has {len(text)} characters; it may have {LONGEST_NAME}."
                yield cause(said, drawing.file, element.id, RULE, "Say it shorter; what is longer goes into a note.")


def _messages(drawing: Drawing) -> Iterator[Cause]:
    for message in drawing.root.iter(xml.tag("message")):
        identity, name = message.get("id", ""), message.get("name", "")
        if not identity or not name:
            yield cause(f'the message "{name or identity}" lacks its {"name" if identity else "id"}.',
                        drawing.file, identity, RULE, "Give it an id and a name; events find it by its id.")


def _hidden(drawing: Drawing) -> Iterator[Cause]:
    """Ids that an operation, event definition or lane of the same file uses too."""
    within = (xml.tag("process"), xml.tag("message"))
    used = Counter(
        node.get("id") for top in drawing.root if top.tag in within for node in top.iter() if node.get("id")
    )
    own = Counter(_named(drawing))
    for identity in own:
        if used[identity] > own[identity]:
            yield cause(
                f"The id {identity} is also that of an operation, an event definition, a lane or a message here.",
                drawing.file, identity, RULE, REPAIR,
            )
