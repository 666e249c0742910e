"""What a page with files sends."""

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import encode_multipart

from web import posted
from web.posted import Posted, SentFile

FULL = 1_000_000


def sent(fields: dict) -> Posted:
    edge, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={edge}"
    with Flask("reader").test_request_context(method="POST", data=body, content_type=kind):
        return posted.read(1)


def file(name: str, size: int) -> FileStorage:
    return FileStorage(BytesIO(bytes(size)), name)


def test_a_file_of_just_the_limit_is_taken_and_one_byte_more_is_let_go():
    read = sent({"text": "kept", "files": [file("full.pdf", FULL), file("over.pdf", FULL + 1)]})

    assert read.text("text") == "kept"
    assert read.files == [SentFile("full.pdf", bytes(FULL)), SentFile("over.pdf", None)]


def test_every_text_of_a_field_is_read():
    read = sent({"wanted": ["refund", "apology"]})

    assert read.texts["wanted"] == ["refund", "apology"]
    assert read.text("nothing") == ""


def test_a_file_box_left_empty_is_no_file():
    assert sent({"files": file("", 0)}).files == []


def test_more_text_than_any_form_of_ours_holds_is_refused():
    with pytest.raises(RequestEntityTooLarge):
        sent({"text": "x" * (posted.TEXT_BYTES + 1)})
