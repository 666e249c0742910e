"""Promises about time: what is kept whatever people do, because a clock stands behind every wait."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine.proofs import BROKEN, KEPT, bound
from tests.engine.proofs.sketch import (
    dmn,
    edge,
    elements,
    inside,
    operation,
    process,
    promise,
    proved,
    register,
    timer,
    wait,
)

ANSWERED = ["closed", "reviewed"]
"""The milestones of the tiny pack: closed stands for an answer, reviewed for the word that it takes longer."""

FINAL = promise("response", after="received", reach=ANSWERED, within="deadline:final")
WORK = inside("work", "begun -> look -> done")
LONDON = ZoneInfo("Europe/London")
REGIMES = b"""
[urgency.U3]
acknowledge = "1 WD"
first_action = "3 WD"
update = "10 WD"
target = "15 WD"

[urgency.U1]
acknowledge = "1 WD"
first_action = "1 WD"
update = "1 WD"
target = "2 WD"
final_cap = "5 WD"

[[regime]]
id = "default"
name = "Our promise"
valid_from = 1970-01-01
clock_start = "receipt"
final = "30 CD"
breach_effects = ["holding_letter"]
confidence = "own"
source = "us"

[[regime]]
id = "outside"
name = "Another body looks at it"
valid_from = 1970-01-01
clock_start = "receipt"
final = "30 CD"
extension = "50 CD"
breach_effects = ["holding_letter", "edr_letter"]
edr_body = "the body"
edr_window = "one year to do so"
edr_url = "https://example.org/"
confidence = "own"
source = "us"
"""
BINDS = dmn("D_regimes", ["country:string"], ["regimes:string"], ['"GB" | "outside"'], "COLLECT")


def handled(*sides, before="", work=WORK, more="", drawn=""):
    """A complaint that is registered and worked on, with ways beside the work."""
    main = f"came -> take_up -> {before}work -> !tell[closed] -> over"
    return process(main, *sides, drawn=register() + work + drawn, called=more)


def on_final(ends=False, moment='deadline("final")', host="work"):
    return edge("late", host, timer(moment), ends=ends)


LATE = "late -> !inform[reviewed] -> told"


def day(month, day_, hour=10):
    return datetime(2026, month, day_, hour, tzinfo=LONDON)


def kept(proof):
    assert proof.verdict == KEPT, (proof.why, elements(proof))
    return bound(proof)


def broken(proof):
    assert proof.verdict == BROKEN, proof.why
    assert proof.replay.confirmed, proof.replay.why
    return proof


@pytest.mark.parametrize("ends", [True, False])
def test_a_timer_on_the_date_itself_keeps_the_promise_in_every_regime(ends):
    found = proved(FINAL, handled(LATE, drawn=on_final(ends)))

    assert kept(found) == "by a timer on the final date itself, in every regime"
    assert found.timed.by_date


def test_a_wait_outside_the_part_that_has_the_clock_never_ends_by_itself():
    found = broken(proved(FINAL, handled(LATE, before="sort -> ", drawn=on_final())))

    assert found.shows_at.element.id == "sort"
    assert found.late.comes is None
    assert (found.late.received, found.late.owed.date()) == (day(3, 3), day(4, 2).date())  # 30 days


def test_a_person_between_the_clock_and_the_answer_breaks_the_promise():
    found = broken(proved(FINAL, handled("late -> release -> !inform[reviewed] -> told", drawn=on_final(True))))

    assert found.shows_at.element.id == "release"


def test_a_choice_between_the_clock_and_the_answer_breaks_the_promise_for_some():
    side = "late -> ?loud -> !inform[reviewed] -> told", "?loud -> {channel == 'phone'} told"

    found = broken(proved(FINAL, handled(*side, drawn=on_final())))

    assert "loud" in elements(found)


def two_waits(days="10"):
    first = inside("work", "begun -> look -> done") + edge("late", "work", timer(f"working_days({days})"), ends=True)
    second = inside("more", "m1 -> again -> m2") + edge("later", "more", timer(f"working_days({days})"), ends=True)
    return process("came -> take_up -> work -> more -> !tell[closed] -> over", "late -> more",
                   "later -> !inform[reviewed] -> told", drawn=register() + first + second)


def test_waits_one_after_another_add_up():
    within = promise("response", after="received", reach=ANSWERED, within="25 WD")

    # From Tuesday 3 March, ten working days are 17 March, twenty 31 March, twenty-five (after Easter) 9 April.
    assert kept(proved(within, two_waits())).startswith("in at most")
    found = broken(proved(promise("response", after="received", reach=ANSWERED, within="15 WD"), two_waits()))
    assert found.late.of.label == "U3, default"
    assert [found.late.received.date(), found.late.owed.date(), found.late.comes.date()] == [
        day(3, 3).date(), day(3, 24).date(), day(3, 31).date()]


def test_the_class_with_the_least_room_is_named_with_its_days():
    found = proved(promise("response", after="received", reach=ANSWERED, within="25 WD"), two_waits())

    takes, owed, of = found.timed.worst

    assert of.label == "U3, default"
    assert 0 < (owed - takes).days <= 8
    assert takes.days >= 27


@pytest.mark.parametrize(("moment", "holds"), [
    ("calendar_days(20)", True), ("calendar_days(40)", False), ("working_days(15)", True), ('deadline("warn75")', True),
    ('earliest(deadline("final"), working_days(60))', True), ('deadline("target")', True),
])
def test_another_time_than_the_date_keeps_the_promise_if_it_is_over_before(moment, holds):
    found = proved(FINAL, handled(LATE, drawn=on_final(moment=moment)))

    assert (found.verdict == KEPT) is holds
    assert found.timed is None or not found.timed.by_date or "final" in moment


def test_a_wait_that_begins_anew_again_and_again_puts_the_answer_off_for_ever():
    round_ = process(
        "came -> take_up -> @which -> word -> @which", "@which -> silence -> !tell[closed] -> over",
        drawn=register() + wait("word", '<messageEventDefinition messageRef="m_word"/>')
        + wait("silence", timer('"P5D"', "timeDuration")))

    found = proved(promise("response", after="received", reach="closed", within="20 CD"), round_)

    assert (found.verdict, found.shows_at.element.id) == (BROKEN, "which")
    assert found.late.comes > found.late.owed
    nodes = [found.net.nodes[one].element.id for stage in found.stages for one in stage.nodes]
    assert "word" in nodes and nodes[-1] == "which"


def test_a_timer_that_breaks_the_work_off_before_the_date_takes_the_date_away():
    early = edge("early", "work", timer('deadline("warn75")'), ends=True)

    gone = broken(proved(FINAL, handled(LATE, "early -> sort -> quiet", drawn=on_final() + early)))

    assert "early" in elements(gone)


def test_a_date_that_only_some_regimes_have_is_owed_only_there():
    asked = promise("response", after="received", reach=ANSWERED, within="deadline:edr")
    careless = handled()
    careful = handled(LATE, drawn=on_final(moment='deadline("edr")'))
    binding = {"regimes": REGIMES, "D_regimes": BINDS}

    assert kept(proved(asked, careless)) == ""
    assert kept(proved(asked, careful, **binding)) == "by a timer on the edr date itself, in every regime"
    found = broken(proved(asked, careless, **binding))
    assert found.late.of.ids == ("outside",)
    assert found.late.owed.date() == day(4, 22).date()  # 50 days


@pytest.mark.parametrize(("when", "holds"), [
    ("urgency == 'U1'", False), ("urgency == 'U3'", True), ("'outside' in regimes", False),
    ("'outside' in regimes and urgency == 'U3'", True), ("country == 'GB' and urgency == 'U1'", False),
    ("country == 'GB' and urgency == 'U3'", True),
])
def test_a_promise_about_time_may_be_for_some_classes_only(when, holds):
    asked = promise("response", after="received", reach=ANSWERED, within="deadline:final", when=when)
    in_two_weeks = handled(LATE, drawn=on_final(moment="calendar_days(14)"))  # five working days are over before

    found = proved(asked, in_two_weeks, regimes=REGIMES, D_regimes=BINDS)

    assert (found.verdict == KEPT) is holds
    assert holds or found.late.of.urgency.name == "U1"


def test_a_promise_about_a_span_counts_working_days_of_the_calendar():
    asked = promise("response", after="received", reach=ANSWERED, within="6 WD")

    assert kept(proved(asked, handled(LATE, drawn=on_final(moment="working_days(5)")))) != ""
    assert broken(proved(asked, handled(LATE, drawn=on_final(moment="calendar_days(9)"))))


# --- a clock behind every wait -------------------------------------------------------------------------------

CLOCK = promise("every-wait-has-a-clock", after="received", until="closed", reach="reviewed")


def test_behind_every_wait_stands_a_timer_that_calls_somebody():
    assert proved(CLOCK, handled(LATE, drawn=on_final())).verdict == KEPT
    nobody = proved(CLOCK, handled("late -> sort -> quiet", drawn=on_final(True)))
    assert (nobody.verdict, nobody.shows_at.element.id) == (BROKEN, "sort")
    assert proved(CLOCK, handled()).shows_at.element.id == "look"


def test_timers_may_lead_to_each_other_before_somebody_is_called():
    second = inside("more", "m1 -> again -> m2") + edge("later", "more", timer("working_days(5)"), ends=True)
    chain = handled("late -> more -> told", "later -> !inform[reviewed] -> said", drawn=on_final(True) + second)

    found = proved(CLOCK, chain)

    assert found.verdict == KEPT or elements(found)[-1] != "look"


def test_a_timer_on_a_date_does_not_count_before_the_case_has_its_dates():
    early = process("came -> !hear[received] -> work -> take_up -> !tell[closed] -> over", LATE,
                    drawn=operation("take_up", "register") + WORK + on_final())

    found = proved(CLOCK, early)

    assert (found.verdict, found.shows_at.element.id) == (BROKEN, "look")
    counted = early.replace(b'deadline("final")', b"working_days(5)")
    assert proved(CLOCK, counted).verdict == KEPT


def test_a_date_that_only_some_cases_have_is_no_clock():
    assert proved(CLOCK, handled(LATE, drawn=on_final(moment='deadline("edr")'))).verdict == BROKEN

