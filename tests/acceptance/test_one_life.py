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


def choose(page: Page, **chosen: str) -> None:
    """Choose an answer of each of these questions."""
    for name, value in chosen.items():
        box = page.locator(f"[name={name}]").first
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(value)
        else:
            page.locator(f'input[name={name}][value="{value}"]').check(force=True)


def test_a_complaint_lives_from_the_web_to_its_closing_and_the_journal_tells_it(
    browser: Browser, site: str, sink: Sink, tmp_path: Path
) -> None:
    complainant = browser.new_context().new_page()
    status = complain(complainant, site)

    intake = Desk(browser, site, tmp_path, "aoife")
    page = intake.take("Initial assessment")
    choose(page, severity="3", complainant_kind="consumer", complexity="2")
    intake.done()

    handler = Desk(browser, site, tmp_path, "ingrid")
    page = handler.take("Plan the investigation")
    for number, point in enumerate(("The card was kept", "The account was charged twice")):
        page.locator("[name=points]").nth(number).fill(point)
    handler.done()
    for _ in range(2):
        page = handler.take("Gather evidence")
        page.locator("[name=sources]").first.fill("The log of the machine")
        handler.done()
    for _ in range(2):
        page = handler.take("Findings on the point")
        choose(page, finding="refused")
        page.locator("[name=why]").fill("The log shows one booking.")
        page.locator("[name=answer]").fill("You were charged once, and the card was out of date.")
        handler.done()
    page = handler.take("Draft the answer")
    choose(page, outcome="refused", cause="no_fault")
    page.locator("[name=reasons]").fill("The log shows one booking, not two.")
    handler.done()

    reviewer = Desk(browser, site, tmp_path, "beatriz")
    page = reviewer.take("Four-eyes review")
    choose(page, review_result="approve")
    for name in ("complete", "evidenced", "fair", "tone", "legal"):
        page.locator(f"input[name={name}]").first.check(force=True)
    reviewer.done()

    complainant.goto(status)
    expect(complainant.get_by_text("We sent you our decision and the reasons for it.").first).to_be_visible()
    complainant.get_by_role("link", name="I accept the decision").click()
    complainant.locator("main form button[type=submit]").last.click()

    page = handler.take("Close the case")
    for name in ("all_points_answered", "decision_sent", "reaction_known", "remedies_verified", "edr_told"):
        page.locator(f"input[name={name}]").first.check(force=True)
    choose(page, cause="no_fault")
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
        f"Your right to an independent view of {reference}", f"Where your complaint {reference} stands",
    ])
    manager.page.goto(f"{site}/inbox")
    expect(manager.page.get_by_role("link", name="Overdue review")).to_be_visible()
    lead = Desk(browser, site, tmp_path, "juergen")
    expect(lead.page.get_by_role("link", name="Team lead check")).to_be_visible()
    assert doctor(tmp_path)["ok"]


def expect_mails(page: Page, sink: Sink, subjects: list[str]) -> None:
    """Wait until the post has brought these, in any order, and nothing else; word on how it stands may come often."""
    for _ in range(100):
        if set(sink.subjects()) >= set(subjects):
            break
        page.wait_for_timeout(100)
    assert set(sink.subjects()) == set(subjects)


def doctor(home: Path) -> dict[str, object]:
    """What `amends doctor --json` says of the database."""
    env = {**os.environ, "AMENDS_MODE": "demo", "AMENDS_HOME": str(home)}
    command = [sys.executable, "-m", "web.cli", "doctor", "--json"]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    found: dict[str, object] = json.loads(done.stdout)
    return found
