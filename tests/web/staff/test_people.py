"""The directory, and a page for each: own absences for everybody, all else for those who look after people."""

from datetime import date

import pytest
from sqlalchemy import select

from engine import people
from engine.model import Absence, Person, Skill
from tests.engine.cases.staffing import away, limit, reports_to, trained, who
from tests.web.staff.desk import Desk, Visitor

ABSENT = {"absence-first": "2026-11-24", "absence-last": "2026-11-27"}


def page_of(desk: Desk, name: str) -> str:
    return f"/people/{who(desk.office, name)}"


def absences(desk: Desk) -> list[tuple[int, date, date, int | None]]:
    with desk.office.database.reading() as session:
        return [(one.person_id, one.starts_on, one.ends_on, one.deputy_id)
                for one in session.scalars(select(Absence).order_by(Absence.id))]


def opened(visitor: Visitor, address: str) -> Visitor:
    visitor.get(address)
    return visitor


def test_the_directory_shows_groups_load_absences_trainings_and_lines(desk: Desk) -> None:
    desk.office.complain()
    limit(desk.office, "ina", 12)
    limit(desk.office, "rita", 0)
    away(desk.office, "hugo", deputy="rita")
    trained(desk.office, "rita", "payments", date(2026, 5, 3))
    reports_to(desk.office, "ina", "tess")

    page = desk.sit("rita").get("/people").text

    assert "1 of 12" in page and "0 of 0" in page and "full" in page
    assert "away until Fri 27 Nov 2026" in page and "Rita stands in" in page and "stands in for Hugo" in page
    assert "expired on Sun 3 May 2026" in page and "Handler, Reviewer" in page
    assert f'href="{page_of(desk, "tess")}">Tess</a>' in page


def test_ones_own_page_is_reached_by_ones_name_in_the_head(desk: Desk) -> None:
    assert f'href="{page_of(desk, "ina")}"' in desk.sit("ina").get("/inbox").text


def test_each_enters_their_own_absence(desk: Desk) -> None:
    address = page_of(desk, "hugo")
    hugo = opened(desk.sit("hugo"), address)

    went = hugo.post(f"{address}/absences", {**ABSENT, "absence-deputy": str(who(desk.office, "rita")),
                                             "absence-note": "Sailing"})
    page = hugo.get(address).text

    assert (went.status_code, went.location) == (303, address)
    assert absences(desk) == [
        (who(desk.office, "hugo"), date(2026, 11, 24), date(2026, 11, 27), who(desk.office, "rita"))]
    assert "Tue 24 Nov 2026 to Fri 27 Nov 2026" in page and "Rita stands in" in page and "Sailing" in page


def test_the_complaints_manager_enters_it_for_a_colleague_and_nobody_else_does(desk: Desk) -> None:
    address = page_of(desk, "hugo")
    ina, carl = opened(desk.sit("ina"), address), opened(desk.sit("carl"), address)

    refused = ina.post(f"{address}/absences", ABSENT)
    before = absences(desk)
    went = carl.post(f"{address}/absences", ABSENT)

    assert (refused.status_code, before) == (403, [])
    assert went.status_code == 303 and len(absences(desk)) == 1
    assert "Enter an absence" not in ina.get(address).text


@pytest.mark.parametrize(("typed", "said"), [
    ({"absence-first": "soon", "absence-last": "2026-11-27"}, "such as 2026-11-24"),
    ({"absence-first": "2026-11-27", "absence-last": "2026-11-24"}, "This is before the first day."),
    ({**ABSENT, "absence-deputy": "self"}, "Nobody is their own deputy."),
    ({**ABSENT, "absence-note": "a\0b"}, "a character that cannot be stored"),
    ({**ABSENT, "absence-note": "x" * 501}, "at most 500 characters"),
])
def test_an_absence_that_does_not_go_comes_back_as_typed_with_the_fault(
    desk: Desk, typed: dict[str, str], said: str
) -> None:
    address = page_of(desk, "hugo")
    hugo = opened(desk.sit("hugo"), address)
    sent = {name: str(who(desk.office, "hugo")) if text == "self" else text for name, text in typed.items()}

    answer = hugo.post(f"{address}/absences", sent)

    assert answer.status_code == 422
    assert said in answer.text and typed["absence-last"] in answer.text
    assert absences(desk) == []


def test_an_absence_over_another_says_which_one(desk: Desk) -> None:
    away(desk.office, "hugo")
    address = page_of(desk, "hugo")

    answer = opened(desk.sit("hugo"), address).post(f"{address}/absences", ABSENT)

    assert answer.status_code == 422
    assert "There is an absence from Mon 23 Nov 2026 to Fri 27 Nov 2026 already." in answer.text


def test_an_absence_gets_another_end_and_deputy(desk: Desk) -> None:
    absence = away(desk.office, "hugo")
    address = page_of(desk, "hugo")
    hugo = opened(desk.sit("hugo"), address)
    typed = {f"absence-{absence}-last": "2026-12-04", f"absence-{absence}-deputy": str(who(desk.office, "rita"))}

    went = hugo.post(f"{address}/absences/{absence}", typed)
    wrong = hugo.post(f"{address}/absences/{absence}", {**typed, f"absence-{absence}-last": ""})

    assert (went.status_code, wrong.status_code) == (303, 422)
    assert absences(desk)[0][2:] == (date(2026, 12, 4), who(desk.office, "rita"))


