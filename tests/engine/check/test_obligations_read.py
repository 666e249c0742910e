import pytest

from engine.check import check, read
from engine.check.obligations_read import find
from engine.packs import Pack
from tests.engine.check.tiny import calendars, pack

PROMISE = b"""
[[obligation]]
id = "decide-before-close"
says = "Nothing is closed before it is decided."
pattern = "precedence"
first = "decided"
before = ["closed", "any-human-task"]

[[obligation]]
id = "in-time"
says = "You hear from us in time."
pattern = "response"
after = "received"
reach = "closed"
within = "deadline:final"
"""


def said(promise: bytes) -> str:
    files = {**pack("good.bpmn").files, "bpmn/obligations.toml": promise}
    return " ".join(map(str, find(read(Pack(files)))))


def test_promises_in_names_that_exist_are_in_order_and_a_pack_need_not_make_any():
    assert said(PROMISE) == ""
    assert list(find(read(pack("good.bpmn")))) == []


def test_a_promise_names_milestones():
    assert '"desided" is no milestone. Did you mean "decided"?' in said(PROMISE.replace(b'"decided"', b'"desided"'))
    assert '"first" names 3. Name milestones in quotes.' in said(PROMISE.replace(b'"decided"', b"[3]"))


def test_a_promise_about_a_milestone_that_is_never_reached_is_empty():
    files = pack("good.bpmn").files
    words = files["bpmn/milestones.toml"] + b'[[milestone]]\nname = "remedied"\norder = 9\n'
    changed = Pack({
        **files, "bpmn/milestones.toml": words, "bpmn/obligations.toml": PROMISE.replace(b'"closed"', b'"remedied"'),
    })

    causes = list(find(read(changed)))

    assert causes
    assert all('reaches the milestone "remedied"' in cause.message for cause in causes)


def test_a_milestone_that_has_to_be_reached_and_never_is_breaks_its_promise_on_a_way():
    files = pack("good.bpmn").files
    words = files["bpmn/milestones.toml"] + b'[[milestone]]\nname = "remedied"\norder = 9\n'
    changed = Pack({
        **files, "bpmn/milestones.toml": words, "bpmn/obligations.toml": PROMISE.replace(b'"decided"', b'"remedied"'),
    })

    assert list(find(read(changed))) == [], "obligations_kept shows the way"


def test_a_promise_says_what_it_promises_in_a_known_pattern():
    assert 'Did you mean "response"?' in said(PROMISE.replace(b'"response"', b'"respond"'))
    assert 'needs "within"' in said(PROMISE.replace(b'within = "deadline:final"', b""))
    assert "does not say in words" in said(PROMISE.replace(b'says = "You hear from us in time."', b""))
    assert '"finally" is not read' in said(PROMISE + b'finally = "closed"\n')
    assert 'deadline "finl"' in said(PROMISE.replace(b"deadline:final", b"deadline:finl"))


def test_each_promise_has_an_id_of_its_own():
    assert "needs an id of its own" in said(PROMISE.replace(b"in-time", b"decide-before-close"))


def test_a_file_that_is_no_toml_is_one_cause():
    assert "this is not TOML" in said(b"[[").replace("This", "this")
    assert "starts with [[obligation]]" in said(b"obligation = 3")


def test_a_promise_for_some_cases_says_for_which_in_a_condition_about_known_facts():
    when = PROMISE + b"when = 'urgency == \"U1\"'\n"

    assert said(when) == ""
    assert 'asks for "urgent"' in said(when.replace(b"urgency", b"urgent"))
    assert "in-time" in said(when.replace(b"==", b"="))


def test_an_unknown_pattern_or_milestone_is_told_with_its_line_the_nearest_name_and_all_that_are_known():
    written = b'\n[[obligation]]\nid = "o"\nsays = "x"\npattern = "existance"\nreach = "decidet"\n'

    causes = check(Pack({**pack("good.bpmn").files, "bpmn/obligations.toml": written}, calendars()))

    told = [cause for cause in causes if cause.file == "bpmn/obligations.toml"]
    assert [cause.line for cause in told] == [2, 2]
    assert 'Did you mean "existence"? Known are: absence, between' in told[0].repair
    assert 'Did you mean "decided"? Known are: ' in told[1].repair and "reviewed" in told[1].repair


@pytest.mark.parametrize("within", ["soon", "5", "5 days", "deadline(final)", "five WD"])
def test_a_time_that_is_none_is_refused_with_what_to_write(within):
    told = said(PROMISE.replace(b"deadline:final", within.encode()))

    assert f'"{within}" is no time within which something is promised.' in told
    assert 'Write a date of the case, such as "deadline:final", or a span, such as "5 WD", "8 W" or "24 H".' in told


@pytest.mark.parametrize("within", ["deadline:final", "5 WD", "8 W", "24 H", "P5D"])
def test_a_time_is_a_date_of_the_case_or_a_span(within):
    assert said(PROMISE.replace(b"deadline:final", within.encode())) == ""
