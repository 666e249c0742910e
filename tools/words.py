"""Gather the words of the pages into web/locale: `python -m tools.words`.

Every text that people read goes through gettext; this collects them into messages.pot and brings
each language's catalogue up to date. What is compiled from them is made at set-up and not kept.
"""

import subprocess
import sys
from pathlib import Path

from tools.steps import ROOT

WEB = ROOT / "web"
LOCALE = WEB / "locale"
TEMPLATE = LOCALE / "messages.pot"
KEYWORDS = ("-k", "_", "-k", "gettext", "-k", "ngettext:1,2", "-k", "_n:1,2")


def gather(target: Path) -> None:
    """Write every text of the pages into a template."""
    _babel(
        "extract", "-F", str(LOCALE / "babel.cfg"), *KEYWORDS, "--no-location", "--sort-output", "--omit-header",
        "-o", str(target), ".",
    )


def update() -> None:
    """Bring the template and the catalogue of each language up to date; old translations are kept."""
    gather(TEMPLATE)
    for catalogue in sorted(LOCALE.glob("*/LC_MESSAGES/messages.po")):
        language = catalogue.parent.parent.name
        _babel("update", "-i", str(TEMPLATE), "-o", str(catalogue), "-l", language, "--no-wrap")


def _babel(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "-q", *arguments], cwd=WEB, check=True)


if __name__ == "__main__":
    update()
