"""Settings, read once from the environment into a frozen value; a wrong one fails loudly."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.errors import ConfigInvalid

MODES = ("demo", "production")
ROOT = Path(__file__).resolve().parent.parent


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
    """Read the configuration.

    Raises:
        ConfigInvalid: names the variable, what is wrong with it and what it takes.
    """
    env = os.environ if environment is None else environment
    mode = env.get("AMENDS_MODE", "production")
    if mode not in MODES:
        raise ConfigInvalid(f"AMENDS_MODE is {mode!r}; it takes one of: {', '.join(MODES)}.")
    home = Path(env.get("AMENDS_HOME") or ROOT / ".amends").expanduser()
    host = env.get("AMENDS_HOST", "127.0.0.1")
    if mode == "demo" and host not in ("127.0.0.1", "::1", "localhost"):
        raise ConfigInvalid("AMENDS_MODE=demo serves this machine only; leave AMENDS_HOST at 127.0.0.1.")
    port = _number(env, "AMENDS_PORT", "8000", 0, 65535)
    return Config(
        database_url=env.get("AMENDS_DATABASE_URL") or f"sqlite:///{home / 'amends.db'}",
        home=home,
        secret_key=_secret(env, mode, home),
        base_url=_base_url(env, mode, host, int(port)),
        smtp_url=env.get("AMENDS_SMTP_URL", ""),
        mode=mode,
        timezone=_zone(env.get("AMENDS_TIMEZONE", "Europe/London")),
        host=host,
        port=int(port),
        max_upload_mb=int(_number(env, "AMENDS_MAX_UPLOAD_MB", "10", 1, 100)),
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


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise ConfigInvalid(f"AMENDS_TIMEZONE is {name!r}; it takes a zone such as Europe/Tallinn.") from wrong
    return name


def _secret(env: Mapping[str, str], mode: str, home: Path) -> str:
    key = env.get("AMENDS_SECRET_KEY", "")
    if key:
        if len(key) < 32:
            raise ConfigInvalid("AMENDS_SECRET_KEY is too short; give at least 32 random characters.")
        return key
    if mode != "demo":
        raise ConfigInvalid(
            "AMENDS_SECRET_KEY is missing; set it to at least 32 random characters and keep it: "
            "links and stored cases are sealed with it."
        )
    kept = home / "secret_key"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text().strip()


def _base_url(env: Mapping[str, str], mode: str, host: str, port: int) -> str:
    url = env.get("AMENDS_BASE_URL", "").rstrip("/")
    if url:
        if not url.startswith(("http://", "https://")):
            raise ConfigInvalid(f"AMENDS_BASE_URL is {url!r}; it takes an address such as https://complaints.example.org.")
        return url
    if mode != "demo":
        raise ConfigInvalid("AMENDS_BASE_URL is missing; links in letters are made from it.")
    return f"http://{host}:{port}"
