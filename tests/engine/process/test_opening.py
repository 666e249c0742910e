"""What is fixed when a step of a person opens: what it is about, who does it, what they must be able to do."""

import pytest

from engine.errors import StepFailed
from tests.engine.process.drawing import Play, days, diagram, flow, node, path, properties


def asked(**given: str) -> bytes:
    return diagram(
        '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="Handler"><bpmn:flowNodeRef>work</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
        + node("startEvent", "s") + node("userTask", "work", properties(**given)) + node("endEvent", "e")
        + path("s", "work", "e")
    )


def opened(play: Play):
    return next(iter(play.state.after.tasks.values()))


def test_the_group_the_skill_and_what_it_is_about_come_from_the_case_and_stay_as_they_were(away):
    play = away(
        asked(about='"Amount " + text(amount)', lane_from="handler_group", skill="needed"),
        facts={"amount": 12, "handler_group": "Specialist", "needed": "law"},
    )
    play.facts.update(amount=99, handler_group="Intake", needed=None)

    play.at(days(1))

    task = opened(play)
    assert (task.about, task.lane, task.skill) == ("Amount 12", "Specialist", "law")


@pytest.mark.parametrize("nobody", [None, "", "  "])
def test_where_nothing_is_said_it_is_the_lane_and_needs_no_skill(nobody):
    facts = {"topic": nobody, "group": nobody, "needed": nobody}
    play = Play(asked(about="topic", lane_from="group", skill="needed"), facts)

    assert (opened(play).about, opened(play).lane, opened(play).skill) == ("", "Handler", "")


def test_without_such_properties_the_step_is_what_is_drawn():
    assert (opened(Play(asked())).about, opened(Play(asked())).lane, opened(Play(asked())).skill) == ("", "Handler", "")


def test_what_it_is_about_is_cut_to_what_a_list_can_show_and_stands_on_one_line():
    play = Play(asked(about="topic"), {"topic": "a  long\n story " + "x" * 600})

    assert len(opened(play).about) == 500
    assert opened(play).about.startswith("a long story xxx") and opened(play).about.endswith("…")


@pytest.mark.parametrize(("given", "value", "said"), [
    ("about", ["a"], "a text is needed"), ("lane_from", {"a": 1}, "a text is needed"),
    ("skill", "x" * 101, "100 is the most"), ("lane_from", "x" * 101, "100 is the most"),
])
def test_what_is_no_short_text_stops_the_step_and_says_which_property(given, value, said):
    with pytest.raises(StepFailed, match=said) as failed:
        Play(asked(**{given: "topic"}), {"topic": value})

    assert given in failed.value.message
    assert failed.value.about["element"] == "work"


def test_how_often_a_milestone_was_reached_is_known_in_the_same_step(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "draft", properties(about='text(times("reviewed"))'))
        + node("userTask", "review", properties("review", milestone="reviewed, looked_at"))
        + node("exclusiveGateway", "g", default="g_draft") + node("userTask", "chief") + node("endEvent", "e")
        + path("s", "draft", "review", "g", "draft") + flow("g", "chief", 'times("reviewed") &gt;= 3')
        + path("chief", "e")
    ))

    for number in range(3):
        assert play.about == [str(number)]
        play.complete("draft").complete("review")

    assert play.tasks == ["chief"]
    assert play.milestones() == ["reviewed", "looked_at"] * 3


def test_a_milestone_that_was_never_reached_was_reached_no_times():
    play = Play(asked(about='text(times("closed") == 0)'))

    assert opened(play).about == "true"


def test_a_gateway_later_in_the_same_step_counts_the_milestone_already(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "work", properties(milestone="done")) + node("manualTask", "hand")
        + node("exclusiveGateway", "g", default="g_e") + node("endEvent", "e") + node("endEvent", "e2")
        + path("s", "work", "g", "e") + flow("g", "hand", 'times("done") == 1') + path("hand", "e2")
    )).complete("work")

    assert play.tasks == ["hand"]
