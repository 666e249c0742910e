"""Deadlines fire by themselves, each at its own moment (traps 1, 3, 6, 7, 9)."""

import pytest

from engine.errors import StepFailed
from tests.engine.process.drawing import MONDAY, Play, days, diagram, flow, message, node, operation, path, timer


def guarded(text: str, interrupting: str = "false") -> bytes:
    return diagram(
        node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e")
        + node("boundaryEvent", "late", timer(text), attachedToRef="work", cancelActivity=interrupting)
        + node("userTask", "chief") + node("endEvent", "e2")
        + path("s", "work", "e") + path("late", "chief", "e2")
    )


def test_a_deadline_fires_at_its_exact_instant_and_not_a_second_before() -> None:
    play = Play(guarded('"P5D"'))

    before = play.at(days(5).replace(second=0) - (days(1) - days(1 - 1 / 86400))).tasks
    after = play.at(days(5)).tasks

    assert before == ["work"]
    assert after == ["chief", "work"]


def test_an_interrupting_deadline_takes_the_work_away() -> None:
    play = Play(guarded('"P5D"', "true"))

    play.at(days(5))

    assert play.tasks == ["chief"]


def test_a_deadline_that_was_moved_moves_its_timer() -> None:
    play = Play(guarded('deadline("final")'), deadlines={"final": days(30)})
    play.deadlines["final"] = days(5)

    play.at(days(4))
    quiet = play.tasks
    play.at(days(5))

    assert quiet == ["work"]
    assert play.tasks == ["chief", "work"]


def test_a_deadline_that_was_never_set_never_fires() -> None:
    play = Play(guarded('deadline("deemed_granted")'))

    play.at(days(400))

    assert play.tasks == ["work"]
    assert play.due("late") is None


def test_working_days_are_counted_when_the_work_arrives_and_stay() -> None:
    play = Play(guarded("working_days(2)"))
    promised = play.due("late")

    play.at(days(1))

    assert promised == play.due("late") == days(2).replace(hour=17)


def test_a_task_keeps_the_moment_it_opened_and_its_due_moment_after_a_long_sleep() -> None:
    play = Play(guarded('"P5D"'))

    play.at(days(15))

    chief = next(task for task in play.state.after.tasks.values() if task.element == "chief")
    assert chief.opened == days(5)


@pytest.mark.parametrize("looks", [(3, 5, 8), (8,)])
def test_work_without_a_date_of_its_own_is_late_since_the_first_timer_around_it(looks: tuple[int, ...]) -> None:
    play = Play(diagram(
        node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e")
        + node("boundaryEvent", "warn", timer('"P2D"'), attachedToRef="work", cancelActivity="false")
        + node("userTask", "look") + node("endEvent", "e1")
        + node("boundaryEvent", "final", timer('"P9D"'), attachedToRef="work", cancelActivity="false")
        + node("endEvent", "e2")
        + path("s", "work", "e") + path("warn", "look", "e1") + path("final", "e2")
    ))

    for day in looks:
        play.at(days(day))

    assert {task.element: task.due for task in play.state.after.tasks.values()} == {"work": days(2), "look": None}


def test_work_follows_a_deadline_that_is_moved_before_it_came() -> None:
    play = Play(guarded('deadline("final")'), deadlines={"final": days(5)})
    play.deadlines["final"] = days(8)

    play.at(days(6))

    assert [task.due for task in play.state.after.tasks.values()] == [days(8)]


def test_after_a_long_sleep_each_step_happens_at_its_own_moment() -> None:
    """Warn on day 2, take over on day 3, letter a day later: also when nobody looked until day 10."""
    play = Play(diagram(
        node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e")
        + node("boundaryEvent", "warn", timer('"P2D"'), attachedToRef="work", cancelActivity="false")
        + node("serviceTask", "reminder", operation("note", what="&quot;reminder&quot;")) + node("endEvent", "e1")
        + node("boundaryEvent", "final", timer('"P3D"'), attachedToRef="work")
        + node("userTask", "chief") + node("endEvent", "e2")
        + node("boundaryEvent", "chief_late", timer('"P1D"'), attachedToRef="chief")
        + node("serviceTask", "edr", operation("note", what="&quot;edr&quot;")) + node("endEvent", "e3")
        + path("s", "work", "e") + path("warn", "reminder", "e1") + path("final", "chief", "e2")
        + path("chief_late", "edr", "e3")
    ))

    play.at(days(10))

    assert [(call.parameters["what"], call.at) for call in play.calls] == [("reminder", days(2)), ("edr", days(4))]
    assert play.state.ended


def test_two_timers_behind_one_event_gateway_each_keep_their_moment() -> None:
    body = (
        node("startEvent", "s") + node("eventBasedGateway", "g")
        + node("intermediateCatchEvent", "slow", timer('"PT5H"'))
        + node("intermediateCatchEvent", "fast", timer('"PT1H"'))
        + node("userTask", "after_slow") + node("userTask", "after_fast") + node("endEvent", "e")
        + path("s", "g", "slow", "after_slow", "e") + path("g", "fast", "after_fast") + flow("after_fast", "e")
    )
    play = Play(diagram(body))

    play.at(MONDAY.replace(hour=10))

    assert play.tasks == ["after_fast"]


def test_a_months_deadline_from_the_31st_falls_on_the_last_day_of_a_short_month() -> None:
    from datetime import UTC, datetime

    from engine.process import durations

    assert durations.add(datetime(2027, 1, 31, 9, tzinfo=UTC), "P1M") == datetime(2027, 2, 28, 9, tzinfo=UTC)


def test_a_reminder_and_an_answer_compete_fairly() -> None:
    body = (
        node("startEvent", "s") + node("eventBasedGateway", "g")
        + node("intermediateCatchEvent", "answer", message("accepted"))
        + node("intermediateCatchEvent", "silence", timer('"P20D"'))
        + node("userTask", "thank") + node("userTask", "close") + node("endEvent", "e") + node("endEvent", "e2")
        + path("s", "g", "answer", "thank", "e") + path("g", "silence", "close", "e2")
    )

    answered = Play(diagram(body, ("accepted",))).deliver("accepted").at(days(30))
    silent = Play(diagram(body, ("accepted",))).at(days(20))

    assert answered.tasks == ["thank"]
    assert silent.tasks == ["close"]
    assert silent.awaits == []


@pytest.mark.parametrize("text", ["working_days(wait)", "wait"])
def test_a_timer_that_gives_no_moment_is_named_when_the_work_arrives(text) -> None:  # type: ignore[no-untyped-def]
    """The library would leave it dead without a word (trap 5)."""
    with pytest.raises(StepFailed) as failed:
        Play(guarded(text), facts={"wait": "soon"})

    assert failed.value.about["element"] == "late"
