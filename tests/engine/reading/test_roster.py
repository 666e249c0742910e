"""Who works here, as colleagues see it."""

from datetime import date

from engine import people, roster
from engine.model import Person
from tests.engine.cases.office import Office
from tests.engine.cases.staffing import FRIDAY, TOMORROW, away, limit, reports_to, trained, who


def members(office: Office) -> dict[str, roster.Member]:
    with office.database.reading() as session:
        return {one.name.lower(): one for one in roster.directory(session, office.now)}


def test_what_somebody_owns_counts_open_cases_only(office: Office) -> None:
    first, _second = office.complain(), office.complain()
    office.send(first, "withdrawn")
    office.do("hugo", first, "Confirm withdrawal", note="Yes.")
    office.do("hugo", first, "Close the case", all_points_answered=True)
    limit(office, "ina", 5)

    ina = members(office)["ina"]

    assert (ina.owns, ina.limit) == (1, 5)


def test_who_is_away_says_until_when_and_who_stands_in(office: Office) -> None:
    away(office, "hugo", deputy="rita")
    found = members(office)

    assert found["hugo"].away is not None and found["hugo"].away.until == FRIDAY
    assert found["hugo"].stands_in == "Rita"
    assert [one.name for one in found["rita"].stands_for] == ["Hugo"]
    assert found["ina"].away is None


def test_trainings_say_what_has_expired(office: Office) -> None:
    trained(office, "hugo", "law", date(2026, 11, 22))
    trained(office, "hugo", "tone", date(2026, 11, 23))

    assert [(one.name, one.expired) for one in members(office)["hugo"].trainings] == [("law", True), ("tone", False)]


def test_a_line_is_shown_by_name(office: Office) -> None:
    reports_to(office, "hugo", "tess")

    assert (members(office)["hugo"].manager, members(office)["tess"].manager) == ("Tess", "")


def test_who_left_is_not_in_the_directory_but_can_still_be_looked_up(office: Office) -> None:
    with office.database.transaction() as session:
        people.deactivate(session, session.get_one(Person, who(office, "hugo")), office.now)

    with office.database.reading() as session:
        hugo = roster.member(session, who(office, "hugo"), office.now)
        chosen_from = [name for _, name in roster.names(session)]
    assert "hugo" not in members(office) and "Hugo" not in chosen_from
    assert not hugo.active


def test_absences_to_come_are_shown_until_they_are_over(office: Office) -> None:
    away(office, "hugo", first=TOMORROW, deputy="rita")

    with office.database.reading() as session:
        before = roster.planned(session, who(office, "hugo"), office.now)
        later = roster.planned(session, who(office, "hugo"), office.later(days=2).now)
        after = roster.planned(session, who(office, "hugo"), office.later(days=5).now)

    assert [(one.first, one.deputy, one.now) for one in before] == [(TOMORROW, "Rita", False)]
    assert [one.now for one in later] == [True]
    assert after == []
