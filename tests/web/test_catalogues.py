"""Every text that people read stands in the catalogues."""

from pathlib import Path

from tools import words
from web.app import LANGUAGES


def test_every_text_of_the_pages_is_in_the_template(tmp_path: Path) -> None:
    gathered = tmp_path / "messages.pot"

    words.gather(gathered)

    assert gathered.read_text() == words.TEMPLATE.read_text(), "run python -m tools.words"


def test_pages_are_offered_in_the_languages_that_have_a_catalogue() -> None:
    assert "en" in LANGUAGES
    assert all((words.LOCALE / language / "LC_MESSAGES" / "messages.po").exists() for language in LANGUAGES)
