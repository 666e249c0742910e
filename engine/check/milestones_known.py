"""Rule milestone: milestones have their public words, and whoever is excluded can be told (ISO 10002:2018 4.7)."""

from collections.abc import Iterator

from engine.check.kinds import GATEWAYS
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.diagram import HUMAN, Element
from engine.errors import Cause
from engine.packs.words import Words

RULE = "milestone"
WORDS = "bpmn/milestones.toml"
ADD = f"Or add it to {WORDS}."


def find(parts: Parts) -> Iterator[Cause]:
    """Milestones without words, words for what nothing reaches, milestones on gateways, and exclusions
    that exclude nobody."""
    by_people = {name for one in parts.nodes if one.kind in HUMAN for name in one.milestones}
    for element in parts.nodes:
        if element.milestones and element.kind in GATEWAYS:
            yield _at(element, "cannot bear a milestone, because a case only passes through",
                      "Put the milestone on the step before or after it.")
        if parts.words is not None:
            yield from _unknown(element, parts.words)
        for name in element.not_by:
            if parts.whole and name not in by_people and (parts.words is None or name in parts.words.milestones):
                yield _at(element, f'is not to be done by whoever reached "{name}", and no person reaches that',
                          meant(name, by_people))
    yield from _unreached(parts)


def _unreached(parts: Parts) -> Iterator[Cause]:
    """A step that nobody can take would stand in the complainant's line of steps for ever."""
    if parts.words is None or ".bpmn" in parts.broken or not parts.whole:
        return
    reached = {name for one in parts.nodes for name in one.milestones}
    for name in parts.words.milestones:
        if name not in reached:
            yield cause(f'nothing in the diagrams reaches the milestone "{name}".', WORDS, name, RULE,
                        "Put it into the property milestone of an element, or take it out.")


def _unknown(element: Element, words: Words) -> Iterator[Cause]:
    known = words.milestones
    for name in (*element.milestones, *element.not_by):
        if name not in known:
            yield _at(element, f'names the milestone "{name}", which has no words for the public',
                      f"{meant(name, known)} {ADD}")


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)
