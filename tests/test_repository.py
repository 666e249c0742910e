"""What is committed can be used anywhere, and says what there is to know."""

import json
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from engine.config import ROOT

REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
PACKAGE_LOCKS = (ROOT / "package-lock.json", ROOT / "tools" / "chromium_copy" / "package-lock.json")
ADDRESS = re.compile(r"\w+://|\b[\w-]+\.(?:org|com|net|io|dev)/")
HOME_FOLDER = re.compile(r"""(?<![\w.}])/(?:home|root|Users|work|tmp/[\w-]+)/\w|\b[A-Z]:\\Users\\""")
SETTING = re.compile(r"\bAMENDS_[A-Z_]+\b")
BINARY = frozenset({".png", ".jpg", ".ico", ".woff2", ".gz", ".zip", ".pdf", ".mo"})


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_requirements_name_hashes_and_no_address(file):
    packages = [block for block in re.split(r"\n(?=\w)", file.read_text()) if block.strip()]

    assert packages
    assert [block.split()[0] for block in packages if "--hash=sha256:" not in block] == []
    assert ADDRESS.findall(file.read_text()) == []


@pytest.mark.parametrize("lock", PACKAGE_LOCKS, ids=["pages", "test browser"])
def test_package_locks_name_hashes_and_no_address(lock):
    packages = {name: about for name, about in json.loads(lock.read_text())["packages"].items() if name}

    assert packages
    assert [name for name, about in packages.items() if "integrity" not in about] == []
    assert [name for name, about in packages.items() if "resolved" in about] == []
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("extra", ["base", "scale", "test"])
def test_every_declared_dependency_is_pinned(extra):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = project["dependencies"] + project["optional-dependencies"].get(extra, [])
    pinned = re.findall(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / "requirements" / f"{extra}.txt").read_text(), re.MULTILINE)

    assert {plain(name) for name in declared} - {plain(name) for name in pinned} == set()


def test_the_sets_of_requirements_agree_so_that_one_environment_can_hold_all():
    versions: dict[str, set[str]] = {}
    for file in REQUIREMENTS:
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", file.read_text(), re.MULTILINE):
            versions.setdefault(name, set()).add(version)

    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_no_file_names_a_folder_of_somebody_s_machine():
    found = {file: HOME_FOLDER.findall(text) for file, text in texts().items()}

    assert {file: places for file, places in found.items() if places} == {}


def test_the_changelog_has_a_place_for_what_is_not_released_yet():
    assert re.search(r"^## \[?Unreleased", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_the_docs_name_every_setting():
    docs = [file for file in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")) if file.exists()]
    if not docs:
        pytest.skip("there are no docs yet")
    settings = set(SETTING.findall((ROOT / "engine" / "config.py").read_text()))

    named = set(SETTING.findall("\n".join(file.read_text() for file in docs)))

    assert settings
    assert settings - named == set()


def plain(requirement: str) -> str:
    """The name of a package the way the registry compares names."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


@cache
def texts() -> dict[str, str]:
    """Every text file that belongs to the repository, by its path from the root."""
    files = [file for file in wanted(ROOT) if file.suffix not in BINARY]
    return {file.relative_to(ROOT).as_posix(): file.read_text(errors="replace") for file in files}


def wanted(folder: Path) -> Iterator[Path]:
    """Files that .gitignore does not name; git itself may not be here."""
    for entry in folder.iterdir():
        path = entry.relative_to(ROOT).as_posix()
        if entry.name == ".git" or any(fnmatch(entry.name, line) or path == line for line in ignored()):
            continue
        if entry.is_dir():
            yield from wanted(entry)
        elif entry.is_file():
            yield entry


@cache
def ignored() -> tuple[str, ...]:
    return tuple(line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split())
