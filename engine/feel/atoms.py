"""The small parts of a text: values, lists, names, calls and moments. What they hold is read by `expression`."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from engine.feel import building, moments
from engine.feel.advice import KEYWORDS, of_word
from engine.feel.cursor import Cursor
from engine.feel.trouble import Run, Scope, Trouble, nearest
from engine.feel.vocabulary import HasParts, Vocabulary, Words

MOST_PARTS = 400
CONSTANTS = {"true": True, "false": False, "null": None}
MOMENTS = Words(moments.EXAMPLES)
LONG_PARTS = Words(["time offset"])

_NO_VALUE = 'Write a value, such as 5, "text", true or a name.'


@dataclass(frozen=True)
class Call:
    """A call as written: the function, and each value as a list of one if it is fixed, else empty."""

    name: str
    values: tuple[tuple[Any, ...], ...]


class Atoms(Cursor, ABC):
    """Reads one text; gathers the names it reads and the functions it calls."""

    def __init__(self, text: str, vocabulary: Vocabulary | None) -> None:
        super().__init__(text)
        self.vocabulary = vocabulary
        self.names: set[str] = set()
        self.calls: set[str] = set()
        self.called: list[Call] = []
        self._reads = 0
        self._parts = 0

    @abstractmethod
    def expression(self) -> Run:
        """The expression that begins here."""

    def fixed(self, before: int, run: Run) -> tuple[Any, ...]:
        """The value of a part, in a tuple, if nothing was read since `before`; else empty."""
        if self._reads != before:
            return ()
        try:
            return (run(Scope({}, {})),)
        except (Trouble, RecursionError):
            return ()

    @property
    def reads(self) -> int:
        """How many names and functions were read so far."""
        return self._reads

    def part_name(self, shape: HasParts | None) -> str:
        if shape is not None and shape.parts:
            found = Words(shape.parts).at(self.text, self.place)
            if not found:
                self.unexpected(f"There is: {', '.join(shape.parts)}.")
            self.go(found[1])
            return found[0]
        found = LONG_PARTS.at(self.text, self.place)
        if found:
            self.go(found[1])
            return found[0]
        name = self.word()
        if not name:
            self.unexpected("Write the name of a field behind the dot.")
        self.go(self.place + len(name))
        return name

    def value(self) -> tuple[Run, HasParts | None]:
        self._parts += 1
        if self._parts > MOST_PARTS:
            self.refuse("it has too many parts", "Split it into several rows or columns.")
        text = self.quoted()
        if text is not None:
            return building.always(text), None
        number = self.number()
        if number is not None:
            return building.always(number), None
        if self.take("@"):
            return self._at_moment(), None
        if self.take("("):
            run = self.expression()
            self.expect(")", "Write ) here.")
            return run, None
        if self.take("["):
            return self._list(), None
        return self._word()

    def _at_moment(self) -> Run:
        start, text = self.place, self.quoted()
        if text is None:
            self.unexpected('Write @"2026-03-31".')
        try:
            return building.always(moments.read_any(text))
        except (ValueError, Trouble) as wrong:
            self.refuse(str(wrong), 'Write @"2026-03-31".', start)

    def _list(self) -> Run:
        if self.take("]"):
            return building.listed([])
        runs = [self.expression()]
        while self.take(","):
            runs.append(self.expression())
        self.expect("]", 'Write a list as ["a","b"].')
        return building.listed(runs)

    def _word(self) -> tuple[Run, HasParts | None]:
        known = self.vocabulary
        found = known.words.at(self.text, self.place) if known else None
        if known and found:
            name, end = found
            if name in known.functions:
                self.go(end)
                return self._call(name, known.functions[name]), None
            self.go(end)
            return self._name(name), known.names[name]
        moment = MOMENTS.at(self.text, self.place)
        if moment and self.text[moment[1] :].lstrip().startswith("("):
            self.go(moment[1])
            return self._moment(moment[0]), None
        return self._plain_word(), None

    def _plain_word(self) -> Run:
        word, start = self.word(), self.place
        if not word:
            self.unexpected(_NO_VALUE)
        self.go(start + len(word))
        if word in CONSTANTS:
            return building.always(CONSTANTS[word])
        if word == "not" and self.take("("):
            return self._negation()
        if word in KEYWORDS or of_word(word):
            problem, repair = of_word(word) or (f"{word} is not expected here", _NO_VALUE)
            self.refuse(problem, repair, start)
        if self.vocabulary is not None:
            names = {**self.vocabulary.names, **self.vocabulary.functions}
            self.refuse(f"there is nothing named {word}{nearest(word, names)}",
                        "Draw what is needed as a requirement; texts stand in double quotes.", start)
        if self.sign() == "(":
            return self._call(word, None)
        return self._name(word)

    def _negation(self) -> Run:
        run = self.expression()
        if self.sign() == ",":
            self.refuse("not takes one value here", "Write not(a or b).")
        self.expect(")")
        return building.negation(run)

    def _name(self, name: str) -> Run:
        self.names.add(name)
        self._reads += 1
        return building.named(name)

    def _call(self, name: str, takes: int | None) -> Run:
        self.expect("(", f"{name} is a function: write {name}(...).")
        start = self.place
        runs: list[Run] = []
        values: list[tuple[Any, ...]] = []
        while self.sign() != ")" or runs:
            before = self._reads
            runs.append(self.expression())
            values.append(self.fixed(before, runs[-1]))
            if not self.take(","):
                break
        self.expect(")", "Write a comma between values, and ) behind the last.")
        if takes is not None and len(runs) != takes:
            self.refuse(f"{name} is given {len(runs)} values, and it takes {takes}", "Give one for each parameter.",
                        start)
        self.calls.add(name)
        self.called.append(Call(name, tuple(values)))
        self._reads += 1
        return building.call(name, runs)

    def _moment(self, what: str) -> Run:
        self.expect("(")
        before, start = self._reads, self.place
        run = self.expression()
        if self.sign() == ",":
            self.refuse(f"{what} takes one text here", f"Write {what}({moments.EXAMPLES[what]}).", start)
        self.expect(")")
        for value in self.fixed(before, run):
            try:
                return building.always(building.moment_of(what, value))
            except (ValueError, Trouble) as wrong:
                self.refuse(str(wrong), f"Write {what}({moments.EXAMPLES[what]}).", start)
        return building.moment(what, run)
