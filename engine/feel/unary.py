"""The grammar of cells: S-FEEL unary tests.

    cell     = "-" | "not" "(" tests ")" | tests
    tests    = test { "," test }
    test     = [ "<" | "<=" | ">" | ">=" | "=" | "!=" ] sum | interval
    interval = ( "[" | "]" | "(" ) sum ".." sum ( "]" | "[" | ")" )

A cell names values and their order, not conditions: `x > 5` in a cell could mean two things.
"""

from typing import Any

from engine.feel.comparing import ORDERED, Answer, any_of, both, compared, matches, opposite, plain
from engine.feel.reader import SIGNS, Reader
from engine.feel.trouble import FeelInvalid, Run, Scope, Test, Trouble
from engine.feel.values import TEXT, kind

EXAMPLES = 'Write for example "text", 5, >= 5, [1..5], "a","b" or not("a").'
_IN_TEXT = "Write contains(text, part) for a text in a text, and = for the same text."
_ONLY = "Write only the comparison, such as > 5; the value of the column stands before it."
_CONDITIONS = {
    "or": 'Write alternatives with commas: "a","b".', "and": "Use a column for each question, or an interval [1..5].",
    "in": _ONLY, "between": "Write an interval: [1..5].",
}


class Grammar(Reader):
    """Reads one text as an expression or as a cell; `literals` are the fixed values of a cell."""

    def __init__(self, text: str, vocabulary: Any = None) -> None:
        super().__init__(text, vocabulary)
        self.literals: list[Any] = []
        self.enumerates = True

    def whole(self, read: Any) -> Any:
        """What `read` reads, if that is all."""
        try:
            found = read()
        except RecursionError:
            raise FeelInvalid("it is nested too deeply", "Split it into several columns.") from None
        if not self.ended:
            self.unexpected(EXAMPLES if read == self.cell else "Check quotes, brackets and operators here.")
        return found

    def cell(self) -> Test:
        if self.word() == "not" and self._opens_after_word():
            self.enumerates = False
            self.take_word("not")
            self.expect("(")
            test = self.tests()
            self.expect(")", f"Write ) here. {EXAMPLES}")
            return _not(test)
        return self.tests()

    def tests(self) -> Test:
        outer, before, self.enumerates = self.enumerates, len(self.literals), True
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        texts = self.literals[before:]
        plain_list = self.enumerates
        self.enumerates &= outer
        if len(tests) == 1:
            return tests[0]
        if plain_list and all(kind(text) == TEXT for text in texts):
            return _one_of(frozenset(texts))
        return any_test(tests)

    def tests_after_in(self) -> Test:
        kept, enumerates, self.literals = self.literals, self.enumerates, []
        if self.holds_interval() or self.sign() in SIGNS:
            test = self.test()
        elif self.take("("):
            test = self.tests()
            self.expect(")", f"Write ) here. {EXAMPLES}")
        else:
            before, start, run = self.reads, self.place, self.sum()
            if TEXT in map(kind, self.fixed(before, run)):
                self.refuse("in looks into lists and intervals", _IN_TEXT, start)
            test = _in(run)
        self.literals, self.enumerates = kept, enumerates
        return test

    def test(self) -> Test:
        if self.holds_interval():
            self.enumerates = False
            return self._interval()
        if self.sign() == "[":
            self.refuse("a list cannot stand in a cell", 'Write [1..5] for an interval, or "a","b" without brackets.')
        if self.word() == "not":
            self.refuse("not embraces all of a cell", 'Write not("a","b").')
        sign = self.take(*SIGNS)
        self.enumerates &= not sign
        before, start = self.reads, self.place
        run = self.sum()
        if self.sign() in SIGNS or self.word() in _CONDITIONS:
            self.refuse("a condition cannot stand in a cell", _CONDITIONS.get(self.word(), _ONLY))
        fixed = self.fixed(before, run)
        self.enumerates &= bool(fixed)
        self.literals += fixed
        if sign in ("", "="):
            return _is(fixed, run)
        for bound in fixed:
            if sign != "!=" and kind(bound) not in ORDERED:
                self.refuse(f"{sign} asks for an order, and a {kind(bound)} has none", "Write the value alone.", start)
        return _stands(sign, run)

    def _interval(self) -> Test:
        start = self.place
        low_in = self.take("[", "]", "(") == "["
        before, low = self.reads, self.sum()
        self.expect("..", f"Write .. here. {EXAMPLES}")
        fixed_low, between = self.fixed(before, low), self.reads
        high = self.sum()
        fixed_high = self.fixed(between, high)
        closing = self.take("]", "[", ")")
        if not closing:
            self.unexpected("Close the interval by ] if its end belongs to it, else by ) or [.")
        self.literals += fixed_low + fixed_high
        if fixed_low and fixed_high:
            self._check_order(fixed_low[0], fixed_high[0], low_in and closing == "]", start)
        at_least, at_most = (">=" if low_in else ">"), ("<=" if closing == "]" else "<")
        return lambda value, scope: both(
            compared(value, at_least, low(scope)), compared(value, at_most, high(scope)))

    def _check_order(self, low: Any, high: Any, closed: bool, start: int) -> None:
        if kind(low) != kind(high) or kind(low) not in ORDERED:
            self.refuse("the ends of the interval have no order", "Write two numbers, two texts or two dates.", start)
        if not compared(low, "<=" if closed else "<", high):
            self.refuse("nothing lies in this interval", "Write the smaller end first.", start)

    def _opens_after_word(self) -> bool:
        return self.text[self.place + len("not") :].lstrip().startswith("(")


def any_test(tests: list[Test]) -> Test:
    return lambda value, scope: any_of([test(value, scope) for test in tests])


def _one_of(texts: frozenset[str]) -> Test:
    """Several texts at once: most cells are this."""
    def test(value: Any, _scope: Scope) -> Answer:
        return value in texts if type(value) is str else False if value is None else None

    return test


def _in(run: Run) -> Test:
    """`x in regimes`. With a text on both sides it would ask whether they are equal, and nobody means that."""
    def test(value: Any, scope: Scope) -> Answer:
        bound = run(scope)
        if scope.strict and kind(bound) == TEXT:
            raise Trouble(f"in looks into lists and intervals. {_IN_TEXT}".rstrip("."))
        return matches(value, bound)

    return test


def _not(test: Test) -> Test:
    return lambda value, scope: opposite(test(value, scope))


def _is(fixed: tuple[Any, ...], run: Run) -> Test:
    if not fixed or not plain(fixed[0]):
        return lambda value, scope: matches(value, run(scope))
    (bound,), wanted = fixed, kind(fixed[0])

    def test(value: Any, scope: Scope) -> Answer:
        found = kind(value)
        if found == wanted:
            return bool(value == bound)
        return matches(value, bound)

    return test


def _stands(sign: str, run: Run) -> Test:
    return lambda value, scope: compared(value, sign, run(scope))

