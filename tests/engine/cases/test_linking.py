"""Cases that belong together."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from engine import cases, overview
from engine.cases import Opened, linking
from engine.db import table
from engine.errors import NotFound, NotInCharge, Refused
from engine.model import Exclusion
from tests.engine.cases.office import Office


def link(office: Office, one: Opened, other: str, kind: str = "group", note: str = "", by: str = "tess") -> int:
    with office.database.transaction() as session:
        return cases.link(session, one.case_id, other, kind, note, office.cast[by], office.now)


def linked(office: Office, case: Opened, reader: str = "tess") -> list[tuple[str, str, bool, str]]:
    with office.database.reading() as session:
        head = overview.head(session, case.reference)
        found = overview.links(session, head, office.cast[reader].id or 0)
    return [(one.reference, one.kind, one.ours, one.note) for one in found]


def name(office: Office, case: Opened, who: str) -> None:
    """The complaint is about somebody of the house."""
    with office.database.transaction() as session:
        session.execute(insert(table(Exclusion)).values(
            case_id=case.case_id, person_id=office.cast[who].id, reason="is named", source="named",
            created_at=office.now, ask_reason="",
        ))


def test_a_link_is_seen_from_both_cases(office: Office) -> None:
    one, other = office.complain(), office.complain()

    link(office, one, other.reference, note="The fee of 1 November")

    assert linked(office, one) == [(other.reference, "group", True, "The fee of 1 November")]
    assert linked(office, other) == [(one.reference, "group", False, "The fee of 1 November")]


def test_both_journals_tell_who_linked_them_and_why(office: Office) -> None:
    one, other = office.complain(), office.complain()

    link(office, one, other.reference, note="The fee of 1 November")

    for here, there in ((one, other), (other, one)):
        [(_, at, told, actor)] = office.journal(here, "case.linked")
        assert (at, actor) == (office.now, "Tess")
        assert told == {"other": there.reference, "link": "group", "note": "The fee of 1 November"}


def test_a_link_taken_away_is_gone_and_both_journals_keep_it(office: Office) -> None:
    one, other = office.complain(), office.complain()
    number = link(office, one, other.reference)

    with office.database.transaction() as session:
        cases.unlink(session, other.case_id, number, office.cast["tess"], office.now)

    assert linked(office, one) == linked(office, other) == []
    assert [len(office.journal(case, "case.unlinked")) for case in (one, other)] == [1, 1]
    assert office.faults() == []


def test_a_link_of_other_cases_is_not_ours_to_take_away(office: Office) -> None:
    one, other, third = (office.complain() for _ in range(3))
    number = link(office, one, other.reference)

    with pytest.raises(NotFound), office.database.transaction() as session:
        cases.unlink(session, third.case_id, number, office.cast["tess"], office.now)


@pytest.mark.parametrize("who", ["hugo", "rita", "mona"])
def test_only_who_is_in_charge_of_a_case_links_it(office: Office, who: str) -> None:
    one, other = office.complain(), office.complain()

    with pytest.raises(NotInCharge):
        link(office, one, other.reference, by=who)

    assert linked(office, one) == []


def test_the_owner_links_their_case_to_one_of_a_colleague(office: Office) -> None:
    one, other = office.complain(), office.complain()
    office.assess(one)

    link(office, one, other.reference, by="hugo")

    assert len(linked(office, other)) == 1


def test_a_case_that_nobody_knows_or_that_is_the_same_cannot_be_linked(office: Office) -> None:
    case = office.complain()

    with pytest.raises(NotFound):
        link(office, case, "C-2026-ZZZZZZ")
    with pytest.raises(Refused, match="itself"):
        link(office, case, case.reference)


def test_the_same_link_is_there_once_also_seen_from_the_other_case(office: Office) -> None:
    one, other = office.complain(), office.complain()
    link(office, one, other.reference)

    with pytest.raises(Refused, match="already"):
        link(office, other, one.reference)

    link(office, one, other.reference, "reopened")
    assert [kind for _, kind, _, _ in linked(office, one)] == ["group", "reopened"]


def test_the_group_of_a_case_is_everything_linked_to_it_however_far(office: Office) -> None:
    first, second, third, fourth, alone = (office.complain() for _ in range(5))
    link(office, first, second.reference)
    link(office, third, second.reference)
    link(office, fourth, third.reference)
    link(office, alone, first.reference, "duplicate")

    with office.database.reading() as session:
        group = cases.group_of(session, first.case_id)

    assert group == [second.case_id, third.case_id, fourth.case_id]


def test_two_cases_are_locked_as_by_a_case_that_joins_an_older_one_so_that_neither_waits_for_ever(
    office: Office,
) -> None:
    older, newer = office.complain(), office.complain()

    for asked in ((older, newer), (newer, older)):
        with office.database.transaction() as session, seen(session) as locked:
            linking._both(session, asked[0].case_id, asked[1].case_id, office.now)

        assert locked == [newer.case_id, older.case_id]


@contextmanager
def seen(session: Session) -> Iterator[list[int]]:
    """The cases whose rows are read, in order."""
    found: list[int] = []

    def note(_one: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if "FROM complaint" in statement.replace("\n", " "):
            found.extend(values.values() if isinstance(values, dict) else values)

    event.listen(session.connection(), "before_cursor_execute", note)
    yield found
    event.remove(session.connection(), "before_cursor_execute", note)


def test_who_is_named_in_a_complaint_neither_sees_it_linked_nor_can_link_it(office: Office) -> None:
    one, about_tess = office.complain(), office.complain()
    link(office, one, about_tess.reference, by="carl")
    name(office, about_tess, "tess")

    assert linked(office, one, "tess") == []
    assert len(linked(office, one, "carl")) == 1
    with pytest.raises(NotFound):
        link(office, one, about_tess.reference, "duplicate", by="tess")
    with pytest.raises(NotInCharge):
        link(office, about_tess, one.reference, "duplicate", by="tess")
