"""The staff's pages in a real browser: by keyboard, with drafts that keep themselves, without a script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from engine import clock
from engine.config import ROOT
from tests.conftest import UNTESTED
from tests.engine.cases.office import Office
from tests.web.served import served
from tests.web.staff.conftest import config
from tests.web.staff.desk import PASSWORD
from web.app import create_app

VIEWER = ROOT / "web" / "static" / "vendor" / "bpmn-js" / "bpmn-navigated-viewer.production.min.js"


@pytest.fixture
def now_office(office: Office) -> Office:
    """The office on the clock of the machine: a browser has no other."""
    office.now = clock.real()
    return office


@pytest.fixture
def site(now_office: Office, tmp_path: Path) -> Iterator[str]:
    """The address of the application, served."""
    app = create_app(config(tmp_path, "production"), now_office.database)
    with served(app) as address:
        yield address


def sit(page: Page, site: str, name: str) -> Page:
    """Sign in as a person of the office."""
    page.goto(f"{site}/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@office.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/inbox")
    return page


def test_the_inbox_is_worked_by_keyboard(page: Page, site: str, now_office: Office) -> None:
    first, second = now_office.complain(), now_office.complain()
    sit(page, site, "ina")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_role("status")).to_contain_text("You have taken")
    page.keyboard.press("?")
    page.get_by_label("Use these keys on this device").press("Space")
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    on_nothing = page.evaluate("document.activeElement.closest('[data-row]')")
    page.goto(f"{site}/inbox?view=mine")

    expect(page.get_by_role("link", name=second.reference)).to_be_visible()
    expect(page.get_by_role("link", name=first.reference)).not_to_be_visible()
    assert on_nothing is None


def test_what_is_typed_keeps_itself(page: Page, site: str, now_office: Office) -> None:
    case = now_office.complain()
    address = f"{site}/tasks/{now_office.task(case, 'Initial assessment')}"
    sit(page, site, "ina").goto(address)
    page.get_by_role("button", name="Take this task").click()

    page.get_by_label("Note for whoever handles it").fill("Half a thought")
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    page.goto(address)

    expect(page.get_by_label("Note for whoever handles it")).to_have_value("Half a thought")


def test_a_task_is_taken_kept_and_done_without_any_script(browser: Browser, site: str, now_office: Office) -> None:
    case = now_office.complain()
    context = browser.new_context(java_script_enabled=False)
    page = sit(context.new_page(), site, "ina")

    page.get_by_role("link", name="Initial assessment").click()
    page.get_by_role("button", name="Take this task").click()
    page.get_by_label("Note for whoever handles it").fill("Kept by a button")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Note for whoever handles it")).to_have_value("Kept by a button")
    page.get_by_text("3: a real loss").click()
    page.get_by_text("2: several people").click()
    page.get_by_role("button", name="Done").click()

    expect(page.get_by_text("“Initial assessment” is done.")).to_be_visible()
    assert now_office.tasks(case) == ["Investigate and decide"]
    context.close()


def test_the_drawing_shows_where_the_case_is_and_whose_turn_it_is(page: Page, site: str, now_office: Office) -> None:
    if not VIEWER.exists():
        pytest.skip(f"{UNTESTED}: the drawing of a case: the browser code is not set up")
    case = now_office.complain()
    now_office.assess(case)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)

    sit(page, site, "rita").goto(f"{site}/cases/{case.reference}/diagram")

    expect(page.locator('.djs-element.now[data-element-id="investigate"]')).to_be_visible()
    expect(page.locator('.djs-element.done[data-element-id="initial_assessment"]')).to_be_attached()
    expect(page.locator('.djs-overlays[data-container-id="four_eyes_review"] .badge')).to_have_text("Reviewer")
    assert wrong == []


SHEET = """name => {
  const label = document.querySelector(`[data-element-id="${name}_label"]`);
  return {
    turned: getComputedStyle(document.querySelector(".djs-container > svg")).filter,
    paper: getComputedStyle(document.querySelector(".canvas")).backgroundColor,
    badges: getComputedStyle(document.querySelector(".djs-overlay-container")).filter,
    lines: [...label.querySelectorAll("tspan")].map((one) => one.textContent.trim()),
  };
}"""


def test_a_drawing_is_dark_in_the_dark_and_breaks_no_word_of_a_label(
    browser: Browser, site: str, now_office: Office
) -> None:
    if not VIEWER.exists():
        pytest.skip(f"{UNTESTED}: the drawing of a case: the browser code is not set up")
    case = now_office.complain()
    context = browser.new_context(color_scheme="dark")
    page = sit(context.new_page(), site, "rita")
    narrow = re.compile(r'(BPMNLabel[^>]*>\s*<dc:Bounds [^>]*width=")[^"]*')
    drawing = narrow.sub(r"\g<1>20", (ROOT / "bpmn" / "complaint.bpmn").read_text())
    page.route("**/drawing*", lambda route: route.fulfill(body=drawing))

    page.goto(f"{site}/cases/{case.reference}/diagram")
    page.locator(".djs-element").first.wait_for(state="attached")
    found = page.evaluate(SHEET, "complaint_received")

    assert "invert" in found["turned"] and found["badges"] == "none"
    assert found["paper"] == "rgb(24, 31, 28)"
    assert found["lines"] == ["Complaint", "received"]
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_everybody_can_use_every_page(
    browser: Browser, site: str, now_office: Office, width: int, scheme: str
) -> None:
    case = now_office.complain()
    task = now_office.task(case, "Initial assessment")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = sit(context.new_page(), site, "ina")
    page.goto(f"{site}/tasks/{task}")
    page.get_by_role("button", name="Take this task").click()
    page.get_by_role("button", name="Done").click()
    found = {"task with faults": Axe().run(page).response["violations"]}

    sides = [f"/cases/{case.reference}{side}" for side in ("", "/timeline", "/letters", "/files", "/diagram")]
    for address in ("/inbox", "/inbox?view=overdue", f"/tasks/{task}", "/tasks/999", *sides):
        page.goto(f"{site}{address}")
        found[address] = Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} scrolls sideways"

    assert {address: faults for address, faults in found.items() if faults} == {}
    context.close()
