"""Where things stand in a TOML file, so that whoever wrote them finds the line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from engine import toml

BPMN = Path(__file__).parents[2] / "bpmn"
TRICKY = b'''\
# a comment with [[brackets]]
text = """
[[no_section]]
no_key = 1
"""
"c]d".e = [ # brackets over lines
  1, "]",
]
[ "q]r" . s ]
x = 'a # is no comment here'
[[list]]
inline = { m = "]", n = 3 }
[[list]]
[list.sub]
deep = 1
[[list.inner]]
last = """""quoted"""""
end = true
'''


def test_every_key_and_section_has_the_line_on_which_it_is_written():
    found = toml.read(TRICKY)

    assert found.lines == {
        ("text",): 2, ("c]d", "e"): 6, ("q]r", "s"): 9, ("q]r", "s", "x"): 10, ("list", 0): 11,
        ("list", 0, "inline"): 12, ("list", 1): 13, ("list", 1, "sub"): 14, ("list", 1, "sub", "deep"): 15,
        ("list", 1, "inner", 0): 16, ("list", 1, "inner", 0, "last"): 17, ("list", 1, "inner", 0, "end"): 18,
    }


def test_what_is_missing_is_looked_for_in_the_section_where_it_belongs():
    found = toml.read(TRICKY)

    assert found.line("list", 1, "valid_from") == 13
    assert found.line("list", 0, "inline", "m") == 12
    assert found.line("nowhere") == 0


@pytest.mark.parametrize(("data", "line"), [
    (b"a = 1\nb = \n", 2), (b"[a]\n[a]\n", 2), (b"a = 1\na = 2", 2), (b"\xff", 0), (b"a = " + b"[" * 5_000, 0),
])
def test_what_is_no_toml_is_refused_with_its_line(data, line):
    with pytest.raises(toml.NotToml) as refused:
        toml.read(data)

    assert refused.value.line == line


@pytest.mark.parametrize("file", sorted(BPMN.glob("*.toml")), ids=lambda file: file.name)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_the_shipped_files_are_read_with_their_lines(file, newline):
    text = file.read_text()
    written = text.splitlines()

    found = toml.read(text.replace("\n", newline).encode())

    assert found.lines
    for path, line in found.lines.items():
        name = next(part for part in reversed(path) if isinstance(part, str))
        assert name in written[line - 1]


NAMES = some.text("abc-_", min_size=1, max_size=3)
TEXTS = some.text("]['\"#=\n\\{}ab ", max_size=12)


@settings(max_examples=200, deadline=None)
@given(some.lists(some.tuples(NAMES, TEXTS, some.integers(0, 3)), max_size=8, unique_by=lambda row: row[0]))
def test_no_text_hides_the_line_of_what_follows_it(rows):
    lines, expected = ["[top]"], {("top",): 1}
    for name, text, blank in rows:
        lines += [""] * blank
        expected["top", name] = len(lines) + 1
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        lines += f'{name} = ["""{escaped}""", {{ k = 1 }}] # {text.split(chr(10))[0]}'.split("\n")

    found = toml.read("\n".join(lines).encode())

    assert found.lines == expected
