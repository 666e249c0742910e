"""The style sheet."""

import gzip

import pytest
from flask import Flask

from web import look


@pytest.fixture
def app() -> Flask:
    app = Flask("web")
    look.register(app)
    return app


def address(app: Flask) -> str:
    with app.test_request_context():
        return app.jinja_env.globals["look_url"]()


def test_all_parts_come_as_one_compressed_answer_that_is_kept_for_good(app):
    answer = app.test_client().get(address(app), headers={"Accept-Encoding": "gzip"})

    sheet = gzip.decompress(answer.data).decode()
    assert all(path.read_text() in sheet for path in (look.STATIC / "css").glob("*.css"))
    assert answer.cache_control.immutable
    assert len(answer.data) < 25_000


def test_who_takes_no_compressed_answer_gets_the_same_plain(app):
    plain = app.test_client().get(address(app))

    assert plain.data == look.joined().encode()
    assert "Content-Encoding" not in plain.headers


def test_our_parts_win_over_the_sheet_below():
    assert look.joined().startswith("@layer pico, amends;")


def test_the_look_stands_without_the_sheet_below(app, tmp_path, monkeypatch):
    monkeypatch.setattr(look, "PICO", tmp_path / "nothing.css")

    assert "--brand" in look.joined()


def test_an_address_of_another_version_is_not_answered(app):
    assert app.test_client().get("/look/0123456789ab.css").status_code == 404
