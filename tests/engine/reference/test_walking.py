"""That nothing of a drawing can be forgotten: what no way comes through is told by its id."""

from tests.engine.reference.walking import Walk, unwalked


def test_an_arrow_that_no_way_goes_along_is_told():
    run = Walk("survey", {"survey_delay": 3})

    run.wait(5)
    run.say("survey_answered", score=5, fair=True)

    assert unwalked("survey", [run]) == {
        "on_survey_reminder", "send_survey_reminder", "survey_reminder_sent", "no_survey_answer", "survey_unanswered",
        "call_back", "flow_on_survey_reminder_to_send_survey_reminder",
        "flow_send_survey_reminder_to_survey_reminder_sent", "flow_await_survey_what_to_no_survey_answer",
        "flow_no_survey_answer_to_survey_unanswered", "flow_is_unhappy_to_call_back", "flow_call_back_to_survey_over",
    }


def test_of_a_question_only_the_answer_that_was_given_is_walked():
    run = Walk("survey", {"survey_delay": 3})

    run.wait(5)
    run.say("survey_answered", score=1, fair=True)

    assert "flow_is_unhappy_to_call_back" in run.arrows
    assert "flow_is_unhappy_to_survey_over" not in run.arrows
