"""`amends check` at the command line: packs, folders, files; what people and programs are told."""

import json
import os
import re
import shutil

import pytest

from engine.errors import Cause, PathStep
from tests.engine.check.test_contained import FINE
from tests.engine.check.test_zipped import zip_of
from tests.packs import SMALL
from tests.web.commands.home import spoil
from web.commands.checking import told


def test_a_check_needs_no_database_and_passes_the_shipped_pack(empty):
    found = json.loads(empty.amends("check", SMALL, "--json"))

    assert found == {"ok": True, "findings": []}
    assert not empty.folder.exists()


def test_a_check_tells_programs_and_people_where_it_is_wrong_and_what_to_do(empty, draft):
    spoil(draft / "bpmn" / "regimes.toml", '"4 WH"', '"soon"')

    found = json.loads(empty.amends("check", draft, "--json", code=1))
    said = empty.amends("check", draft, code=1)

    [finding] = found["findings"]
    assert (found["ok"], finding["file"], finding["element"]) == (False, "bpmn/regimes.toml", "urgency U1")
    assert finding["message"] in said and finding["repair"] in said and "1 found: 1 error" in said
    assert finding["line"] > 1 and finding["steps"] == finding["path"] == []


def test_a_file_on_its_own_is_fine_with_a_note(empty, tmp_path):
    (tmp_path / "order.xml").write_bytes(FINE)

    said = empty.amends("check", tmp_path / "order.xml")

    assert "· " in said and "on its own" in said
    assert "1 found: 1 note; nothing keeps it from running" in said


