"""A server of one's own gets the same application, on the settings in the environment."""

import pytest

from engine import migrations
from engine.config import load
from engine.db import Database
from engine.errors import NotFound
from web.wsgi import application


@pytest.fixture
def settings(tmp_path, monkeypatch):
    given = {"AMENDS_HOME": str(tmp_path), "AMENDS_SECRET_KEY": "k" * 40, "AMENDS_BASE_URL": "https://amends.test"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


def test_a_server_serves_the_pages_of_a_database_that_is_up_to_date(settings):
    database = Database(load(settings).database_url, key="k" * 40)
    migrations.migrate(database)
    database.close()

    app = application()

    assert app.test_client().get("/health").json["ok"]
    app.extensions["amends.database"].close()


def test_a_server_does_not_start_on_a_database_without_tables(settings):
    with pytest.raises(NotFound, match="amends migrate"):
        application()
