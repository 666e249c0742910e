from engine.check import Judgement, judgement, obligations_kept, read
from engine.packs import Pack
from tests.engine.proofs.changed import shipped

PROMISES = "bpmn/obligations.toml"


def judged(old: bytes, new: bytes, file: str = PROMISES) -> Judgement:
    files = dict(shipped().files)
    assert old in files[file]
    files[file] = files[file].replace(old, new)
    return judgement(read(Pack(files, shipped().calendars)))


def test_a_promise_that_is_not_written_in_order_keeps_no_other_from_being_proved():
    found = judged(b'first = "acknowledged"', b'first = "acknowleged"')

    assert {cause.rule for cause in found.causes} == {"obligation"}
    assert "acknowledge-first" not in found.proved
    assert "told-by-final-date" in found.proved


def test_a_milestone_that_no_step_reaches_any_more_breaks_the_promises_of_it_and_no_other():
    found = judged(b'value="acknowledged"', b'value="received"', "bpmn/complaint.bpmn")

    broken = {cause.rule: cause for cause in found.causes if cause.rule.startswith("obligation/")}
    assert set(broken) == {"obligation/acknowledge-first", "obligation/acknowledged-in-time"}
    assert all(cause.path for cause in broken.values())
    assert "fresh-second-look" in found.proved
    assert [cause.element for cause in found.causes if cause.rule == "obligation"] == ["acknowledged-by-letter"]


def test_what_was_found_of_one_promise_is_told_before_the_next_is_looked_at():
    parts = read(shipped())

    asked = {name for name, _rule in obligations_kept.asked(parts, [], {})}

    assert {"obligation/acknowledge-first", "obligation/scope-is-decided"} <= asked
