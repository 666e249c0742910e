"""Reading a drawn decision table: its columns and rows."""

from collections.abc import Callable
from typing import Any

from engine import xml
from engine.feel import Cell, FeelInvalid, Formula, Trouble, Vocabulary, kind, parse, parse_cell
from engine.tables.document import Document, child, children, described, short, text
from engine.tables.hits import output_of
from engine.tables.table import AGGREGATIONS, FIXED, HIT_POLICIES, NULL, ORDERING, Input, Output, Rule, Table
from engine.tables.types import ANY, ANYTHING, Type, fitted, shown

MOST_RULES = 1_000
MOST_COLUMNS = 100
IN_TABLE = {"input", "output", "rule", "annotation", "description", "extensionElements"}
IN_INPUT = {"inputExpression", "inputValues", "description", "extensionElements"}
IN_OUTPUT = {"outputValues", "defaultOutputEntry", "description", "extensionElements"}
IN_ROW = {"inputEntry", "outputEntry", "annotationEntry", "description", "extensionElements"}
ANYTHING_FITS = parse_cell("-")


class TableReader:
    """Reads one table. `typed` gives the type of a typeRef, `named` says what is wrong with an output's name."""

    def __init__(
        self, document: Document, typed: Callable[[str, str], Type], vocabulary: Vocabulary | None = None,
        named: Callable[[str, int], str] = lambda name, columns: "",
    ) -> None:
        self.document, self.typed, self.vocabulary, self.named = document, typed, vocabulary, named
        self.wrong = document.wrong

    def table(self, drawn: xml.Element, identity: str, name: str, result: Type = ANYTHING) -> Table:
        """The table of an element; `result` is the type of what it decides. Causes go to the document."""
        self.document.at(drawn)
        policy, aggregation = drawn.get("hitPolicy", "UNIQUE"), drawn.get("aggregation", "")
        if policy not in HIT_POLICIES:
            self.wrong("", f"the hit policy is {policy}", f"Choose one of {', '.join(HIT_POLICIES)}.")
        self.document.unknown(drawn, IN_TABLE)
        asking, saying = children(drawn, "input"), children(drawn, "output")
        if not asking or not saying:
            self.wrong("", "the table has no inputs or no outputs", "Give it at least one of each.")
        if len(asking) + len(saying) > MOST_COLUMNS:
            self.wrong("", f"the table has {len(asking) + len(saying)} columns", f"Draw at most {MOST_COLUMNS}.")
            return Table(identity, name, self.document.file, policy, (), (), ())
        inputs = [self.input(column, number) for number, column in enumerate(asking, 1)]
        columns = [self.output(column, number, len(saying), result) for number, column in enumerate(saying, 1)]
        self.document.at(drawn)
        self._outputs(columns, policy)
        self._aggregation(aggregation, policy, columns)
        rows = children(drawn, "rule")
        if not 0 < len(rows) <= MOST_RULES:
            self.wrong("", f"the table has {len(rows)} rows", f"Draw 1 to {MOST_RULES:,} rows.")
            rows = rows[:MOST_RULES]
        rules = [self.rule(row, number, inputs, columns) for number, row in enumerate(rows, 1)]
        return Table(
            identity, name, self.document.file, policy, tuple(inputs), tuple(columns), tuple(rules), aggregation
        )

    def input(self, column: xml.Element, number: int) -> Input:
        label = column.get("label") or f"input {number}"
        self.document.unknown(column, IN_INPUT, label)
        asked = child(column, "inputExpression")
        source = "" if asked is None else self.document.text(asked, label)
        if not source:
            self.wrong(label, "the column asks nothing", "Write an expression, such as the name of a fact.")
        expression = self.expression(source, label) if source else NULL
        type_ = self.typed("" if asked is None else asked.get("typeRef", ""), label)
        return Input(column.get("id", ""), label, expression, type_, self.allowed(column, "inputValues", type_, label))

    def output(self, column: xml.Element, number: int, columns: int, result: Type) -> Output:
        name = " ".join(column.get("name", "").split())
        label = name or column.get("label") or f"output {number}"
        self.document.unknown(column, IN_OUTPUT, label)
        problem = self.named(name, columns)
        if problem:
            self.wrong(label, f"the output's name is {name!r}", problem)
        type_ = self.typed(column.get("typeRef", ""), label)
        if columns == 1 and not column.get("typeRef"):
            type_ = Type(result.name, result.kind, result.allowed, result.parts)
        allowed = self.allowed(column, "outputValues", type_, label)
        source = text(child(column, "defaultOutputEntry"))
        listed = next((cell.literals for cell in (allowed, *type_.allowed) if cell and cell.enumerates), ())
        words = " ".join(column.get("label", "").split())
        made = Output(column.get("id", ""), name or label, type_, allowed, listed, label=words)
        if not source:
            return made
        default, _ = self.value(source, made, f"{label}, default")
        return Output(made.id, made.name, type_, allowed, listed, default, words)

    def rule(self, row: xml.Element, number: int, inputs: list[Input], columns: list[Output]) -> Rule:
        place = f"row {number}"
        self.document.unknown(row, IN_ROW, place)
        asking, saying = children(row, "inputEntry"), children(row, "outputEntry")
        if len(asking) != len(inputs) or len(saying) != len(columns):
            self.wrong(place, f"it has {len(asking)} input and {len(saying)} output cells",
                       f"Fill {len(inputs)} and {len(columns)} cells.")
        tests = tuple(
            self.cell(self.document.text(cell, place), column.type, f"{place}, {column.label}")
            for cell, column in zip(asking, inputs, strict=False)
        )
        said = [
            self.value(self.document.text(cell, place), column, f"{place}, {column.name}")
            for cell, column in zip(saying, columns, strict=False)
        ]
        note = " ".join(text(part) for part in children(row, "annotationEntry")) or described(row)
        record = tuple(fixed[0] for _, fixed in said if fixed)
        return Rule(
            number, row.get("id") or f"row_{number}", tests, tuple(formula for formula, _ in said), note,
            asked=tuple((column, cell.test) for column, cell in enumerate(tests) if cell.test is not None),
            record=record if len(record) == len(columns) else None,
        )

    def cell(self, source: str, type_: Type, place: str) -> Cell:
        try:
            cell = parse_cell(source, self.vocabulary)
        except FeelInvalid as wrong:
            self.document.refused(place, source, wrong)
            return ANYTHING_FITS
        for literal in cell.literals:
            problem = _unfit(literal, type_.kind)
            if problem:
                self.wrong(place, f"{shown(literal)} {problem}", "Correct the cell or the type of the column.")
        return cell

    def value(self, source: str, column: Output, place: str) -> tuple[Formula, tuple[Any, ...]]:
        """The formula of an output cell and, if it is the same for every case, its value."""
        if source in ("", "-"):
            self.wrong(place, "the cell is empty", "Write a value, or null if there is none.")
            return NULL, ()
        formula = self.expression(source, place)
        if not formula.fixed:
            return formula, ()
        try:
            return formula, (output_of(column, formula.value(FIXED), FIXED),)
        except Trouble as trouble:
            if self.vocabulary is None:  # in a model FEEL's answer is null
                self.wrong(place, f"{short(source)}: {trouble}", "Correct the cell.")
        except ValueError as wrong:
            self.wrong(place, f"{short(source)} {wrong}", "Correct the cell or the type of the column.")
        return formula, ()

    def allowed(self, column: xml.Element, name: str, type_: Type, place: str) -> Cell | None:
        listed = child(column, name)
        source = "" if listed is None else self.document.text(listed, place)
        return self.cell(source, type_, f"{place}, allowed values") if source else None

    def expression(self, source: str, place: str) -> Formula:
        try:
            return parse(source, self.vocabulary)
        except FeelInvalid as wrong:
            self.document.refused(place, source, wrong)
            return NULL

    def _outputs(self, columns: list[Output], policy: str) -> None:
        names = [column.name for column in columns]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.wrong(name, "two outputs have this name", "Give each output its own name.")
        with_default = [column.name for column in columns if column.default is not None]
        if with_default and len(with_default) < len(columns):
            missing = ", ".join(column.name for column in columns if column.default is None)
            self.wrong(missing, "it has no default, and other outputs have one", "Write null if there is none.")
        if policy in ORDERING and not any(column.order for column in columns):
            self.wrong("", f"{policy} asks which outputs come first, and none has its values in order",
                       'Write outputValues, the first before all others: "high","low".')

    def _aggregation(self, aggregation: str, policy: str, columns: list[Output]) -> None:
        if aggregation and aggregation not in AGGREGATIONS:
            self.wrong("", f"the aggregation is {aggregation}", f"Choose one of {', '.join(AGGREGATIONS)}.")
        elif aggregation and policy != "COLLECT":
            self.wrong("", f"{policy} has the aggregation {aggregation}", "Only COLLECT is aggregated.")
        elif aggregation and len(columns) > 1:
            self.wrong("", f"{aggregation} of several outputs has no meaning", "Keep one output, or draw two tables.")


def _unfit(literal: Any, wanted: str) -> str:
    """Why a value of a cell can never be one of its column; empty if it can."""
    try:
        if fitted(literal, wanted) != literal:
            return 'is a text in a column of moments; write date("2026-03-31")'
    except ValueError as wrong:
        return str(wrong)
    if wanted == ANY and kind(literal) == "date":
        return "is a date, but the column's type is not date"
    return ""
