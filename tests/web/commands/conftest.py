"""Homes for the commands: an empty one, and one on which the shipped pack is published."""

import shutil

import pytest

from tests.engine.cases.conftest import quick_hashing
from tests.packs import SMALL
from tests.web.commands.home import Home

__all__ = ["quick_hashing"]


@pytest.fixture
def empty(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, quick_hashing):
    """A home with the shipped pack, made once; tests work on copies."""
    home = Home(tmp_path_factory.mktemp("commands") / "home")
    home.amends("migrate")
    home.said = home.amends("publish", SMALL, "--note", "first")
    return home


@pytest.fixture
def home(prepared, tmp_path):
    shutil.copytree(prepared.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def draft(tmp_path):
    """A working copy of the shipped pack, to spoil."""
    for part in ("bpmn", "forms"):
        shutil.copytree(SMALL / part, tmp_path / "draft" / part)
    return tmp_path / "draft"
