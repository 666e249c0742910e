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
