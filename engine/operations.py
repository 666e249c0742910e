"""What service tasks can ask for, by name. Each notes its changes in the dossier; nothing is sent here."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from engine import outbox, people, regimes, tables
from engine.contract import DEFAULT_REGIME, DEFAULT_URGENCY, EDR_LETTER, HOLDING_LETTER, INTAKE_GROUP
from engine.dossier import Dossier
from engine.errors import StepFailed
from engine.people import SYSTEM
from engine.process import Call, Operation


def register(dossier: Dossier, call: Call) -> None:
    """Give the case an owner, the intake's person on turn, and provisional deadlines, so that the
    clock runs before anybody acts, and letters name the right body from the first day (domain 4.2)."""
    _name_owner(dossier, call, INTAKE_GROUP)
    _find_regimes(dossier, call)
    _set_deadlines(dossier, call, DEFAULT_URGENCY, dossier.facts.get("regimes") or [DEFAULT_REGIME])


def set_deadlines(dossier: Dossier, call: Call) -> None:
    """Re-date every deadline by the urgency and the regimes that the tables chose; the strictest wins."""
    urgency = dossier.facts.get("urgency") or DEFAULT_URGENCY
    _set_deadlines(dossier, call, urgency, dossier.facts.get("regimes") or [DEFAULT_REGIME])


def assign_owner(dossier: Dossier, call: Call) -> None:
    """Name the owner of the case from a group; one owner at all times (ISO 10002 4.12)."""
    _name_owner(dossier, call, str(call.parameters.get("lane", "")))


def send_letter(dossier: Dossier, call: Call) -> None:
    """Write a letter to the complainant; `until` is by when it asks for an answer."""
    until = call.parameters.get("until")
    outbox.letter(dossier, str(call.parameters.get("letter", "")), call.at, call.element, until)


def apply_breach_effect(dossier: Dossier, call: Call) -> None:
    """What follows when the final date passes without an answer (domain 2, design conclusion 2)."""
    effects = call.parameters.get("effects") or []
    dossier.write("deadline.missed", call.at, element=call.element, deadline="final", effects=list(effects))
    for effect in effects:
        act = BREACH.get(effect)
        if act is None:
            raise StepFailed(f"There is no breach effect called {effect!r}; known are: {', '.join(sorted(BREACH))}.")
        act(dossier, call)


def _holding_letter(dossier: Dossier, call: Call) -> None:
    outbox.letter(dossier, HOLDING_LETTER, call.at, call.element)


def _edr_letter(dossier: Dossier, call: Call) -> None:
    outbox.letter(dossier, EDR_LETTER, call.at, call.element)


def _regulator_flag(dossier: Dossier, call: Call) -> None:
    dossier.write("regulator.flagged", call.at, element=call.element, regimes=list(dossier.facts.get("regimes") or []))


BREACH: Mapping[str, Callable[[Dossier, Call], None]] = {
    "holding_letter": _holding_letter, "edr_letter": _edr_letter, "regulator_flag": _regulator_flag,
}

OPERATIONS: Mapping[str, Callable[[Dossier, Call], None]] = {
    "register": register, "set_deadlines": set_deadlines, "assign_owner": assign_owner, "send_letter": send_letter,
    "apply_breach_effect": apply_breach_effect,
}


def bound(dossier: Dossier) -> dict[str, Operation]:
    """The operations of one case, for a run to call."""
    def bind(operation: Callable[[Dossier, Call], None]) -> Operation:
        def call(asked: Call) -> Mapping[str, Any] | None:
            operation(dossier, asked)
            return None
        return call
    return {name: bind(operation) for name, operation in OPERATIONS.items()}


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


def _set_deadlines(dossier: Dossier, call: Call, urgency: str, names: list[str]) -> None:
    book, case = dossier.pack.regimes, dossier.case
    start = case["opened_at"] if case["source"] else case["received_at"]
    in_force = book.for_case(names, start.date())
    dates = regimes.deadlines(in_force, book.urgency(urgency), start, dossier.calendar)
    for name, deadline in dates.items():
        dossier.set_deadline(name, deadline.due, deadline.derivation)
    for gone in set(dossier.deadlines) - set(dates):
        dossier.drop_deadline(gone)
    dossier.write("deadlines.set", call.at, element=call.element, urgency=urgency, regimes=[one.id for one in in_force],
                  dates={name: deadline.due.isoformat() for name, deadline in dates.items()})


def _name_owner(dossier: Dossier, call: Call, lane: str) -> None:
    """By turns over the group, the same for a case at every asking; an owner in the group stays."""
    group = _once(dossier, ("members", lane), lambda: people.members(dossier.session, lane))
    if not group:
        raise StepFailed(f"Nobody works in the group {lane}; the case cannot be given an owner.")
    if dossier.get("owner_id") in group:
        return
    chosen = group[dossier.id % len(group)]
    dossier.set("owner_id", chosen)
    name = _once(dossier, ("name", chosen), lambda: people.name_of(dossier.session, chosen))
    dossier.write("owner.named", call.at, SYSTEM, call.element, owner=name, person=chosen, lane=lane)


def _once(dossier: Dossier, key: tuple[str, object], ask: Callable[[], Any]) -> Any:
    """An answer that is the same for every case of this transaction."""
    if key not in dossier.shared:
        dossier.shared[key] = ask()
    return dossier.shared[key]
