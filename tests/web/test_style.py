"""The page that shows every component."""

import pytest

from engine import config
from engine.db import Database
from tests.databases import BASE_URL, KEY
from web.app import create_app


@pytest.mark.parametrize("path", ["/style/", "/style/staff"])
@pytest.mark.parametrize(("mode", "status"), [("demo", 200), ("production", 404)])
def test_the_components_are_shown_in_the_demo_only(tmp_path, path, mode, status):
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}", key=KEY)
    settings = config.load({"AMENDS_MODE": mode, "AMENDS_SECRET_KEY": KEY, "AMENDS_BASE_URL": BASE_URL})

    answer = create_app(settings, database).test_client().get(path)

    assert answer.status_code == status
    database.close()
