"""docs/checks.md has a section for every rule, and what it quotes of wrong drawings and texts is what is said."""

import re
from xml.etree import ElementTree

import pytest

from engine.check import alone, check
from engine.check.alone import RULE as ALONE
from engine.check.soundness import NAMED
from engine.check.tables_swept import NOT_PROVED
from engine.config import ROOT
from engine.errors import Cause
from engine.packs import Pack
from engine.repairs import mended
from tests.engine.check.test_documented import RULES
from tests.engine.check.tiny import calendars, pack, rest
from tests.engine.check.tiny_tables import drawn

DRAWINGS = ROOT / "docs/checks"
TINY = "bpmn/tiny.bpmn"
GUIDE = (ROOT / "docs/checks.md").read_text()
SECTIONS = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", GUIDE, re.MULTILINE | re.DOTALL))
EVERY = RULES | {*NAMED, NOT_PROVED, ALONE, "L17", "regime", "calendar", "words", "file", "obligation/…"}
DRAWN = [rule for rule, text in SECTIONS.items() if "_wrong.svg" in text]
TABLES = [rule for rule, text in SECTIONS.items() if "Wrong, table" in text]
WRITTEN = [rule for rule, text in SECTIONS.items() if re.search("^Wrong, `", text, re.MULTILINE)]
KINDS = [(folder, file.stem) for folder in ("checks", "obligations")
         for file in sorted((ROOT / "docs" / folder).glob("*.bpmn"))]
MOST_BYTES = 11_000


def quoted(rule: str) -> str:
    (quote,) = re.findall(r"^> (.*)$", SECTIONS[rule], re.MULTILINE)
    return quote


def of(rule: str, causes: list[Cause]) -> list[str]:
    """What a rule says among these causes."""
    begins = rule.removesuffix("…")
    return [f"{one.message} {one.repair}".strip() for one in causes
            if one.rule == rule or (begins != rule and one.rule.startswith(begins))]


def drawing(rule: str, which: str) -> bytes:
    return (DRAWINGS / f"{rule.removesuffix('/…').replace('/', '-')}.{which}.bpmn").read_bytes()


def drawing_checked(rule: str, data: bytes) -> list[Cause]:
    """A drawing in the smallest pack it can be checked with; a promise beside it where it is about one."""
    files = {**rest(), "bpmn/milestones.toml": (DRAWINGS / "milestones.toml").read_bytes(), TINY: data}
    if rule == "obligation/…":
        files["bpmn/obligations.toml"] = (DRAWINGS / "obligations.toml").read_bytes()
    return check(Pack(files, calendars()))


def file_checked(name: str, text: bytes) -> list[Cause]:
    made = pack("good.bpmn")
    return check(Pack({**made.files, name: text}, None if "calendars" in name else made.calendars))


def table_checked(text: str) -> list[Cause]:
    """A table as it stands on the page: the policy in its title, types beside the names, the last column decides."""
    (policy,) = re.findall(r"table `([A-Z ]+)`", text)
    heads, _line, *rows = [[cell.strip() for cell in line.strip("| ").split(" | ")]
                           for line in text.splitlines() if line.startswith("|")]
    named = [re.sub(r" \((\w+)\)", r":\1", head) for head in heads]
    table = drawn([" | ".join(row) for row in rows], policy, named[:-1], named[-1:])
    return file_checked("bpmn/tables/D_effect.dmn", table)


def test_every_rule_has_its_section_and_no_other_has():
    assert set(SECTIONS) == EVERY


@pytest.mark.parametrize("rule", DRAWN)
def test_the_wrong_drawing_is_told_in_the_words_that_are_quoted(rule):
    assert quoted(rule) in of(rule, drawing_checked(rule, drawing(rule, "wrong")))


@pytest.mark.parametrize("rule", DRAWN)
def test_no_rule_has_anything_to_say_of_the_right_drawing(rule):
    causes = drawing_checked(rule, drawing(rule, "right"))

    assert [str(cause) for cause in causes if cause.file == TINY] == []


@pytest.mark.parametrize("rule", DRAWN)
def test_it_is_said_rightly_whether_a_repair_mends_it(rule):
    after, _changes = mended(drawing(rule, "wrong"), TINY)

    assert (of(rule, drawing_checked(rule, after)) == []) == ("`--repair` does it" in SECTIONS[rule].replace("\n", " "))


@pytest.mark.parametrize("rule", TABLES)
def test_the_wrong_table_is_told_in_the_words_that_are_quoted_and_the_right_one_is_not(rule):
    wrong, right = SECTIONS[rule].split("\nRight, ")

    assert quoted(rule) in of(rule, table_checked(wrong))
    assert of(rule, table_checked(right.partition("\n>")[0])) == []


@pytest.mark.parametrize("rule", WRITTEN)
def test_the_wrong_text_is_told_in_the_words_that_are_quoted_and_the_right_one_is_not(rule):
    (name,) = re.findall("^Wrong, `(.*)`", SECTIONS[rule], re.MULTILINE)
    wrong, right = re.findall(r"```\w+\n(.*?)```", SECTIONS[rule], re.DOTALL)

    assert quoted(rule) in of(rule, file_checked(name, wrong.encode()))
    assert of(rule, file_checked(name, right.encode())) == []


def test_a_place_that_is_no_number_is_told_in_the_words_that_are_quoted():
    assert quoted("picture") in of("picture", check(pack("shapes_placed.bpmn")))


def test_a_file_alone_is_told_in_the_words_that_are_quoted():
    assert quoted(ALONE) in of(ALONE, [alone.note("a.bpmn", [], frozenset())])


@pytest.mark.parametrize(("folder", "name"), KINDS)
def test_a_picture_shows_its_drawing_is_small_and_comes_out_the_same_again(folder, name):
    """python3 -m tools.drawn_pictures makes it anew."""
    picture = (ROOT / "docs/images" / folder / f"{name.replace('.', '_')}.svg").read_text()
    words = " ".join("".join(text.itertext()) for text in ElementTree.fromstring(picture).iter() if "text" in text.tag)
    nodes = list(ElementTree.parse(ROOT / "docs" / folder / f"{name}.bpmn").iter())
    shown = {node.get("bpmnElement") for node in nodes} - {None}
    named = [node.get("name", "") for node in nodes if node.get("id") in shown]

    assert len(picture.encode()) <= MOST_BYTES
    assert "marker-" not in re.sub("marker-(start|mid|end):", "", picture)
    assert [name for name in named if not set(name.split()) <= set(re.split(r"\s+", words))] == []


def test_there_are_no_pictures_without_a_drawing():
    pictures = {(folder, file.stem) for folder in ("checks", "obligations")
                for file in (ROOT / "docs/images" / folder).glob("*")}

    assert pictures == {(folder, name.replace(".", "_")) for folder, name in KINDS}
