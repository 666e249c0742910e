"""Reading a DMN file: one decision with one table. What we do not execute is refused, never skipped."""

import re
from dataclasses import replace
from datetime import date

from engine import expressions, xml
from engine.errors import Cause, EvaluationFailed, ExpressionInvalid, TableInvalid, XmlRefused
from engine.expressions import Expression
from engine.tables.cells import Test
from engine.tables.deciding import output_problem
from engine.tables.kinds import TYPES, fitted
from engine.tables.table import HIT_POLICIES, Input, Output, Rule, Table
from engine.tables.unary import CellInvalid, literals, parse_cell

MOST_RULES = 1_000
RULE = "L17"
IDENTITY = re.compile(r"[\w.-]+")

# Besides the decision: drawings and descriptions, which change no decision.
DESCRIPTIVE = {"inputData", "knowledgeSource", "textAnnotation", "association", "extensionElements", "description"}
IN_DECISION = {"variable", "informationRequirement", "authorityRequirement", "question", "allowedAnswers",
               "description", "extensionElements", "decisionTable"}
IN_TABLE = {"input", "output", "rule", "annotation", "description", "extensionElements"}


def read(data: bytes, file: str) -> Table:
    """The table of a DMN file.

    Raises:
        TableInvalid: every cause, with the column or row and what to write instead.
    """
    try:
        root = xml.parse(data, file)
    except XmlRefused as wrong:
        texts = [cause.message.removeprefix(f"{file}: ") for cause in wrong.causes]
        raise TableInvalid([Cause(text, file=file, rule=RULE) for text in texts]) from wrong
    return _Reader(file).table(root)


