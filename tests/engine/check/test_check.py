"""The check as a whole: everything at once, and nothing about a pack that is in order."""

from engine.check import RULES, check
from engine.contract import OPERATIONS
from engine.operations import OPERATIONS as SERVED
from tests.engine.check.tiny import HERE, NO_WORDS, pack, process


def test_a_pack_that_uses_all_that_runs_has_no_cause():
    assert check(pack("good.bpmn")) == []


def test_causes_of_all_rules_come_at_once_each_with_its_file():
    drawn = process(
        '<startEvent id="came"/><sequenceFlow id="f1" sourceRef="came" targetRef="look"/>'
        '<userTask id="look"/><inclusiveGateway id="which"/>'
    )

    causes = check(pack(drawn, milestones=NO_WORDS))

    assert {"L01", "L02", "L16", "lane"} <= {cause.rule for cause in causes}
    assert {cause.file for cause in causes} == {"bpmn/tiny.bpmn"}
    assert all(cause.repair for cause in causes)


def test_the_same_cause_is_told_once():
    effects = (HERE / "rest/bpmn/tables/D_effect.dmn").read_bytes().replace(b"holding_letter", b"gift")
    twice = effects.replace(b"regulator_flag", b"gift")

    causes = check(pack("good.bpmn", D_effect=twice))

    assert len([cause for cause in causes if "gift" in cause.message]) == 1


def test_a_process_that_the_engine_cannot_build_is_a_cause_when_nothing_else_is():
    lane = '<extensionElements><s:properties><s:property name="lane" value="Desk"/></s:properties></extensionElements>'
    chain = "".join(
        f'<sequenceFlow id="f{i}" sourceRef="s{i}" targetRef="s{i + 1}"/><manualTask id="s{i + 1}">{lane}</manualTask>'
        for i in range(600)
    )
    drawn = process(
        f'<startEvent id="s0"/>{chain}<sequenceFlow id="last" sourceRef="s600" targetRef="over"/><endEvent id="over"/>'
    )

    causes = check(pack(drawn, milestones=NO_WORDS))

    assert [(cause.rule, cause.element) for cause in causes] == [("build", "complaint")]


def test_every_rule_is_asked():
    modules = {path.stem for path in (HERE.parents[2] / "engine/check").glob("*.py") if "def find(" in path.read_text()}

    asked = {rule.__module__.rpartition(".")[2] for rule in RULES}

    assert asked == modules - {"it_compiles", "obligations_kept"}, "these two are asked last, when the others allow it"


def test_drawings_may_ask_for_exactly_the_operations_that_are_served():
    assert set(OPERATIONS) == set(SERVED)
