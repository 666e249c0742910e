"""Settings, read once from the environment into a frozen value; a wrong one fails loudly."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.errors import ConfigInvalid

MODES = ("demo", "production")
ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32


@dataclass(frozen=True)
class Config:
    """One instance of Amends.

    `home` holds the SQLite database and the demo's key; `tick` is in seconds, `max_upload_mb`
    in megabytes a file; `smtp_url` is `smtp://[user:password@]host:port` (or smtps) or empty:
    letters then wait.
    """

    database_url: str
    home: Path
    secret_key: str
    base_url: str
    smtp_url: str
    mode: str
    timezone: str
    host: str
    port: int
    max_upload_mb: int
    tick: float

    @property
    def demo(self) -> bool:
        return self.mode == "demo"


def load(environment: Mapping[str, str] | None = None) -> Config:
    """Read the configuration; an empty setting is one that was not given.

    Raises:
        ConfigInvalid: names the variable, what is wrong with it and what it takes.
    """
    given = os.environ if environment is None else environment
    env = {name: value for name, value in given.items() if name.startswith("AMENDS_") and value}
    mode = env.get("AMENDS_MODE", "production")
    if mode not in MODES:
        raise ConfigInvalid(f"AMENDS_MODE is {mode!r}; it takes one of: {', '.join(MODES)}.")
    home = Path(env.get("AMENDS_HOME", ROOT / ".amends")).expanduser()
    host = env.get("AMENDS_HOST", "127.0.0.1")
    if mode == "demo" and host not in ("127.0.0.1", "::1", "localhost"):
        raise ConfigInvalid("AMENDS_MODE=demo serves this machine only; leave AMENDS_HOST at 127.0.0.1.")
    port = _whole(env, "AMENDS_PORT", "8000", 0, 65535)
    return Config(
        database_url=_database_url(env, home),
        home=home,
        secret_key=_secret(env, mode, home),
        base_url=_base_url(env, mode, host, port),
        smtp_url=_smtp_url(env),
        mode=mode,
        timezone=_zone(env.get("AMENDS_TIMEZONE", "Europe/London")),
        host=host,
        port=port,
        max_upload_mb=_whole(env, "AMENDS_MAX_UPLOAD_MB", "10", 1, 100),
        tick=_number(env, "AMENDS_TICK", "0.5", 0.05, 60),
    )


def _number(env: Mapping[str, str], name: str, default: str, low: float, high: float) -> float:
    text = env.get(name, default)
    try:
        value = float(text)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        raise ConfigInvalid(f"{name} is {text!r}; it takes a number from {low:g} to {high:g}.")
    return value


def _whole(env: Mapping[str, str], name: str, default: str, low: int, high: int) -> int:
    value = _number(env, name, default, low, high)
    if value != int(value):
        raise ConfigInvalid(f"{name} is {env[name]!r}; it takes a whole number.")
    return int(value)


def _database_url(env: Mapping[str, str], home: Path) -> str:
    # Imported here: it costs 0.2 s, and commands that need no database want only the place of the program.
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    url = env.get("AMENDS_DATABASE_URL", f"sqlite:///{home / 'amends.db'}")
    try:
        read = make_url(url)
        kind, place = read.get_backend_name(), read.database or ""
    except (ArgumentError, ValueError):
        kind, place = "", ""
    if kind == "postgresql" or (kind == "sqlite" and place not in ("", ":memory:")):
        return url
    raise ConfigInvalid(
        "AMENDS_DATABASE_URL takes sqlite:///FILE or postgresql://user@host/database; it is not shown "
        "here, as it may hold a password."
    )


def _smtp_url(env: Mapping[str, str]) -> str:
    url = env.get("AMENDS_SMTP_URL", "")
    try:
        parts = urlsplit(url)
        good = not url or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        good = False
    if not good:
        raise ConfigInvalid(
            "AMENDS_SMTP_URL takes smtp://[user:password@]host:port or smtps://…; it is not shown here, as it "
            "may hold a password."
        )
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:  # OSError: a folder of zones
        raise ConfigInvalid(f"AMENDS_TIMEZONE is {name!r}; it takes a zone such as Europe/Tallinn.") from wrong
    return name


def _secret(env: Mapping[str, str], mode: str, home: Path) -> str:
    key = env.get("AMENDS_SECRET_KEY", "")
    if key:
        if len(key) < SHORTEST_KEY:
            raise ConfigInvalid(f"AMENDS_SECRET_KEY is too short; give at least {SHORTEST_KEY} random characters.")
        return key
    if mode != "demo":
        raise ConfigInvalid(
            "AMENDS_SECRET_KEY is missing; set it to at least 32 random characters and keep it: "
            "links and stored cases are sealed with it."
        )
    return _kept_secret(home)


def _kept_secret(home: Path) -> str:
    """The demo's own key, made at its first start; two that start at once keep the same."""
    kept = home / "secret_key"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        whole = home / f".secret_key.{secrets.token_hex(8)}"
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        # a link appears with all of the key in it or not at all, and never in the place of another
        with suppress(FileExistsError):
            os.link(whole, kept)
        whole.unlink()
    key = kept.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise ConfigInvalid(f"The key in {kept} is damaged; remove that file and the database that was sealed with it.")
    return key


def _base_url(env: Mapping[str, str], mode: str, host: str, port: int) -> str:
    url = env.get("AMENDS_BASE_URL", "").rstrip("/")
    if url:
        if not url.startswith(("http://", "https://")) or not urlsplit(url).hostname:
            raise ConfigInvalid(f"AMENDS_BASE_URL is {url!r}; it takes an address such as https://complaints.example.org.")
        return url
    if mode != "demo":
        raise ConfigInvalid("AMENDS_BASE_URL is missing; links in letters are made from it.")
    return f"http://{host}:{port}"
