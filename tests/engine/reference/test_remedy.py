"""Every way through carrying out what was promised (ISO 10002:2018 7.9)."""

import pytest

from tests.engine.reference.walking import Walk, Way, unwalked, walk


def done(run: Walk, remedy: str, *verdicts: bool) -> None:
    """One remedy is done and verified, as often as there are verdicts."""
    for verdict in verdicts:
        run.do("do_remedy", remedy, how="Paid back by transfer 7781.", done_on="2026-11-24")
        run.do("verify_remedy", remedy, verified=verdict, why_not="" if verdict else "Only half of it arrived.")


def at_once(run: Walk) -> None:
    done(run, "refund", True)
    run.say("remedy_confirmed", as_promised=True)


def side_by_side(run: Walk) -> None:
    run.do("do_remedy", "apology", how="Letter of 24 November.", done_on="2026-11-24")
    done(run, "refund", False, False, True)
    run.do("verify_remedy", "apology", verified=True)
    run.say("remedy_confirmed", as_promised=False, text="The charge is back on my bill.")
    run.do("put_right", found="Two systems", step="helped")


def never_right(run: Walk) -> None:
    done(run, "refund", False, False, False)
    run.do("see_to_it", found="Nobody answers at the bank", step="decided")
    run.wait(30)


def second_try(run: Walk) -> None:
    done(run, "refund", False, True)
    run.wait(30)


WAYS = {
    "a remedy that was done well is confirmed": Way(
        at_once, ends=("confirmed", "remedies_done"), counts={"next_try": 0}, facts={"remedies": ["refund"]}),
    "two remedies run side by side, and the complainant has the last word": Way(
        side_by_side, ends=("put_right_done",), counts={"next_try": 2, "one_remedy_done": 2},
        facts={"remedies": ["apology", "refund"]}),
    "a remedy is tried three times, then the complaints manager sees to it": Way(
        never_right, ends=("see_to_it", "taken_as_done"), counts={"next_try": 2}, facts={"remedies": ["refund"]}),
    "a second try may do": Way(second_try, counts={"next_try": 1}, facts={"remedies": ["refund"]}),
    "without remedies nothing is done": Way(
        lambda run: run.say("remedy_confirmed", as_promised=True), counts={"do_remedy": 0}, facts={"remedies": []}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_remedies(name):
    walk("remedy", WAYS[name])


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("remedy", [walk("remedy", way) for way in WAYS.values()]) == set()


def test_each_remedy_is_verified_by_somebody_else():
    run = Walk("remedy", {"remedies": ["refund", "apology"]})

    run.do("do_remedy", "refund", how="Paid back.", done_on="2026-11-24")

    verify = next(task for task in run.state.after.tasks.values() if task.element == "verify_remedy")
    assert (verify.about, verify.not_by) == ("refund", ("remedy_done",))
