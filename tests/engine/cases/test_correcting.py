"""A letter that said something wrong is never changed: another one corrects it."""

import orjson
import pytest
from sqlalchemy import select, update

from engine import cases, overview
from engine.cases import Opened
from engine.errors import NotFound, NotInCharge, Refused
from engine.model import Case, Message
from tests.engine.cases.letterhead import furnish
from tests.engine.cases.office import Office

WRONG, RIGHT = "That we owe you 20 euros.", "It is 200 euros."


@pytest.fixture
def case(office: Office) -> Opened:
    return furnish(office).complain()


def letters(office: Office, case: Opened) -> list[Message]:
    with office.database.reading() as session:
        return list(session.scalars(select(Message).where(
            Message.case_id == case.case_id, Message.direction == "out").order_by(Message.id)))


def correct(office: Office, letter: Message, by: str = "ina") -> None:
    with office.database.transaction() as session:
        cases.correct_letter(session, letter.id, WRONG, RIGHT, office.cast[by], office.now)


def test_the_correction_says_what_was_wrong_and_what_is_right(office: Office, case: Opened) -> None:
    office.later(days=1)

    correct(office, letters(office, case)[0])

    first, second = letters(office, case)
    assert (second.name, second.address, second.status) == ("L14_correction", "zoe@home.example", "waiting")
    assert second.subject == f"Correction of {first.subject}"
    assert f"Dear Zoë Quist, of 23 November 2026. Wrong: {WRONG} Right: {RIGHT}" in second.text


def test_the_first_letter_stays_as_it_was_byte_by_byte(office: Office, case: Opened) -> None:
    before = letters(office, case)[0]

    correct(office, before)

    after = letters(office, case)[0]
    assert (after.subject, after.text, after.html, after.text_hash, after.status, after.created_at) == (
        before.subject, before.text, before.html, before.text_hash, before.status, before.created_at)
    assert office.faults() == []


def test_the_correction_and_the_journal_name_the_fingerprint_of_what_they_correct(
    office: Office, case: Opened
) -> None:
    correct(office, letters(office, case)[0])

    first, second = letters(office, case)
    [(_, _, told, actor)] = office.journal(case, "letter.written")[1:]
    assert orjson.loads(second.data) == {"corrects": first.text_hash, "corrected": first.id}
    assert (told["corrects"], told["sha256"], actor) == (first.text_hash, second.text_hash, "Ina")


def test_the_staff_sees_which_letter_corrects_which(office: Office, case: Opened) -> None:
    correct(office, letters(office, case)[0])

    with office.database.reading() as session:
        second, first = overview.letters(session, overview.head(session, case.reference).case)

    assert (second.corrects, list(first.corrected_by)) == (first.message.id, [second.message.id])


def test_a_correction_can_be_corrected_in_its_turn(office: Office, case: Opened) -> None:
    correct(office, letters(office, case)[0])

    correct(office, letters(office, case)[1])

    assert [one.name for one in letters(office, case)] == ["L1_ack", "L14_correction", "L14_correction"]


def test_a_letter_to_a_colleague_is_corrected_to_that_colleague_alone(office: Office, case: Opened) -> None:
    named = [office.cast["carl"].id, office.cast["mona"].id]
    case = office.complain(subject_people=named)
    with office.database.transaction() as session:
        session.execute(update(Message).where(Message.case_id == case.case_id).values(
            recipient="staff_concerned", address="mona@office.example"))

    correct(office, letters(office, case)[0])

    assert [(one.recipient, one.address) for one in letters(office, case)[1:]] == [
        ("staff_concerned", "mona@office.example")]
    assert "Dear Mona," in letters(office, case)[1].text
    assert "link.amends" not in letters(office, case)[1].text


@pytest.mark.parametrize("who", ["hugo", "rita", "mona"])
def test_only_who_is_in_charge_of_the_case_corrects_its_letters(office: Office, case: Opened, who: str) -> None:
    with pytest.raises(NotInCharge):
        correct(office, letters(office, case)[0], who)

    assert len(letters(office, case)) == 1


def test_a_letter_that_never_was_or_never_went_out_cannot_be_corrected(office: Office, case: Opened) -> None:
    letter = letters(office, case)[0]
    with office.database.transaction() as session:
        session.execute(update(Case).where(Case.id == case.case_id).values(send_letters=False))

    with pytest.raises(Refused, match="not sent"):
        correct(office, letter)
    with pytest.raises(NotFound):
        correct(office, Message(id=letter.id + 99))
