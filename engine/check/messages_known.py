"""Rule message: what a case waits for can be sent, what can be sent is waited for, and what is typed arrives."""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.contract import REOPEN
from engine.diagram import Element
from engine.errors import Cause
from engine.packs.words import Words

RULE = "message"
WAITING = frozenset({"boundaryEvent", "intermediateCatchEvent"})
WORDS = "bpmn/milestones.toml"
ADD = f"Or add it to {WORDS} with the words on its button."
WITHOUT_A_WAIT = frozenset({REOPEN})
"""Messages that no diagram waits for: they open a case."""


def find(parts: Parts) -> Iterator[Cause]:
    """Events that wait for a message nobody can send, or that would lose its form; buttons for nothing."""
    yield from _needless(parts)
    for element in parts.nodes:
        if element.kind not in WAITING or element.event != "message":
            continue
        if not element.message:
            yield _at(element, "does not say which message it waits for",
                      "Choose one of the messages of the file, or add one with a name.")
        elif parts.words is not None:
            yield from _words(element, parts.words)


def _needless(parts: Parts) -> Iterator[Cause]:
    """Messages that would never be shown to anybody, and would wait for ever if they came."""
    if parts.words is None or ".bpmn" in parts.broken or not parts.whole:
        return
    awaited = {one.message for one in parts.nodes if one.kind in WAITING}
    for name in parts.words.messages:
        if name not in awaited | WITHOUT_A_WAIT:
            yield cause(f'no diagram waits for the message "{name}".', WORDS, name, RULE,
                        f"Draw an event that waits for it, or take it out. {meant(name, awaited)}")


def _words(element: Element, words: Words) -> Iterator[Cause]:
    found = words.messages.get(element.message)
    if found is None:
        yield _at(element, f'waits for the message "{element.message}", which nobody can send',
                  f"{meant(element.message, words.messages)} {ADD}")
    elif found.form and not element.form:
        yield _at(element, f"names no form, and the button of {element.message} asks for {found.form}.json",
                  "Name the same form in the property formJsonSchemaFilename, so that its facts reach the case.")


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)
