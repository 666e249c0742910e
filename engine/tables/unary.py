"""Reading an input cell: S-FEEL unary tests.

    cell  = "-" | "" | "not" "(" tests ")" | tests
    tests = test { "," test }
    test  = [ "<" | "<=" | ">" | ">=" | "=" | "!=" ] value | interval
    interval = ( "[" | "]" | "(" ) value ".." value ( "]" | "[" | ")" )
    value = "text" | number | true | false | null | date("2026-03-31") | @"2026-03-31" | name
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from engine.tables.cells import AnyOf, Anything, Between, Bound, Compared, Literal, Named, Not, Test, compare
from engine.tables.kinds import kind

LONGEST_CELL = 2_000

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"\\]|\\.)*")
    | (?P<sign>\.\.|<=|>=|!=|[<>=()\[\],@-])
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<word>[^\W\d_]\w*)
    | (?P<other>\S)
    )""",
    re.VERBOSE | re.DOTALL,
)
_CONSTANTS = {"true": True, "false": False, "null": None}
_ADVICE = {
    "?": "Write only the comparison, such as > 5; the value stands before it.",
    "'": 'Write texts in double quotes: "text".',
    "“": 'Write straight double quotes: "text".',
    "!": "Write not(...).",
    "&": "Use one column for each question.",
    "|": 'Write alternatives with commas: "a","b".',
    ".": "Write numbers as 0.5 and intervals as [1..5].",
}


class CellInvalid(ValueError):
    """A cell cannot be read."""

    def __init__(self, problem: str, repair: str) -> None:
        super().__init__(problem)
        self.problem, self.repair = problem, repair


@lru_cache(4_096)
def parse_cell(source: str) -> Test:
    """The test that a cell asks.

    Raises:
        CellInvalid: with what is wrong and what to write instead.
    """
    if len(source) > LONGEST_CELL:
        raise CellInvalid(f"the cell has more than {LONGEST_CELL:,} letters", "Split it into several rows.")
    if source.strip() in ("", "-"):
        return Anything()
    return _Reader(list(_tokens(source))).cell()


def literals(test: Test) -> Iterator[object]:
    """The values written in a test."""
    for bound in _bounds(test):
        if isinstance(bound, Literal):
            yield bound.value


def names(test: Test) -> Iterator[str]:
    """The names that a test reads."""
    for bound in _bounds(test):
        if isinstance(bound, Named):
            yield bound.name


def _bounds(test: Test) -> Iterator[Bound]:
    match test:
        case Compared(bound=bound):
            yield bound
        case Between(low=low, high=high):
            yield low
            yield high
        case AnyOf(tests=tests):
            for inner in tests:
                yield from _bounds(inner)
        case Not(test=inner):
            yield from _bounds(inner)


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(source.rstrip()):
        group = str(found.lastgroup)
        if group == "other":
            letter = found.group(group)
            raise CellInvalid(f"{letter} has no meaning here", _ADVICE.get(letter, _EXAMPLES))
        yield group, found.group(group)


_EXAMPLES = 'Write for example "text", 5, >= 5, [1..5], "a","b" or not("a").'


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = [*tokens, ("end", "")]
        self.at = 0

    def cell(self) -> Test:
        negated = self.tokens[:2] == [("word", "not"), ("sign", "(")]
        if negated:
            self.at = 2
        test = self.tests()
        if negated:
            self.expect(")")
            test = Not(test)
        if self.tokens[self.at][0] != "end":
            raise self.wrong(_EXAMPLES)
        return test

    def tests(self) -> Test:
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        return tests[0] if len(tests) == 1 else AnyOf(tuple(tests))

    def test(self) -> Test:
        group, text = self.tokens[self.at]
        if group == "sign" and text in "[](":
            return self.interval()
        if group == "sign" and text in ("<", "<=", ">", ">=", "=", "!="):
            self.at += 1
            return self.compared(text, self.value())
        return self.compared("=", self.value())

    def compared(self, sign: str, bound: Bound) -> Test:
        if sign not in ("=", "!=") and isinstance(bound, Literal) and kind(bound.value) in ("none", "yes or no"):
            raise CellInvalid(f"{sign} asks for an order; true, false and null have none", "Write the value alone.")
        return Compared(sign, bound)

    def interval(self) -> Test:
        low_included = self.next()[1] == "["
        low = self.value()
        self.expect("..")
        high = self.value()
        group, closing = self.next()
        if group != "sign" or closing not in ("]", "[", ")"):
            self.at -= 1
            raise self.wrong("Close the interval by ] if its end belongs to it, else by ) or [.")
        interval = Between(low, low_included, high, closing == "]")
        if isinstance(low, Literal) and isinstance(high, Literal):
            _check_order(interval, low.value, high.value)
        return interval

    def value(self) -> Bound:
        group, text = self.next()
        if group == "text":
            return Literal(_text(text))
        if group == "number" or (group == "sign" and text == "-" and self.tokens[self.at][0] == "number"):
            return Literal(_number(text if group == "number" else "-" + self.next()[1]))
        if group == "sign" and text == "@":
            return Literal(self.date_of(self.next()))
        if group == "word":
            return self.word(text)
        self.at -= 1
        raise self.wrong(_EXAMPLES)

    def word(self, text: str) -> Bound:
        if text in _CONSTANTS:
            return Literal(_CONSTANTS[text])
        if text in ("True", "False", "None"):
            raise CellInvalid(f"{text} has a capital letter", "Write true, false or null.")
        if text == "not":
            raise CellInvalid("not stands only at the beginning and embraces the rest", 'Write not("a","b").')
        if not self.take("("):
            return Named(text)
        if text != "date":
            raise CellInvalid(f"{text}(...) cannot be asked in a cell", "Ask it in the input's expression.")
        day = self.date_of(self.next())
        self.expect(")")
        return Literal(day)

    def date_of(self, token: tuple[str, str]) -> date:
        group, text = token
        try:
            return date.fromisoformat(_text(text) if group == "text" else "")
        except ValueError:
            raise CellInvalid(f"{text} is not a date", 'Write date("2026-03-31").') from None

    def next(self) -> tuple[str, str]:
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def take(self, sign: str) -> bool:
        found = self.tokens[self.at] == ("sign", sign)
        self.at += found
        return found

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.wrong(f"Write {sign} here. {_EXAMPLES}")

    def wrong(self, repair: str) -> CellInvalid:
        _, text = self.tokens[self.at]
        return CellInvalid(f"{text} is not expected here" if text else "something is missing at the end", repair)


def _text(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        raise CellInvalid(f"{quoted} has a backslash that means nothing", "Write \\\\ for a backslash.") from None


def _number(text: str) -> int | float:
    if len(text) > 18:
        raise CellInvalid(f"{text} has too many digits", "Write at most 17.")
    return float(text) if "." in text else int(text)


def _check_order(interval: Between, low: object, high: object) -> None:
    if kind(low) != kind(high) or kind(low) in ("none", "yes or no"):
        raise CellInvalid("the ends of the interval have no order", "Write two numbers, two texts or two dates.")
    closed = interval.low_included and interval.high_included
    if not compare(low, "<=" if closed else "<", high):
        raise CellInvalid("nothing lies in this interval", "Write the smaller end first.")
