"""What is found out about what was there before a complaint."""

from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.orm import Session

from engine import cases
from engine.operations import history
from tests.engine.operations.ground import Ground
from tests.engine.tiny_house import task_of


def looked_up(ground: Ground, email: str = "zoe@home.example", **about: object) -> dict[str, object]:
    """The facts about what was there before a complaint that comes in and is looked at now."""
    return ground.facts(ground.done_to(email, **about))  # type: ignore[arg-type]


@pytest.fixture
def asking(ground: Ground) -> Ground:
    return ground.asks("look_up_history")


def test_the_first_complaint_of_somebody_repeats_nothing(asking: Ground) -> None:
    facts = looked_up(asking)

    assert (facts["repeats_90d"], facts["same_matter_open"]) == (0, False)
    assert facts.get("duplicate_of") is None


def test_complaints_of_the_last_90_days_from_the_same_address_are_repetitions(asking: Ground) -> None:
    asking.complaint()
    asking.later(days=40).complaint(topic="credit")
    asking.later(days=49.9)

    assert looked_up(asking)["repeats_90d"] == 2
    assert looked_up(asking.later(days=1))["repeats_90d"] == 2, "the first is more than 90 days old now"


def test_an_address_is_the_same_however_it_is_written(asking: Ground) -> None:
    asking.complaint("Zoe@Home.Example")

    assert looked_up(asking, "zoe@home.EXAMPLE")["repeats_90d"] == 1


def test_complaints_of_others_are_no_repetitions_before_a_cause_is_known(asking: Ground) -> None:
    asking.complaint("carl@home.example", facts={"cause": "mistake"})

    assert looked_up(asking)["repeats_90d"] == 0


def test_complaints_of_the_same_cause_are_repetitions_whoever_sent_them(asking: Ground) -> None:
    asking.complaint("carl@home.example", facts={"cause": "mistake"})
    asking.complaint("dora@home.example", facts={"cause": "delay"})
    asking.complaint(facts={"cause": "mistake"})

    facts = looked_up(asking, facts={"cause": "mistake"})

    assert facts["repeats_90d"] == 2, "one from the same address and of the same cause counts once"


@pytest.mark.parametrize("cause", ["x" * 5000, "a \"quoted\" cause", "põhjus – зі звичайних"])
def test_a_cause_may_be_any_text(asking: Ground, cause: str) -> None:
    asking.complaint("carl@home.example", facts={"cause": cause})

    assert looked_up(asking, facts={"cause": cause})["repeats_90d"] == 1


def test_people_without_an_address_are_not_taken_for_each_other(asking: Ground) -> None:
    asking.complaint("")

    facts = looked_up(asking, "")

    assert (facts["repeats_90d"], facts["same_matter_open"]) == (0, False)


def test_an_open_complaint_of_the_same_person_about_the_same_topic_is_the_same_matter(asking: Ground) -> None:
    first = asking.complaint(topic="credit")
    asking.complaint(topic="credit")

    facts = looked_up(asking, topic="credit")

    assert (facts["same_matter_open"], facts["duplicate_of"]) == (True, first.reference)


def test_neither_another_topic_nor_a_closed_complaint_is_the_same_matter(asking: Ground) -> None:
    asking.complaint(topic="mortgage")
    closed = asking.done_to(topic="credit")
    cases.complete(asking.session, task_of(asking.session, closed.case_id).id, {}, asking.handler, asking.now)

    assert looked_up(asking, topic="credit")["same_matter_open"] is False


@pytest.mark.parametrize(("days", "left"), [(0, 30), (25.2, 5), (30, 0), (33, -3)])
def test_the_days_that_the_law_leaves_are_those_on_the_wall_calendar(asking: Ground, days: float, left: int) -> None:
    case = asking.complaint()

    asking.later(days=days).looked_at(case)

    assert asking.facts(case)["legal_days_left"] == left


def test_a_day_counts_whole_however_late_in_it_somebody_looks(asking: Ground) -> None:
    # 20 working days from Monday 23 November end on Monday 21 December at five
    case = asking.complaint(regimes=["by_law"])

    asking.later(days=27, hours=9).looked_at(case)

    assert asking.facts(case)["legal_days_left"] == 1


def test_an_imported_complaint_is_neither_looked_up_nor_found(asking: Ground) -> None:
    asking.complaint(source="list", source_id="1", send_letters=False)

    imported = looked_up(asking, source="list", source_id="2", send_letters=False)
    own = looked_up(asking)

    assert (imported["repeats_90d"], imported["same_matter_open"]) == (0, False)
    assert own["same_matter_open"] is False
    assert own["repeats_90d"] == 2, "it was a complaint of theirs all the same"


@pytest.mark.parametrize(("statement", "index"), [
    (history._AGAIN, "ix_party_email"), (history._SAME_MATTER, "ix_party_email"),
    (history._SAME_CAUSE, "ix_fact_cause"),
], ids=["the same person", "the same matter", "the same cause"])
def test_what_was_before_is_found_by_an_index_however_much_there_is(
    session: Session, statement: Select[Any], index: str
) -> None:
    asked = {"case": 1, "email": "a@b.example", "topic": "credit", "cause": '"delay"', "since": "2026-11-23"}
    compiled = statement.compile(dialect=session.get_bind().dialect)
    values = {**compiled.params, **asked}
    given: Any = tuple(values[name] for name in compiled.positiontup) if compiled.positiontup else values

    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # what is small it reads whole; the question is whether it could do otherwise
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    word = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    plan = connection.exec_driver_sql(f"{word} {compiled}", given).all()

    assert any(index in str(row) for row in plan)
