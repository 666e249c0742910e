"""Every way through the removal of a cause (ISO 10002:2018 8.2, 8.7)."""

import pytest

from tests.engine.reference.walking import Walk, Way, unwalked, walk


def improved(run: Walk, *effects: bool, others: bool = False) -> None:
    """From the problem to what was published; `effects`: whether the cause was gone, at each attempt."""
    run.do("state_problem", capa_problem="Cards are charged twice at 23:59.")
    run.do("contain_problem", capa_contained="The nightly run is paused.")
    for effective in effects:
        run.do("find_cause", capa_whys=["Two runs overlap"], capa_root="No lock")
        run.do("plan_actions", capa_actions=["Add a lock", "Alarm on double charges"], measure="Double charges: 12")
        for action in ("Alarm on double charges", "Add a lock"):
            run.do("carry_out", action, done="Yes.", done_on="2026-11-25")
        run.wait(40)
        run.do("verify_effect", effective=effective, capa_evidence="Double charges: see figure.")
    if effects.count(False) == 3:
        run.do("decide_on_cause", found="The supplier", step="decided")
    run.do("sweep_others", others_affected=others, others_text="All card holders" if others else "")
    run.do("publish_change", capa_published="Cards were charged twice. They no longer are.")


WAYS = {
    "a cause is removed at the first attempt": Way(
        lambda run: improved(run, True), ends=("correction_done",), counts={"cause_is_gone": 1, "tell_of_others": 0}),
    "a cause comes back once, and others are told": Way(
        lambda run: improved(run, False, True, others=True), ends=("tell_of_others",), counts={"find_cause": 2}),
    "a cause comes back twice": Way(
        lambda run: improved(run, False, False, True), counts={"find_cause": 3, "decide_on_cause": 0}),
    "a cause that stays after three attempts goes to management": Way(
        lambda run: improved(run, False, False, False), ends=("decide_on_cause", "correction_done"),
        counts={"find_cause": 3, "cause_is_gone": 0}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_corrective_action(name):
    walk("corrective_action", WAYS[name])


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("corrective_action", [walk("corrective_action", way) for way in WAYS.values()]) == set()


def test_nobody_says_that_a_cause_is_gone_that_is_not():
    run = Walk("corrective_action")

    improved(run, False, False, False)

    assert (run.reached("cause_removed"), run.reached("improvement_published")) == (0, 1)
