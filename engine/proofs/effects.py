"""What each step makes of the facts that are followed: forms, tables, scripts, operations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine import expressions
from engine.contract import INTAKE_FORM, KNOWN, LOOKED_UP, STAFF_INTAKE_FORM
from engine.diagram import Diagram, Element
from engine.errors import EvaluationFailed
from engine.feel import Formula, Scope, Test, Trouble
from engine.forms import Form
from engine.proofs import conditions, knowledge
from engine.proofs.compared import ANY, asks, in_script, in_table, says
from engine.proofs.conditions import TIMES
from engine.proofs.knowledge import Facts, Sets
from engine.proofs.outcomes import OUTCOME, Effect, ending, names_outcome
from engine.tables import Table
from engine.tables.table import Rule

URGENCY, NOT_RATED = "urgency", ""
"""What a case says of its urgency until a table has decided."""

MOST_BOXES = 300
"""Of more parts of what is known than this, a table says anything it can."""

BROUGHT: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "grant_as_asked": {"outcome": ("upheld",), "granted_by_silence": (True,)},
}
"""What operations make of facts, where it is always the same."""

UNKNOWN_BY: Mapping[str, frozenset[str]] = {
    "look_up_history": LOOKED_UP, "register": frozenset({"regimes"}), "open_dispute": frozenset({"dispute_reference"}),
    "apply_breach_effect": frozenset({"compensation_due", "referred_to", "service_cut_blocked"}),
    "set_deadlines": frozenset({"service_cut_blocked"}), "join_duplicate": LOOKED_UP,
}
"""What operations make of facts, where it depends on what stands in the database."""

FILLED_BY = {"grant_as_asked": "remedies"}
"""Lists that an operation never leaves empty."""

Box = tuple[int, ...]
"""A set of values for each input of a table."""


@dataclass(frozen=True)
class Content:
    """What of a pack the proofs look at."""

    diagrams: tuple[Diagram, ...]
    tables: Mapping[str, Table]
    forms: Mapping[str, Form]
    decided: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def givers(self) -> Mapping[str, tuple[Any, ...]]:
        """Each fact and answer of a form, with the questions that give it."""
        found: dict[str, list[Any]] = {}
        for form in self.forms.values():
            for one in form.fields:
                if one.fact:
                    found.setdefault(one.fact, []).append(one)
        for data_name, form_name in self._kept:
            for one in self.forms[form_name].fields:
                found.setdefault(f"{data_name}.{one.name}", []).append(one)
        return {name: tuple(asked) for name, asked in found.items()}

    @cached_property
    def constants(self) -> Mapping[str, tuple[Any, ...]]:
        """With which values each name is compared anywhere."""
        found: dict[str, list[Any]] = {}
        for drawn in self.diagrams:
            for flow in drawn.flows:
                if flow.condition:
                    for name, values in conditions.read(flow.condition).constants.items():
                        found.setdefault(name, []).extend(values)
            for element in drawn.elements.values():
                for name, assigned in in_script(element):
                    found.setdefault(name, []).extend(assigned)
            named = [outcome for element in drawn.elements.values() if (outcome := names_outcome(element))]
            found.setdefault(OUTCOME, []).extend(named)
        for table in self.tables.values():
            for name, literals in in_table(table):
                found.setdefault(name, []).extend(literals)
        for name, wanted in self._shown_by():
            found.setdefault(name, []).extend(wanted)
        return {name: tuple(compared) for name, compared in found.items()}

    @cached_property
    def weighed(self) -> frozenset[str]:
        """Which counts a gateway asks for in another way than whether they are above, below or at a number."""
        return frozenset().union(*(conditions.read(flow.condition).weighed
                                   for drawn in self.diagrams for flow in drawn.flows if flow.condition))

    def _shown_by(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The answers on which other questions are asked."""
        for data_name, form_name in [*self._kept, *(("", name) for name in self.forms)]:
            form = self.forms[form_name]
            names = {one.name: f"{data_name}.{one.name}" if data_name else one.fact for one in form.fields}
            for one in form.fields:
                for other, wanted in one.show:
                    yield names.get(other, ""), wanted

    @cached_property
    def _kept(self) -> list[tuple[str, str]]:
        """Under which names forms keep their answers in a run."""
        return sorted({(element.data_name, element.form) for drawn in self.diagrams
                       for element in drawn.elements.values() if element.form in self.forms and element.data_name})

    def follows(self, name: str) -> bool:
        """Whether it is known what gives a fact its values, and there are some that stand for all it can have. Of the
        answers of a form as a whole, or of the list that comes out of a loop, nothing is known."""
        if name.startswith(TIMES) or name == URGENCY:
            return True
        if name not in self._given:
            return False
        constants, givers = self.constants.get(name, ()), self.givers.get(name, ())
        return bool(constants or givers) and knowledge.can_stand_for(constants, givers)

    @cached_property
    def _given(self) -> frozenset[str]:
        """The facts of which it is known what gives them their values."""
        scripts = [expressions.parse_script(element.script).writes for drawn in self.diagrams
                   for element in drawn.elements.values() if element.kind == "scriptTask"]
        tables = [table.outputs for table in self.tables.values()]
        return frozenset(self.givers).union(KNOWN, *scripts, *tables)

    @cached_property
    def at_intake(self) -> frozenset[str]:
        """What may be known when the complaint comes in."""
        asked = {one.fact for name in (INTAKE_FORM, STAFF_INTAKE_FORM) if name in self.forms
                 for one in self.forms[name].fields if one.fact}
        return frozenset(asked) | (KNOWN - LOOKED_UP - {"outcome"})

    def facts(self, names: Iterable[str], more: Mapping[str, tuple[Any, ...]]) -> Facts:
        """The facts to follow, each with the values that stand for all it can have."""
        values: dict[str, list[Any]] = {}
        for name in names:
            constants = self.constants.get(name, ()) + tuple(more.get(name, ()))
            if name == URGENCY:
                constants += (NOT_RATED,)
            if name.startswith(TIMES):
                values[name] = knowledge.counts(constants, name in more or name in self.weighed)
            elif knowledge.can_stand_for(constants, self.givers.get(name, ())):
                values[name] = knowledge.standing_for(constants, self.givers.get(name, ()))
        return knowledge.facts(list(values), values)

    def begin(self, known: Facts, beside: bool) -> Sets:
        """What is known when a run begins; `beside`: the complaint was there before."""
        return tuple(
            1 if name.startswith(TIMES) else
            known.set_of(name, [NOT_RATED]) if name == URGENCY and not beside else
            known.all(name) if beside or name in self.at_intake or "." in name else known.set_of(name, [None])
            for name in known.names
        )

    def brought(self, operation: str) -> frozenset[str]:
        """The facts that an operation may change."""
        return frozenset(BROUGHT.get(operation, {})) | UNKNOWN_BY.get(operation, frozenset()) | (
            {FILLED_BY[operation]} if operation in FILLED_BY else frozenset())

    def read_by(self, element: Element) -> frozenset[str]:
        """The facts that a table or script reads."""
        table = self.tables.get(element.decision)
        if table is not None:
            return table.reads
        return expressions.parse_script(element.script).reads if element.kind == "scriptTask" else frozenset()

    def effect(self, element: Element, known: Facts) -> Effect | None:
        """What a step makes of the facts that are followed; None: nothing."""
        own, outcome = self._own(element, known), names_outcome(element)
        return ending(own, outcome, element.kind == "endEvent") if outcome and OUTCOME in known.place else own

    def _own(self, element: Element, known: Facts) -> Effect | None:
        if element.kind == "businessRuleTask" and element.decision in self.tables:
            table = self.tables[element.decision]
            return self._table(table) if set(table.outputs) & set(known.names) else None
        if element.kind == "scriptTask":
            return _script(element, known)
        if element.kind == "serviceTask":
            return _operation(element.operation, known)
        form = self.forms.get(element.form)
        return _form(form, element, known) if form is not None else None

    def _table(self, table: Table) -> Effect:
        def run(known: Facts, sets: Sets) -> list[Sets]:
            read = tuple(sorted(table.reads & set(known.names)))
            key = (table.id, known.key, tuple(sets[known.place[name]] for name in read))
            if key not in self.decided:
                self.decided[key] = tuple(_asked(table, known, sets, read))
            found = []
            for narrowed, said in self.decided[key]:
                after = list(sets)
                for name, bits in (*zip(read, narrowed, strict=True), *said):
                    after[known.place[name]] = bits
                found.append(tuple(after))
            return knowledge.joined(found)
        return run


