"""A database of one's own with a command line beside it, as an operator has them."""

from pathlib import Path

from click.testing import CliRunner

from engine import clock, people, publishing
from engine.config import load
from engine.db import Database
from engine.errors import SignInFailed
from web.cli import main

PASSWORD = "correct horse battery"


class Home:
    """A folder with a database of its own, and somebody at the command line beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = {"AMENDS_MODE": "demo", "AMENDS_HOME": str(folder)}

    def amends(self, *words, code=0, settings=None):
        """Run a command that ends with `code`; what it said, both ways out together."""
        result = CliRunner(env={**self.settings, **(settings or {})}).invoke(main, [str(word) for word in words])
        assert result.exit_code == code, f"{words}: {result.output}{result.exception!r}"
        return result.output

    def employ(self, *groups, email="eve@example.org"):
        asked = [word for group in groups for word in ("--group", group)]
        return self.amends("user", "add", email, "--name", "Eve Lund", "--password", PASSWORD, *asked)

    def ask(self, statement):
        """What one statement finds in the database."""
        return self._do(lambda database: _first(database, statement))

    def change(self, statement):
        def do(database):
            with database.transaction() as session:
                session.execute(statement)
        self._do(do)

    def signs_in(self, password, email="eve@example.org"):
        """Whether somebody can sign in with this password; the token if so."""
        def do(database):
            with database.transaction() as session:
                return people.sign_in(session, email, password, "a test", clock.real())
        try:
            return self._do(do)
        except SignInFailed:
            return None

    def is_signed_in(self, token):
        def do(database):
            with database.reading() as session:
                return people.signed_in(session, token, clock.real()) is not None
        return self._do(do)

    def current_pack(self):
        def do(database):
            with database.reading() as session:
                return publishing.current(session)[0]
        return self._do(do)

    def _do(self, what):
        config = load(self.settings)
        database = Database(config.database_url, key=config.secret_key, demo=True)
        try:
            return what(database)
        finally:
            database.close()


def _first(database, statement):
    with database.reading() as session:
        return session.execute(statement).scalar_one()


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
