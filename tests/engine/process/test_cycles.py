"""Timers that repeat: at most one firing after any sleep, at its first due moment (trap 8)."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import ExpressionInvalid
from engine.process import durations
from tests.engine.process.drawing import MONDAY, cycle, days, diagram, message, node, operation, path


def reminded(text: str, body: str = "") -> bytes:
    """Work with a reminder on its edge that is noted each time."""
    return diagram(
        node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e")
        + node("boundaryEvent", "again", cycle(text), attachedToRef="work", cancelActivity="false", name="Again")
        + node("serviceTask", "remind", body or operation("note")) + node("endEvent", "e2")
        + path("s", "work", "e") + path("again", "remind", "e2")
    )


PROGRESS = operation("later", deadline="&quot;next_update&quot;", days="5")


def test_a_reminder_comes_as_often_as_drawn_and_no_more(away):
    play = away(reminded('"R3/P5D"'))

    for day in range(1, 40):
        play.at(days(day))

    assert play.fired("Again") == [days(5), days(10), days(15)]
    assert [call.at for call in play.calls] == [days(5), days(10), days(15)]
    assert play.due("again") is None
    assert play.complete("work", now=days(40)).state.ended


def test_reminders_that_were_slept_through_are_one_at_the_first_of_their_moments(away):
    play = away(reminded('"R5/P5D"'))

    play.at(days(17))
    once = play.fired("Again")
    play.at(days(17.5)).at(days(20)).at(days(25)).at(days(60))

    assert once == [days(5)]
    assert play.fired("Again") == [days(5), days(20), days(25)]


def test_after_a_sleep_past_the_last_one_there_is_one_and_that_is_all(away):
    play = away(reminded('"R3/P5D"')).at(days(100)).at(days(200))

    assert play.fired("Again") == [days(5)]


def test_monthly_reminders_from_the_31st_come_at_the_ends_of_months(away):
    begun = datetime(2027, 1, 31, 9, 0, tzinfo=UTC)
    play = away(reminded('"R4/P1M"'), now=begun)

    for day in range(1, 125):
        play.at(begun + timedelta(days=day))

    assert [(at.month, at.day) for at in play.fired("Again")] == [(2, 28), (3, 31), (4, 30), (5, 31)]


def test_a_report_on_progress_is_due_again_when_its_deadline_has_moved_on(away):
    play = away(reminded('deadline("next_update")', PROGRESS), deadlines={"next_update": days(5)})

    for day in range(1, 18):
        play.at(days(day))

    assert play.fired("Again") == [days(5), days(10), days(15)]
    assert play.due("again") == days(20)


def test_as_long_as_the_deadline_stays_where_it_is_nothing_more_comes(away):
    play = away(reminded('deadline("next_update")'), deadlines={"next_update": days(5)})

    for day in range(4, 30):
        play.at(days(day))
    once = play.fired("Again")
    play.deadlines["next_update"] = days(35)
    play.at(days(40))

    assert once == [days(5)]
    assert play.fired("Again") == [days(5), days(35)]


def test_after_a_month_without_a_look_one_report_goes_out_dated_when_it_was_due(away):
    play = away(reminded('deadline("next_update")', PROGRESS), deadlines={"next_update": days(5)})

    play.at(days(33)).at(days(33.1)).at(days(34))

    assert [call.at for call in play.calls] == [days(5)]
    assert play.due("again") == days(38)


def test_a_deadline_that_moves_on_from_when_it_was_due_goes_on_beyond_what_was_slept_through(away):
    """Set anew from its own moment, it would lie in the past again: no letter for each of them, and not the end."""
    on = operation("from_then", deadline="&quot;next_update&quot;", days="5")
    play = away(reminded('deadline("next_update")', on), deadlines={"next_update": days(5)})

    play.at(days(33)).at(days(33.1))
    once, ahead = play.fired("Again"), play.due("again")
    play.at(days(36)).at(days(41))

    assert once == [days(5)]
    assert ahead == days(35)
    assert play.fired("Again") == [days(5), days(35), days(40)]


def test_a_case_without_the_deadline_is_left_alone_until_it_gets_one(away):
    play = away(reminded('deadline("next_update")', PROGRESS)).at(days(50))
    quiet = play.fired("Again")

    play.deadlines["next_update"] = days(55)
    play.at(days(56))

    assert quiet == []
    assert play.fired("Again") == [days(55)]


def test_it_does_not_outlive_the_work_it_reminds_of(away):
    play = away(reminded('"R9/P5D"')).at(days(7)).complete("work", now=days(8))

    assert play.state.ended


def test_the_clocks_change_and_the_moment_stays_exact(away):
    """The night of 28 March 2027 has 23 hours in London; a deadline is a moment, and a day 24 hours."""
    begun = datetime(2027, 3, 26, 23, 30, tzinfo=UTC)
    deadline = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    play = away(reminded('"R3/P1D"'), now=begun)
    live = away(reminded('deadline("next_update")', PROGRESS), now=begun, deadlines={"next_update": deadline})

    for hour in range(1, 90):
        play.at(begun + timedelta(hours=hour))
        live.at(begun + timedelta(hours=hour))

    assert play.fired("Again") == [begun + timedelta(days=number) for number in (1, 2, 3)]
    assert live.fired("Again") == [deadline]


def test_a_reminder_that_repeats_says_nothing_of_when_the_work_is_due():
    from tests.engine.process.drawing import Play
    play = Play(reminded('"R3/P5D"'))

    assert [task.due for task in play.state.after.tasks.values()] == [None]


@pytest.mark.parametrize("text", ['"R/P5D"', '"R0/P5D"', "R3/P5D", '"R3/"', '"R3/5 days"', '"R3/PT0S"', '"P5D"',
                                  '"R3/P5D/2027-01-01"', '"R999/P99999D"', "'R3/P5D\""])
def test_what_does_not_say_how_often_and_how_far_apart_is_refused(text):
    with pytest.raises(ExpressionInvalid):
        durations.repeat(text)


def test_a_message_in_the_same_step_comes_after_what_was_due_before_it(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e")
        + node("boundaryEvent", "again", cycle('"R2/P5D"'), attachedToRef="work", cancelActivity="false", name="Again")
        + node("boundaryEvent", "gone", message("withdrawn"), attachedToRef="work")
        + node("endEvent", "e2") + node("endEvent", "e3")
        + path("s", "work", "e") + path("again", "e2") + path("gone", "e3"), ("withdrawn",),
    ))

    play.deliver("withdrawn", now=days(7))

    assert [(kind, at) for kind, _, at in play.happened] == [
        ("timer", days(5)), ("message", days(7)), ("ended", days(7)),
    ]
    assert days(5) > MONDAY
