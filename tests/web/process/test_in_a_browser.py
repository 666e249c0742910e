"""Findings on the drawing in a real browser: list and shapes choose for each other, a path is played."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from engine.db import insert_row, table
from engine.errors import WARNING, Cause, PathStep
from engine.model import Pack as PackRow
from engine.packs import Pack
from tests.conftest import UNTESTED
from tests.engine.cases.conftest import shipped
from tests.engine.cases.office import Office
from tests.web.served import served
from tests.web.staff.conftest import config
from tests.web.staff.test_in_a_browser import VIEWER, sit
from web.app import create_app
from web.process import checked
from web.process.checked import Checked

FILE, OTHER = "bpmn/complaint.bpmn", "bpmn/called.bpmn"
CALLED = re.sub(r'<bpmn:process id="\w+" name="[^"]*"', '<bpmn:process id="called" name="Called"',
                shipped().files[FILE].decode()).encode()
WAY = (PathStep("initial_assessment", FILE, "", 0.0), PathStep("investigate", FILE, "", 3.0),
       PathStep("four_eyes_review", OTHER, "nobody has answered", 35.0))
CAUSES = (Cause("Nobody answers by day 35.", FILE, "investigate", "obligation/told", "Set a clock.", 9, path=WAY),
          Cause("Two ways may be open here.", FILE, "investigate", "soundness/unsafe", "", 9, WARNING),
          Cause("No row fits.", "bpmn/tables/D2.dmn", "row", "L17", "", 3, WARNING))


@pytest.fixture
def site(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The application, where a check of the published pack has found a few things."""
    if not VIEWER.exists():
        pytest.skip(f"{UNTESTED}: findings on the drawing: the browser code is not set up")
    pack, later = Pack({**shipped().files, OTHER: CALLED}), office.now + timedelta(days=1)
    with office.database.transaction() as session:
        insert_row(session, table(PackRow), {
            "hash": pack.hash, "content": pack.pack_bytes(), "calendars": pack.calendars_json(), "note": "",
            "published_at": later, "current_since": later,
        })
    monkeypatch.setitem(checked._verdicts, pack.hash, Checked(pack.files, CAUSES))
    with served(create_app(config(tmp_path, "production"), office.database)) as address:
        yield address


def test_list_and_drawing_choose_for_each_other(page: Page, site: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    sit(page, site, "ina").goto(f"{site}/process/check")

    page.get_by_role("button", name="Show it (1)").click()
    expect(page.locator('.djs-element.chosen[data-element-id="investigate"]')).to_be_visible()
    page.locator(".canvas .pin", has_text="2").click()

    expect(page.locator("#finding-2")).to_have_attribute("aria-current", "true")
    expect(page.locator("#finding-2")).to_be_focused()
    expect(page.locator("#finding-3 button")).to_have_count(0)
    assert wrong == []


def test_a_drawing_that_is_sent_is_shown_with_what_was_found_on_it(page: Page, site: str, tmp_path: Path) -> None:
    drawing = tmp_path / "complaint.bpmn"
    drawing.write_text(re.sub(r' default="[^"]+"', "", shipped().files[FILE].decode(), count=1))
    sit(page, site, "ina").goto(f"{site}/process/check")

    page.locator("input[type=file]").set_input_files(drawing)
    page.get_by_text("On their own").click()
    page.get_by_role("button", name="Check", exact=True).click()

    expect(page.get_by_role("button", name="Complaint 2 found")).to_have_attribute("aria-pressed", "true")
    expect(page.locator('.djs-element.found-bad[data-element-id="is_approved"]')).to_be_attached()
    assert found_in_axe(page) == []


def test_a_path_is_played_from_drawing_to_drawing(browser: Browser, site: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = sit(context.new_page(), site, "ina")
    page.goto(f"{site}/process/check")

    page.get_by_role("button", name="Play the path (1)").click()
    expect(page.get_by_text("Step 1 of 3: day 0 · Initial assessment")).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.locator('.djs-element.here[data-element-id="investigate"]')).to_be_visible()
    expect(page.locator('.djs-element.passed[data-element-id="initial_assessment"]')).to_be_attached()
    page.get_by_role("button", name="Next").press("ArrowRight")

    expect(page.get_by_role("button", name="Called")).to_have_attribute("aria-pressed", "true")
    expect(page.locator('.djs-element.here[data-element-id="four_eyes_review"]')).to_be_visible()
    expect(page.get_by_text("Step 3 of 3: day 35 · Four-eyes review · nobody has answered")).to_be_visible()
    context.close()


def test_who_does_not_mind_motion_sees_the_path_go_on_by_itself(page: Page, site: str) -> None:
    sit(page, site, "ina").goto(f"{site}/process/check")

    page.get_by_role("button", name="Play the path (1)").click()

    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_text("Step 3 of 3")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_without_a_script_findings_and_paths_are_a_list(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = sit(context.new_page(), site, "ina")
    page.goto(f"{site}/process/check")

    page.get_by_text("The path: 3 steps").click()

    expect(page.get_by_text("day 35 · Four-eyes review · nobody has answered")).to_be_visible()
    expect(page.get_by_text("The drawing needs a script.")).to_be_visible()
    expect(page.get_by_role("button", name="Play the path")).to_have_count(0)
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (320, "dark")])
def test_everybody_can_use_it(browser: Browser, site: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = sit(context.new_page(), site, "ina")
    page.goto(f"{site}/process/check")
    page.get_by_role("button", name="Play the path (1)").click()
    page.get_by_role("button", name="Pause").click()

    found = found_in_axe(page)
    fits = page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert (found, fits, found_in_axe(page)) == ([], True, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def found_in_axe(page: Page) -> list[Any]:
    """What hinders people with a screen reader, a keyboard or weak eyes."""
    return Axe().run(page).response["violations"]  # type: ignore[no-any-return]
