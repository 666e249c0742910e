"""What facts can be: which values forms, tables and operations give them, and whether they can be missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from engine import expressions
from engine.check import names
from engine.check.parts import Parts
from engine.contract import BROUGHT_ABOUT, DEFAULT_URGENCY, INTAKE_FORM, LOOKED_UP, STAFF_INTAKE_FORM
from engine.feel.lines import MOMENT_OFFSET, OF_KIND
from engine.feel.ranges import Range, point
from engine.feel.values import DATE, DATE_AND_TIME, LIST, NUMBER, TEXT, YES_OR_NO, kind
from engine.forms import Field, Form
from engine.tables import Input, Table
from engine.tables.grid import MAYBE_LEFT_OUT, NEVER, PERHAPS, Domain
from engine.tables.table import FIXED
from engine.tables.types import ANY

AT_ONCE = (INTAKE_FORM, STAFF_INTAKE_FORM)
"""What these forms insist on is there before any table is asked."""

TEXTS, YES_NO = (Range(TEXT),), (point(False), point(True))
LOOKED = {
    "same_matter_open": YES_NO, "repeats_90d": (Range(NUMBER, 0, None, True, whole=True),),
    "legal_days_left": (Range(NUMBER, whole=True),), "duplicate_of": TEXTS,
}
ARRIVING = frozenset({"country", "channel"})
"""Columns of a case that take other values than the forms offer: imports and letters bring theirs."""


@dataclass(frozen=True)
class _Given:
    """What one form, table or operation can give; `ranges` is empty for what no cell can look at."""

    ranges: tuple[Range, ...]
    missing: str
    certain: bool = True


class Domains:
    """What is known of the inputs of tables; of a table on its own nothing."""

    def __init__(self, parts: Parts) -> None:
        self._given: dict[str, list[_Given]] = {}
        self._dates: set[str] = set()
        self._hangs_on: dict[str, set[str]] = {}
        self._loose = names.assigned(parts) | names.given_out(parts) | frozenset(names.data(parts))
        self._loose |= frozenset(name for one in parts.nodes for name in names.members(one))
        self._judged = names.judged(parts)
        if self._judged:
            for name, given in self._all(parts):
                self._given.setdefault(name, []).append(given)

    def of(self, column: Input) -> Domain | None:
        """What is known of an input; None if no more than its type."""
        fact = column.expression.source.strip()
        given = self._given.get(fact)
        if self._judged and column.kind == YES_OR_NO and not expressions.is_name(fact):
            return Domain(YES_NO, PERHAPS, certain=True)  # who asks whether something is so expects both answers
        if not given or fact in self._loose:
            return None
        if fact in self._dates and column.kind in (DATE, DATE_AND_TIME):
            found = tuple(Range(on) for on in OF_KIND[DATE] if column.kind == DATE) or (Range(MOMENT_OFFSET),)
        else:
            found = tuple(dict.fromkeys(one for each in given for one in each.ranges))
        fitting = column.kind == ANY or all(one.line in OF_KIND.get(column.kind, ()) for one in found)
        if not found or not fitting or not all(each.ranges for each in given):
            return None
        missing = reduce(_worse, (each.missing for each in given))
        hangs_on = frozenset(self._hangs_on.get(fact, ()))
        return Domain(found, missing, all(each.certain for each in given), hangs_on)

    def _all(self, parts: Parts) -> Iterator[tuple[str, _Given]]:
        yield "urgency", _Given((point(DEFAULT_URGENCY),), PERHAPS)
        yield from ((name, _Given(LOOKED[name], PERHAPS)) for name in LOOKED_UP)
        yield from ((name, _Given((), PERHAPS, certain=False)) for name in BROUGHT_ABOUT)
        yield from ((name, _Given(TEXTS, PERHAPS)) for name in ARRIVING)
        for form in parts.forms.values():
            for field in form.fields:
                name = field.fact or field.column
                if name:
                    self._hangs_on.setdefault(name, set()).update(_shown_by(form, field))
                    self._dates |= {name} if field.type in ("date", "moment") else set()
                    yield name, _Given(_answers(field), _missing(form, field))
        for table in parts.tables.values():
            yield from _said(table)


def _worse(one: str, other: str) -> str:
    """What holds of a fact that is given in two places: whoever asks first decides."""
    return one if one == other else PERHAPS


def _missing(form: Form, field: Field) -> str:
    if not field.domain.may_be_none:
        return NEVER if form.name in AT_ONCE else PERHAPS
    return MAYBE_LEFT_OUT


def _shown_by(form: Form, field: Field) -> Iterator[str]:
    """The facts on whose answers it hangs whether a question is asked."""
    named = {one.name: one.fact or one.column or one.name for one in form.fields}
    yield from (named.get(name, name) for name, _ in field.show)


def _answers(field: Field) -> tuple[Range, ...]:
    domain = field.domain
    if domain.many:
        return ()
    if domain.values:
        return tuple(point(value) for value in domain.values)
    if field.type in ("integer", "number"):
        ends = domain.low is not None, domain.high is not None
        return (Range(NUMBER, _short(domain.low), _short(domain.high), *ends, field.type == "integer"),)
    return TEXTS


def _short(end: float | None) -> int | float | None:
    return int(end) if end is not None and end == int(end) else end


def _said(table: Table) -> Iterator[tuple[str, _Given]]:
    """What the rows of a table say, by output."""
    for place, column in enumerate(table.columns):
        formulas = [rule.values[place] for rule in table.rules] + ([column.default] if column.default else [])
        if table.many or table.aggregation:
            yield column.name, _Given((), PERHAPS, certain=False)
        elif all(formula.fixed for formula in formulas):
            values = [formula.value(FIXED) for formula in formulas]
            single = all(kind(value) != LIST for value in values)
            yield column.name, _Given(tuple(_points(values)) if single else (), PERHAPS)
        else:
            lines = OF_KIND.get(column.kind, ())
            yield column.name, _Given(tuple(Range(on) for on in lines), PERHAPS, certain=False)


def _points(values: Iterable[object]) -> Iterator[Range]:
    yield from dict.fromkeys(point(value) for value in values if value is not None)
