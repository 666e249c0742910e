"""Going through a database: page by page, each page one snapshot, every check on every case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import clock
from engine.db import Database
from engine.doctor import beside, history, letters, states, storage, waiting
from engine.doctor.chart import Chart, Round, page
from engine.doctor.finding import Finding
from engine.dossier import CASE
from engine.model import Group, Membership, Person

PAGE = 200

Check = Callable[[Chart, Round], Iterator[Finding]]
Progress = Callable[[int, int], None]

DATABASE_CHECKS: tuple[Callable[[Round], Iterator[Finding]], ...] = (
    storage.storage_is_sound, storage.packs_are_unchanged, storage.worker_is_awake,
)
CHECKS: tuple[Check, ...] = (
    waiting.goes_on, waiting.task_has_people, waiting.ends_agree, waiting.ended_runs_are_empty,
    waiting.next_due_is_earliest_timer, waiting.incidents_are_tried_again, beside.runs_are_told,
    beside.unbegun_runs_are_known, beside.links_are_told, beside.reopened_once, states.states_agree,
    history.journal_verifies, history.milestones_agree,
    history.work_is_told_once, history.tasks_are_whole, history.owner_is_told, history.deadlines_are_told,
    history.facts_are_json, history.drafts_have_tasks, letters.letters_are_told_once, letters.letters_are_unchanged,
    letters.deliveries_are_told, letters.received_are_told_once, letters.messages_are_whole,
)


def examine(database: Database, progress: Progress | None = None, size: int = PAGE) -> Iterator[Finding]:
    """Everything that is wrong, as it is found; nothing is changed.

    `progress` is told the number of cases looked at and of all cases after each page of `size` cases.
    """
    with _snapshot(database) as around:
        total = around.session.execute(select(func.count()).select_from(CASE)).scalar_one()
        found = [finding for check in DATABASE_CHECKS for finding in check(around)]
    yield from found
    seen = after = 0
    while True:
        with _snapshot(database) as around:
            charts = page(around.session, after, size)
            found = [finding for chart in charts for finding in _examine_case(chart, around)]
        yield from found
        if not charts:
            return
        seen, after = seen + len(charts), charts[-1].case["id"]
        if progress is not None:
            progress(seen, max(total, seen))


def _examine_case(chart: Chart, around: Round) -> Iterator[Finding]:
    for check in CHECKS:
        try:
            yield from check(chart, around)
        except (ValueError, KeyError, TypeError) as wrong:
            # a row no reader can make sense of is a finding like any other (a changed journal, broken JSON)
            name = check.__name__.replace("_", "-")
            yield chart.finding(name, f"The rows of this case cannot be read: {type(wrong).__name__}: {wrong}.")


@contextmanager
def _snapshot(database: Database) -> Iterator[Round]:
    """A look at one moment, so that a case that moves meanwhile is seen before or after, never between."""
    with database.reading() as session:
        if not database.sqlite:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
        yield Round(session, clock.business(session), clock.real(), _staffed(session))


def _staffed(session: Session) -> frozenset[str]:
    return frozenset(session.execute(
        select(Group.name).join(Membership, Membership.group_id == Group.id)
        .join(Person, Person.id == Membership.person_id).where(Person.active.is_(True)).distinct()
    ).scalars())
