"""Reading a table of a pack: a DMN file with one decision that is one table. What is outside that is refused."""

import re

from engine import expressions, xml
from engine.errors import TableInvalid
from engine.tables.document import Document, children, required
from engine.tables.drawn import TableReader
from engine.tables.table import Table
from engine.tables.types import ANYTHING, Type, simple

IDENTITY = re.compile(r"[\w.-]+")

# Besides the decision: drawings and descriptions, which change no decision.
DESCRIPTIVE = {"inputData", "knowledgeSource", "textAnnotation", "association", "extensionElements", "description"}
IN_DECISION = {"variable", "informationRequirement", "authorityRequirement", "question", "allowedAnswers",
               "description", "extensionElements", "decisionTable"}


def read(data: bytes, file: str) -> Table:
    """The table of a DMN file.

    Raises:
        TableInvalid: every cause, with the column or row and what to write instead.
    """
    document = Document(file)
    root = document.root(data)
    decision, drawn = _decision(document, root)
    if decision is None or drawn is None:
        raise TableInvalid(document.causes)
    reader = TableReader(document, lambda written, place: _type(document, written, place), named=_output_name)
    identity = decision.get("id", "")
    table = reader.table(drawn, identity, decision.get("name") or identity)
    document.end()
    return table


def stands_alone(data: bytes, file: str) -> bool:
    """True for a file as packs have them: one decision with a table, and nothing declared that it needs.

    Raises:
        TableInvalid: the file is no DMN.
    """
    root = Document(file).root(data)
    decisions = children(root, "decision")
    if len(decisions) != 1 or not children(decisions[0], "decisionTable"):
        return False
    return not (children(decisions[0], "informationRequirement") or children(root, "inputData"))


def _decision(document: Document, root: xml.Element) -> tuple[xml.Element | None, xml.Element | None]:
    document.unknown(root, DESCRIPTIVE | {"decision"})
    decisions = children(root, "decision")
    if len(decisions) != 1:
        document.wrong("", f"the file has {len(decisions)} decisions", "Keep one decision with one table in a file.")
        return None, None
    (decision,) = decisions
    if not IDENTITY.fullmatch(decision.get("id", "")):
        document.wrong("", f"the decision's id is {decision.get('id', '')!r}", "Write letters, digits, _ and - only.")
    document.unknown(decision, IN_DECISION)
    for wanted in required(decision, "requiredDecision"):
        document.wrong("", f"it needs the decision {wanted}", "Use that decision's output as a fact.")
    tables = children(decision, "decisionTable")
    if len(tables) != 1:
        document.wrong("", f"the decision has {len(tables)} tables", "Give the decision one decision table.")
    return decision, tables[0] if tables else None


def _type(document: Document, written: str, place: str) -> Type:
    found = simple(written)
    if found is None or found.kind in ("list", "group of fields"):
        document.wrong(place, f"the type is {written}",
                       "Choose string, number, boolean, date, time, dateTime or a duration.")
        return ANYTHING
    return found


def _output_name(name: str, _columns: int) -> str:
    return "" if expressions.is_name(name) else "Write letters, digits and _ only; it becomes a fact."
