"""A database of one's own with a command line beside it, as an operator has them."""

from contextlib import contextmanager
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
        with self._session() as session:
            return session.execute(statement).scalar_one()

    def change(self, statement):
        with self._session() as session:
            session.execute(statement)

    def signs_in(self, password, email="eve@example.org"):
        """The token of a new sign-in, None where the password does not open."""
        try:
            with self._session() as session:
                return people.sign_in(session, email, password, "a test", clock.real())
        except SignInFailed:
            return None

    def is_signed_in(self, token):
        with self._session() as session:
            return people.signed_in(session, token, clock.real()) is not None

    def current_pack(self):
        with self._session() as session:
            return publishing.current(session)[0]

    @contextmanager
    def _session(self):
        config = load(self.settings)
        database = Database(config.database_url, key=config.secret_key, demo=True)
        try:
            with database.transaction() as session:
                yield session
        finally:
            database.close()


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
