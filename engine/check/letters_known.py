"""Rule letter: every letter that is sent exists, and says only what a case knows (ISO 10002:2018 4.9)."""

import re
from collections.abc import Iterator

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.contract import LETTERS_OF
from engine.diagram import Element
from engine.errors import Cause, ExpressionInvalid
from engine.expressions import parse
from engine.letters import STANDARD, Letter

RULE = "letter"
FALLBACK = "en"
PLACE = re.compile(r"forms/letters/[a-z]{2,3}/[^/]+\.md")


def find(parts: Parts) -> Iterator[Cause]:
    """Letters that are not there, and letters with gaps nobody fills."""
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
    known = STANDARD | names.facts(parts)
    file = next(file for file in parts.pack.files if file.endswith(f"{letter.language}/{letter.name}.md"))
    for name in sorted(letter.variables - known):
        yield cause(f"the letter says {{{{ {name} }}}}, which no case knows.", file, "", RULE, meant(name, known))
    options = names.offered(parts)
    for piece in letter.pieces:
        if piece.word and piece.text in options and piece.word not in options[piece.text]:
            yield cause(f"the letter has a part for {piece.text} is {piece.word}, and no form offers that answer.",
                        file, "", RULE, meant(piece.word, options[piece.text]))
