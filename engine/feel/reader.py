"""From a text to something that can be worked out: the grammar of expressions.

    expression  = "if" expression "then" expression "else" expression | either
    either      = all { "or" all }            all = comparison { "and" comparison }
    comparison  = sum [ sign sum | "between" sum "and" sum | "in" ( test | "(" tests ")" ) ]
    sum         = product { ( "+" | "-" ) product }
    product     = power { ( "*" | "/" ) power }
    power       = signed { "**" signed }      signed = { "-" } path
    path        = value { "." name }
    value       = number | text | true | false | null | moment | list | name | call | "(" expression ")"

Each part becomes a function of a scope, so nothing is decided twice. Chains are loops, not nests: a
text of 400 parts is no deeper than its brackets.
"""

from abc import abstractmethod
from collections.abc import Callable

from engine.feel import building
from engine.feel.atoms import Atoms
from engine.feel.trouble import Run, Test
from engine.feel.vocabulary import Vocabulary

DEEPEST = 30
SIGNS = ("=", "!=", "<", "<=", ">", ">=")


class Reader(Atoms):
    """Reads the operators between the parts."""

    def __init__(self, text: str, vocabulary: Vocabulary | None) -> None:
        super().__init__(text, vocabulary)
        self._depth = 0

    def expression(self) -> Run:
        self._deeper()
        run = self._choice() if self.take_word("if") else self._either()
        self._depth -= 1
        return run

    def sum(self) -> Run:
        return self._chain(self._product, ("+", "-"))

    def _choice(self) -> Run:
        test = self.expression()
        if not self.take_word("then"):
            self.unexpected("Write if condition then a else b.")
        yes = self.expression()
        if not self.take_word("else"):
            self.unexpected("Write if condition then a else b.")
        return building.choice(test, yes, self.expression())

    def _either(self) -> Run:
        return self._logic("or", lambda: self._logic("and", self._comparison))

    def _logic(self, word: str, inner: Callable[[], Run]) -> Run:
        before, start = self._reads, self.place
        runs = [inner()]
        self._truth(word, before, start, runs[0])
        while self.take_word(word):
            before, start = self._reads, self.place
            runs.append(inner())
            self._truth(word, before, start, runs[-1], always=True)
        return runs[0] if len(runs) == 1 else building.logic(word, runs)

    def _truth(self, word: str, before: int, start: int, run: Run, always: bool = False) -> None:
        """Refuse `x or 0`: in FEEL it is null, and whoever writes it means something else."""
        if always or self.word() == word:
            for value in self.fixed(before, run):
                if not (value is None or isinstance(value, bool)):
                    self.refuse(f"{word} stands between true and false",
                                "For a value in place of a missing one write if x = null then 0 else x.", start)

    def _comparison(self) -> Run:
        left = self.sum()
        sign = self.take(*SIGNS)
        if sign:
            run = building.comparison(sign, left, self.sum())
            if self.sign() in SIGNS:
                self.refuse("two comparisons follow each other", "Write x between a and b, or x in [a..b].")
            return run
        if self.take_word("between"):
            low = self.sum()
            if not self.take_word("and"):
                self.unexpected("Write x between a and b.")
            return building.between(left, low, self.sum())
        if self.take_word("in"):
            return building.inside(left, self.tests_after_in())
        return left

    @abstractmethod
    def tests_after_in(self) -> Test:
        """What may stand behind `in`: the grammar of cells (unary.py)."""

    def _product(self) -> Run:
        return self._chain(self._power, ("*", "/"))

    def _chain(self, inner: Callable[[], Run], signs: tuple[str, ...]) -> Run:
        first, rest = inner(), []
        while sign := self.take(*signs):
            rest.append((sign, inner()))
        return building.chain(first, rest) if rest else first

    def _power(self) -> Run:
        """In DMN a minus goes before ** and ** from left to right; in a table of a pack brackets have to say so."""
        start, careful, negated = self.place, self.vocabulary is None, self.sign() == "-"
        base = self._signed()
        rest: list[tuple[str, Run]] = []
        while self.sign() == "**":
            if careful and negated:
                self.refuse("a minus before ** can be read in two ways", "Write (-a) ** b or -(a ** b).", start)
            if careful and rest:
                self.refuse("two ** can be read in two ways", "Write (a ** b) ** c or a ** (b ** c).")
            rest.append((self.take("**"), self._signed()))
        return building.chain(base, rest) if rest else base

    def _signed(self) -> Run:
        minus = 0
        while self.take("-"):
            minus += 1
        run = self._path()
        return building.opposite(run) if minus % 2 else run

    def _path(self) -> Run:
        run, shape = self.value()
        while self.take("."):
            name = self.part_name(shape)
            run, shape = building.part_of(run, name), shape.parts.get(name) if shape else None
        return run

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            self.refuse("it is nested too deeply", "Split it into several columns.")
