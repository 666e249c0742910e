"""The whole set-up, done once: a second call only compares digests."""

import fcntl
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tools import assets, packages
from tools.steps import ROOT


def prepare(which: str) -> None:
    """Bring .venv (with requirements/<which>.txt), browser code and catalogues up to date.

    Raises:
        SetupFailed: a step failed; the message says which and what may help.
    """
    if _ready(which):
        return
    with _alone():
        if not _ready(which):  # while this waited, another may have done it
            print("Setting up (once; needs the package registries):", flush=True)
            _fetch(which)
            if assets.stale_catalogues():
                assets.compile_catalogues()


def _ready(which: str) -> bool:
    return packages.ready(which) and assets.ready() and not assets.stale_catalogues()


def _fetch(which: str) -> None:
    """Browser code comes beside the Python packages, unless it needs one of them for its Node."""
    with ThreadPoolExecutor(1) as beside:
        early = beside.submit(assets.fetch) if not assets.ready() and assets.system_npm() else None
        if not packages.ready(which):
            packages.install(which)
        if early is not None:
            early.result()
    if not assets.ready():
        assets.fetch()


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time in this checkout; the lock goes with the process."""
    folder = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
