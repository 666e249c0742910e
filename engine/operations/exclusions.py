"""The operation that keeps people out of a case: those whom the complaint is about (ISO 10002 4.7, annex D)."""

from typing import Any

from sqlalchemy import insert, select, update

from engine.db import table
from engine.dossier import Dossier
from engine.model import Exclusion, Person
from engine.operations.owners import asked_before, conflicts_of, name_owner
from engine.people import COMPLAINTS_MANAGER, NAMED, SYSTEM
from engine.process import Call

EXCLUSION, PERSON = table(Exclusion), table(Person)
FACT = "subject_people"
REASON = "is named in the complaint"
LIFT = ("asked_by", "asked_at", "ask_reason", "lifted_by", "lifted_at")


def exclude_people(dossier: Dossier, call: Call) -> None:
    """Keep everybody whom the fact `subject_people` names out of the case; if its owner is one of them, or
    reports to one, another is named at once. What was lifted by two people stays lifted, until somebody
    names the same person anew."""
    known, anew = _known(dossier), _named_anew(dossier)
    for person_id, name in _named(dossier):
        row = known.get(person_id)
        if row is None or row.source != NAMED or (row.lifted_at is not None and person_id in anew):
            _exclude(dossier, person_id, row)
            dossier.write("person.excluded", call.at, SYSTEM, call.element, person=person_id, name=name, why="named")
    owner = dossier.get("owner_id")
    lane, skill = asked_before(dossier)
    if owner is not None and conflicts_of(dossier).bar(owner, lane) is not None:
        name_owner(dossier, call, lane or COMPLAINTS_MANAGER, skill)


def carry_over(dossier: Dossier, closed_id: int) -> None:
    """Keep out of a case that has come back whoever must keep out of the closed one; what two people lifted there
    stays lifted. By the reporting line alone nobody needs a row."""
    theirs = EXCLUSION.c.case_id == closed_id, (EXCLUSION.c.source == NAMED) | EXCLUSION.c.lifted_at.is_not(None)
    rows = dossier.session.execute(
        select(EXCLUSION, PERSON.c.name).join(PERSON, PERSON.c.id == EXCLUSION.c.person_id).where(*theirs)
        .order_by(EXCLUSION.c.id)
    ).all()
    for row in rows:
        lift = {name: getattr(row, name) for name in LIFT} if row.lifted_at is not None else {"ask_reason": ""}
        dossier.session.execute(insert(EXCLUSION), [{
            "case_id": dossier.id, "person_id": row.person_id, "reason": row.reason, "source": row.source,
            "created_at": dossier.now, **lift,
        }])
        if row.lifted_at is None:
            dossier.write("person.excluded", dossier.now, SYSTEM, person=row.person_id, name=row.name, why="named")


def _named(dossier: Dossier) -> list[tuple[int, str]]:
    """Those of the fact who are people here, by id and name."""
    told = dossier.facts.get(FACT)
    ids = [one for one in told if isinstance(one, int)] if isinstance(told, list) else []
    if not ids:
        return []
    rows = dossier.session.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(ids)).order_by(PERSON.c.id))
    return [(row.id, row.name) for row in rows]


def _named_anew(dossier: Dossier) -> set[Any]:
    """Whom this step names and the fact did not name before. A case that has just been opened names nobody anew:
    what it holds already was decided in the one it came back from."""
    told, before = dossier.facts.get(FACT), dossier.known_facts.get(FACT)
    if not isinstance(told, list) or not dossier.case["entries"]:
        return set()
    return set(told) - set(before if isinstance(before, list) else ())


def _known(dossier: Dossier) -> dict[int, Any]:
    rows = dossier.session.execute(
        select(EXCLUSION.c.id, EXCLUSION.c.person_id, EXCLUSION.c.source, EXCLUSION.c.lifted_at)
        .where(EXCLUSION.c.case_id == dossier.id)
    )
    return {row.person_id: row for row in rows}


def _exclude(dossier: Dossier, person_id: int, row: Any | None) -> None:
    """Write the row. Of somebody who has one already, related to a person named or let in again, nothing is left
    of what was asked or lifted: that was for another reason."""
    values = {"reason": REASON, "source": NAMED, "created_at": dossier.now, "ask_reason": ""}
    if row is None:
        dossier.session.execute(insert(EXCLUSION), [{**values, "case_id": dossier.id, "person_id": person_id}])
        return
    nothing = {**dict.fromkeys(LIFT), **values}
    dossier.session.execute(update(EXCLUSION).where(EXCLUSION.c.id == row.id).values(nothing))
