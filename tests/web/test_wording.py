"""What is wrong with an answer, in words."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from engine.forms import KINDS, Field, FieldError
from tests.engine.cases.conftest import shipped
from web import wording

FIELD = Field("amount", "How much?", "number", "input")


@pytest.fixture
def reader() -> Iterator[None]:
    app = Flask("reader")
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_error_has_a_sentence(reader, kind):
    sentence = wording.fault(FieldError("amount", kind, {"limit": 3}), FIELD)

    assert sentence.endswith(".")
    assert kind not in sentence


def test_a_limit_is_in_the_sentence(reader):
    assert wording.fault(FieldError("amount", "too_long", {"limit": 5000}), FIELD) == "Write at most 5000 characters."
    assert wording.fault(FieldError("amount", "too_large", {"limit": 5000}), FIELD).endswith("5,000.")


def test_the_summary_says_the_question_and_follows_the_form(reader):
    form = shipped().forms["intake"]

    told = wording.told(form, form.parse({}).errors, ["scan.exe was not added."])

    assert told.summary[0] == ("description", "What went wrong? – Please answer this.")
    assert told.summary[-1] == ("files", "scan.exe was not added.")
    assert list(told.at_fields) == [name for name, _ in told.summary]


def test_a_code_is_shown_in_pieces_that_can_be_read_aloud():
    assert wording.grouped("ABCD-EFGH IJ") == ["ABCD", "EFGH", "IJ"]


@pytest.mark.parametrize(("size", "words"), [(10, "1 kB"), (4_200, "4 kB"), (2_456_789, "2.5 MB")])
def test_a_size_is_told_in_its_fitting_unit(reader, size, words):
    assert wording.size(size) == words
