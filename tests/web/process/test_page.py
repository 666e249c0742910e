"""The page of what a check finds: in the published pack, and in files that somebody sends."""

import io
import re
import sys
import zipfile
from threading import Event, Thread

import pytest
from sqlalchemy import delete
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from engine.check import contained
from engine.errors import Cause, PathStep
from engine.model import Pack
from tests.engine.cases.conftest import shipped
from tests.web.staff.desk import Desk, Visitor
from web.process import checked
from web.process.checked import Checked

PAGE = "/process/check"
MAIN = shipped().files["bpmn/complaint.bpmn"].decode()
PROMISED = shipped().files["bpmn/obligations.toml"].count(b"[[obligation]]")
KEEPS_ALL = f"This pack keeps its {PROMISED} promises. Nothing found: this can be published."
NO_DEFAULT = re.sub(r' default="[^"]+"', "", MAIN, count=1)


def send(desk: Desk, *files: tuple[str, bytes | str], how: str = "part", by: str = "ina") -> TestResponse:
    return sent_by(desk.sit(by), *files, how=how)


def sent_by(visitor: Visitor, *files: tuple[str, bytes | str], how: str = "part") -> TestResponse:
    visitor.get(PAGE)
    streams = [FileStorage(io.BytesIO(data.encode() if isinstance(data, str) else data), name) for name, data in files]
    typed = MultiDict([("csrf_token", visitor.token), ("how", how), *(("files", stream) for stream in streams)])
    boundary, body = encode_multipart(typed)
    return visitor.client.post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def verdict(answer: TestResponse) -> str:
    found = re.search(r'class="banner \w+".*?<h2>(.*?)</h2>', answer.text, re.DOTALL)
    assert found, answer.text
    return found[1]


def test_everybody_who_works_here_sees_what_the_published_pack_is_worth(desk: Desk) -> None:
    desk.only_in("mona")

    answer = desk.sit("mona").get(PAGE)

    assert verdict(answer) == KEEPS_ALL
    assert "Pack 1, which new cases follow." in answer.text and 'href="/process/check"' in answer.text


def test_promises_stand_with_their_clause_and_by_when_they_are_kept(desk: Desk) -> None:
    page = desk.sit("ina").get(PAGE).text

    assert f"{PROMISED} are kept whatever people do." in page
    assert page.count("ISO 1000") == PROMISED
    assert "by a timer on the final date itself, in every regime" in page


def test_nothing_is_called_proved_where_the_drawings_are_not_in_order(desk: Desk) -> None:
    page = send(desk, ("complaint.bpmn", NO_DEFAULT)).text

    assert "Whether they are kept is not proved here." in page
    assert ">kept<" not in page and "keeps its" not in page


def test_the_drawings_of_the_published_pack_are_handed_out_and_no_other_file(desk: Desk) -> None:
    ina = desk.sit("ina")

    drawing = ina.get("/process/packs/1/drawing?file=bpmn/complaint.bpmn")

    assert drawing.data == shipped().files["bpmn/complaint.bpmn"]
    assert drawing.mimetype == "application/xml" and "sandbox" in drawing.headers["Content-Security-Policy"]
    assert ina.get("/process/packs/1/drawing?file=bpmn/regimes.toml").status_code == 404
    assert ina.get("/process/packs/1/drawing?file=../../etc/passwd").status_code == 404
    assert ina.get("/process/packs/7/drawing?file=bpmn/complaint.bpmn").status_code == 404


def test_a_drawing_takes_the_place_of_the_published_one_and_each_finding_names_place_and_repair(desk: Desk) -> None:
    answer = send(desk, ("complaint.bpmn", NO_DEFAULT))

    assert answer.status_code == 200
    assert verdict(answer) == "2 things keep this from being published."
    assert "(replaces the published one)" in answer.text and "L04" in answer.text
    assert re.search(r'id="finding-1"[^>]* data-file="bpmn/complaint.bpmn" data-shape="\w+"', answer.text)
    assert "Mark the arrow for all other cases as the default." in answer.text
    assert re.search(r"bpmn/complaint\.bpmn:\d+", answer.text)


def test_what_is_sent_is_shown_and_forgotten(desk: Desk) -> None:
    ina = desk.sit("ina")

    shown = sent_by(ina, ("complaint.bpmn", NO_DEFAULT))

    assert '<pre hidden data-text="bpmn/complaint.bpmn">&lt;?xml' in shown.text
    assert verdict(ina.get(PAGE)) == KEEPS_ALL


