import pytest

from engine.check.rest_is_served import find
from tests.engine.check.tiny import HERE, found, process, rest


def test_a_pack_draws_the_process_every_case_starts_with():
    other = process('<startEvent id="came"/>').replace(b'"complaint"', b'"complain"')

    assert 'Did you mean "complain"?' in found(find, other)[""]


def test_a_pack_has_a_form_to_complain_with():
    assert "nobody can complain" in found(find, "good.bpmn", intake=None)[""]


def test_a_pack_has_the_urgency_that_holds_at_first():
    regimes = rest()["bpmn/regimes.toml"].replace(b"urgency.U3", b"urgency.U1")

    assert "holds until a table decides" in found(find, "good.bpmn", regimes=regimes)["U3"]


def test_where_cases_are_registered_somebody_is_in_the_first_group():
    nobody = (HERE / "good.bpmn").read_bytes().replace(b'name="Intake"', b'name="Desk"')

    assert "first owner from the group Intake" in found(find, nobody)["take_up"]
    assert found(find, "good.bpmn") == {}


GRANTING = """
[[regime]]
id = "grants"
name = "Silence grants"
valid_from = 2020-01-01
clock_start = "day_after"
refer_level = "14 CD"
final = "30 CD"
breach_effects = ["deemed_granted", "auto_refer_level"]
confidence = "A"
source = "read"
"""
TIMERS = """<startEvent id="came"/><intermediateCatchEvent id="{name}"><timerEventDefinition>
<timeDate>deadline("{name}")</timeDate></timerEventDefinition></intermediateCatchEvent>"""


def chosen(id):
    """A table that gives that regime."""
    table = rest()["bpmn/tables/D_effect.dmn"].replace(b'name="effects"', b'name="regimes"')
    return table.replace(b'"holding_letter"', id).replace(b'"regulator_flag"', b'"default"')


@pytest.mark.parametrize(("drawn", "missing"), [("deemed_granted", "refer_level"), ("refer_level", "deemed_granted")])
def test_a_date_on_which_the_law_brings_something_about_has_a_timer(drawn, missing):
    regimes = rest()["bpmn/regimes.toml"] + GRANTING.encode()
    diagram = process(TIMERS.format(name=drawn))

    said = found(find, diagram, regimes=regimes, D_effect=chosen(b'"grants"'))["grants"]

    assert f"No timer waits for the date {missing}" in said
    assert f"No timer waits for the date {drawn}" not in said


def test_a_regime_that_no_table_gives_needs_no_timer():
    regimes = rest()["bpmn/regimes.toml"] + GRANTING.encode()

    assert "grants" not in found(find, "good.bpmn", regimes=regimes, D_effect=chosen(b'"default"'))
