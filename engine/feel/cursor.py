"""Reading a text from left to right: signs, words, numbers, texts, and where something went wrong."""

import re
from typing import NoReturn

from engine.feel import advice
from engine.feel.numbers import CONTEXT, DIGITS, Number
from engine.feel.trouble import FeelInvalid

LONGEST_SOURCE = 2_000

_SPACE = re.compile(r"\s*")
_SIGN = re.compile(r"\*\*|<>|=>|=<|<=|>=|!=|==|\.\.|&&|\|\||//|/\*|[-+*/<>=()\[\],.@]")
_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?!\w)", re.ASCII)
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\", "/": "/"}


class Cursor:
    """A place in a text. What is taken is behind it; spaces are skipped."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST_SOURCE:
            raise FeelInvalid(f"it has more than {LONGEST_SOURCE:,} letters", "Split it into several rows or columns.")
        self.text = text
        self.place = 0
        self._skip()

    @property
    def ended(self) -> bool:
        return self.place >= len(self.text)

    def sign(self) -> str:
        """The sign here, without taking it; empty if there is none."""
        found = _SIGN.match(self.text, self.place)
        return found.group() if found else ""

    def word(self) -> str:
        """The word here, without taking it; empty if there is none."""
        found = _WORD.match(self.text, self.place)
        return found.group() if found else ""

    def take(self, *signs: str) -> str:
        """The sign here if it is one of these; then it is taken."""
        found = self.sign()
        if found not in signs:
            return ""
        self.go(self.place + len(found))
        return found

    def take_word(self, *words: str) -> str:
        """The word here if it is one of these; then it is taken."""
        found = self.word()
        if found not in words:
            return ""
        self.go(self.place + len(found))
        return found

    def go(self, place: int) -> None:
        self.place = place
        self._skip()

    def expect(self, sign: str, repair: str = "") -> None:
        if not self.take(sign):
            self.unexpected(repair or f"Write {sign} here.")

    def number(self) -> Number | None:
        """The number that begins here, taken; None if none does."""
        found = _NUMBER.match(self.text, self.place)
        if not found:
            return None
        written = found.group()
        if len(written.replace(".", "").lstrip("0")) > DIGITS:
            self.refuse("the number has too many digits", f"Write at most {DIGITS}.")
        self.go(found.end())
        return CONTEXT.create_decimal(written) if "." in written else int(written)

    def quoted(self) -> str | None:
        """The text in double quotes that begins here, taken; None if none does."""
        found = _TEXT.match(self.text, self.place)
        if not found:
            return None
        value = _ESCAPE.sub(self._escaped, found.group()[1:-1])
        self.go(found.end())
        return value

    def holds_interval(self) -> bool:
        """True if a bracket here opens an interval: there is .. before it closes and before a comma."""
        if self.sign() not in ("[", "(", "]"):
            return False
        if self.sign() == "]":
            return True
        place, depth = self.place + 1, 0
        while place < len(self.text):
            quoted = _TEXT.match(self.text, place)
            if quoted:
                place = quoted.end()
                continue
            if depth == 0 and self.text.startswith("..", place):
                return True
            letter = self.text[place]
            depth += (letter in "([") - (letter in ")]")
            if depth < 0 or (depth == 0 and letter == ","):
                return False
            place += 1
        return False

    def unexpected(self, repair: str) -> NoReturn:
        """Refuse what stands here."""
        if self.ended:
            self.refuse("something is missing at the end", repair)
        known = None if _TEXT.match(self.text, self.place) else advice.at(self.text, self.place)
        if known:
            self.refuse(*known)
        self.refuse(f"{self._shown()} is not expected here", repair)

    def refuse(self, problem: str, repair: str, place: int | None = None) -> NoReturn:
        raise FeelInvalid(problem, repair, (self.place if place is None else place) + 1)

    def _shown(self) -> str:
        for pattern in (_WORD, _TEXT, _NUMBER, _SIGN):
            found = pattern.match(self.text, self.place)
            if found:
                return found.group() if len(found.group()) <= 40 else found.group()[:39] + "…"
        return self.text[self.place]

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.place)
        self.place = found.end() if found else self.place

    def _escaped(self, found: re.Match[str]) -> str:
        if found[3] is None:
            code = int(found[1] or found[2], 16)
            if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or not code:
                self.refuse(f"{found.group()} is no letter", "Write the letter itself.")
            return chr(code)
        if found[3] not in _ESCAPED:
            self.refuse(f"{found.group()} means nothing in a text", "Write \\\\ for a backslash.")
        return _ESCAPED[found[3]]
