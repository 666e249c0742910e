"""What a check says of promises: those that are broken are findings, those that are kept are listed."""

from engine.check import contained, judgement, read
from engine.packs import Pack
from tests.engine.check.tiny import calendars, pack

PROMISED = b"""
[[obligation]]
id = "decided-first"
says = "Nothing is closed before it is decided."
pattern = "precedence"
first = "decided"
before = "closed"

[[obligation]]
id = "answered"
says = "Whoever acts, the complaint is closed within a month."
pattern = "response"
after = "received"
reach = "closed"
within = "30 CD"
"""
FIRST = PROMISED[:PROMISED.index(b"[[obligation]]", 10)]


def tiny(promised, *changes):
    files = dict(pack("good.bpmn").files)
    for old, new in changes:
        assert old in files["bpmn/tiny.bpmn"]
        files["bpmn/tiny.bpmn"] = files["bpmn/tiny.bpmn"].replace(old, new)
    return Pack({**files, "bpmn/obligations.toml": promised}, calendars())


def test_a_promise_that_is_kept_is_listed_and_one_that_is_not_is_a_finding():
    found = judgement(read(tiny(PROMISED)))

    assert found.proved == {"decided-first": ""}
    [cause] = found.causes
    assert (cause.rule, cause.severity, cause.file) == ("obligation/answered", "error", "bpmn/tiny.bpmn")
    assert [step.element for step in cause.path][:2] == ["came", "take_up"]


def test_a_pack_that_promises_nothing_proves_nothing():
    files = {name: data for name, data in tiny(FIRST).files.items() if name != "bpmn/obligations.toml"}

    assert judgement(read(Pack(files, calendars()))).proved == {}


def test_nothing_is_proved_of_a_drawing_that_is_not_in_order():
    spoilt = tiny(PROMISED, (b'targetRef="first_look"/>', b'targetRef="nowhere"/>'))

    found = judgement(read(spoilt))

    assert found.proved == {}
    assert found.causes and not [cause for cause in found.causes if cause.rule.startswith("obligation/")]


def test_what_is_proved_comes_out_of_the_child_that_looks_at_files_of_others():
    found = contained.judged(tiny(FIRST).files)

    assert (found.causes, dict(found.proved)) == ([], {"decided-first": ""})


def test_a_broken_promise_comes_out_of_the_child_with_its_way():
    [cause] = contained.judged(tiny(PROMISED).files).causes

    assert cause.rule == "obligation/answered"
    assert cause.path == judgement(read(tiny(PROMISED))).causes[0].path
