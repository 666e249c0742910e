"""What was there before this complaint: the same person, the same cause, the same matter still open."""

from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import String, bindparam, func, literal_column, select, text, union

from engine.db import table
from engine.dossier import CASE, FACT, Dossier
from engine.model import Party
from engine.process import Call

PARTY = table(Party)
LOOKED_BACK = timedelta(days=90)
IN_INDEX = 100
"""How much of a cause the index on causes holds."""

# Built once: every complaint asks these when it comes in.
_EMAIL = select(func.lower(PARTY.c.email)).where(PARTY.c.case_id == bindparam("case"))
_SAME_EMAIL = (func.lower(PARTY.c.email) == bindparam("email"), PARTY.c.case_id != bindparam("case"))
_AGAIN = (
    select(CASE.c.id).join(PARTY, PARTY.c.case_id == CASE.c.id)
    .where(*_SAME_EMAIL, CASE.c.received_at >= bindparam("since"))
)
# name and length are written out: the index is found by what stands in the statement
_cause = literal_column(f"substr(fact.value, 1, {IN_INDEX})", String)
_SAME_CAUSE = (
    select(CASE.c.id).join(FACT, FACT.c.case_id == CASE.c.id)
    .where(text("fact.name = 'cause'"), _cause == bindparam("cause"), FACT.c.case_id != bindparam("case"),
           CASE.c.received_at >= bindparam("since"))
)
_BOTH = select(func.count()).select_from(union(_AGAIN, _SAME_CAUSE).subquery())
_ONLY_EMAIL, _ONLY_CAUSE = (select(func.count()).select_from(one.subquery()) for one in (_AGAIN, _SAME_CAUSE))
_SAME_MATTER = (
    select(CASE.c.reference).join(PARTY, PARTY.c.case_id == CASE.c.id)
    .where(*_SAME_EMAIL, CASE.c.status == "open", CASE.c.topic == bindparam("topic"), CASE.c.source.is_(None),
           CASE.c.id < bindparam("case"))
    .order_by(CASE.c.id).limit(1)
)


def look_up_history(dossier: Dossier, call: Call) -> None:
    """Find out how often the same came up lately, how much time the law leaves, and whether the same
    person's complaint about the same topic is open already.

    `repeats_90d` counts other complaints of the last 90 days from the same e-mail address, or, once the
    cause of this one is known, of the same cause. An imported case was dealt with elsewhere: nobody
    looks for it as a repetition, and its own e-mail address is not asked for.
    """
    asked = _asked(dossier, call)
    known = dossier.facts
    known["repeats_90d"] = _repeats(dossier, asked)
    known["duplicate_of"] = _same_matter(dossier, asked)
    known["same_matter_open"] = known["duplicate_of"] is not None
    known["legal_days_left"] = _days_left(dossier, call)


def _asked(dossier: Dossier, call: Call) -> dict[str, Any]:
    """What the statements compare with; without an e-mail address or a cause, None."""
    ours = {"case": dossier.id}
    email = None if dossier.case["source"] else dossier.session.execute(_EMAIL, ours).scalar()
    cause = dossier.facts.get("cause")
    return {
        **ours, "email": email or None, "topic": dossier.case["topic"], "since": call.at - LOOKED_BACK,
        "cause": orjson.dumps(cause).decode()[:IN_INDEX] if cause else None,
    }


def _repeats(dossier: Dossier, asked: dict[str, Any]) -> int:
    if asked["email"] is None and asked["cause"] is None:
        return 0
    both = asked["email"] is not None and asked["cause"] is not None
    statement = _BOTH if both else _ONLY_CAUSE if asked["email"] is None else _ONLY_EMAIL
    return int(dossier.session.execute(statement, asked).scalar_one())


def _same_matter(dossier: Dossier, asked: dict[str, Any]) -> str | None:
    """The reference of the complaint that this one says again; the first, where there are several."""
    if asked["email"] is None:
        return None
    found: str | None = dossier.session.execute(_SAME_MATTER, asked).scalar()
    return found


def _days_left(dossier: Dossier, call: Call) -> int | None:
    """Days of the calendar on the wall until the final date; below zero when it has passed."""
    final = dossier.deadlines.get("final")
    if final is None:
        return None
    here = dossier.calendar.local_day
    return (here(final) - here(call.at)).days
