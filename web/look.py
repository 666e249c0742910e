"""The style sheet: Pico below, our tokens and components above, sent as one compressed answer.

The parts stay one file a component in web/static/css; they are joined once at start, each in its
cascade layer, so that ours win over Pico's whatever their selectors weigh.
"""

import gzip
import hashlib
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

STATIC = Path(__file__).parent / "static"
PICO = STATIC / "vendor" / "pico" / "pico.classless.min.css"
FIRST = ("tokens", "ground", "layout", "head", "button", "field")
LAST = ("print",)
YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Give the app `/look/<version>.css` and its templates `look_url()`."""
    sheet = joined().encode()
    packed = gzip.compress(sheet, 9, mtime=0)
    version = hashlib.sha256(sheet).hexdigest()[:12]

    def look(wanted: str) -> Response:
        if wanted != version:
            abort(404)
        small = request.accept_encodings.quality("gzip") > 0
        answer = Response(packed if small else sheet, mimetype="text/css")
        if small:
            answer.content_encoding = "gzip"
        answer.vary.add("Accept-Encoding")
        answer.cache_control.public = True
        answer.cache_control.max_age = YEAR
        answer.cache_control.immutable = True
        return answer

    look.amends_access = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/look/<wanted>.css", "look", look)
    app.jinja_env.globals["look_url"] = lambda: url_for("look", wanted=version)


def joined() -> str:
    """All parts in their order; Pico only where the set-up has put it, for ours stand without."""
    parts = ["@layer pico, amends;"]
    if PICO.exists():
        parts.append(_layer("pico", PICO))
    parts += [_layer("amends", path) for path in _ordered()]
    return "\n".join(parts)


def _ordered() -> list[Path]:
    found = {path.stem: path for path in sorted((STATIC / "css").glob("*.css"))}
    middle = [name for name in found if name not in FIRST + LAST]
    return [found[name] for name in (*FIRST, *middle, *LAST)]


def _layer(name: str, path: Path) -> str:
    text = path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')
    return f"@layer {name} {{\n{text}\n}}"
