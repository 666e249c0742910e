"""Putting the final date of a case off: as far as the law allows, with a reason, and the complainant is told."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest
from sqlalchemy import select, update

from engine import cases, people
from engine.cases import Opened
from engine.errors import ExtensionRefused, NotInCharge, TaskGone
from engine.model import Case, Deadline, Message, Run, Timer
from tests.engine.cases.letterhead import furnish
from tests.engine.cases.office import Office

REASON = "We wait for the bank's records of that day."
LATER = date(2026, 12, 31)
# Bank holidays of England in the weeks looked at, from the government's own list.
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}


@pytest.fixture
def owned(office: Office) -> Opened:
    """A case about payments that Hugo owns: 15 working days, by holding letter 35."""
    case = furnish(office).complain("payments")
    office.assess(case)
    return case


def put_off(office: Office, case: Opened, to: date = LATER, reason: str = REASON, by: str = "hugo") -> None:
    with office.database.transaction() as session:
        cases.extend(session, case.case_id, to, reason, office.cast[by], office.now)


def dates(office: Office, case: Opened) -> dict[str, datetime]:
    with office.database.reading() as session:
        rows = session.scalars(select(Deadline).where(Deadline.case_id == case.case_id)).all()
    return {one.name: one.due_at for one in rows}


def working_days_after(start: date, count: int) -> date:
    """One day after the other: slow, and written apart from the engine's arithmetic."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def latest_day(start: date) -> date:
    """Payment services allow 35 working days, our own promise 50 days: the strictest binds."""
    return min(working_days_after(start, 35), start + timedelta(days=50))


def test_the_answer_is_due_on_the_evening_of_the_new_day(office: Office, owned: Opened) -> None:
    put_off(office, owned)

    assert dates(office, owned)["final"] == datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_the_warnings_move_with_the_final_date(office: Office, owned: Opened) -> None:
    before = dates(office, owned)

    put_off(office, owned)

    after = dates(office, owned)
    assert before["final"] < after["warn75"] < after["warn90"] < after["final"]
    assert (before["warn75"], before["warn90"]) < (after["warn75"], after["warn90"])


def test_the_clock_of_the_case_follows_at_once(office: Office, owned: Opened) -> None:
    was = dates(office, owned)["final"]
    put_off(office, owned)

    office.now = was + timedelta(hours=1)
    office.wake(owned)

    with office.database.reading() as session:
        timers = {one.deadline: one.due_at for one in session.scalars(
            select(Timer).where(Timer.case_id == owned.case_id)).all()}
        wakes = session.execute(select(Run.next_due_at).where(Run.case_id == owned.case_id)).scalar_one()
    assert "deadline.missed" not in [kind for kind, *_ in office.journal(owned)]
    assert timers["final"] == dates(office, owned)["final"]
    assert wakes == min(timers.values())


def test_a_date_put_off_escalates_at_its_new_moment(office: Office, owned: Opened) -> None:
    put_off(office, owned)

    office.now = datetime(2027, 1, 1, 12, tzinfo=UTC)
    office.wake(owned)

    assert [at for _, at, _, _ in office.journal(owned, "deadline.missed")] == [
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)]


def test_the_complainant_is_told_why_and_until_when(office: Office, owned: Opened) -> None:
    put_off(office, owned)

    with office.database.reading() as session:
        letter = session.scalars(select(Message).where(Message.case_id == owned.case_id).order_by(
            Message.id.desc())).first()
    assert letter is not None and (letter.name, letter.recipient, letter.status) == (
        "L5_holding", "complainant", "waiting")
    assert f"Because: {REASON} You have our answer by 31 December 2026" in letter.text


def test_the_journal_says_who_put_it_off_from_when_to_when_and_why(office: Office, owned: Opened) -> None:
    was = dates(office, owned)["final"]
    office.later(days=1)

    put_off(office, owned, by="tess")

    [(_, at, told, actor)] = office.journal(owned, "deadline.extended")
    assert (at, actor) == (office.now, "Tess")
    assert told["reason"] == REASON
    assert (told["was"], told["to"]) == (was.isoformat(), dates(office, owned)["final"].isoformat())


