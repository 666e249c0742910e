"""The head of the staff's pages in a real browser: one row where it fits, folded where it does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from engine import clock
from tests.engine.cases.office import Office
from tests.web.served import served
from tests.web.staff.conftest import config
from tests.web.staff.test_in_a_browser import sit
from web.app import create_app

ROW = 60
"""Pixels: nothing in the head stands below something else."""


FULL = """() => {
  const list = document.querySelector(".head nav ul");
  for (const name of ["Messages", "Incidents"]) {
    const entry = list.children[1].cloneNode(true);
    entry.firstChild.innerHTML = `${name} <span class="tally">99</span>`;
    list.append(entry);
  }
  list.children[0].firstChild.innerHTML += ' <span class="tally">99</span>';
}"""
"""Every entry and number that anybody can have."""


@pytest.fixture
def demo_site(office: Office, tmp_path: Path) -> Iterator[str]:
    """The demo, served: its head has the clock as well."""
    office.now = clock.real()
    (tmp_path / "demo_password.txt").write_text("a long password\n")
    with served(create_app(config(tmp_path, "demo"), office.database)) as address:
        yield address


def height(page: Page) -> int:
    return int(page.evaluate("document.querySelector('.head').offsetHeight"))


def test_the_head_is_one_row_with_every_entry_and_folds_without_a_script_on_a_phone(page: Page, demo_site: str) -> None:
    sit(page, demo_site, "ina").evaluate(FULL)
    heights = []
    for width in (1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        heights.append(height(page))
    page.set_viewport_size({"width": 320, "height": 700})
    menu, links = page.get_by_role("button", name="Menu"), page.get_by_role("link", name="People")

    folded, hidden = height(page), not links.is_visible()
    menu.focus()
    page.keyboard.press("Enter")
    expect(links).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.wait_for_timeout(200)
    wrong = [one["id"] for one in Axe().run(page, context=".head").response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.keyboard.press("Escape")

    assert max(*heights, folded) <= ROW, heights
    assert hidden and wide <= 320
    assert wrong == []
    expect(links).not_to_be_visible()
    expect(menu).to_be_focused()
