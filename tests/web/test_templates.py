"""What every template keeps to: nothing inline for the strict policy, no words outside the catalogue."""

import re
from pathlib import Path

import pytest

from engine.config import ROOT

TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
COMPONENTS = ROOT / "web" / "templates" / "components"

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"""<[^<>]*>|\s[a-z-]+="[^"]*\"""")  # a macro may give attributes only
SPOKEN = re.compile(r"""\s(?:aria-label|title|alt|placeholder)="([^"{]*[A-Za-z][^"{]*)\"""")
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE)
UNTRANSLATED = re.compile(r"\bAmends\b|<kbd>[^<]*</kbd>|\bC-2026-\w{6}\b|\b[A-Z2-7]{16,26}\b")
"""Our name, keys of a keyboard, and examples of references and codes."""


def name(path: Path) -> str:
    return path.relative_to(ROOT / "web" / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_style_or_script_of_its_own(path):
    source = COMMENT.sub("", path.read_text())

    assert INLINE.findall(source) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_word_of_a_template_comes_from_the_catalogue(path):
    markup = UNTRANSLATED.sub(" ", JINJA.sub(" ", COMMENT.sub("", path.read_text())))

    words = set(re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", TAG.sub(" ", markup))))

    assert words == set()
    assert SPOKEN.findall(markup) == []


def test_the_style_page_shows_every_component():
    shown = (ROOT / "web" / "templates" / "style.html").read_text()

    missing = [path.name for path in COMPONENTS.glob("*.html") if f"components/{path.name}" not in shown]

    assert missing == ["form.html"], "form.html draws the same fields from a form of the pack"
