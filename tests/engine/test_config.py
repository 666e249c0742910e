"""Settings come from the environment once; a wrong one stops the start and is named."""

import os
import stat
from pathlib import Path

import pytest

from engine import config
from engine.config import Config
from engine.errors import ConfigInvalid

KEY = "k" * 32
GOOD = {"AMENDS_SECRET_KEY": KEY, "AMENDS_BASE_URL": "https://complaints.example.org/"}


def load(home: Path, **changed: str) -> Config:
    return config.load({**GOOD, "AMENDS_HOME": str(home), **changed})


@pytest.mark.parametrize(("name", "value", "takes"), [
    ("AMENDS_MODE", "prod", "demo, production"),
    ("AMENDS_SECRET_KEY", "short", "32"),
    ("AMENDS_BASE_URL", "complaints.example.org", "https://"),
    ("AMENDS_BASE_URL", "https://", "https://complaints"),
    ("AMENDS_DATABASE_URL", "mysql://office/amends", "postgresql://"),
    ("AMENDS_DATABASE_URL", "sqlite://", "sqlite:///"),
    ("AMENDS_DATABASE_URL", "sqlite:///:memory:", "sqlite:///"),
    ("AMENDS_DATABASE_URL", "postgresql://amends@office:port/amends", "postgresql://"),
    ("AMENDS_SMTP_URL", "mail.example.org:25", "smtp://"),
    ("AMENDS_SMTP_URL", "http://mail.example.org", "smtp://"),
    ("AMENDS_SMTP_URL", "smtp://mail.example.org:mail", "smtp://"),
    ("AMENDS_SMTP_URL", "smtp://", "smtp://"),
    ("AMENDS_TIMEZONE", "Europe/Berlinn", "Europe/Tallinn"),
    ("AMENDS_TIMEZONE", "Europe", "Europe/Tallinn"),
    ("AMENDS_TIMEZONE", "../etc/localtime", "Europe/Tallinn"),
    ("AMENDS_PORT", "http", "0 to 65535"),
    ("AMENDS_PORT", "65536", "0 to 65535"),
    ("AMENDS_PORT", "-1", "0 to 65535"),
    ("AMENDS_PORT", "8000.5", "whole number"),
    ("AMENDS_PORT", "nan", "0 to 65535"),
    ("AMENDS_MAX_UPLOAD_MB", "0", "1 to 100"),
    ("AMENDS_MAX_UPLOAD_MB", "1.5", "whole number"),
    ("AMENDS_MAX_UPLOAD_MB", "10 MB", "1 to 100"),
    ("AMENDS_TICK", "0", "0.05 to 60"),
    ("AMENDS_TICK", "inf", "0.05 to 60"),
    ("AMENDS_TICK", "nan", "0.05 to 60"),
])
def test_a_wrong_setting_is_named_with_what_it_takes(tmp_path: Path, name: str, value: str, takes: str) -> None:
    with pytest.raises(ConfigInvalid) as wrong:
        load(tmp_path, **{name: value})

    assert name in wrong.value.message
    assert takes in wrong.value.message


@pytest.mark.parametrize("name", ["AMENDS_SECRET_KEY", "AMENDS_BASE_URL"])
def test_outside_the_demo_key_and_address_must_be_given(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigInvalid, match=name):
        load(tmp_path, **{name: ""})


@pytest.mark.parametrize("name", ["AMENDS_DATABASE_URL", "AMENDS_SMTP_URL"])
def test_a_refusal_never_shows_a_password(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigInvalid) as wrong:
        load(tmp_path, **{name: "odd://amends:s3cret@office.example:x/"})

    assert "s3cret" not in wrong.value.message


def test_a_good_environment_is_read_whole(tmp_path: Path) -> None:
    read = load(
        tmp_path, AMENDS_DATABASE_URL="postgresql://amends@office/amends", AMENDS_SMTP_URL="smtp://mail.example.org",
        AMENDS_TIMEZONE="Europe/Tallinn", AMENDS_PORT="8080", AMENDS_MAX_UPLOAD_MB="25", AMENDS_TICK="0.2",
    )

    assert read == Config(
        database_url="postgresql://amends@office/amends", home=tmp_path, secret_key=KEY,
        base_url="https://complaints.example.org", smtp_url="smtp://mail.example.org", mode="production",
        timezone="Europe/Tallinn", host="127.0.0.1", port=8080, max_upload_mb=25, tick=0.2,
    )


def test_an_empty_setting_is_one_that_was_not_given(tmp_path: Path) -> None:
    names = [name for name in (
        "AMENDS_MODE", "AMENDS_DATABASE_URL", "AMENDS_SMTP_URL", "AMENDS_TIMEZONE", "AMENDS_HOST", "AMENDS_PORT",
        "AMENDS_MAX_UPLOAD_MB", "AMENDS_TICK",
    )]

    assert load(tmp_path, **dict.fromkeys(names, "")) == load(tmp_path)


def test_without_a_database_of_its_own_the_instance_keeps_a_file_at_home(tmp_path: Path) -> None:
    assert load(tmp_path).database_url == f"sqlite:///{tmp_path / 'amends.db'}"


def test_the_demo_needs_no_setting_and_serves_this_machine(tmp_path: Path) -> None:
    demo = config.load({"AMENDS_MODE": "demo", "AMENDS_HOME": str(tmp_path)})

    assert demo.demo
    assert demo.base_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_the_demo_is_never_served_to_others(tmp_path: Path, host: str) -> None:
    with pytest.raises(ConfigInvalid, match="AMENDS_HOST"):
        config.load({"AMENDS_MODE": "demo", "AMENDS_HOME": str(tmp_path), "AMENDS_HOST": host})


def test_the_demo_keeps_its_key_so_that_links_and_cases_still_open_tomorrow(tmp_path: Path) -> None:
    environment = {"AMENDS_MODE": "demo", "AMENDS_HOME": str(tmp_path / "home")}

    first, second = config.load(environment), config.load(environment)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["secret_key"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of files are others elsewhere")
def test_only_its_owner_reads_the_demos_key(tmp_path: Path) -> None:
    config.load({"AMENDS_MODE": "demo", "AMENDS_HOME": str(tmp_path)})

    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("kept", ["", "short", "  \n"])
def test_a_damaged_key_of_the_demo_is_named_and_not_used(tmp_path: Path, kept: str) -> None:
    (tmp_path / "secret_key").write_text(kept)

    with pytest.raises(ConfigInvalid, match="secret_key"):
        config.load({"AMENDS_MODE": "demo", "AMENDS_HOME": str(tmp_path)})
