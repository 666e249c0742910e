"""Rule decision: a business rule task decides by a table of this pack."""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.errors import Cause

RULE = "decision"


def find(parts: Parts) -> Iterator[Cause]:
    """Business rule tasks without a table."""
    for element in parts.nodes:
        if element.kind != "businessRuleTask" or element.decision in parts.tables:
            continue
        if not element.decision:
            yield cause(f"{the(element)} does not say which table decides.", element.file, element.id, RULE,
                        "Write the id of a decision as calledDecisionId.")
        elif parts.whole and ".dmn" not in parts.broken:
            yield cause(f"{the(element)} asks the table {element.decision}, which is not in bpmn/tables/.",
                        element.file, element.id, RULE, meant(element.decision, parts.tables))
