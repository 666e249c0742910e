"""One whole life of a complaint, lived by people with a browser, on the program as it is started.

A real process with its worker, a real mail server on loopback, a real browser; nothing is reached
past the pages but the doctor at the end.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from playwright.sync_api import Browser, Page, expect

from tools.serving import Server, free_port

STORY = "The machine kept my card and charged my account 50 pounds twice.\nNobody called me back."


class Sink(MessageHandler):
    """Keeps every mail that arrives."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]


@pytest.fixture
def sink() -> Iterator[Sink]:
    handler = Sink(free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def site(sink: Sink, tmp_path: Path) -> Iterator[str]:
    with Server(tmp_path, {"AMENDS_SMTP_URL": f"smtp://127.0.0.1:{sink.port}", "AMENDS_TICK": "0.1"}) as server:
        yield server.address


def complain(page: Page, site: str) -> str:
    """Write a complaint page by page and send it; gives the address of its status page."""
    page.goto(f"{site}/complain")
    page.get_by_label("What went wrong?").fill(STORY)
    page.get_by_text("A payment or a transfer").click()
    onward(page)
    page.get_by_text("My money back").click()
    onward(page)
    page.locator("input[name=name]").fill("Zoë Quist")
    page.locator("input[type=email]").fill("zoe@home.example")
    page.get_by_label("In which country").select_option("GB")
    onward(page)
    page.get_by_role("button", name=re.compile("send", re.I)).click()
    page.wait_for_url("**/received/**")
    reference, code = page.locator("#reference").inner_text(), page.locator("#code").inner_text()
    return f"{site}/follow/{reference}/{''.join(code.split())}"


def onward(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()


class Desk:
    """A member of staff at their own browser."""

    def __init__(self, browser: Browser, site: str, home: Path, name: str) -> None:
        self.page, self.site = browser.new_context().new_page(), site
        self.page.goto(f"{site}/sign-in")
        self.page.get_by_label("E-mail address").fill(f"{name}@demo.example")
        self.page.get_by_label("Password").fill((home / "demo_password.txt").read_text().strip())
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/inbox")

    def take(self, task: str) -> Page:
        self.page.goto(f"{self.site}/inbox")
        self.page.get_by_role("link", name=task).first.click()
        self.page.get_by_role("button", name="Take this task").click()
        return self.page

    def done(self) -> None:
        self.page.get_by_role("button", name="Done").click()
        expect(self.page.locator("#errors")).to_have_count(0)


def test_a_complaint_lives_from_the_web_to_its_closing_and_the_journal_tells_it(
    browser: Browser, site: str, sink: Sink, tmp_path: Path
) -> None:
    complainant = browser.new_context().new_page()
    status = complain(complainant, site)

    intake = Desk(browser, site, tmp_path, "aoife")
    page = intake.take("Initial assessment")
    page.get_by_text("3: a real loss").click()
    page.get_by_text("2: several people or records").click()
    intake.done()

    handler = Desk(browser, site, tmp_path, "ingrid")
    page = handler.take("Investigate and decide")
    page.locator("textarea[name=findings]").fill("The log shows two bookings.")
    page.locator("input[name=outcome][value=upheld]").check(force=True)
    page.locator("textarea[name=reasons]").fill("The second booking was our mistake.")
    page.locator("input[name=remedy][value=refund]").check(force=True)
    page.locator("input[name=amount_offered]").fill("50")
    page.locator("textarea[name=remedy_text]").fill("You get the 50 pounds back.")
    handler.done()

    reviewer = Desk(browser, site, tmp_path, "beatriz")
    page = reviewer.take("Four-eyes review")
    page.locator("input[name=decision][value=approve]").check(force=True)
    reviewer.done()

    complainant.goto(status)
    expect(complainant.get_by_text("We sent you our decision and the reasons for it.").first).to_be_visible()
    complainant.get_by_role("link", name="I accept the decision").click()
    complainant.locator("main form button[type=submit]").last.click()

    page = handler.take("Close the case")
    for name in ("all_points_answered", "decision_sent", "remedies_done"):
        page.locator(f"input[name={name}]").check(force=True)
    page.locator("input[name=cause][value=mistake]").check(force=True)
    handler.done()

    complainant.goto(status)
    expect(complainant.get_by_text("Closed").first).to_be_visible()
    reference = status.split("/")[-2]
    page.goto(f"{site}/cases/{reference}/timeline")
    for said in ("received on the website", "Aoife Brennan", "Ingrid Sjöberg", "Beatriz Carvalho"):
        expect(page.get_by_text(said).first).to_be_visible()
    expect_mails(complainant, sink, [
        f"We have your complaint {reference}", f"Our answer to your complaint {reference}",
        f"Your complaint {reference} is closed",
    ])
    assert status.split("/")[-1] in sink.mails[0].as_string().replace("=\n", "")
    assert doctor(tmp_path) == {"ok": True, "findings": []}


def test_what_nobody_does_is_seen_to_escalate_when_the_demo_clock_is_moved_on(
    browser: Browser, site: str, sink: Sink, tmp_path: Path
) -> None:
    complainant = browser.new_context().new_page()
    status = complain(complainant, site)
    reference = status.split("/")[-2]

    manager = Desk(browser, site, tmp_path, "margaret")
    for _ in range(8):
        manager.page.get_by_role("button", name="+1 week").click()

    expect_mails(complainant, sink, [
        f"We have your complaint {reference}", f"Our answer to your complaint {reference} is late",
        f"Your right to an independent view of {reference}",
    ])
    manager.page.goto(f"{site}/inbox")
    expect(manager.page.get_by_role("link", name="Overdue review")).to_be_visible()
    lead = Desk(browser, site, tmp_path, "juergen")
    expect(lead.page.get_by_role("link", name="Team lead check")).to_be_visible()
    assert doctor(tmp_path)["ok"]


def expect_mails(page: Page, sink: Sink, subjects: list[str]) -> None:
    """Wait until the post has brought these, in any order."""
    for _ in range(100):
        if len(sink.mails) >= len(subjects):
            break
        page.wait_for_timeout(100)
    assert sorted(sink.subjects()) == sorted(subjects)


def doctor(home: Path) -> dict[str, object]:
    """What `amends doctor --json` says of the database."""
    env = {**os.environ, "AMENDS_MODE": "demo", "AMENDS_HOME": str(home)}
    command = [sys.executable, "-m", "web.cli", "doctor", "--json"]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    found: dict[str, object] = json.loads(done.stdout)
    return found
