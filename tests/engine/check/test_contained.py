"""The contained check: whatever a file does to the one who looks at it, the caller goes on and is told."""

import os
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.check import alone, confined, contained, looking, watching
from engine.check.finding import ok
from engine.check.given import Unit
from engine.errors import Cause
from tests.engine.check.test_zipped import zip_of
from tests.engine.check.tiny import pack, process

QUICK = contained.Limits(file_seconds=2, pack_seconds=4, megabytes=128)
FINE = process(
    '<startEvent id="came"/><sequenceFlow id="f" sourceRef="came" targetRef="over"/><endEvent id="over"/>'
)


@pytest.fixture
def evil(monkeypatch):
    """Let looking at the file evil.bpmn do something, in whatever child looks at it."""
    plain = alone.check

    def set_up(does):
        def looked(name, data, told, kept):
            if name == "evil.bpmn":
                kept([Cause("Said before.")])
                does()
            return plain(name, data, told, kept)

        monkeypatch.setattr(alone, "check", looked)

    return set_up


def look(*names, limits=QUICK):
    """The findings by file, without notes."""
    results = watching.watch([Unit(name, {name: FINE}) for name in names], limits)
    return [[cause["message"] for cause in result["causes"]] for result in results]


def test_a_pack_is_judged_as_a_whole_and_a_file_on_its_own():
    whole = contained.check(pack("good.bpmn").files)
    alone = contained.check({"order.bpmn": FINE})

    assert whole == []
    assert [cause.rule for cause in alone] == ["alone"]


def test_a_pack_in_a_zip_is_judged_as_a_whole():
    files = pack("good.bpmn").files

    fine = contained.check({"pack.zip": zip_of(files)})
    spoilt = contained.check({"pack.zip": zip_of({**files, "forms/review.json": b"{"})})

    assert fine == []
    assert {cause.file for cause in spoilt} == {"forms/review.json"}


def test_files_that_are_given_together_know_each_other():
    calling = FINE.replace(b'<endEvent id="over"/>', b'<endEvent id="over"/>').replace(
        b'targetRef="over"/>', b'targetRef="call"/><callActivity id="call" calledElement="repair"/>'
                               b'<sequenceFlow id="g" sourceRef="call" targetRef="over"/>')

    causes = contained.check({"a.bpmn": calling, "b.bpmn": FINE.replace(b'id="complaint"', b'id="repair"')})

    assert ok(causes)
    assert not any("repair" in cause.message for cause in causes)


@pytest.mark.parametrize(("does", "said"), [
    (lambda: time.sleep(60), "takes longer than 2 seconds"),
    (lambda: all(iter(lambda: 1, 0)), "takes longer than 2 seconds"),
    (lambda: bytearray(2_000_000_000), "more memory"),
    (lambda: os.abort(), "SIGABRT"),
    (lambda: os._exit(3), "could not be looked at"),
    (lambda: 1 / 0, "failed here (ZeroDivisionError"),
], ids=["sleeps", "spins", "eats memory", "aborts", "leaves", "fails"])
def test_what_one_file_does_is_its_finding_and_the_others_are_looked_at(evil, does, said):
    evil(does)

    before, wrong, after = look("a.bpmn", "evil.bpmn", "b.bpmn")

    assert before == after == []
    assert wrong[0] == "Said before."
    assert said in wrong[1]


def test_the_kernel_ends_a_child_that_nobody_watches(evil, monkeypatch):
    evil(lambda: time.sleep(60))
    monkeypatch.setattr(watching, "_left", lambda *_: (30.0, "nobody looks"))

    assert "takes longer than it may" in look("evil.bpmn")[0][1]


def test_what_one_rule_says_a_thousand_times_hides_no_other():
    lost = "".join(f'<task id="lost{number}"/>' for number in range(looking.MOST))
    arrows = "came one", "one this", "one that", "this both", "that both", "both over"
    stands_still = (
        '<startEvent id="came"/><exclusiveGateway id="one"/><manualTask id="this"/><manualTask id="that"/>'
        '<parallelGateway id="both"/><endEvent id="over"/>' + "".join(
            '<sequenceFlow id="{0}_{1}" sourceRef="{0}" targetRef="{1}"/>'.format(*arrow.split()) for arrow in arrows))

    result, = watching.watch([Unit("a.bpmn", {"a.bpmn": process(lost + stands_still)})], contained.Limits())

    rules = {cause["rule"] for cause in result["causes"]}
    assert {"L01", "soundness/option-to-complete"} <= rules
    assert len(result["causes"]) <= looking.MOST + 1
    assert "findings more" in result["causes"][-1]["message"]


def test_everything_together_may_have_its_limit(evil):
    evil(lambda: time.sleep(60))
    limits = contained.Limits(file_seconds=5, seconds=0.3)

    first, second = look("evil.bpmn", "b.bpmn", limits=limits)

    assert "not done when the time for everything together was over" in first[1]
    assert "Not looked at" in second[0]


@pytest.mark.parametrize("does", [
    lambda: socket.socket(), lambda: subprocess.run(["true"]), lambda: os.fork(), lambda: os.system("true"),
    lambda: Path("/tmp/canary").write_text(""), lambda: Path("/etc/passwd").read_text(),
    lambda: os.remove("/tmp/canary"), lambda: os.mkdir("/tmp/canary"), lambda: Path("/proc/self/environ").read_bytes(),
])
def test_a_child_reaches_no_network_no_program_and_no_file(evil, does):
    evil(does)

    assert "PermissionError" in look("evil.bpmn")[0][1]


def test_a_child_has_no_settings_and_no_open_files_of_its_caller(evil, monkeypatch, tmp_path):
    monkeypatch.setenv("AMENDS_SECRET_KEY", "a secret")
    with (tmp_path / "open").open("w") as opened:
        def tell():
            there = []
            for number in range(3, 200):
                try:
                    os.fstat(number)
                    there.append(number)
                except OSError:
                    continue
            raise ValueError(f"{dict(os.environ)} {opened.fileno() in there} {len(there)}")

        evil(tell)

        assert "{} False 1" in look("evil.bpmn")[0][1]


def test_a_process_with_threads_asks_a_helper_and_gets_the_same_answer():
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(contained.check, {"a.bpmn": FINE, "b.bpmn": b"<a"}) for _ in range(6)]
        answers = [one.result() for one in asked]

    assert all(answer == answers[0] for answer in answers)
    assert [(cause.file, cause.rule) for cause in answers[0]] == [("a.bpmn", "alone"), ("b.bpmn", "file")]


def test_a_helper_that_died_is_started_again(monkeypatch):
    monkeypatch.setattr(contained, "_single", lambda: False)
    before = contained.check({"a.bpmn": FINE})
    contained.KEEPER._helper.kill()
    contained.KEEPER._helper.wait()

    assert contained.check({"a.bpmn": FINE}) == before


def test_a_system_without_limits_says_so(monkeypatch):
    monkeypatch.setattr(confined, "resource", None)

    (cause,) = contained.check({"a.bpmn": FINE})

    assert "no limits" in cause.message


def test_nothing_given_is_nothing_found():
    assert contained.check({}) == []
    assert threading.active_count() >= 1
