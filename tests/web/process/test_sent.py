"""Files that are sent find their places in a pack."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from tests.web.process.test_page import zipped
from web.posted import SentFile
from web.process import sent

KNOWN = ["bpmn/complaint.bpmn", "forms/letters/en/L1_ack.md", "forms/letters/nl/L1_ack.md"]
PACK = {"bpmn/complaint.bpmn": b"<a/>", "forms/intake.json": b"{}"}


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    app = Flask("reader")
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


def taken(*files: tuple[str, bytes]) -> sent.Sent:
    return sent.read([SentFile(name, data) for name, data in files], 10)


def test_a_file_takes_the_place_of_the_one_of_its_name_and_a_new_one_that_of_its_kind() -> None:
    got = taken(("C:\\ours\\complaint.bpmn", b"<a/>"), ("D99.DMN", b"<a/>"), ("call.json", b"{}"))

    placed = got.placed(KNOWN)

    assert got.refused == []
    assert list(placed) == ["bpmn/complaint.bpmn", "bpmn/tables/D99.dmn", "forms/call.json"]


def test_a_name_that_stands_in_several_places_is_asked_back() -> None:
    got = taken(("L1_ack.md", b"Dear"))

    assert got.placed(KNOWN) == {}
    assert got.refused[0].startswith("L1_ack.md was not checked: the pack has several files of this name.")


def test_two_files_for_the_same_place_are_asked_back() -> None:
    twice = taken(("a.json", b"{}"), ("a.json", b"[]"))
    one_place = taken(("a.bpmn", b"<a/>"), ("a.bpmn2", b"<a/>"))
    one_place.placed(KNOWN)

    assert twice.refused == ["a.json was sent twice. Send one of the two."]
    assert one_place.refused == ["a.bpmn2 was sent twice. Send one of the two."]


def test_a_loose_file_takes_its_place_in_the_pack_that_came_with_it() -> None:
    got = taken(("ours.zip", zipped({f"ours/{name}": data for name, data in PACK.items()})), ("intake.json", b"[]"))

    assert got.files() == PACK | {"forms/intake.json": b"[]"}


def test_loose_files_alone_keep_their_names() -> None:
    assert list(taken(("order.xml", b"<a/>"), ("b.bpmn2", b"<a/>")).files()) == ["order.xml", "b.bpmn2"]


def test_names_that_trick_the_eye_are_made_plain() -> None:
    assert list(taken(("../../a\u202enpmb.\nx.bpmn", b"<a/>")).loose) == ["anpmb.x.bpmn"]