class _Reader:
    """Reads one file and gathers every cause on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.causes: list[Cause] = []

    def table(self, root: xml.Element) -> Table:
        decision, drawn = self.decision(root)
        if decision is None or drawn is None:
            raise TableInvalid(self.causes)
        policy = self.hit_policy(drawn)
        self.unknown(drawn, IN_TABLE)
        inputs = [self.input(column, number) for number, column in enumerate(_children(drawn, "input"), 1)]
        columns = [self.output(column, number) for number, column in enumerate(_children(drawn, "output"), 1)]
        self.columns(inputs, columns)
        rows = _children(drawn, "rule")
        if not 0 < len(rows) <= MOST_RULES:
            self.wrong("", f"the table has {len(rows)} rows", f"Draw 1 to {MOST_RULES:,} rows.")
        rules = [self.rule(row, number, inputs, columns) for number, row in enumerate(rows, 1)]
        if self.causes:
            raise TableInvalid(self.causes)
        identity = decision.get("id", "")
        name = decision.get("name") or identity
        return Table(identity, name, self.file, policy, tuple(inputs), tuple(columns), tuple(rules))

    def decision(self, root: xml.Element) -> tuple[xml.Element | None, xml.Element | None]:
        if xml.namespace(root) not in xml.DMN or xml.local(root) != "definitions":
            self.wrong("", "this is not a DMN file of version 1.1 to 1.5", "Save the table as DMN.")
            return None, None
        self.unknown(root, DESCRIPTIVE | {"decision"})
        decisions = _children(root, "decision")
        if len(decisions) != 1:
            self.wrong("", f"the file has {len(decisions)} decisions", "Keep one decision with one table in a file.")
            return None, None
        (decision,) = decisions
        if not IDENTITY.fullmatch(decision.get("id", "")):
            self.wrong("", f"the decision's id is {decision.get('id', '')!r}", "Write letters, digits, _ and - only.")
        self.unknown(decision, IN_DECISION)
        for wanted in decision.iter(xml.tag("requiredDecision", xml.namespace(root))):
            self.wrong("", f"it needs the decision {wanted.get('href', '')}", "Use that decision's output as a fact.")
        tables = _children(decision, "decisionTable")
        if len(tables) != 1:
            self.wrong("", f"the decision has {len(tables)} tables", "Give the decision one decision table.")
        return decision, tables[0] if tables else None

    def hit_policy(self, drawn: xml.Element) -> str:
        policy = drawn.get("hitPolicy", "UNIQUE")
        if policy not in HIT_POLICIES:
            self.wrong("", f"the hit policy is {policy}", f"Choose one of {', '.join(HIT_POLICIES)}.")
        if drawn.get("aggregation"):
            self.wrong("", f"the rows are to be aggregated by {drawn.get('aggregation')}",
                       "Choose COLLECT without aggregation: outputs are lists, and sum(output) can be asked later.")
        return policy

    def input(self, column: xml.Element, number: int) -> Input:
        label = column.get("label") or f"input {number}"
        self.unknown(column, {"inputExpression", "inputValues", "description", "extensionElements"}, label)
        asked = _children(column, "inputExpression")
        source = _text(asked[0]) if asked else ""
        expression = self.expression(source, label) if source else None
        if not source:
            self.wrong(label, "the column asks nothing", "Write an expression, such as the name of a fact.")
        kind = self.kind(asked[0].get("typeRef", "") if asked else "", label)
        allowed = self.allowed(column, "inputValues", kind, label)
        return Input(column.get("id", ""), label, expression or expressions.parse("null"), kind, allowed)

    def output(self, column: xml.Element, number: int) -> Output:
        name = column.get("name", "")
        label = name or column.get("label") or f"output {number}"
        self.unknown(column, {"outputValues", "description", "extensionElements"}, label)
        if not expressions.is_name(name):
            self.wrong(label, f"the output's name is {name!r}", "Write letters, digits and _ only; it becomes a fact.")
        kind = self.kind(column.get("typeRef", ""), label)
        return Output(column.get("id", ""), name, kind, self.allowed(column, "outputValues", kind, label))

    def columns(self, inputs: list[Input], columns: list[Output]) -> None:
        if not inputs or not columns:
            self.wrong("", "the table has no inputs or no outputs", "Give it at least one of each.")
        names = [column.name for column in columns]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.wrong(name, "two outputs have this name", "Give each output its own name.")

    def rule(self, row: xml.Element, number: int, inputs: list[Input], columns: list[Output]) -> Rule:
        place = f"row {number}"
        self.unknown(row, {"inputEntry", "outputEntry", "annotationEntry", "description", "extensionElements"}, place)
        asked, given = _children(row, "inputEntry"), _children(row, "outputEntry")
        if len(asked) != len(inputs) or len(given) != len(columns):
            self.wrong(place, f"it has {len(asked)} input and {len(given)} output cells",
                       f"Fill {len(inputs)} and {len(columns)} cells.")
        tests = tuple(
            self.cell(_text(cell), column.kind, f"{place}, {column.label}")
            for cell, column in zip(asked, inputs, strict=False)
        )
        values = tuple(
            self.value(_text(cell), column, f"{place}, {column.name}")
            for cell, column in zip(given, columns, strict=False)
        )
        note = " ".join(_text(part) for part in _children(row, "annotationEntry")) or _described(row)
        return Rule(number, row.get("id") or f"row_{number}", tests, values, note)

    def cell(self, source: str, kind: str, place: str) -> Test:
        try:
            test = parse_cell(source)
        except CellInvalid as wrong:
            self.wrong(place, f"{_short(source)}: {wrong.problem}", wrong.repair)
            return parse_cell("-")
        for literal in literals(test):
            try:
                if fitted(literal, kind) != literal:
                    raise ValueError('is a text in a column of dates; write date("2026-03-31")')
                if kind == "any" and isinstance(literal, date):
                    raise ValueError("is a date, but the column's type is not date")
            except ValueError as wrong:
                self.wrong(place, f"{literal} {wrong}", "Correct the cell or the type of the column.")
        return test

    def value(self, source: str, column: Output, place: str) -> Expression:
        if source in ("", "-"):
            self.wrong(place, "the cell is empty", "Write a value, or null if there is none.")
            return expressions.parse("null")
        value = self.expression(source, place)
        if not value.names and not value.calls:
            try:
                problem = output_problem(column, expressions.evaluate(value, {}, {}), {})
            except EvaluationFailed as wrong:
                problem = wrong.message.rstrip(".")
            if problem:
                self.wrong(place, f"{_short(source)} {problem}", "Correct the cell or the type of the column.")
        return value

    def allowed(self, column: xml.Element, name: str, kind: str, place: str) -> Test | None:
        listed = _children(column, name)
        source = _text(listed[0]) if listed else ""
        return self.cell(source, kind, f"{place}, allowed values") if source else None

    def kind(self, written: str, place: str) -> str:
        kind = TYPES.get(written.removeprefix("feel:").lower())
        if kind is None:
            self.wrong(place, f"the type is {written}", "Choose string, number, boolean or date.")
        return kind or "any"

    def expression(self, source: str, place: str) -> Expression:
        try:
            return expressions.parse(source)
        except ExpressionInvalid as wrong:
            self.causes += [replace(cause, file=self.file, element=place) for cause in wrong.causes]
            return expressions.parse("null")

    def unknown(self, element: xml.Element, known: set[str], place: str = "") -> None:
        """Report children that would be skipped unnoticed."""
        for child in element:
            drawing = xml.local(child) == "DMNDI" and element.getparent() is None
            if not drawing and (xml.namespace(child) not in xml.DMN or xml.local(child) not in known):
                self.wrong(place, f"{xml.local(child)} is not supported", "Take it out; decision tables are executed.")

    def wrong(self, place: str, problem: str, repair: str) -> None:
        self.causes.append(Cause(f"{problem}.", file=self.file, element=place, rule=RULE, repair=repair))


def _children(element: xml.Element, name: str) -> list[xml.Element]:
    return [child for child in element if xml.local(child) == name and xml.namespace(child) in xml.DMN]


def _text(element: xml.Element) -> str:
    texts = _children(element, "text")
    return (texts[0].text or "").strip() if texts else ""


def _described(element: xml.Element) -> str:
    return " ".join((child.text or "").strip() for child in _children(element, "description"))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
