"""Whoever sends a drawing that breaks promises can have changes looked for that keep them."""

import re
from base64 import b64decode

import pytest

from engine.proposals import Proposal, Proposed
from tests.engine.cases.conftest import shipped
from tests.web.process.test_page import MAIN, send
from tests.web.staff.desk import Desk
from web.process import again, proposed
from web.process.promises import BROKEN, Promise

FILE = "bpmn/complaint.bpmn"


ALONE = MAIN.replace('name="not_by" value="investigated"', 'name="not_by" value=""')
"""The same person may investigate and review."""


def asked(desk: Desk, again_: str, how: str = "part"):
    ina = desk.sit("ina")
    ina.get("/process/check")
    return ina.post("/process/check/proposals", {"again": again_, "how": how})


def test_where_a_promise_breaks_the_page_offers_to_look_for_a_change(desk: Desk) -> None:
    broken, kept = send(desk, ("complaint.bpmn", ALONE)), send(desk, ("complaint.bpmn", MAIN))

    assert "Look for changes" in broken.text
    assert "Look for changes" not in kept.text


def test_the_change_that_keeps_it_is_shown_and_can_be_taken_home(desk: Desk) -> None:
    carried = re.search(r'name="again" value="([^"]+)"', send(desk, ("complaint.bpmn", ALONE)).text)
    assert carried

    page = asked(desk, carried[1]).text

    assert "keeps out whoever did the work of investigated" in page and "What would keep them" in page
    assert 'data-finding="P1" data-file="bpmn/complaint.bpmn#proposed"' in page
    home = re.search(r'href="data:application/octet-stream;base64,([^"]+)" download="complaint.bpmn"', page)
    assert home and b'name="not_by" value="investigated"' in b64decode(home[1])
    assert "Look for changes" not in page


def test_nothing_is_looked_for_in_what_is_not_ours(desk: Desk) -> None:
    assert asked(desk, "nothing").status_code == 400


def test_who_has_not_signed_in_has_nothing_looked_for(desk: Desk) -> None:
    stranger = desk.stranger()
    stranger.get("/sign-in")

    assert stranger.post("/process/check/proposals", {"again": again.packed({FILE: b"<a/>"})}).status_code == 401


def test_a_page_carries_what_was_sent_and_reads_it_again():
    files = {FILE: b"<a/>", "forms/note.json": "ä".encode()}

    assert again.unpacked(again.packed(files)) == files


@pytest.mark.parametrize("text", ["", "nothing", "e30=", "!!!!", again.packed({"a": b"b"})[:-6]])
def test_what_is_not_ours_is_not_read(text: str):
    assert again.unpacked(text) == {}


def test_what_is_too_large_for_a_page_is_not_carried(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(again, "MOST_TEXT", 10)

    assert again.packed({FILE: b"<a/>"}) == ""


def test_a_text_that_unpacks_to_more_than_a_pack_is_not_read(monkeypatch: pytest.MonkeyPatch):
    text = again.packed({FILE: b" " * 5_000})
    monkeypatch.setattr(again, "MOST_BYTES", 1_000)

    assert again.unpacked(text) == {}


def test_a_proposal_is_told_in_the_words_of_the_promises():
    data = shipped().files[FILE]
    found = Proposed((Proposal("It moves.", FILE, "initial_assessment", ("told",)),), {FILE: data}, ("other",))

    read = proposed.read(found, [Promise("told", "You hear from us.", "", BROKEN), Promise("other", "", "", BROKEN)])

    (offer,), (copy,) = read.offers, read.copies
    assert (offer.sign, offer.keeps, offer.shape) == ("P1", ("You hear from us.",), "initial_assessment")
    assert (copy.name, b64decode(copy.href.partition(",")[2])) == ("complaint.bpmn", data)
    assert read.left == ("other",)