def test_who_is_back_early_ends_the_absence_with_yesterday(desk: Desk) -> None:
    absence = away(desk.office, "hugo")
    desk.later(days=2)
    address = page_of(desk, "hugo")

    opened(desk.sit("hugo"), address).post(f"{address}/absences/{absence}", {f"absence-{absence}-back": "1"})

    assert absences(desk)[0][2] == date(2026, 11, 24)


def test_an_absence_that_is_not_there_is_not_changed(desk: Desk) -> None:
    address = page_of(desk, "hugo")

    answer = opened(desk.sit("hugo"), address).post(f"{address}/absences/999", {"absence-999-last": "2026-12-04"})

    assert answer.status_code == 404


def test_those_who_look_after_people_set_limit_line_and_trainings(desk: Desk) -> None:
    address = page_of(desk, "hugo")
    carl = opened(desk.sit("carl"), address)

    carl.post(f"{address}/post", {"post-limit": "12", "post-manager": str(who(desk.office, "tess"))})
    carl.post(f"{address}/trainings", {"training-skill": " payments ", "training-until": "2027-05-03",
                                       "training-proof": "Course 12"})
    page = carl.get(address).text

    with desk.office.database.reading() as session:
        hugo = session.get_one(Person, who(desk.office, "hugo"))
        skill = session.scalars(select(Skill)).one()
    assert (hugo.case_limit, hugo.manager_id) == (12, who(desk.office, "tess"))
    assert (skill.name, skill.expires_on, skill.proof) == ("payments", date(2027, 5, 3), "Course 12")
    assert "0 of 12" in page and "until Mon 3 May 2027" in page and "Course 12" in page


def test_a_training_is_renewed_and_taken_out(desk: Desk) -> None:
    trained(desk.office, "hugo", "payments", date(2026, 5, 3))
    address = page_of(desk, "hugo")
    carl = opened(desk.sit("carl"), address)

    carl.post(f"{address}/trainings", {"training-skill": "payments"})
    renewed = carl.get(address).text
    carl.post(f"{address}/trainings/remove", {"skill": "payments"})

    assert "expired" not in renewed and "payments" in renewed
    assert "No training is noted." in carl.get(address).text
    assert carl.post(f"{address}/trainings/remove", {"skill": "payments"}).status_code == 404


@pytest.mark.parametrize(("path", "typed"), [
    ("post", {"post-limit": "100"}), ("trainings", {"training-skill": "payments"}),
    ("trainings/remove", {"skill": "payments"}),
])
def test_nobody_changes_their_own_limit_line_or_trainings(desk: Desk, path: str, typed: dict[str, str]) -> None:
    trained(desk.office, "hugo", "payments")
    address = page_of(desk, "hugo")
    hugo = opened(desk.sit("hugo"), address)

    answer = hugo.post(f"{address}/{path}", typed)

    assert answer.status_code == 403
    with desk.office.database.reading() as session:
        assert session.get_one(Person, who(desk.office, "hugo")).case_limit is None
        assert len(people.skills_of(session, who(desk.office, "hugo"))) == 1
    assert "Open cases at most" not in hugo.get(address).text


@pytest.mark.parametrize(("typed", "said"), [
    ({"post-limit": "many"}, "Write a whole number"), ({"post-limit": "10001"}, "Write a whole number"),
    ({"post-limit": "5", "post-manager": "under"}, "Rita reports to them"),
])
def test_a_post_that_contradicts_itself_is_not_kept(desk: Desk, typed: dict[str, str], said: str) -> None:
    reports_to(desk.office, "rita", "hugo")
    address = page_of(desk, "hugo")
    sent = {name: str(who(desk.office, "rita")) if text == "under" else text for name, text in typed.items()}

    answer = opened(desk.sit("carl"), address).post(f"{address}/post", sent)

    assert answer.status_code == 422 and said in answer.text
    with desk.office.database.reading() as session:
        hugo = session.get_one(Person, who(desk.office, "hugo"))
    assert (hugo.case_limit, hugo.manager_id) == (None, None)


@pytest.mark.parametrize(("typed", "said"), [
    ({"training-skill": ""}, "Write what the training is for"),
    ({"training-skill": "payments", "training-until": "May"}, "such as 2026-11-24"),
    ({"training-skill": "pay\0ments"}, "a character that cannot be stored"),
    ({"training-skill": "payments", "training-proof": "x" * 501}, "at most 500 characters"),
])
def test_a_training_that_does_not_go_comes_back_with_the_fault(desk: Desk, typed: dict[str, str], said: str) -> None:
    address = page_of(desk, "hugo")

    answer = opened(desk.sit("carl"), address).post(f"{address}/trainings", typed)

    assert answer.status_code == 422 and said in answer.text


def test_a_person_who_never_was_is_not_there(desk: Desk) -> None:
    carl = desk.sit("carl")

    assert carl.get("/people/999").status_code == 404
    assert carl.post("/people/999/post", {"post-limit": "5"}).status_code == 404
    assert carl.post("/people/999/absences", ABSENT).status_code == 404


def test_somebody_who_left_is_still_known_but_plans_nothing(desk: Desk) -> None:
    with desk.office.database.transaction() as session:
        people.deactivate(session, session.get_one(Person, who(desk.office, "hugo")), desk.office.now)
    carl = desk.sit("carl")

    page = carl.get(page_of(desk, "hugo")).text

    assert "Hugo does not work here any more." in page and "Enter an absence" not in page
    assert "Hugo" not in carl.get("/people").text
