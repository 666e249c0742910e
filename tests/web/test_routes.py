"""Every page says who may use it, and answers as it says (S10, S13)."""

from pathlib import Path

import pytest
from flask import Flask

from engine import migrations
from engine.db import Database
from tests.databases import KEY
from tests.web.staff.conftest import config
from web.app import create_app

ELSEWHERE = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The demo has the most pages."""
    database = Database(f"sqlite:///{tmp_path / 'amends.db'}", key=KEY, demo=True)
    migrations.migrate(database)
    return create_app(config(tmp_path, "demo"), database)


def test_no_page_leaves_open_who_may_use_it(app: Flask) -> None:
    undeclared = [
        rule.endpoint for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "amends_access")
    ]

    assert undeclared == []


def test_pages_for_staff_send_strangers_to_sign_in_and_change_nothing(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or app.view_functions[rule.endpoint].amends_access != "staff":  # type: ignore[attr-defined]
            continue
        address = rule.rule
        for argument in rule.arguments:
            converter = "int:" if f"<int:{argument}>" in address else ""
            address = address.replace(f"<{converter}{argument}>", "1")
        for method in rule.methods & {"GET", "POST"}:  # type: ignore[operator]
            answer = app.test_client().open(address, method=method)
            # a POST without a token is refused even before anybody asks who sent it
            assert answer.status_code in (303, 400), (method, address, answer.status_code)
            if answer.status_code == 303:
                assert answer.location.startswith("/sign-in?")


def test_a_form_sent_from_another_site_is_refused_everywhere(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        address = rule.rule
        for argument in rule.arguments:
            address = address.replace(f"<int:{argument}>", "1").replace(f"<{argument}>", "1")

        answer = app.test_client().post(address, headers=ELSEWHERE)

        assert answer.status_code == 403, address