def test_the_date_itself_remembers_that_it_was_put_off(office: Office, owned: Opened) -> None:
    put_off(office, owned)

    with office.database.reading() as session:
        row = session.get_one(Deadline, (owned.case_id, "final"))
    assert [(one["by"], one["reason"]) for one in orjson.loads(row.derivation)["extended"]] == [("Hugo", REASON)]


@pytest.mark.parametrize("who", ["hugo", "tess", "carl"])
def test_its_owner_a_team_lead_and_the_complaints_manager_may_put_it_off(
    office: Office, owned: Opened, who: str
) -> None:
    put_off(office, owned, by=who)

    assert office.written(owned)[-1] == "L5_holding"


@pytest.mark.parametrize("who", ["ina", "rita", "mona"])
def test_nobody_else_may(office: Office, owned: Opened, who: str) -> None:
    with pytest.raises(NotInCharge):
        put_off(office, owned, by=who)

    assert office.written(owned) == ["L1_ack"]


@pytest.mark.parametrize("reason", ["", "busy", " " * 40, "nineteen characters"])
def test_a_reason_that_says_nothing_is_refused(office: Office, owned: Opened, reason: str) -> None:
    with pytest.raises(ExtensionRefused) as refused:
        put_off(office, owned, reason=reason)

    assert refused.value.about["why"] == "no_reason"


def test_the_last_day_that_every_rule_allows_is_possible_and_the_day_after_is_not(
    office: Office, owned: Opened
) -> None:
    last = latest_day(office.now.astimezone(ZoneInfo("Europe/London")).date())

    with pytest.raises(ExtensionRefused) as refused:
        put_off(office, owned, to=last + timedelta(days=1))
    put_off(office, owned, to=last)

    assert (refused.value.about["why"], refused.value.about["limit"]) == ("beyond_limit", last)
    assert f"{last:%-d %B %Y}" in refused.value.message
    assert dates(office, owned)["final"].date() == last


def test_the_form_can_say_which_day_is_the_latest_possible(office: Office, owned: Opened) -> None:
    with office.database.reading() as session:
        latest = cases.latest_extension(session, owned.case_id, office.now)

    assert latest is not None and latest.due.date() == latest_day(date(2026, 11, 23))


def test_a_date_is_put_off_once(office: Office, owned: Opened) -> None:
    put_off(office, owned, to=date(2026, 12, 29))

    with pytest.raises(ExtensionRefused) as refused:
        put_off(office, owned)

    assert refused.value.about["why"] == "again"
    assert office.written(owned).count("L5_holding") == 1


def test_a_date_that_has_passed_cannot_be_put_off_and_the_breach_is_told_instead(
    office: Office, owned: Opened
) -> None:
    office.later(days=40)

    with pytest.raises(ExtensionRefused) as refused:
        put_off(office, owned)
    office.wake(owned)

    assert refused.value.about["why"] == "passed"
    assert len(office.journal(owned, "deadline.missed")) == 1


def test_once_the_answer_is_out_there_is_nothing_to_put_off(office: Office, owned: Opened) -> None:
    office.decide(owned)

    with pytest.raises(TaskGone):
        put_off(office, owned)


def test_what_is_with_an_outside_body_is_not_put_off_any_more(office: Office, owned: Opened) -> None:
    with office.database.transaction() as session:
        session.execute(update(Case).where(Case.id == owned.case_id).values(disputed_at=office.now))

    with pytest.raises(TaskGone):
        put_off(office, owned)


def test_the_doctor_finds_a_case_put_off_to_be_whole(office: Office, owned: Opened) -> None:
    put_off(office, owned)
    office.now = datetime(2027, 3, 1, tzinfo=UTC)
    office.wake(owned)

    assert office.faults() == []


def test_who_stands_in_for_an_owner_who_is_away_may_put_it_off(office: Office, owned: Opened) -> None:
    hugo, rita = office.cast["hugo"], office.cast["rita"]
    with office.database.transaction() as session:
        people.enter_absence(session, hugo.id or 0, date(2026, 11, 23), date(2026, 11, 27), rita.id, hugo, office.now)

    put_off(office, owned, by="rita")

    assert office.written(owned)[-1] == "L5_holding"
