"""The command line finds each command in its own module, and imports no more than that one needs."""

import subprocess
import sys

import click
import pytest

from engine.config import ROOT
from web.cli import MODULES, main

HEAVY = ("flask", "sqlalchemy", "alembic", "waitress", "apscheduler", "argon2")
PROGRAM = """
import sys
from web.cli import main
main(["check"], standalone_mode=False)
print(sorted(set(sys.modules) & set(sys.argv[1:])))
"""


@pytest.mark.parametrize("name", MODULES)
def test_a_command_is_in_the_module_that_is_said(name):
    command = main.get_command(click.Context(main), name)

    assert command is not None and command.name == name


def test_an_unknown_command_is_none():
    assert main.get_command(click.Context(main), "check-not") is None


def test_checking_a_pack_does_not_wait_for_what_only_pages_and_database_need():
    said = subprocess.run([sys.executable, "-c", PROGRAM, *HEAVY], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout.splitlines()[-1] == "[]"
