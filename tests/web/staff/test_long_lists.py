"""A case with very many letters, files and messages: each list fifty lines at a time."""

from sqlalchemy import insert, select

from engine import attachments, delivery
from engine.cases import Opened
from engine.db import table
from engine.model import Message
from tests.web.staff.desk import Desk


def long_case(desk: Desk) -> Opened:
    case = desk.office.complain()
    with desk.office.database.transaction() as session:
        letter = session.execute(select(Message)).scalar_one()
        row = {column.name: getattr(letter, column.name) for column in table(Message).c if column.name != "id"}
        session.execute(insert(Message), [{**row, "subject": f"Letter no {number}"} for number in range(60)])
        for number in range(60):
            attachments.keep(session, f"f{number}.txt", str(number).encode(), 1, "Complainant", desk.office.now,
                             case_id=case.case_id)
    for number in range(30):
        desk.office.send(case, "accepted", text=f"message {number}")
    return case


def next_of(page: str, name: str) -> str:
    return page.split(f'?{name}=')[1].split('"')[0]


def test_letters_go_on_after_fifty(desk: Desk) -> None:
    case = long_case(desk)
    ina = desk.sit("ina")

    first = ina.get(f"/cases/{case.reference}/letters").text
    second = ina.get(f"/cases/{case.reference}/letters?before={next_of(first, 'before')}").text

    assert (first.count("<h2>Letter no"), second.count("<h2>Letter no")) == (50, 10)
    assert "We have your complaint" in second and "Back to the first" in second


def test_files_go_on_after_fifty(desk: Desk) -> None:
    case = long_case(desk)
    ina = desk.sit("ina")

    first = ina.get(f"/cases/{case.reference}/files").text
    second = ina.get(f"/cases/{case.reference}/files?after={next_of(first, 'after')}").text

    assert (first.count(".txt</a>"), second.count(".txt</a>")) == (50, 10)


def test_an_overview_shows_the_newest_messages_that_nothing_waited_for_and_leads_to_all(desk: Desk) -> None:
    case = long_case(desk)
    delivery.hand_over(desk.office.database)
    ina = desk.sit("ina")

    overview, messages = ina.get(f"/cases/{case.reference}").text, ina.get("/messages").text

    assert overview.count("A message that nothing waited for") == 5
    assert "message 29" in overview and 'href="/messages"' in overview
    assert messages.count(case.reference + "</a>") == 30
