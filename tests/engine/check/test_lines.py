"""What is wrong is named with the line on which it stands, in every kind of file."""

import pytest

from engine.check import check
from engine.check.lines import located
from engine.errors import Cause
from engine.packs import Pack
from tests.engine.check.tiny import calendars, pack

FILES = {
    "bpmn/a.bpmn": '<definitions>\n  <process id="complaint">\n    <userTask\n      id="look" name="Look at it"/>\n'
                   '    <sequenceFlow id="f" sourceRef="look" targetRef="gone"/>\n  </process>\n</definitions>\n',
    "bpmn/milestones.toml": '[organisation.name]\nen = "A"\n\n# name = "received"\n[[milestone]]\norder = 1\n\n'
                            '[[milestone]]\norder = 2\nname = "received"\n',
    "bpmn/regimes.toml": '[urgency.U1]\ntarget = "1"\n\n[[regime]]\nid = "default"\n',
    "forms/close.json": '{\n  "title": "Close",\n  "properties": {\n    "cause": {}\n  }\n}\n',
    "forms/letters/en/L1.md": "Subject: A {{ reference }}\n\nDear {{name}},\n\n"
                              "{{#reasons is late}}\nSorry.\n{{/reasons}}\n",
}
FOUND = {
    ("bpmn/a.bpmn", "look"): 4, ("bpmn/a.bpmn", "Look at it"): 4, ("bpmn/a.bpmn", "gone"): 5, ("bpmn/a.bpmn", "f"): 5,
    ("bpmn/milestones.toml", "received"): 8, ("bpmn/milestones.toml", "milestone 1"): 5,
    ("bpmn/milestones.toml", "organisation"): 1, ("bpmn/regimes.toml", "urgency U1"): 1,
    ("bpmn/regimes.toml", "default"): 4, ("bpmn/regimes.toml", "regime number 1"): 4,
    ("forms/close.json", "cause"): 4, ("forms/letters/en/L1.md", "reference"): 1,
    ("forms/letters/en/L1.md", "name"): 3, ("forms/letters/en/L1.md", "reasons"): 5,
    ("forms/close.json", "never there"): 1, ("bpmn/a.bpmn", ""): 1,
}


def here() -> Pack:
    return Pack({name: text.encode() for name, text in FILES.items()})


@pytest.mark.parametrize(("file", "element"), FOUND)
def test_an_element_is_found_by_what_names_it_in_its_kind_of_file(file, element):
    assert located(Cause("Wrong.", file, element), here()).line == FOUND[file, element]


def test_a_file_that_says_the_line_itself_is_believed():
    assert located(Cause("This is not TOML: odd (at line 3, column 2).", "bpmn/regimes.toml"), here()).line == 3
    assert located(Cause("Made of line 300 pieces.", "bpmn/regimes.toml"), here()).line == 1


def test_a_line_that_is_known_stays():
    assert located(Cause("Wrong.", "bpmn/a.bpmn", "look", line=7), here()).line == 7


def test_a_file_that_is_missing_has_no_line():
    assert located(Cause("This file is missing.", "bpmn/calendars.toml"), here()).line == 0


def test_whatever_is_wrong_in_a_file_is_told_with_its_line():
    changes = (
        (b'value="decided"', b'value="desided"'), (b"holding_letter", b"gift"), (b"{{ reference }}", b"{{ refrence }}"),
    )
    broken = dict(pack("good.bpmn").files)
    for old, new in changes:
        broken = {name: data.replace(old, new) for name, data in broken.items()}

    causes = check(Pack(broken, calendars()))

    assert {"milestone", "operation", "letter"} <= {cause.rule for cause in causes}
    assert [str(cause) for cause in causes if not cause.line] == []


def test_file_and_line_stand_before_the_sentence():
    told = [str(cause) for cause in check(pack("good.bpmn", L1_ack=b"Subject: A\n\nDear you,\n\n{{ nme }}\n"))]

    assert [line for line in told if line.startswith("forms/letters/en/L1_ack.md:5 · nme: ")] != []
