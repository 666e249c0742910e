"""Taking down a complaint that reached staff by telephone, on paper or face to face."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from engine.db import Database
from engine.model import Attachment, Case, Entry, IntakeDraft, Message, Party
from engine.packs import Pack
from tests.engine.cases.conftest import MONDAY, shipped
from tests.web.staff.desk import Desk, Visitor
from tests.web.staff.other_packs import desk_with

PDF = b"%PDF-1.7\n"
SAID: dict[str, Any] = {
    "channel": "phone", "description": "She was charged twice.", "topic": "payments", "name": "Zoë Quist",
    "email": "zoe@home.example", "country": "GB",
}
FORM = json.dumps({
    "title": "Take in a complaint", "type": "object", "properties": {
        "channel": {"title": "How?", "type": "string", "enum": ["phone", "post"], "x-amends-case": "channel",
                    "x-amends-section": "What they say"},
        "received_at": {"title": "When did it reach us?", "type": "string", "format": "date-time",
                        "x-amends-case": "received_at", "x-amends-section": "What they say"},
        "description": {"title": "What went wrong?", "type": "string", "x-amends-widget": "textarea",
                        "x-amends-case": "description", "x-amends-section": "What they say"},
        "topic": {"title": "About what?", "type": "string", "enum": ["payments", "other"], "x-amends-case": "topic",
                  "x-amends-section": "What they say"},
        "happened_on": {"title": "When did it happen?", "type": "string", "format": "date", "x-amends-past": True,
                        "x-amends-fact": "happened_on", "x-amends-section": "What they say"},
        "promised": {"title": "What did you promise?", "type": "string", "x-amends-fact": "promised",
                     "x-amends-section": "What has been done"},
        "name": {"title": "Their name", "type": "string", "x-amends-party": "name", "x-amends-section": "Who"},
        "email": {"title": "E-mail", "type": "string", "format": "email", "x-amends-party": "email",
                  "x-amends-section": "Who"},
        "country": {"title": "Country", "type": "string", "enum": ["GB", "EE"], "x-amends-case": "country",
                    "x-amends-section": "Who"},
    }, "required": ["channel", "description", "topic", "name", "country"],
}).encode()


@pytest.fixture
def desk(database: Database, clock: time_machine.Traveller, tmp_path: Path) -> Desk:
    """An office with a form of its own for what reaches staff."""
    pack = Pack({**shipped().files, "forms/staff_intake.json": FORM})
    return desk_with(database, pack, clock, tmp_path, MONDAY)


def send(visitor: Visitor, typed: dict[str, Any], key: str = "", **more: Any) -> Any:
    visitor.get("/cases/new")
    return visitor.post("/cases/new", {"key": key, **typed}, content_type="multipart/form-data", **more)


def rows(desk: Desk, kind: Any) -> list[Any]:
    with desk.office.database.reading() as session:
        return list(session.scalars(select(kind).order_by(kind.id if hasattr(kind, "id") else kind.case_id)))


def test_a_complaint_on_the_telephone_becomes_a_case_in_the_name_of_who_took_it_down(desk: Desk) -> None:
    answer = send(desk.sit("ina"), SAID, follow_redirects=True).text

    [case] = rows(desk, Case)
    assert (case.channel, case.received_at, case.description) == ("phone", MONDAY, "She was charged twice.")
    assert case.reference in answer and "goes to zoe@home.example" in answer
    with desk.office.database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.kind == "case.received")).one()
        assert (entry.actor, session.get_one(Party, case.id).name) == ("Ina", "Zoë Quist")
    assert desk.office.faults() == []


def test_a_second_click_leads_to_the_same_case(desk: Desk) -> None:
    ina = desk.sit("ina")

    first, second = (send(ina, SAID, key="one page").location for _ in range(2))

    assert first == second
    assert len(rows(desk, Case)) == 1


def test_what_is_missing_comes_back_with_everything_typed_and_every_file(desk: Desk) -> None:
    ina = desk.sit("ina")
    typed = {**SAID, "country": "", "promised": "A call.", "files": (BytesIO(PDF), "letter.pdf")}

    answer = send(ina, typed, key="one page")

    assert answer.status_code == 422
    assert "She was charged twice." in answer.text and "letter.pdf" in answer.text
    assert "<details class=\"stack\" open><summary>More: What has been done</summary>" in answer.text
    send(ina, SAID, key="one page")
    assert [file.case_id for file in rows(desk, Attachment)] == [rows(desk, Case)[0].id]
    assert rows(desk, Attachment)[0].added_by == "Ina"


def test_a_file_can_be_taken_away_again(desk: Desk) -> None:
    ina = desk.sit("ina")
    send(ina, {**SAID, "country": "", "files": (BytesIO(PDF), "letter.pdf")}, key="one page")

    answer = send(ina, {**SAID, "remove": str(rows(desk, Attachment)[0].id)}, key="one page")

    assert answer.status_code == 200
    assert rows(desk, Attachment) == []
    assert rows(desk, Case) == []


def test_what_came_in_earlier_counts_from_that_day_and_says_why_it_is_recorded_only_now(desk: Desk) -> None:
    ina = desk.sit("ina")
    friday = {**SAID, "channel": "post", "received_at": "2026-11-20T16:00"}

    without = send(ina, friday, key="one page")
    send(ina, {**friday, "received_reason": "It lay in the mailbox over the weekend."}, key="one page")

    assert without.status_code == 422 and "Say in a few words why it is recorded only now" in without.text
    [case] = rows(desk, Case)
    assert case.received_at.isoformat() == "2026-11-20T16:00:00+00:00"
    timeline = ina.get(f"/cases/{case.reference}/timeline").text
    assert "It lay in the mailbox over the weekend." in timeline and "by letter" in timeline
    assert desk.office.faults() == []


def test_nothing_comes_in_tomorrow(desk: Desk) -> None:
    answer = send(desk.sit("ina"), {**SAID, "received_at": "2026-11-24T09:00"})

    assert answer.status_code == 422 and "This is in the future." in answer.text


def test_nobody_complains_of_what_happens_next_year(desk: Desk) -> None:
    answer = send(desk.sit("ina"), {**SAID, "happened_on": "2027-11-23"})

    assert answer.status_code == 422 and "This day is still to come." in answer.text


def test_without_an_address_the_confirmation_is_printed_by_who_takes_complaints_in(desk: Desk) -> None:
    ina = desk.sit("ina")
    send(ina, {**SAID, "email": ""}, follow_redirects=True)
    [case], [letter] = rows(desk, Case), rows(desk, Message)

    answer = ina.post(f"/cases/{case.reference}/letters/{letter.id}/paper").text

    assert "It has to be printed" not in answer and "/follow/" in answer
    assert rows(desk, Message)[0].status == "sent"
    assert "On paper." in ina.get(f"/cases/{case.reference}/timeline?topic=letters").text


def test_who_has_nothing_to_do_with_a_case_never_sees_its_code(desk: Desk) -> None:
    ina, rita = desk.sit("ina"), desk.sit("rita")
    send(ina, {**SAID, "email": ""})
    [case], [letter] = rows(desk, Case), rows(desk, Message)

    page = rita.get(f"/cases/{case.reference}").text
    answer = rita.post(f"/cases/{case.reference}/letters/{letter.id}/paper")

    assert "Letters to print" in page and "Print it and post it" not in page
    assert answer.status_code == 403


def test_the_next_one_begins_with_what_is_likely_the_same(desk: Desk) -> None:
    ina = desk.sit("ina")
    page = send(ina, SAID, follow_redirects=True).text
    again = page.split('href="/cases/new?')[1].split('"')[0].replace("&amp;", "&")

    fresh = ina.get(f"/cases/new?{again}").text

    assert 'value="payments" checked' in fresh and 'value="phone" checked' in fresh
    assert "She was charged twice." not in fresh


def test_only_people_of_a_group_take_complaints_down(desk: Desk) -> None:
    desk.only_in("mona")
    mona = desk.sit("mona")

    assert mona.get("/cases/new").status_code == 403
    assert mona.post("/cases/new", SAID).status_code == 403


def test_a_draft_that_was_never_finished_is_forgotten_like_any_other(desk: Desk) -> None:
    send(desk.sit("ina"), {**SAID, "country": ""}, key="one page")

    [draft] = rows(desk, IntakeDraft)

    assert draft.case_id is None
    assert "one page" not in draft.token_hash


def test_a_pack_without_a_form_for_it_asks_the_public_questions_and_how_it_came(
    database: Database, clock: time_machine.Traveller, tmp_path: Path
) -> None:
    plain = desk_with(database, shipped(), clock, tmp_path, MONDAY)
    ina = plain.sit("ina")
    typed = {**SAID, "wanted": ["refund"]}

    without = send(ina, {**typed, "channel": ""})
    send(ina, typed)

    assert without.status_code == 422
    assert [case.channel for case in rows(plain, Case)] == ["phone"]
