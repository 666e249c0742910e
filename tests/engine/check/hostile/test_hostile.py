"""The hostile set (security.md 2.1-2.3, S1, S2): whatever is handed in, it is refused with a cause or it is
harmless, within the limits of one file, and nothing of it is run, fetched or written."""

import select
import socket

import pytest

from engine.check import contained
from engine.check.finding import ok
from engine.check.given import Unit
from engine.check.watching import Limits, watch
from tests.engine.check.hostile import drawings, others

PAYLOADS = {
    "a program": "__import__('os').system('touch {canary}')",
    "a class walk": "().__class__.__base__.__subclasses__()[0]('{canary}')",
    "a file": "open('{canary}', 'w').write('x')",
}


@pytest.fixture
def canary(tmp_path):
    """A file that nothing may bring about."""
    return tmp_path / "canary"


@pytest.fixture
def listener():
    """An address that nobody may visit."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening
        visits, _, _ = select.select([listening], [], [], 0)
        assert not visits, "somebody was asked over the network"


@pytest.fixture
def address(listener):
    host, port = listener.getsockname()
    return f"{host}:{port}"


def judged(made, ending):
    """The findings about each of these files, each looked at on its own."""
    units = []
    for number, (name, data) in enumerate(made):
        data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        file = f"{number}/{name}" if name.endswith(ending) else f"{name}{ending}"
        units.append(Unit(file, {file: data}))
    results = watch(units, Limits())
    return {unit.name: result["causes"] for unit, result in zip(units, results, strict=True)}


def assert_refused(found):
    """Each has an error with a sentence and what to do or where; none is a fault of the check itself."""
    accepted = [name for name, causes in found.items() if not any(one["severity"] == "error" for one in causes)]
    failed = [one["message"] for causes in found.values() for one in causes if "itself failed" in one["message"]]
    assert accepted == []
    assert failed == []


def test_xml_that_reaches_out_or_grows_is_refused(canary, address):
    canary.write_text("a secret")

    found = judged(drawings.xml_attacks(canary, address), ".bpmn")

    assert_refused(found)
    assert "a secret" not in str(found)


def test_what_only_looks_like_an_attack_is_read_as_it_is(listener):
    found = judged(drawings.HARMLESS.items(), ".bpmn")

    assert {name: causes for name, causes in found.items() if causes} == {}


def test_drawings_that_would_hang_an_engine_or_hide_a_step_are_refused():
    assert_refused(judged(drawings.traps(), ".bpmn"))


def test_a_chain_that_is_too_long_to_be_built_is_refused_in_words():
    (causes,) = judged([("chain", drawings.long_chain())], ".bpmn").values()

    assert [one["rule"] for one in causes] == ["build"]
    assert "too many steps one after another" in causes[0]["message"]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_code_in_any_place_that_is_evaluated_is_refused_and_never_run(payload, canary):
    code = payload.format(canary=canary)

    found = judged(drawings.evaluated(code), ".bpmn") | judged(others.tables(code), ".dmn")

    assert_refused(found)
    assert not canary.exists()


def test_tables_that_explode_are_refused():
    assert_refused(judged(others.table_bombs(), ".dmn"))


def test_forms_that_fetch_hang_or_double_are_refused(canary, address):
    canary.write_text("a secret")

    forms = [(f"f{number}", data) for number, (_, data) in enumerate(others.forms(canary, address))]
    found = judged(forms, ".json")

    assert_refused(found)
    assert "a secret" not in str(found)


@pytest.mark.parametrize("name", others.TOML_NAMES)
def test_toml_that_explodes_is_refused(name):
    assert_refused(judged(((f"{name}.toml", data) for _, data in others.toml()), ".toml"))


def test_toml_that_says_nonsense_is_refused_in_words():
    assert_refused(judged(((f"{name}.toml", data) for name, data in others.odd_toml()), ".toml"))


def test_letters_with_tricks_are_refused():
    assert_refused(judged(others.letters(), ".md"))


def test_letters_and_patterns_that_make_careless_readers_slow_are_harmless():
    forms = judged(((f"f{number}.json", data) for number, (_, data) in enumerate(others.harmless_forms())), ".json")
    letters = judged(others.harmless_letters(), ".md")

    assert {name: causes for name, causes in (forms | letters).items() if causes} == {}


def test_zips_with_tricks_are_refused(canary):
    found = judged(others.zips(canary), ".zip")

    assert_refused(found)
    assert not canary.exists()


def test_a_hostile_file_in_a_pack_is_named_and_the_caller_goes_on(address):
    files = {f"bpmn/{number}.bpmn": data.encode() if isinstance(data, str) else data
             for number, (_, data) in enumerate(drawings.xml_attacks("/nowhere", address)) if number < 8}

    causes = contained.check({**files, "forms/intake.json": b"{}"})

    assert not ok(causes)
    assert set(files) <= {cause.file for cause in causes}
