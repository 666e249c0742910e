"""What every step of the shipped process says of itself (ISO 10002:2018 5.4, 7.3, 4.15)."""

import tomllib

import pytest

from engine.diagram import HUMAN, Element
from tests.engine.reference.walking import shipped

ELEMENTS = shipped().elements
PEOPLE = [one for one in ELEMENTS.values() if one.kind in HUMAN]
PROMISES = tomllib.loads(shipped().files["bpmn/obligations.toml"].decode())["obligation"]
APART = [one for one in PROMISES if one["pattern"] == "by-another-person"]


def name(one: Element) -> str:
    return one.id


@pytest.mark.parametrize("step", PEOPLE, ids=name)
def test_a_person_sees_what_to_do_by_when_and_the_complainant_sees_what_happens(step):
    said = {"form", "lane", "instructions", *step.properties}

    assert step.form and step.lane and step.instructions
    assert {"due", "public_status", "clause"} <= said


@pytest.mark.parametrize("wait", [one for one in ELEMENTS.values() if one.kind == "intermediateCatchEvent"], ids=name)
def test_the_complainant_sees_why_nothing_seems_to_happen(wait):
    assert wait.properties.get("public_status")


@pytest.mark.parametrize("promise", APART, ids=lambda one: one["id"])
def test_who_must_not_do_a_step_is_written_on_it(promise):
    of = {promise["of"]} if isinstance(promise["of"], str) else set(promise["of"])
    steps = [one for one in PEOPLE if of & set(one.milestones)]

    assert steps
    assert all(set(promise["not_by"]) <= set(one.not_by) for one in steps)


def test_every_end_that_closes_a_case_says_how():
    ends = [one for one in ELEMENTS.values() if one.kind == "endEvent" and "closed" in one.milestones]

    assert {one.properties.get("outcome") for one in ends} == {"closed", "duplicate"}


def test_every_automatic_step_and_every_event_has_its_clause():
    kinds = ("serviceTask", "businessRuleTask", "boundaryEvent", "intermediateCatchEvent", "callActivity")

    assert [one.id for one in ELEMENTS.values() if one.kind in kinds and not one.properties.get("clause")] == []
