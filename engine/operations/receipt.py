"""What happens to a complaint at receipt, before anybody has read it."""

import orjson

from engine import tables
from engine.contract import DEFAULT_REGIME, DEFAULT_URGENCY, INTAKE_GROUP
from engine.dossier import Dossier
from engine.operations.dates import date_by
from engine.operations.owners import name_owner
from engine.process import Call


def register(dossier: Dossier, call: Call) -> None:
    """Give the case an owner, the intake's person on turn, and provisional deadlines, so that the
    clock runs before anybody acts, and letters name the right body from the first day (domain 4.2)."""
    name_owner(dossier, call, INTAKE_GROUP)
    _find_regimes(dossier, call)
    date_by(dossier, call, DEFAULT_URGENCY, dossier.facts.get("regimes") or [DEFAULT_REGIME])


def _find_regimes(dossier: Dossier, call: Call) -> None:
    """Ask the pack's table that gives regimes, if what it reads is known already at receipt."""
    for table in dossier.pack.tables.values():
        if "regimes" in table.outputs and table.reads <= dossier.facts.keys() and not table.calls:
            hit = tables.decide(table, dossier.facts, {})
            dossier.facts.update(hit.outputs)
            dossier.decisions.append({
                "case_id": dossier.id, "at": call.at, "element": call.element, "kind": "table",
                "rule": f"{table.id} row {', '.join(map(str, hit.rows))}",
                "inputs": orjson.dumps(hit.inputs).decode(), "result": orjson.dumps(hit.outputs).decode(),
            })
