"""The README's walk through a change that breaks a promise, done as it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.config import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DRAWING = "bpmn/complaint.bpmn"


def blocks(kind: str) -> list[str]:
    """The indented blocks of code of a kind, each without its indent."""
    found = re.findall(r"^   ```(\w*)\n(.*?)^   ```$", README, re.MULTILINE | re.DOTALL)
    return [re.sub(r"^   ", "", text, flags=re.MULTILINE).strip() for one, text in found if one == kind]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    for folder in ("bpmn", "forms"):
        shutil.copytree(ROOT / folder, tmp_path / "ours" / folder)
    return tmp_path / "ours"


def checked(pack: Path, *more: object) -> str:
    """What `amends check` says, on one line."""
    said = subprocess.run(
        [sys.executable, "-m", "web.cli", "check", pack, *map(str, more)], cwd=ROOT, capture_output=True, text=True)
    return " ".join(said.stdout.split())


def changed(pack: Path, old: str, new: str) -> None:
    text = (pack / DRAWING).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (pack / DRAWING).write_text(text.replace(old, new), encoding="utf-8")


def test_the_step_of_the_readme_breaks_what_it_says_on_the_day_it_says_and_is_mended_as_it_says(pack: Path) -> None:
    arrow, step, mended = blocks("xml")
    shown = next(one for one in blocks("") if "✗" in one)

    changed(pack, arrow, step)
    said = checked(pack)
    two_arrows = "\n".join(step.splitlines()[-2:])
    below = (pack / DRAWING).read_text(encoding="utf-8").split(two_arrows)[1].splitlines()[1]
    proposed = checked(pack, "--propose", pack.parent / "better")
    changed(pack, f"{two_arrows}\n{below}", mended)

    assert "apply_effect" in below and "overdue_review" in below
    for part in re.split("…", shown):
        assert " ".join(part.split()) in said
    assert '"See why it is late" moves behind "Apply breach effect"' in proposed and "nothing found" in proposed
    assert "nothing found" in checked(pack)


def test_the_promise_that_the_readme_changes_stands_where_it_says() -> None:
    regimes = (ROOT / "bpmn" / "regimes.toml").read_text(encoding="utf-8")
    urgency = regimes.split("[urgency.U3]")[1].split("[", 1)[0]

    assert 'target = "15 WD"' in urgency and 'target = "15 WD"' in README
    assert (ROOT / DRAWING).read_text(encoding="utf-8").count("working_days(10)") == 1
