"""Linking cases, on their pages."""

import pytest
from sqlalchemy import insert

from engine.cases import Opened
from engine.db import table
from engine.model import Exclusion
from tests.web.staff.desk import Desk, Visitor


@pytest.fixture
def two(desk: Desk) -> tuple[Opened, Opened]:
    """Two cases that Ina owns."""
    return desk.office.complain(), desk.office.complain(topic="insurance")


def link(visitor: Visitor, case: Opened, reference: str, kind: str = "group", note: str = "") -> int:
    address = f"/cases/{case.reference}/links"
    visitor.get(address)
    return visitor.post(address, {"reference": reference, "kind": kind, "note": note}).status_code


def test_a_linked_case_stands_on_the_page_of_each_with_what_joins_them(
    desk: Desk, two: tuple[Opened, Opened]
) -> None:
    one, other = two
    ina = desk.sit("ina")

    went = link(ina, one, other.reference.rsplit("-", 1)[1].lower(), note="The fee of 1 November")
    page, theirs = (ina.get(f"/cases/{case.reference}").text for case in two)

    assert went == 303
    assert f'href="/cases/{other.reference}"' in page and "Insurance · open" in page
    assert "the same cause: <span class=\"typed\">The fee of 1 November</span>" in page
    assert f'href="/cases/{one.reference}"' in theirs


def test_the_direction_of_a_link_is_said_from_each_side(desk: Desk, two: tuple[Opened, Opened]) -> None:
    one, other = two
    ina = desk.sit("ina")

    link(ina, one, other.reference, "duplicate")

    assert "the same complaint; it goes on there" in ina.get(f"/cases/{one.reference}").text
    assert "the same complaint; it goes on here" in ina.get(f"/cases/{other.reference}").text


@pytest.mark.parametrize(("typed", "kind", "fault"), [
    ("", "group", "Write the reference of the other case"), ("C-2026-ZZZZZZ", "group", "There is no case with this"),
    ("{own}", "group", "A case cannot be linked to itself."), ("{other}", "friends", "Choose one of the answers"),
])
def test_what_cannot_be_linked_comes_back_as_typed_with_the_reason(
    desk: Desk, two: tuple[Opened, Opened], typed: str, kind: str, fault: str
) -> None:
    one, other = two
    ina = desk.sit("ina")
    address = f"/cases/{one.reference}/links"
    reference = typed.format(own=one.reference, other=other.reference)

    answer = ina.post(address, {"reference": reference, "kind": kind, "note": "Keep <this>"})

    assert answer.status_code == 422
    assert fault in answer.text
    assert f'value="{reference}"' in answer.text and 'value="Keep &lt;this&gt;"' in answer.text
    assert desk.office.journal(one, "case.linked") == []


def test_a_link_can_be_taken_away_and_the_timeline_keeps_it(desk: Desk, two: tuple[Opened, Opened]) -> None:
    one, other = two
    ina = desk.sit("ina")
    link(ina, one, other.reference)
    page = ina.get(f"/cases/{one.reference}/links").text
    button = next(part.split('"')[0] for part in page.split('action="') if part.split('"')[0].endswith("/remove"))

    answer = ina.post(button)
    timeline = ina.get(f"/cases/{one.reference}/timeline?topic=links").text

    assert answer.status_code == 303
    assert "Linked cases" not in ina.get(f"/cases/{one.reference}").text
    assert f"No longer linked to {other.reference}: the same cause." in timeline


def test_who_may_not_read_the_other_case_learns_neither_its_reference_nor_the_note_nor_reaches_it(
    desk: Desk, two: tuple[Opened, Opened]
) -> None:
    one, other = two
    link(desk.sit("ina"), one, other.reference, note="The fee of 1 November")
    with desk.office.database.transaction() as session:
        session.execute(insert(table(Exclusion)).values(
            case_id=other.case_id, person_id=desk.office.cast["tess"].id, reason="is named", source="named",
            created_at=desk.office.now, ask_reason="",
        ))
    tess = desk.sit("tess")

    timeline = tess.get(f"/cases/{one.reference}/timeline").text
    jump = tess.get(f"/cases?reference={other.reference.rsplit('-', 1)[1]}", follow_redirects=True).text

    assert "Linked to a case that is closed to you: the same cause." in timeline
    assert other.reference not in timeline and "The fee of 1 November" not in timeline
    assert "There is no case with the reference" in jump and other.reference not in jump
