"""The journal is one chain per case; whoever changes it behind Amends' back is found out (S26)."""

from collections.abc import Callable
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine import doctor, journal
from engine.db import Database
from engine.journal import GENESIS, Line
from engine.model import Case, Entry
from engine.people import COMPLAINANT, SYSTEM
from tests.engine.tiny_house import NOW, TinyHouse

ONE, TWO = 1, 2
LATER = NOW + timedelta(hours=1)

Tampering = Callable[[Session], object]


@pytest.fixture
def lived_in(database: Database) -> Database:
    """Two cases that were opened and done."""
    with database.transaction() as session:
        house = TinyHouse(session)
        for _ in range(2):
            house.done(session, house.opened(session).case_id, LATER)
    return database


def entry(seq: int, **values: object) -> Tampering:
    return lambda session: session.execute(
        update(Entry).where(Entry.case_id == ONE, Entry.seq == seq).values(**values)
    )


def cut(*seqs: int) -> Tampering:
    return lambda session: session.execute(delete(Entry).where(Entry.case_id == ONE, Entry.seq.in_(seqs)))


def cut_the_tail(session: Session) -> None:
    last = session.execute(select(Case.entries).where(Case.id == ONE)).scalar_one()
    session.execute(delete(Entry).where(Entry.case_id == ONE, Entry.seq == last))


def cut_the_tail_and_count_anew(session: Session) -> None:
    cut_the_tail(session)
    session.execute(update(Case).where(Case.id == ONE).values(entries=Case.entries - 1))


def cut_everything(session: Session) -> None:
    session.execute(delete(Entry).where(Entry.case_id == ONE))


def swap_two_entries(session: Session) -> None:
    for old, new in ((2, 1000), (3, 2), (1000, 3)):
        session.execute(update(Entry).where(Entry.case_id == ONE, Entry.seq == old).values(seq=new))


def swap_two_cases(session: Session) -> None:
    """All entries change places, and what the cases know of them too."""
    of_two = select(Entry.id).where(Entry.case_id == TWO)
    moved = list(session.scalars(of_two))
    session.execute(update(Entry).where(Entry.case_id == TWO).values(seq=Entry.seq + 1000, case_id=ONE))
    session.execute(update(Entry).where(Entry.case_id == ONE, Entry.id.not_in(moved)).values(case_id=TWO))
    session.execute(update(Entry).where(Entry.id.in_(moved)).values(seq=Entry.seq - 1000))
    one, two = session.get_one(Case, ONE), session.get_one(Case, TWO)
    (one.head, one.entries), (two.head, two.entries) = (two.head, two.entries), (one.head, one.entries)


def write_one_more(session: Session) -> None:
    last = session.scalars(select(Entry).where(Entry.case_id == ONE).order_by(Entry.seq.desc())).first()
    assert last is not None
    session.add(Entry(case_id=ONE, seq=last.seq + 1, at=NOW, noticed_at=NOW, kind="note.added", actor="Nobody",
                      person_id=None, element="", data="{}", hash=bytes(32)))


def found(database: Database) -> list[str]:
    """What the doctor says of the first case's journal."""
    with database.reading() as session:
        reference = session.execute(select(Case.reference).where(Case.id == ONE)).scalar_one()
    return [one.what for one in doctor.examine(database) if (one.check, one.case) == ("journal-verifies", reference)]


def faults(database: Database, case_id: int = ONE) -> list[str]:
    with database.reading() as session:
        return journal.verify(session, session.get_one(Case, case_id))


def test_what_amends_wrote_verifies(lived_in: Database) -> None:
    assert faults(lived_in) == []
    assert found(lived_in) == []


@pytest.mark.parametrize(("tamper", "says"), [
    pytest.param(entry(2, data='{"owner":"Nobody"}'), "entry 2 (owner.named) was changed", id="another text"),
    pytest.param(entry(2, actor="Ines Intake"), "entry 2 (owner.named) was changed", id="another actor"),
    pytest.param(entry(2, person_id=1), "entry 2 (owner.named) was changed", id="another person"),
    pytest.param(entry(2, at=NOW - timedelta(microseconds=1)), "entry 2 (owner.named) was changed", id="another time"),
    pytest.param(entry(2, noticed_at=LATER), "entry 2 (owner.named) was changed", id="noticed at another time"),
    pytest.param(entry(2, kind="owner.kept"), "entry 2 (owner.kept) was changed", id="another kind"),
    pytest.param(entry(2, element="look"), "entry 2 (owner.named) was changed", id="another step"),
    pytest.param(entry(2, hash=bytes(32)), "entry 2 (owner.named) was changed", id="another hash"),
    pytest.param(cut(1), "entry 1 is missing; the next one is 2", id="the first taken out"),
    pytest.param(cut(3), "entry 3 is missing; the next one is 4", id="one taken out"),
    pytest.param(cut_the_tail, "its end was cut or replaced", id="the end cut"),
    pytest.param(cut_the_tail_and_count_anew, "its end was cut or replaced", id="the end cut and counted anew"),
    pytest.param(cut_everything, "has 0 entries", id="all taken out"),
    pytest.param(swap_two_entries, "entry 2 (deadlines.set) was changed", id="two entries swapped"),
    pytest.param(swap_two_cases, "entry 1 (case.received) was changed", id="two cases swapped"),
    pytest.param(write_one_more, "(note.added) was changed", id="one added"),
])
def test_a_journal_that_was_tampered_with_is_named_with_its_entry(
    lived_in: Database, tamper: Tampering, says: str
) -> None:
    with lived_in.transaction() as session:
        tamper(session)

    said = faults(lived_in)

    assert len(said) == 1
    assert says in said[0]
    assert found(lived_in) == [f"{said[0][0].upper()}{said[0][1:]}."]


def test_the_journal_of_one_case_says_nothing_about_another(lived_in: Database) -> None:
    with lived_in.transaction() as session:
        entry(2, actor="Nobody")(session)

    assert faults(lived_in, TWO) == []


def test_each_entry_says_when_it_became_true_and_when_it_was_noticed() -> None:
    line = Line("timer.fired", NOW, SYSTEM, "late", {"name": "final"})

    rows, _, count = journal.chain("C-1", 7, GENESIS, 4, [line], LATER)

    assert (rows[0]["at"], rows[0]["noticed_at"], rows[0]["seq"], count) == (NOW, LATER, 5, 5)


def test_a_chain_goes_on_from_where_it_ended() -> None:
    lines = [Line("note.added", NOW, COMPLAINANT, "", {"text": f"page {number}"}) for number in range(3)]

    whole, head, _ = journal.chain("C-1", 7, GENESIS, 0, lines, NOW)
    _, half, count = journal.chain("C-1", 7, GENESIS, 0, lines[:2], NOW)
    _, later, _ = journal.chain("C-1", 7, half, count, lines[2:], NOW)

    assert head == later == whole[-1]["hash"]


def test_sets_and_tuples_stand_in_the_journal_as_lists() -> None:
    line = Line("regulator.flagged", NOW, SYSTEM, "", {"regimes": ("uk_fca",), "who": frozenset({"a"})})

    rows, _, _ = journal.chain("C-1", 7, GENESIS, 0, [line], NOW)

    assert orjson.loads(rows[0]["data"]) == {"regimes": ["uk_fca"], "who": ["a"]}


def test_what_cannot_be_read_back_is_not_written() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        journal.chain("C-1", 7, GENESIS, 0, [Line("note.added", NOW, SYSTEM, "", {"text": object()})], NOW)