def test_every_file_in_a_folder_that_is_no_pack_is_looked_at(empty, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.bpmn").write_bytes(b"<a")
    (tmp_path / "b.json").write_bytes(b"[]")
    (tmp_path / "c.txt").write_bytes(b"left alone")

    found = json.loads(empty.amends("check", tmp_path, "--json", code=1))

    assert {finding["file"] for finding in found["findings"]} == {
        str(tmp_path / "deep" / "a.bpmn"), str(tmp_path / "b.json"),
    }


def test_a_zip_and_a_folder_can_be_given_at_once_and_say_which_of_them_is_wrong(empty, draft):
    files = {path.relative_to(SMALL).as_posix(): path.read_bytes()
             for part in ("bpmn", "forms") for path in (SMALL / part).rglob("*.*") if path.is_file()}
    (draft / "pack.zip").write_bytes(zip_of(files))
    spoil(draft / "forms" / "close.json", "{", "[")

    found = json.loads(empty.amends("check", draft / "pack.zip", draft, "--json", code=1))

    assert {finding["file"] for finding in found["findings"]} == {f"{draft}/forms/close.json"}


@pytest.mark.parametrize("name", ["report.pdf", "empty.bpmn"])
def test_what_is_nothing_to_check_is_refused(empty, tmp_path, name):
    (tmp_path / name).write_bytes(b"")

    assert "1 found: 1 error" in empty.amends("check", tmp_path / name, code=1)


def test_a_folder_without_anything_to_check_is_refused(empty, tmp_path):
    assert "nothing to check" in empty.amends("check", tmp_path, code=1)


def test_a_file_that_is_not_there_is_a_wrong_call(empty):
    assert "does not exist" in empty.amends("check", "nowhere.bpmn", code=2)


def test_the_way_on_which_something_shows_is_told_with_its_days():
    cause = Cause("Nobody answers.", "a.bpmn", path=(PathStep("came", says="received", day=0), PathStep("turn"),
                                                     PathStep("draft", says="written", day=35.5)))

    assert list(told(cause)) == ["  ✗ a.bpmn: Nobody answers.", "      day 0    received · came",
                                 "      day 35.5 written · draft"]


def test_a_repaired_copy_is_written_beside_the_file_told_in_words_and_checked(empty, tmp_path):
    drawn = tmp_path / "order.bpmn"
    drawn.write_bytes(FINE.replace(b'id="f" ', b""))

    said = empty.amends("check", drawn, "--repair", tmp_path / "new" / "better.bpmn")

    assert "The arrow from came to over gets the id" in said and "1 repair made" in said
    assert "nothing keeps it from running" in said
    assert b'id="f" ' not in drawn.read_bytes()


def test_a_pack_is_repaired_as_a_whole_and_what_needs_no_repair_is_copied(empty, draft, tmp_path):
    spoil(draft / "bpmn" / "complaint.bpmn", ' default="', ' x="')

    found = json.loads(empty.amends("check", draft, "--repair", tmp_path / "better", "--json"))

    assert found["ok"]
    assert not json.loads(empty.amends("check", draft, "--json", code=1))["ok"]
    assert sorted(path.name for path in (tmp_path / "better").rglob("*.*")) == sorted(
        path.name for path in draft.rglob("*.*"))
    assert (tmp_path / "better" / "forms" / "intake.json").read_bytes() == (
        draft / "forms" / "intake.json").read_bytes()


@pytest.mark.parametrize("place", ["order.bpmn", "full", "full/inner/../../order.bpmn"])
def test_a_repair_writes_over_nothing(empty, tmp_path, place):
    (tmp_path / "full" / "inner").mkdir(parents=True)
    (tmp_path / "order.bpmn").write_bytes(FINE)
    (tmp_path / "full" / "order.bpmn").write_bytes(FINE)

    assert "writes over nothing" in empty.amends("check", tmp_path / "order.bpmn", "--repair", tmp_path / place, code=2)


def test_a_copy_is_not_written_into_what_is_copied(empty, draft):
    assert "lies in what is" in empty.amends("check", draft, "--repair", draft / "forms" / "new", code=2)


def test_one_thing_is_repaired_at_a_time_and_no_zip(empty, tmp_path):
    for name in ("a.bpmn", "b.zip"):
        (tmp_path / name).write_bytes(FINE)

    both = (tmp_path / "a.bpmn", tmp_path / "b.zip")
    assert "one FILE or FOLDER" in empty.amends("check", *both, "--repair", tmp_path / "x", code=2)
    assert "unpack it" in empty.amends("check", tmp_path / "b.zip", "--repair", tmp_path / "x", code=2)


def test_a_name_that_is_no_text_can_be_told(empty, tmp_path):
    name = os.fsdecode(b"order\xff.bpmn")
    (tmp_path / name).write_bytes(b"<a")

    said = empty.amends("check", tmp_path, code=1)

    assert "order�.bpmn" in said


def test_everything_together_can_be_given_its_time(empty, tmp_path):
    (tmp_path / "order.bpmn").write_bytes(FINE)

    assert "nothing keeps it from running" in empty.amends("check", tmp_path / "order.bpmn", "--seconds", 60)
    assert "0.0 is not in the range" in empty.amends("check", tmp_path, "--seconds", "0", code=2)


def test_a_change_that_keeps_what_is_broken_is_proposed_in_a_copy_and_proved(empty, draft, tmp_path):
    drawing = draft / "bpmn" / "complaint.bpmn"
    spoil(drawing, 'name="not_by" value="investigated"', 'name="not_by" value=""')

    said = empty.amends("check", draft, "--propose", tmp_path / "better")

    assert "keeps out whoever did the work of investigated" in said and "keeps independent-review" in said
    assert "1 change proposed, each proved" in said and "nothing found" in said
    assert 'name="not_by" value=""' in drawing.read_text()


def test_what_was_changed_since_another_pack_may_be_taken_back(empty, draft, tmp_path):
    theirs = tmp_path / "theirs"
    shutil.copytree(draft, theirs)
    drawing = draft / "bpmn" / "complaint.bpmn"
    spoil(drawing, 'name="milestone" value="acknowledged"', 'name="milestone" value=""')

    said = empty.amends("check", draft, "--propose", tmp_path / "better", "--before", theirs)

    assert "put back as it was" in said and "acknowledge-first" in said and "nothing found" in said


def test_nothing_is_proposed_before_what_else_is_wrong_is_repaired(empty, draft, tmp_path):
    drawing = draft / "bpmn" / "complaint.bpmn"
    drawing.write_text(re.sub(r' default="[^"]+"', "", drawing.read_text(), count=1))

    said = empty.amends("check", draft, "--propose", tmp_path / "better", code=1)

    assert "no broken promise was found; what else is wrong comes first" in said and "L04" in said


def test_proposing_needs_a_pack_and_one_thing_at_a_time(empty, draft, tmp_path):
    (tmp_path / "alone.bpmn").write_text("<a/>")

    assert "is no pack" in empty.amends("check", tmp_path / "alone.bpmn", "--propose", tmp_path / "x", code=2)
    assert "give both" in empty.amends("check", draft, "--before", draft, code=2)
    assert "Give --repair first" in empty.amends(
        "check", draft, "--repair", tmp_path / "a", "--propose", tmp_path / "b", code=2)
