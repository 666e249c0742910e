"""Files that were sent once, carried by the page itself, so that more can be asked about them and nothing is kept."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping

import orjson

from engine.check import given

MOST_TEXT = 700_000
"""The longest text that a page carries; a form may send a megabyte in all."""

MOST_BYTES = 20_000_000


def packed(files: Mapping[str, bytes]) -> str:
    """The files as one text for a form; empty where they are too large for that."""
    told = orjson.dumps(given.coded(files))
    text = b64encode(zlib.compress(told)).decode()
    return text if len(text) <= MOST_TEXT else ""


def unpacked(text: str) -> dict[str, bytes]:
    """The files of such a text; none where it is not one of ours."""
    opened = zlib.decompressobj()
    try:
        told = opened.decompress(b64decode(text, validate=True), MOST_BYTES)
        return given.decoded(orjson.loads(told)) if opened.eof else {}
    except (zlib.error, ValueError, AttributeError, TypeError):
        return {}
