"""The browser of the smoke test behaves as people's browsers do."""

from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

import pytest

from tools.browse import Browser
from tools.pages import Page
from tools.smoke import SmokeFailed, complain, somebody

FIRST = """<title>Complain</title><form method="post" action="/sign-out"><button>Sign out</button></form><main>
<form method="post"><input type="hidden" name="csrf" value="token">
<label>What happened <textarea name="story" required></textarea></label>
<select name="topic" required><option value="">choose</option><option value="late">Late</option></select>
<input type="radio" name="wanted" value="refund" required><input type="radio" name="wanted" value="sorry">
<input type="checkbox" name="anonymous"><input name="phone"><input type="email" name="mail" required>
<button name="go" value="next">Next</button><button name="go" value="back">Back</button></form></main>"""
LAST = '<main><h1>Received</h1><p id="reference">C-2026-<b>7K3QF2</b></p></main>'
PAGES = {
    "/complain": FIRST,
    "/received": LAST,
    "/upload": '<form method="post" enctype="multipart/form-data">'
               '<input name="a" value="é"><input type="file" name="f"></form>',
}


class Site(BaseHTTPRequestHandler):
    """One form; what was posted is kept, and answered with what the test laid out."""

    address: str
    posted: list[dict[str, str]]
    answers: list[tuple[int, str]]

    def do_GET(self) -> None:
        self._send(200, PAGES[self.path], {"Set-Cookie": "visitor=1"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        read = parts if self.headers["Content-Type"].startswith("multipart/") else words
        self.posted.append({**read(self.headers["Content-Type"], body), "cookie": self.headers["Cookie"]})
        status, html = self.answers.pop(0)
        self._send(status, html, {"Location": "/received"} if status == 303 else {})

    def _send(self, status: int, html: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(html.encode())

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


def words(_: str, body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def parts(kind: str, body: bytes) -> dict[str, str]:
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    return {part.get_param("name", header="Content-Disposition"): part.get_payload(decode=True).decode()
            for part in message.get_payload()}


@pytest.fixture
def site() -> Iterator[type[Site]]:
    fresh = type("Fresh", (Site,), {"posted": [], "answers": [(303, "")]})
    with ThreadingHTTPServer(("127.0.0.1", 0), fresh) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        fresh.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield fresh
        server.shutdown()


def test_a_form_is_sent_with_what_is_typed_what_was_there_and_something_fitting(site):
    visitor = Browser(site.address)
    visitor.get("/complain")

    visitor.submit(phone="+44 20 7946 0001")

    assert site.posted == [{
        "csrf": "token", "story": "A test of the public pages", "topic": "late", "wanted": "refund",
        "phone": "+44 20 7946 0001", "mail": "smoke@example.org", "go": "next", "cookie": "visitor=1",
    }]


def test_a_complaint_sent_page_by_page_ends_with_its_reference(site):
    assert complain(Browser(site.address)) == "C-2026-7K3QF2"


def test_a_form_that_comes_back_with_errors_fails_the_smoke_test_with_their_words(site):
    site.answers[:] = [(422, '<div id="errors">Say what\n happened.</div>' + FIRST)]

    with pytest.raises(SmokeFailed, match=r"answered 422\. Say what happened\."):
        complain(Browser(site.address))


def test_a_form_that_never_ends_fails_the_smoke_test(site):
    site.answers[:] = [(200, FIRST)] * 20

    with pytest.raises(SmokeFailed, match="no reference after"):
        complain(Browser(site.address))


def test_typing_into_a_field_that_is_not_there_is_a_mistake(site):
    visitor = Browser(site.address)
    visitor.get("/complain")

    with pytest.raises(LookupError, match="no field name; it has csrf, story"):
        visitor.submit(name="Ann")


def test_a_form_with_files_is_sent_in_parts_and_without_a_file(site):
    visitor = Browser(site.address)
    visitor.get("/upload")

    visitor.submit()

    assert site.posted == [{"a": "é", "cookie": "visitor=1"}]


def test_somebody_of_the_group_that_gets_complaints_signs_in():
    page = Page(200, "/sign-in", "<li>Lia, lead@x.org, Team lead<li>Ida, <b>ida@x.org</b>, Intake and Handler")

    assert somebody(page) == "ida@x.org"


def test_a_demo_that_shows_nobody_to_sign_in_as_fails_the_smoke_test():
    with pytest.raises(SmokeFailed, match="shows nobody of the group Intake"):
        somebody(Page(200, "/sign-in", "<p>Sign in</p>"))
