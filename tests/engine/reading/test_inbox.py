"""Lists of open work: what is listed for whom, in which order, and how it goes on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine import cases, inbox
from engine.cases import Opened
from engine.db import table
from engine.inbox import CAP, Reader, Wish
from engine.model import Task
from tests.engine.cases.office import ASSESSMENT, DECISION, Office

HOUR = timedelta(hours=1)


def wish(office: Office, view: str = "groups", lane: str = "") -> Wish:
    return Wish(view, office.now, office.now + 8 * HOUR, lane)


def reader(office: Office, name: str, *lanes: str) -> Reader:
    return Reader(office.cast[name].id or 0, lanes)


def add_tasks(session: Session, case: Opened, dues: list[datetime | None], **more: Any) -> None:
    """More open tasks of a case, as if its drawing had them."""
    like = session.execute(select(Task).where(Task.case_id == case.case_id)).scalars().first()
    assert like is not None
    session.execute(insert(table(Task)), [{
        "case_id": case.case_id, "run_id": like.run_id, "token": f"{number:032}", "element": "extra",
        "name": f"Extra {number}", "lane": "Intake", "form": "", "public_status": "", "not_by": "", "excluded": "",
        "status": "open", "due_at": due, "opened_at": like.opened_at, "ended_why": "", "assignee_id": None, **more,
    } for number, due in enumerate(dues)])


def names(page: inbox.Page) -> list[str]:
    return [row.name for row in page.rows]


def test_what_is_due_first_stands_at_the_top_and_what_has_no_date_at_the_end(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        add_tasks(session, case, [None, office.now + 2 * HOUR, office.now + HOUR])

    with office.database.reading() as session:
        found = inbox.page(session, reader(office, "ina", "Intake"), wish(office))

    assert names(found) == ["Extra 2", "Extra 1", "Initial assessment", "Extra 0"]


def test_a_row_says_whose_case_it_is_and_by_when_the_whole_case_must_be_answered(office: Office) -> None:
    case = office.complain(topic="service")

    with office.database.reading() as session:
        row = inbox.page(session, reader(office, "ina", "Intake"), wish(office)).rows[0]

    assert (row.reference, row.topic, row.lane) == (case.reference, "The service you received", "Intake")
    assert row.final_at is not None and row.due_at is not None and row.final_at > row.due_at > office.now


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_page_after_page_shows_every_task_once_whatever_the_size_of_a_page(office: Office, size: int) -> None:
    case = office.complain()
    same = office.now + HOUR
    with office.database.transaction() as session:
        add_tasks(session, case, [same, None, same, same, office.now, None])
        add_tasks(session, case, [same, None], lane="Handler")
    one = reader(office, "ina", "Handler", "Intake")

    seen: list[int] = []
    key = None
    with office.database.reading() as session:
        while True:
            page = inbox.page(session, one, wish(office), key, size)
            seen += [row.task_id for row in page.rows]
            if (key := page.after) is None:
                break
        whole = [row.task_id for row in inbox.page(session, one, wish(office)).rows]

    assert seen == whole
    assert len(set(seen)) == 9


def test_work_of_other_groups_is_neither_listed_nor_counted(office: Office) -> None:
    office.complain()

    with office.database.reading() as session:
        one = reader(office, "hugo", "Handler", "Reviewer")
        page, counts = inbox.page(session, one, wish(office)), inbox.counts(session, one, wish(office))

    assert page.rows == []
    assert set(counts.values()) == {0}


def test_who_decided_neither_sees_nor_counts_the_review_of_it(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)

    with office.database.reading() as session:
        his = reader(office, "hugo", "Handler", "Reviewer")
        hers = reader(office, "rita", "Reviewer")
        his_page, his_counts = inbox.page(session, his, wish(office)), inbox.counts(session, his, wish(office))
        her_page, her_counts = inbox.page(session, hers, wish(office)), inbox.counts(session, hers, wish(office))

    assert (names(his_page), his_counts["groups"], his_counts["Reviewer"]) == ([], 0, 0)
    assert (names(her_page), her_counts["groups"]) == (["Four-eyes review"], 1)


def test_due_today_ends_with_the_readers_day_and_overdue_is_what_has_passed(office: Office) -> None:
    case = office.complain()
    tomorrow = office.now + 8 * HOUR
    with office.database.transaction() as session:
        add_tasks(session, case, [office.now - HOUR, office.now, tomorrow - HOUR, tomorrow, None])

    with office.database.reading() as session:
        one = reader(office, "ina", "Intake")
        today = names(inbox.page(session, one, wish(office, "today")))
        overdue = names(inbox.page(session, one, wish(office, "overdue")))
        counts = inbox.counts(session, one, wish(office))

    assert (today, overdue) == (["Extra 1", "Extra 2"], ["Extra 0"])
    assert (counts["today"], counts["overdue"], counts["groups"]) == (2, 1, 6)


def test_taken_work_is_mine_and_no_longer_free_to_take(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        cases.claim(session, office.task(case, "Initial assessment"), office.cast["ina"], office.now)

    with office.database.reading() as session:
        one = reader(office, "ina", "Intake")
        lists = {view: names(inbox.page(session, one, wish(office, view))) for view in ("mine", "unassigned", "groups")}
        counts = inbox.counts(session, one, wish(office))
        held = inbox.held(session, one, office.now)
        row = inbox.page(session, one, wish(office)).rows[0]

    assert lists == {"mine": ["Initial assessment"], "unassigned": [], "groups": ["Initial assessment"]}
    assert (counts["mine"], counts["unassigned"], held) == (1, 0, 1)
    assert row.assignee == "Ina"


def test_one_group_alone_can_be_listed(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        add_tasks(session, case, [office.now], lane="Team lead")

    with office.database.reading() as session:
        one = reader(office, "tess", "Intake", "Team lead")
        page = inbox.page(session, one, wish(office, lane="Team lead"))
        counts = inbox.counts(session, one, wish(office))

    assert names(page) == ["Extra 0"]
    assert (counts["Team lead"], counts["Intake"], counts["groups"]) == (1, 1, 2)


def test_counting_stops_where_nobody_counts_any_more(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        add_tasks(session, case, [office.now] * (CAP + 5))

    with office.database.reading() as session:
        counts = inbox.counts(session, reader(office, "ina", "Intake"), wish(office))

    assert counts["groups"] == counts["unassigned"] == CAP


def test_what_comes_next_is_the_most_urgent_task_one_holds(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        add_tasks(session, case, [office.now + 2 * HOUR, office.now + HOUR, office.now])
        ina = office.cast["ina"].id
        session.execute(update(Task).where(Task.name.in_(["Extra 0", "Extra 1"])).values(assignee_id=ina))

    with office.database.reading() as session:
        next_id = inbox.next_of_mine(session, reader(office, "ina", "Intake"), office.now)
        name = session.execute(select(Task.name).where(Task.id == next_id)).scalar_one()
        nothing = inbox.next_of_mine(session, reader(office, "tess", "Team lead"), office.now)

    assert (name, nothing) == ("Extra 1", None)


def test_a_task_sent_twice_is_known_by_its_very_answers(office: Office) -> None:
    case = office.complain()
    task_id = office.task(case, "Initial assessment")
    office.assess(case)

    with office.database.reading() as session:
        ina, hugo = office.cast["ina"].id, office.cast["hugo"].id
        same = inbox.was_done_so(session, task_id, ina, ASSESSMENT)
        changed = inbox.was_done_so(session, task_id, ina, {**ASSESSMENT, "severity": 5})
        another = inbox.was_done_so(session, task_id, hugo, ASSESSMENT)

    assert (same, changed, another) == (True, False, False)
