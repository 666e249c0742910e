"""The complainant's pages in a real browser: usable by everybody, with and without scripts."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from tests.web.public.conftest import follow_path
from tests.web.served import served

CHECKS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def database_url(_databases) -> Iterator[str]:
    """One kind of database: no page differs by it."""
    url = _databases["sqlite"].fresh()
    yield url
    _databases["sqlite"].drop(url)


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    with served(site) as address:
        yield address


def faults(page) -> list[str]:
    found = Axe().run(page, options=CHECKS).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found] + ["scrolls sideways"] * wide


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_can_be_used_by_everybody(page, address, office, width, scheme):
    case = office.complain()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    found = {}
    pages = ("/", "/how", "/complain", "/follow", follow_path(case), f"{follow_path(case)}/do/more_info", "/follow/A/B")

    for path in pages:
        page.goto(address + path)
        found[path] = faults(page)
    page.goto(f"{address}/complain")
    page.click("text=Save and go on")
    found["with errors"] = faults(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_complaint_can_be_made_without_any_script(browser, address):
    page = browser.new_context(java_script_enabled=False).new_page()

    page.goto(f"{address}/complain")
    page.fill("#f-description", "I was charged twice for one transfer.")
    page.check("text=A payment or a transfer")
    page.click("text=Save and go on")
    page.click("text=Save and go on")
    page.fill("#f-name", "Zoë Quist")
    page.select_option("#f-country", "GB")
    page.click("text=Save and go on")
    page.click("text=Send the complaint")

    assert page.inner_text("#reference").startswith("C-")
    page.context.close()


def test_nothing_typed_is_lost_when_the_page_is_left(page, address):
    page.goto(f"{address}/complain")
    page.type("#f-description", "I was charged")
    page.wait_for_selector("text=Saved")

    page.reload()

    assert page.input_value("#f-description") == "I was charged"


def test_enter_goes_on_and_takes_no_file_away(page, address, tmp_path):
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    page.goto(f"{address}/complain")
    page.set_input_files("#f-files", str(scan))
    page.click("text=Save and go on")
    page.fill("#f-description", "I was charged twice for one transfer.")
    page.check("text=A payment or a transfer")

    page.press("#f-happened_on", "Enter")

    page.wait_for_url("**/2")
    page.goto(page.url.removesuffix("2") + "1")
    assert page.is_visible("text=scan.png")