def _asked(
    table: Table, known: Facts, sets: Sets, read: tuple[str, ...]
) -> list[tuple[Box, tuple[tuple[str, int], ...]]]:
    """For what is known of the inputs: each part of it, with what the table may then say.

    Row after row takes the part of the inputs that fits it; what is left goes on to the next row. A cell of
    which something is not known may fit or not.
    """
    said = [name for name in table.outputs if name in known.place]
    whole: Box = tuple(sets[known.place[name]] for name in read)
    if table.many or table.aggregation:
        return [(whole, tuple((name, known.all(name)) for name in said))]
    found: list[tuple[Box, tuple[tuple[str, int], ...]]] = []
    left = [whole]
    for rule in table.rules:
        cells, sure = _cells(table, rule, known, read)
        outputs = tuple((name, known.all(name) if value is ANY else known.set_of(name, [value]))
                        for name, value in says(table, rule).items() if name in said)
        further: list[Box] = []
        for box in left:
            fitting = tuple(bits & cells.get(place, bits) for place, bits in enumerate(box))
            if not all(fitting):
                further.append(box)
                continue
            found.append((fitting, outputs))
            further += _rest(box, cells) if sure else [box]
        left = further
        if len(left) > MOST_BOXES:
            return [(whole, tuple((name, known.all(name)) for name in said))]
    if left and all(one.default is not None for one in table.columns):
        outputs = tuple((one.name, known.all(one.name)) for one in table.columns if one.name in said)
        found += [(box, outputs) for box in left]
    return list(dict.fromkeys(found))


