"""What follows when a date passes without an answer."""

import pytest

from engine.errors import StepFailed
from tests.engine.operations.ground import Ground

AT_FINAL = {"effects": "[]", "deadline": "&quot;final&quot;"}


def test_what_follows_comes_from_the_regimes_whose_date_it_is(ground: Ground) -> None:
    ground.asks("apply_breach_effect", **AT_FINAL)

    case = ground.done_to(regimes=["pays"])

    assert ground.told(case, "deadline.missed")[0]["effects"] == ["holding_letter", "auto_compensation"]
    assert ground.facts(case)["compensation_due"] == "You get 25 euros."
    assert ground.told(case, "compensation.due")[0]["words"] == "You get 25 euros."


def test_the_letter_that_says_we_are_late_says_what_is_owed_for_it(ground: Ground) -> None:
    ground.asks("apply_breach_effect", **AT_FINAL)

    case = ground.done_to(regimes=["pays"])

    assert [one.name for one in ground.letters(case)] == ["L5_holding"]
    assert "You get 25 euros. By The act on late answers." in ground.letters(case)[0].text


def test_what_the_drawing_names_comes_about_besides_once(ground: Ground) -> None:
    ground.asks("apply_breach_effect", effects="[&quot;regulator_flag&quot;, &quot;holding_letter&quot;]",
                deadline="&quot;final&quot;")

    case = ground.done_to(regimes=["pays"])

    assert ground.told(case, "deadline.missed")[0]["effects"] == [
        "holding_letter", "auto_compensation", "regulator_flag"]
    assert [one.name for one in ground.letters(case)] == ["L5_holding"]
    assert ground.told(case, "regulator.flagged") == [{"regimes": ["pays"]}]


def test_without_a_date_only_what_the_drawing_names_comes_about(ground: Ground) -> None:
    ground.asks("apply_breach_effect", effects="[&quot;edr_letter&quot;]")

    case = ground.done_to(regimes=["pays", "by_law"])

    assert [one.name for one in ground.letters(case)] == ["L8_edr"]
    assert "compensation_due" not in ground.facts(case)


def test_silence_that_grants_waits_for_its_own_date(ground: Ground) -> None:
    ground.asks("apply_breach_effect", **AT_FINAL)

    case = ground.done_to(regimes=["grants"])

    assert ground.told(case, "deadline.missed")[0]["effects"] == ["deemed_granted"]
    assert ground.letters(case) == [] and ground.row(case).outcome == ""


def test_a_late_case_goes_from_level_to_level_each_time_to_somebody_of_the_next_group(ground: Ground) -> None:
    at_level = ("apply_breach_effect", {"effects": "[]", "deadline": "&quot;refer_level&quot;"})
    ground.asks_for(*[at_level] * 4)

    case = ground.done_to(regimes=["refers"])

    assert [one["lane"] for one in ground.told(case, "case.referred")] == [
        "Team lead", "Complaints manager", "Management"]
    assert [one["owner"] for one in ground.told(case, "owner.named")] == [
        "Ines Intake", "Tomas Lead", "Carl Manager", "Mona Head"]
    assert ground.owner(case) == "Mona Head"
    assert ground.facts(case)["referred_to"] == "Management"


def test_an_effect_that_nobody_knows_is_an_incident(ground: Ground) -> None:
    ground.asks("apply_breach_effect", effects="[&quot;thunder&quot;]")
    case = ground.complaint()

    with pytest.raises(StepFailed, match="thunder"):
        ground.looked_at(case)
