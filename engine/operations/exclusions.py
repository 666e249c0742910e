"""The operation that keeps people out of a case: those whom the complaint is about (ISO 10002 4.7, annex D)."""

from sqlalchemy import insert, select

from engine.db import table
from engine.dossier import Dossier
from engine.model import Exclusion, Person
from engine.operations.owners import asked_before, conflicts_of, name_owner
from engine.people import COMPLAINTS_MANAGER, NAMED, RELATED, SYSTEM
from engine.process import Call

EXCLUSION, PERSON = table(Exclusion), table(Person)
FACT = "subject_people"
REASON = "is named in the complaint"


def exclude_people(dossier: Dossier, call: Call) -> None:
    """Keep everybody whom the fact `subject_people` names out of the case; if its owner is one of them, or
    reports to one, another is named at once. What was lifted by two people stays lifted."""
    known = _known(dossier)
    for person_id, name in _named(dossier):
        if known.get(person_id) != NAMED:
            _exclude(dossier, person_id, person_id in known)
            dossier.write("person.excluded", call.at, SYSTEM, call.element, person=person_id, name=name, why="named")
    owner = dossier.get("owner_id")
    lane, skill = asked_before(dossier)
    if owner is not None and conflicts_of(dossier).bar(owner, lane) is not None:
        name_owner(dossier, call, lane or COMPLAINTS_MANAGER, skill)


def _named(dossier: Dossier) -> list[tuple[int, str]]:
    """Those of the fact who are people here, by id and name."""
    told = dossier.facts.get(FACT)
    ids = [one for one in told if isinstance(one, int)] if isinstance(told, list) else []
    if not ids:
        return []
    rows = dossier.session.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(ids)).order_by(PERSON.c.id))
    return [(row.id, row.name) for row in rows]


def _known(dossier: Dossier) -> dict[int, str]:
    rows = dossier.session.execute(
        select(EXCLUSION.c.person_id, EXCLUSION.c.source).where(EXCLUSION.c.case_id == dossier.id)
    )
    return {row.person_id: row.source for row in rows}


def _exclude(dossier: Dossier, person_id: int, asked_before: bool) -> None:
    """Write the row. Somebody who was first only related to a person named, and is now named too, gets a new
    one: what was lifted then was lifted for another reason."""
    if asked_before:
        mine = (EXCLUSION.c.case_id == dossier.id, EXCLUSION.c.person_id == person_id, EXCLUSION.c.source == RELATED)
        dossier.session.execute(EXCLUSION.delete().where(*mine))
    dossier.session.execute(insert(EXCLUSION), [{
        "case_id": dossier.id, "person_id": person_id, "reason": REASON, "source": NAMED, "created_at": dossier.now,
        "ask_reason": "",
    }])
