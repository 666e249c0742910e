"""What is known of a case while its drawing is played: for each fact that matters, the values it can have.

Of endless many values a few stand for all: those that conditions and tables compare with, and one
between and beside them (check.md, "a number splits at the constants"). What is known of one fact is
a set of its values, kept as the bits of a number.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import ceil, floor
from typing import Any

from engine.forms import Field, Form
from engine.forms.field import LISTS
from engine.proofs.conditions import MANY, TIMES

MOST_TIMES = 4
"""How often a milestone counts at least before "more often" is all that is known."""

MOST_ASKED = 6
"""Of a list, every selection of so many members is told apart; a list of which more are asked about is not followed."""

OTHER = "…"
"""Stands for any text that nothing compares with."""

Sets = tuple[int, ...]
Judge = Callable[[dict[str, Any]], bool | None]


@dataclass(frozen=True)
class Facts:
    """The facts that are followed: their names, and the values that stand for all that each can have."""

    names: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    place: Mapping[str, int] = field(default_factory=dict)
    key: str = ""
    _parted: dict[tuple[str, Sets], tuple[list[Sets], list[Sets]]] = field(
        default_factory=dict, repr=False, compare=False)

    def all(self, name: str) -> int:
        return int((1 << len(self.values[self.place[name]])) - 1)

    def set_of(self, name: str, wanted: Iterable[Any]) -> int:
        """The set of these values; of one that is not among those that stand for all, every value."""
        known, bits = self.values[self.place[name]], 0
        for one in wanted:
            for number, other in enumerate(known):
                if same(one, other):
                    bits |= 1 << number
                    break
            else:
                return self.all(name)
        return bits

    def of(self, sets: Sets, name: str) -> list[Any]:
        """The values that a fact can have."""
        place = self.place[name]
        return [value for number, value in enumerate(self.values[place]) if sets[place] >> number & 1]

    def with_(self, sets: Sets, name: str, bits: int) -> Sets:
        place = self.place[name]
        return (*sets[:place], bits, *sets[place + 1:])

    def worlds(self, sets: Sets, names: Iterable[str]) -> Iterator[tuple[dict[str, Any], Sets]]:
        """Every combination of values of these facts, with the sets as they are when it holds."""
        followed = [name for name in names if name in self.place]
        spread = [[(value, 1 << number) for number, value in enumerate(self.values[self.place[name]])
                   if sets[self.place[name]] >> number & 1] for name in followed]
        for combination in product(*spread):
            known, narrowed = {}, list(sets)
            for name, (value, bit) in zip(followed, combination, strict=True):
                known[name] = value
                narrowed[self.place[name]] = bit
            yield known, tuple(narrowed)

    def parted(self, sets: Sets, asked: str, names: Iterable[str], judge: Judge) -> tuple[list[Sets], list[Sets]]:
        """The worlds in which what is `asked` about these names holds, and those in which it fails; where that is not
        known, a world is in both. Judged once for each combination of what is known of the names."""
        places = [self.place[name] for name in sorted(names) if name in self.place]
        key = asked, tuple(sets[place] for place in places)
        found = self._parted.get(key)
        if found is None:
            holds, fails = [], []
            for world, narrowed in self.worlds(sets, (self.names[place] for place in places)):
                truth, part = judge(world), tuple(narrowed[place] for place in places)
                if truth is not False:
                    holds.append(part)
                if truth is not True:
                    fails.append(part)
            found = self._parted[key] = joined(holds), joined(fails)
        if not places:
            return [sets for _ in found[0]], [sets for _ in found[1]]
        return [_put(sets, places, part) for part in found[0]], [_put(sets, places, part) for part in found[1]]


def joined(many: Iterable[Sets]) -> list[Sets]:
    """The same worlds in fewer sets: those that differ in one fact only are put together."""
    left = list(dict.fromkeys(many))
    for place in range(len(left[0]) if left else 0):
        if len(left) == 1:
            break
        by_rest: dict[Sets, int] = {}
        for sets in left:
            rest = (*sets[:place], 0, *sets[place + 1:])
            by_rest[rest] = by_rest.get(rest, 0) | sets[place]
        left = [(*rest[:place], bits, *rest[place + 1:]) for rest, bits in by_rest.items()]
    return left


def _put(sets: Sets, places: Sequence[int], part: Sets) -> Sets:
    after = list(sets)
    for place, bits in zip(places, part, strict=True):
        after[place] = bits
    return tuple(after)


def same(one: Any, other: Any) -> bool:
    """Equal and of one kind: true is not 1."""
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def facts(names: Sequence[str], values: Mapping[str, Sequence[Any]]) -> Facts:
    """The facts to follow."""
    all_values = tuple(tuple(values[name]) for name in names)
    return Facts(tuple(names), all_values, {name: place for place, name in enumerate(names)}, repr((names, all_values)))


def standing_for(constants: Iterable[Any], fields: Iterable[Field]) -> list[Any]:
    """A few values that stand for all that a fact can have: nothing, what its questions offer, what it is compared
    with, and values between and beside those."""
    constants, fields = list(constants), list(fields)
    found: list[Any] = [None]
    lists = any(one.type in LISTS for one in fields)
    numbers = {one for one in constants if isinstance(one, int | float) and not isinstance(one, bool) and not lists}
    for one in fields:
        domain = one.domain
        if one.type in LISTS:
            offered = domain.values or tuple(value for value in constants if not isinstance(value, bool | None))
            found += _lists([value for value in dict.fromkeys(offered) if value in constants], domain.values)
        elif domain.values:
            found += domain.values
        elif one.type in ("integer", "number"):
            numbers |= {bound for bound in (domain.low, domain.high) if bound is not None} | {0}
            numbers |= {int(one) for one in constants if isinstance(one, bool)}
        else:
            found += [OTHER]
    if not lists:
        found += [one for one in constants if isinstance(one, str | bool)]
    found += _numbers(sorted(numbers | {0} if numbers else numbers), fields)
    if not fields and any(isinstance(one, str) for one in constants):
        found += [OTHER]
    if not fields and any(isinstance(one, bool) for one in constants):
        found += [True, False]
    if all(one is None for one in found):
        found += [OTHER]  # it may be anything, of which nothing is asked but whether it is there
    distinct: list[Any] = []
    for one in found:
        if not any(same(one, other) for other in distinct):
            distinct.append(one)
    return distinct


def can_stand_for(constants: Iterable[Any], fields: Iterable[Field]) -> bool:
    """Whether a few values can stand for all: not for the lists of which much is asked."""
    constants = set(constants)
    return not any(one.type in LISTS and len(constants & set(one.domain.values or constants) - {None, True, False})
                   > MOST_ASKED for one in fields)


def _lists(asked: Sequence[Any], offered: Sequence[Any]) -> list[list[Any]]:
    """Lists that stand for all: of what is asked about every selection, where that is much each alone, all, and all
    but one; beside them something that nobody asks about."""
    rest = [value for value in offered if value not in asked][:1] or ([] if offered else [OTHER])
    if len(asked) <= MOST_ASKED:
        found = [list(chosen) for size in range(len(asked) + 1) for chosen in combinations(asked, size)]
    else:
        found = [[], *([value] for value in asked), list(asked),
                 *([value for value in asked if value != other] for other in asked)]
    return [*found, *([value] for value in rest)]


def counts(constants: Iterable[Any], weighed: bool) -> list[int]:
    """How often a milestone can have been reached; the last number stands for any larger one. `weighed`: it is asked
    for in another way than whether it is above, below or at one of these numbers."""
    whole = [one for one in constants if isinstance(one, int) and not isinstance(one, bool)]
    if weighed or any(one >= 20 for one in whole):
        return [*range(max([MOST_TIMES, *(one + 2 for one in whole if one < 20)])), MANY]
    return [*range(max([1, *(one + 1 for one in whole)])), MANY]


def _numbers(edges: Sequence[float], fields: Iterable[Field]) -> list[float]:
    """Edges, the middles between them, and one beyond each end."""
    whole = bool(types := {one.type for one in fields}) and types == {"integer"}
    if whole:
        edges = sorted({near for one in edges for near in (floor(one), ceil(one))})
    found: list[float] = []
    for before, after in zip([None, *edges], [*edges, None], strict=True):
        if before is None and after is not None:
            found.append(after - 1)
        elif before is not None and after is None:
            found += [before, before + 1]
        elif before is not None and after is not None:
            middle = (before + after) / 2
            found += [before, before + 1 if whole and after - before > 1 else middle]
    return [int(one) if float(one).is_integer() else one for one in found if not whole or float(one).is_integer()]


def fits(value: Any, one: Field) -> bool:
    """Whether a question takes this answer."""
    domain = one.domain
    if value is None:
        return domain.may_be_none
    if isinstance(value, list):
        return one.type in LISTS and (bool(value) or not (one.least or one.required))
    if one.type in LISTS:
        return False
    if domain.values:
        return any(same(value, option) for option in domain.values)
    if one.type in ("integer", "number"):
        return (isinstance(value, int | float) and not isinstance(value, bool)
                and (domain.low is None or value >= domain.low) and (domain.high is None or value <= domain.high))
    return isinstance(value, str)


Given = tuple[tuple[str, int], ...]
"""What a form makes of facts: a set of values for each; none: it stays as it was."""

STAYS = 0


def answers(form: Form, followed: Mapping[str, str], known: Facts) -> list[Given]:
    """What is known after a form was filled in: every combination of answers that it lets through. `followed` are
    its questions that matter, by name, each with the fact it gives. Questions that are asked only after certain
    answers are combined; the others stand for themselves."""
    asked = [one for one in form.fields if one.name in followed]
    bound = {one.name for one in asked for other, _ in one.show if other in followed}
    bound |= {other for one in asked if one.name in bound for other, _ in one.show if other in followed}
    together: list[tuple[dict[str, Any], Given]] = [({}, ())]
    alone: Given = ()
    for one in asked:
        name, hangs = followed[one.name], one.name in bound or any(other in followed for other, _ in one.show)
        if not hangs and not (one.show and one.keep):
            alone += ((name, sum(bit for _, bit in _possible(one, known, name, bool(one.show)))),)
            continue
        longer = []
        for before, given in together:
            shown = all(other not in followed or _wanted(before.get(other), wanted) for other, wanted in one.show)
            surely = shown and all(other in followed for other, _ in one.show)
            if shown:
                longer += [({**before, one.name: value}, (*given, (name, bit)))
                           for value, bit in _possible(one, known, name, not surely and not one.keep)]
            else:
                longer.append((before, (*given, (name, STAYS if one.keep else known.set_of(name, [None])))))
            if one.keep and shown and not surely:
                longer.append((before, (*given, (name, STAYS))))
        together = longer
    return _merged([given for _, given in together], alone)


def _possible(one: Field, known: Facts, name: str, hidden: bool) -> list[tuple[Any, int]]:
    """The answers that a question takes when it is asked, each with its bit; `hidden`: it may also not be asked."""
    open_ = hidden or not (one.required or one.default is not None or (one.type == "boolean" and one.widget != "radio"))
    return [(value, 1 << number) for number, value in enumerate(known.values[known.place[name]])
            if (open_ if value is None else fits(value, one))]


def _merged(many: list[Given], alone: Given) -> list[Given]:
    """Combinations that differ in one answer only are put together; one that stays as it was is like no other."""
    left = list(dict.fromkeys(many))
    for place in range(len(left[0]) if left else 0):
        by_rest: dict[tuple[Given, bool], int] = {}
        for given in left:
            name, bits = given[place]
            rest = (*given[:place], (name, 0), *given[place + 1:])
            key = rest, bits == STAYS
            by_rest[key] = by_rest.get(key, 0) | bits
        left = [(*rest[:place], (rest[place][0], bits), *rest[place + 1:]) for (rest, _), bits in by_rest.items()]
    return [(*given, *alone) for given in left]


def filled(known: Facts, sets: Sets, given: Given) -> Sets:
    """What is known once these answers were given."""
    after = list(sets)
    for name, bits in given:
        if bits != STAYS:
            after[known.place[name]] = bits
    return tuple(after)


def _wanted(value: Any, wanted: tuple[Any, ...]) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(same(one, other) for one in values for other in wanted)


def counted(known: Facts, sets: Sets, milestone: str) -> Sets:
    """One time more; beyond the largest number that is told apart it stays there."""
    name = TIMES + milestone
    if name not in known.place:
        return sets
    place = known.place[name]
    last = 1 << (len(known.values[place]) - 1)
    bits = (sets[place] << 1 | sets[place] & last) & (2 * last - 1)
    return (*sets[:place], bits, *sets[place + 1:])
