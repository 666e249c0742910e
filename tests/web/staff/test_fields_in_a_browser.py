"""Several lines and several people in a real browser: lines that grow in place, names that are found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.engine.cases.office import Office
from tests.web.served import served
from tests.web.staff.conftest import config
from web.app import create_app


@pytest.fixture
def fields(page: Page, office: Office, tmp_path: Path) -> Iterator[Page]:
    """The page that shows every component."""
    (tmp_path / "demo_password.txt").write_text("a long password\n")
    with served(create_app(config(tmp_path, "demo"), office.database)) as address:
        page.goto(f"{address}/style/staff")
        yield page


def test_enter_leads_to_the_next_line_and_makes_one_after_the_last(fields: Page) -> None:
    points = fields.locator("[name=points]")
    before = points.count()

    points.nth(before - 1).fill("The last one")
    points.nth(before - 1).press("Enter")
    fields.keyboard.type("One more")

    expect(points).to_have_count(before + 1)
    expect(fields.get_by_label(f"Line {before + 1}")).to_have_value("One more")


def test_more_lines_come_in_place_up_to_as_many_as_there_may_be(fields: Page) -> None:
    points, more = fields.locator("[name=points]"), fields.get_by_role("button", name="More lines")
    address = fields.url

    while more.is_visible():
        more.click()

    assert fields.url == address
    expect(points).to_have_count(8)
    expect(points.first).to_have_value("The charge of 12 March")
    assert len({box.get_attribute("id") for box in points.all()}) == 8


def test_a_name_is_found_on_any_keyboard_and_whoever_is_chosen_stays_in_sight(fields: Page) -> None:
    people = fields.locator("[data-people] .choice:visible")

    fields.get_by_label("Look for a name").fill("SJO")

    expect(people).to_have_text(["Elif Yıldırım", "Ingrid Sjöberg"])
    fields.get_by_label("Look for a name").fill("yildirim")
    expect(people).to_have_text(["Elif Yıldırım"])
    fields.get_by_label("Look for a name").fill("")
    expect(people).to_have_count(9)
