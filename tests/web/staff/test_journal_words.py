"""Everything that happens to a case has words."""

from tests.engine.cases.office import Office
from tests.engine.reading.test_timeline import kinds_written
from tests.web.staff.desk import Desk
from web.journal_words import WORDS


def test_every_kind_of_entry_that_the_engine_writes_has_words() -> None:
    assert kinds_written() - WORDS.keys() == set()


def test_a_case_that_nobody_works_on_tells_its_whole_way_in_sentences(desk: Desk) -> None:
    case = desk.office.complain()
    for _ in range(10):
        desk.later(days=7)
        desk.office.wake(case)

    page = desk.sit("ina").get(f"/cases/{case.reference}/timeline").text

    assert "The final date passed without an answer." in page
    assert "a letter that says we are late and why" in page
    assert "The time came: Three quarters of the time gone." in page and "Noticed on" in page
    assert "has no words yet" not in page


def test_a_closed_case_tells_its_whole_way_in_sentences(desk: Desk) -> None:
    office: Office = desk.office
    case = office.complain()
    office.assess(case)
    office.decide(case)
    office.send(case, "rejected", reasons="I still do not agree.")
    for name in office.tasks(case):
        office.do("hugo", case, name, all_points_answered=True)

    page = desk.sit("ina").get(f"/cases/{case.reference}/timeline").text

    assert "has no words yet" not in page
    assert "At “Approved?” a condition was looked at: it holds." in page