def test_a_file_on_its_own_is_not_blamed_for_the_rest_of_a_pack(desk: Desk) -> None:
    form = shipped().files["forms/note.json"]

    answer = send(desk, ("note.json", form), how="alone")

    assert verdict(answer) == "Nothing to repair in what was sent; promises are proved for a whole pack only."
    assert "on their own" in answer.text and "to know" in answer.text and "was not judged" in answer.text


def test_a_whole_pack_comes_as_a_zip_wherever_its_folders_stand(desk: Desk) -> None:
    files = {f"ours-main/{name}": data for name, data in shipped().files.items()} | {"ours-main/README.md": b"x"}

    answer = send(desk, ("ours.zip", zipped(files)), how="alone")

    assert verdict(answer) == KEEPS_ALL


def test_a_pack_that_lacks_something_is_told_so(desk: Desk) -> None:
    files = {name: data for name, data in shipped().files.items() if name != "forms/intake.json"}

    answer = send(desk, ("ours.zip", zipped(files)), how="alone")

    assert verdict(answer) == "One thing keeps this from being published." and "intake" in answer.text


def test_a_drawing_that_is_no_xml_is_a_finding_without_a_picture(desk: Desk) -> None:
    answer = send(desk, ("complaint.bpmn", "<bpmn:definitions><script>alert(1)</script>"))

    assert answer.status_code == 200 and "not well-formed" in answer.text
    assert "<script>alert" not in answer.text and 'data-sheet="bpmn/complaint.bpmn"' not in answer.text


def test_an_outside_entity_is_refused_and_never_fetched(desk: Desk) -> None:
    evil = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

    answer = send(desk, ("complaint.bpmn", evil))

    assert answer.status_code == 200 and "root:" not in answer.text and "DOCTYPE" in answer.text


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("virus.exe", b"MZ", "virus.exe was not checked: files of a pack end in"),
    ("big.bpmn", b"<a>" + b" " * 1_000_000, "big.bpmn was not checked: it is larger than 1 MB."),
    ("odd.toml", b"x = 3", "It is not clear what this file is for."),
    ("no.zip", b"PK\x03\x04 and nothing more", "This is not a zip that can be read"),
    ("bomb.zip", zipped({"bpmn/a.bpmn": b"0" * 50_000_000}), "is larger than 1,000,000 bytes when it is unpacked."),
])
def test_what_is_no_file_of_a_pack_is_refused_in_a_sentence(desk: Desk, name: str, data: bytes, sentence: str) -> None:
    answer = send(desk, (name, data))

    assert answer.status_code == 422 and sentence in answer.text
    assert 'class="banner' not in answer.text


def test_where_no_check_can_be_started_that_is_said_and_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    contained.KEEPER.stop()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    ready, done = Event(), Event()
    other = Thread(target=lambda: (ready.set(), done.wait()))
    other.start()
    ready.wait()

    answer = send(desk, ("complaint.bpmn", MAIN))
    done.set()
    other.join()

    assert answer.status_code == 503 and "Nothing could be checked just now." in answer.text


def test_nothing_chosen_is_said(desk: Desk) -> None:
    assert "Choose the files to check." in send(desk).text


def test_a_way_is_told_step_by_step_without_a_script(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    element = re.search(r'<bpmn:userTask id="(\w+)" name="([^"]+)"', MAIN)
    assert element
    way = (PathStep(element[1], "bpmn/complaint.bpmn", "nobody has answered", 35.0),)
    cause = Cause("Nobody answers.", "bpmn/complaint.bpmn", element[1], "obligation/told-by-final-date", path=way)
    monkeypatch.setitem(checked._verdicts, shipped().hash, Checked(shipped().files, (cause,)))

    page = desk.sit("ina").get(PAGE).text

    assert f"day 35 · {element[2]} · nobody has answered</li>" in page and "Play the path" in page
    assert "1 is broken." in page and ">broken<" in page.replace("</svg>", ">")


def test_before_anything_is_published_files_can_be_checked(desk: Desk) -> None:
    with desk.office.database.transaction() as session:
        session.execute(delete(Pack))
    ina = desk.sit("ina")

    page = ina.get(PAGE)
    answer = sent_by(ina, ("ours.zip", zipped(dict(shipped().files))))

    assert "Nothing has been published yet." in page.text
    assert verdict(answer) == KEEPS_ALL
