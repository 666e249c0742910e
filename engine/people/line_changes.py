"""Changing whom somebody reports to. The line keeps people out of cases (ISO 10002 4.7), so nobody changes
their own, and no change lets somebody into an open case: that takes two people (`engine.cases.excluding`)."""

import logging
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound, Refused
from engine.model import Case, Exclusion, Person
from engine.people.actor import Actor
from engine.people.conflicts import NAMED, conflicts, is_closed_to
from engine.people.groups import ESCALATION
from engine.people.reporting import Post, above, posts
from engine.people.rights import require_editor

log = logging.getLogger("amends.people")


def set_manager(session: Session, person: Person, manager_id: int | None, actor: Actor) -> None:
    """Say whom a person reports to; the log keeps who said it.

    Raises:
        NotAllowed: the actor does not look after people. NotFound: there is no such manager.
        Refused: it is the actor's own line, they would report to each other, or somebody who must keep out of an
            open case would no longer have to; `about` has why and the case, where the actor may read it.
    """
    require_editor(session, actor)
    before = person.manager_id
    if manager_id == before:
        return
    if actor.id == person.id:
        raise Refused("Somebody else has to change whom you report to.", field="manager", why="own")
    known = posts(session)
    if manager_id is not None:
        if manager_id not in known:
            raise NotFound()
        if person.id in (manager_id, *above(manager_id, known)):
            raise Refused(f"{known[manager_id].name} reports to {person.name}.", field="manager", why="circle",
                          manager=known[manager_id].name)
    _require_nobody_freed(session, known, {**known, person.id: Post(person.name, manager_id)}, actor)
    person.manager_id = manager_id
    session.flush()
    log.info("person %s reports to %s, no longer to %s: changed by %s %s",
             person.id, manager_id, before, actor.kind, actor.id)


def _require_nobody_freed(
    session: Session, known: Mapping[int, Post], wanted: Mapping[int, Post], actor: Actor
) -> None:
    rows = session.execute(
        select(Case.id, Case.reference).join(Exclusion, Exclusion.case_id == Case.id)
        .where(Case.status == "open", Exclusion.source == NAMED, Exclusion.lifted_at.is_(None)).distinct()
        .order_by(Case.id)
    )
    for case_id, reference in rows.all():
        now, then = conflicts(session, case_id, known), conflicts(session, case_id, wanted)
        # some reasons bind in every group, others not in those to which cases escalate
        if any(now.barred(lane).keys() - then.barred(lane).keys() for lane in ("", *ESCALATION)):
            # whoever is named in a case does not learn by this that there is one
            shown = "" if is_closed_to(session, case_id, actor.id) else reference
            raise Refused(
                f"Somebody who must keep out of {shown or 'an open case'} would no longer have to. Two people "
                "together can let them in, on the page of the case.", field="manager", why="freed", reference=shown,
            )
