"""`amends check --proofs` lists the promises that are kept, and by when."""

import json

import pytest

from tests.engine.check.tiny import pack

PROMISES = """
[[obligation]]
id = "told-by-final-date"
says = "Whatever people do, the complainant hears from us by the final date."
pattern = "response"
after = "received"
reach = ["closed", "reviewed"]
within = "deadline:final"

[[obligation]]
id = "told-in-forty-days"
says = "Whatever people do, the complainant hears from us within forty days."
pattern = "response"
after = "received"
reach = ["closed", "reviewed"]
within = "40 CD"

[[obligation]]
id = "not-decided-twice"
says = "Nothing is decided after it was closed."
pattern = "between"
after = "closed"
until = "received"
never = "decided"
"""
MORE = """
[[obligation]]
id = "closed-in-a-day"
says = "Every complaint is closed on the next day."
pattern = "response"
after = "received"
reach = "closed"
within = "1 WD"
"""
CHANGES = (
    ('targetRef="first_look"/>', 'targetRef="handling"/>'),
    ('<manualTask id="first_look" name="Look at it"/>', ""),
    ('<sequenceFlow id="f4" sourceRef="first_look" targetRef="handling"/>', ""),
    ("<flowNodeRef>first_look</flowNodeRef>", "<flowNodeRef>handling</flowNodeRef>"),
    ('<s:serviceTaskOperator id="apply_breach_effect">',
     '<s:properties><s:property name="milestone" value="reviewed"/></s:properties>'
     '<s:serviceTaskOperator id="apply_breach_effect">'),
    ('<s:property name="lane" value="Handler"/>\n            <s:property name="formJsonSchemaFilename" value="decision',
     '<s:property name="lane" value="Intake"/>\n            <s:property name="formJsonSchemaFilename" value="decision'),
)


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "pack", PROMISES)


def written(root, promises):
    """The tiny pack, in which work begins at once and the timer on the final date brings word."""
    files = {**pack("good.bpmn").files, "bpmn/obligations.toml": promises.encode()}
    drawn = files["bpmn/tiny.bpmn"].decode()
    for old, new in CHANGES:
        assert old in drawn
        drawn = drawn.replace(old, new)
    for name, data in {**files, "bpmn/tiny.bpmn": drawn.encode()}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def test_the_promises_that_are_kept_are_listed_with_their_bound(empty, folder):
    said = empty.amends("check", folder, "--proofs")

    assert "✓ told-by-final-date: kept by a timer on the final date itself, in every regime" in said
    assert "✓ told-in-forty-days: kept in at most" in said
    assert "✓ not-decided-twice\n" in said
    assert "U3, default: at most" in said
    assert "3 promises kept, whatever people do" in said


def test_without_asking_for_them_they_are_only_counted(empty, folder):
    said = empty.amends("check", folder)

    assert "✓" not in said
    assert "3 promises kept" in said


def test_programs_are_told_each_promise_with_its_bound_for_each_class(empty, folder):
    found = json.loads(empty.amends("check", folder, "--proofs", "--json"))

    assert found["ok"] is True
    assert list(found["proved"]) == ["told-by-final-date", "told-in-forty-days", "not-decided-twice"]
    assert found["proved"]["told-by-final-date"][0] == "by a timer on the final date itself, in every regime"
    assert found["proved"]["told-by-final-date"][1].startswith("U3, default: at most ")
    assert found["proved"]["not-decided-twice"] == [""]
    assert "proved" not in json.loads(empty.amends("check", folder, "--json"))


def test_a_broken_promise_is_a_finding_beside_those_that_are_kept(empty, tmp_path):
    root = written(tmp_path / "pack", PROMISES + MORE)

    said = empty.amends("check", root, "--proofs", code=1)
    found = json.loads(empty.amends("check", root, "--proofs", "--json", code=1))

    assert "Every complaint is closed on the next day." in said and "✓ told-by-final-date" in said
    assert found["ok"] is False and "closed-in-a-day" not in found["proved"]
    [broken] = [one for one in found["findings"] if one["rule"] == "obligation/closed-in-a-day"]
    assert broken["steps"][0]["element"] == "came"
