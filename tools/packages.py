"""Python packages: the virtual environment and what the hashed requirements put into it.

uv does the work (five times as fast); where it cannot reach a registry that pip is configured
for, pip does it with the same hashes.
"""

import sys
from pathlib import Path

from tools.steps import ROOT, SetupFailed, Stamps, call, digest, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMPS = VENV / "amends-setup.json"
REQUIREMENTS = ROOT / "requirements"
HASHED = ("--require-hashes", "--only-binary", ":all:")
NO_VENV = "Debian and Ubuntu keep this part apart: apt-get install python3-venv"


def ready(which: str) -> bool:
    """Whether requirements/<which>.txt, as it is now, was installed into this environment."""
    stamps = Stamps(STAMPS)
    return PYTHON.exists() and all(stamps.has(name, value) for name, value in _wanted(which).items())


def install(which: str) -> None:
    """Make .venv where it is missing or broken, and install requirements/<which>.txt and Amends itself.

    Packages that are there and not asked for stay.

    Raises:
        SetupFailed: no venv module, no registry, or a file that is not the one that was locked.
    """
    if not _usable():
        with step("virtual environment"):
            call([sys.executable, "-m", "venv", "--clear", VENV], help=NO_VENV)
    stamps, wanted = Stamps(STAMPS), _wanted(which)
    if not UV.exists() or not stamps.has("tools", wanted["tools"]):
        with step("installer"):
            call([PYTHON, "-m", "pip", "install", "--quiet", *HASHED, "-r", REQUIREMENTS / "tools.txt"])
    with step(f"Python packages ({which})"):
        add("-r", REQUIREMENTS / f"{which}.txt", *HASHED, "--compile-bytecode")
        add("--no-deps", "--no-build-isolation", "--editable", ROOT)
    for name, value in wanted.items():
        stamps.put(name, value)


def add(*what: str | Path) -> None:
    """Install with uv, else with pip; both take these arguments."""
    try:
        call([UV, "pip", "install", "--quiet", "--python", PYTHON, *what])
    except SetupFailed as first:
        alike = ["--compile" if word == "--compile-bytecode" else word for word in what]
        try:
            call([PYTHON, "-m", "pip", "install", "--quiet", *alike])
        except SetupFailed as second:
            raise SetupFailed(f"{first}\n\npip neither:\n{second}") from second


def _usable() -> bool:
    """An environment made for another place does not work here: its scripts name the other one."""
    made_for = Stamps(STAMPS).done.get("place", str(ROOT))
    return PYTHON.exists() and made_for == str(ROOT)


def _wanted(which: str) -> dict[str, str]:
    return {
        "place": str(ROOT),
        "tools": digest(REQUIREMENTS / "tools.txt"),
        "amends": digest(ROOT / "pyproject.toml"),
        which: digest(REQUIREMENTS / f"{which}.txt"),
    }
