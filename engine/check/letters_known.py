"""Rule letter: every letter that is sent exists, and says only what a case knows (ISO 10002:2018 4.9)."""

import re
from collections.abc import Iterator, Mapping

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.contract import CORRECTION_LETTER, HOLDING_LETTER, LETTERS_OF
from engine.diagram import Element
from engine.errors import Cause, ExpressionInvalid
from engine.expressions import parse
from engine.letters import STANDARD, Letter

RULE = "letter"
FALLBACK = "en"
ONLY_IN: Mapping[str, str] = {
    "extension_reason": HOLDING_LETTER, "new_date": HOLDING_LETTER, "corrected_subject": CORRECTION_LETTER,
    "corrected_on": CORRECTION_LETTER, "correction_wrong": CORRECTION_LETTER, "correction_right": CORRECTION_LETTER,
}
"""What only one letter can say, because only there something fills it."""
ASKED = "question"
"""What a letter can say where every step that sends it gives the parameter of this name."""
PLACE = re.compile(r"forms/letters/[a-z]{2,3}/[^/]+\.md")


def find(parts: Parts) -> Iterator[Cause]:
    """Letters that are not there, and letters with gaps nobody fills."""
    if not parts.whole:
        return
    there = frozenset(name for language, name in _written(parts) if language == FALLBACK)
    for element in parts.nodes:
        if element.kind == "serviceTask":
            for name in sorted(_sent(element) - there):
                yield cause(f"{the(element)} sends the letter {name}, which is not in forms/letters/{FALLBACK}/.",
                            element.file, element.id, RULE, meant(name, there))
    yield from _out_of_place(parts)
    if names.judged(parts):
        for letter in parts.letters.values():
            yield from _gaps(letter, parts)


def _written(parts: Parts) -> set[tuple[str, str]]:
    """Language and name of every letter file, readable or not."""
    paths = [file.removesuffix(".md").split("/") for file in parts.pack.files if file.endswith(".md")]
    return {(path[-2], path[-1]) for path in paths if len(path) > 1}


def _out_of_place(parts: Parts) -> Iterator[Cause]:
    for file in parts.pack.files:
        if file.endswith(".md") and not PLACE.fullmatch(file):
            yield cause("no letter is looked for here.", file, "", RULE, "Move it to forms/letters/en/.")


def _sent(element: Element) -> frozenset[str]:
    """The letters that an element names in quotes, or that its operation sends by itself."""
    by_itself = LETTERS_OF.get(element.operation, frozenset())
    if element.operation != "send_letter" or not element.parameters.get("letter"):
        return by_itself
    try:
        named = texts.literals(texts.tree(parse(element.parameters["letter"])))
    except ExpressionInvalid:
        return by_itself  # expressions_known says why
    return by_itself | frozenset(named or ())


def _gaps(letter: Letter, parts: Parts) -> Iterator[Cause]:
    facts = names.facts(parts)
    file = next(file for file in parts.pack.files if file.endswith(f"{letter.language}/{letter.name}.md"))
    for name in sorted(letter.variables - STANDARD - facts):
        yield cause(f"the letter says {{{{ {name} }}}}, which no case knows.", file, name, RULE,
                    meant(name, STANDARD | facts))
    for name in sorted(letter.variables - facts):
        yield from _unfilled(name, letter, file, parts)
    options = names.offered(parts)
    for piece in letter.pieces:
        if piece.word and piece.text in options and piece.word not in options[piece.text]:
            yield cause(f"the letter has a part for {piece.text} is {piece.word}, and no form offers that answer.",
                        file, piece.text, RULE, meant(piece.word, options[piece.text]))


def _unfilled(name: str, letter: Letter, file: str, parts: Parts) -> Iterator[Cause]:
    """Names that are standard, and stay empty in this letter."""
    if ONLY_IN.get(name, letter.name) != letter.name:
        yield cause(f"the letter says {{{{ {name} }}}}, which is filled in {ONLY_IN[name]} only.", file, name, RULE,
                    "Take it out, or say it in your own words.")
    if name == ASKED:
        for element in parts.nodes:
            if element.operation == "send_letter" and letter.name in _sent(element) and not _asks(element):
                yield cause(f"{the(element)} sends {letter.name} without the parameter {ASKED}, and the letter says "
                            f"{{{{ {ASKED} }}}}.", element.file, element.id, RULE,
                            f'Give the parameter {ASKED} a value, such as question["text"].')


def _asks(element: Element) -> bool:
    return bool(element.parameters.get(ASKED))
