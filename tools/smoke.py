"""The smoke test: one complaint through the public pages, seen in the inbox of those who handle it.

A stranger's view: it knows addresses and ids of pages, nothing of the code.
"""

import re
import tempfile
import time
from pathlib import Path

from tools.browse import Browser
from tools.pages import Page
from tools.serving import Server

MOST_PAGES = 12
INBOX_SECONDS = 15
GROUP = "Intake"  # the group that gets new complaints
PASSWORD = "demo_password.txt"  # in AMENDS_HOME; the same for all people of the demo
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ROWS = re.compile(r"<(?:tr|li|option|button|dt|p)\b")


class SmokeFailed(Exception):
    """The demo started, and somebody would not have got through; the message says where."""


def run() -> None:
    """Start the demo on a free port with a throw-away database, use it once, stop it.

    Raises:
        SmokeFailed: a page did not do what it should.
        SetupFailed: the server did not start or stop.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="amends-smoke-") as home, Server(Path(home)) as server:
        try:
            reference = complain(Browser(server.address))
            see_in_inbox(Browser(server.address), Path(home), reference)
        except (SmokeFailed, LookupError) as wrong:
            raise SmokeFailed(f"Smoke test failed: {wrong}\n\nThe server said:\n{server.last_words()}") from wrong
    print(f"Smoke test passed: complaint {reference} reached the inbox in {time.monotonic() - began:.1f} s.")


def complain(visitor: Browser) -> str:
    """Send a complaint, page by page, and give its reference."""
    page = expect(visitor.get("/complain"))
    for _ in range(MOST_PAGES):
        if "reference" in page.by_id:
            return page.by_id["reference"].strip()
        page = expect(visitor.submit())
    raise SmokeFailed(f"no reference after {MOST_PAGES} pages; the last was {page.address}")


def see_in_inbox(person: Browser, home: Path, reference: str) -> None:
    """Sign in as somebody of the first group and find the complaint; the worker may need a moment."""
    email = somebody(expect(person.get("/sign-in")))
    expect(person.submit(email=email, password=(home / PASSWORD).read_text().strip()))
    until = time.monotonic() + INBOX_SECONDS
    while reference not in expect(person.get("/inbox")).html:
        if time.monotonic() > until:
            raise SmokeFailed(f"{reference} is not in the inbox of {email} ({person.page.address})")
        time.sleep(0.25)


def somebody(sign_in: Page) -> str:
    """The address of a person who gets new complaints; the demo's sign-in page shows its people."""
    for row in ROWS.split(sign_in.html):
        found = EMAIL.search(row)
        if found and GROUP in row:
            return found[0]
    raise SmokeFailed(f"{sign_in.address} shows nobody of the group {GROUP}")


def expect(page: Page) -> Page:
    """The page, if it is one a person can go on from."""
    if page.status != 200:
        errors = " ".join(page.by_id.get("errors", "").split())
        raise SmokeFailed(f"{page.address} answered {page.status}. {errors}".strip())
    return page