def said(table: Table) -> list[dict[str, Any]]:
    """What each row of a table says."""
    return [says(table, rule) for rule in table.rules]


def fitting(table: Table, name: str, value: Any) -> int:
    """The rows that a value of one input fits, as bits; a cell of which something else is to be known may fit."""
    rows = 0
    for number, rule in enumerate(table.rules):
        fits = True
        for column, test in rule.asked:
            asked = table.inputs[column].expression
            if asks(asked) == name:
                fits = fits and _takes(asked, test, name, value) is not False
        rows |= fits << number
    return rows


def _rest(box: Box, cells: Mapping[int, int]) -> list[Box]:
    """What of a box does not fit these cells, as boxes that do not overlap."""
    found, before = [], list(box)
    for place, fitting in cells.items():
        outside = before[place] & ~fitting
        if outside:
            found.append((*before[:place], outside, *before[place + 1:]))
        before[place] &= fitting
    return found


def _cells(table: Table, rule: Rule, known: Facts, read: tuple[str, ...]) -> tuple[dict[int, int], bool]:
    """For each input that is followed, the values that fit a row; and whether that is all the row asks."""
    fitting: dict[int, int] = {}
    sure = True
    for column, test in rule.asked:
        asked, cell = table.inputs[column].expression, rule.tests[column]
        name = asks(asked)
        if not name or cell.names or cell.calls or name not in read:
            sure = False
            continue
        bits = 0
        for number, value in enumerate(known.values[known.place[name]]):
            truth = _takes(asked, test, name, value)
            sure = sure and truth is not None
            bits |= (truth is not False) << number
        place = read.index(name)
        fitting[place] = fitting.get(place, -1) & bits
    return fitting, sure


def _takes(asked: Formula, test: Test, name: str, value: Any) -> bool | None:
    """Whether a cell fits a value; None: that could not be found out."""
    scope = Scope({name: value}, {})
    try:
        return test(asked.value(scope), scope) is True
    except (Trouble, EvaluationFailed, ValueError):
        return None


def _form(form: Form, element: Element, known: Facts) -> Effect | None:
    facts = {one.name: one.fact for one in form.fields if one.fact in known.place}
    data = {one.name: name for one in form.fields
            if (name := f"{element.data_name}.{one.name}") in known.place}
    if not facts and not data:
        return None

    by_facts = knowledge.answers(form, facts, known)
    by_data = knowledge.answers(form, data, known)

    def run(known: Facts, sets: Sets) -> list[Sets]:
        return [
            knowledge.filled(known, knowledge.filled(known, sets, one), other) for one in by_facts for other in by_data
        ]
    return run


def _script(element: Element, known: Facts) -> Effect | None:
    script = expressions.parse_script(element.script)
    written = [name for name in known.names if name in script.writes]
    if not written:
        return None

    def run(known: Facts, sets: Sets) -> list[Sets]:
        if not script.reads <= set(known.names) or script.calls:
            return [_forgotten(known, sets, written)]
        found = []
        for world, narrowed in known.worlds(sets, script.reads):
            try:
                given = expressions.run_script(script, world, {"text": str})
            except EvaluationFailed:
                continue  # such a case becomes an incident and goes no further
            after = narrowed
            for name in written:
                after = known.with_(after, name, known.set_of(name, [given[name]]) if name in given
                                    else known.all(name))
            found.append(after)
        return knowledge.joined(found)
    return run


def _operation(operation: str, known: Facts) -> Effect | None:
    fixed = {name: values for name, values in BROUGHT.get(operation, {}).items() if name in known.place}
    unknown = [name for name in UNKNOWN_BY.get(operation, ()) if name in known.place]
    filled = FILLED_BY.get(operation, "")
    if not fixed and not unknown and filled not in known.place:
        return None

    def run(known: Facts, sets: Sets) -> list[Sets]:
        sets = _forgotten(known, sets, unknown)
        for name, values in fixed.items():
            sets = known.with_(sets, name, known.set_of(name, values))
        if filled in known.place:
            full = [one for one in known.values[known.place[filled]] if isinstance(one, list) and one]
            sets = known.with_(sets, filled, known.set_of(filled, full))
        return [sets]
    return run


def _forgotten(known: Facts, sets: Sets, names: Iterable[str]) -> Sets:
    for name in names:
        sets = known.with_(sets, name, known.all(name))
    return sets
