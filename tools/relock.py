"""Write the lock files anew: `python3 -m tools.relock [options of uv pip compile, such as --upgrade]`.

The requirements carry hashes and no host; the package locks carry integrity and no host: both can
be installed from any registry that serves the same files.
"""

import json
import sys
from pathlib import Path

from tools import assets, packages
from tools.chromium import COPY_LOCK
from tools.steps import ROOT, call

PACKAGE_LOCKS = (ROOT / "package-lock.json", COPY_LOCK)


def requirements(options: list[str]) -> None:
    """The test set is resolved first; the others take its versions, so that one .venv can hold all."""
    _compile("test", "pyproject.toml", "--extra", "test", *options)
    alike = ("-c", "requirements/test.txt", *options)
    _compile("base", "pyproject.toml", *alike)
    _compile("scale", "pyproject.toml", "--extra", "scale", *alike)
    _compile("tools", "requirements/tools.in", *alike)
    _compile("node", "requirements/node.in", *alike)


def browser_code() -> None:
    """Resolve package.json files; what npm wrote about funding is dropped with its addresses."""
    for lock in PACKAGE_LOCKS:
        call([*assets.npm(), "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund",
              "--omit-lockfile-registry-resolved=true"], cwd=lock.parent)
        _drop_funding(lock)


def _compile(name: str, source: str, *options: str) -> None:
    call([packages.UV, "pip", "compile", source, *options, "--universal", "--python-version", "3.11",
          "--generate-hashes", "--no-header", "--no-annotate", "--quiet", "-o", f"requirements/{name}.txt"])


def _drop_funding(lock: Path) -> None:
    content = json.loads(lock.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    requirements(sys.argv[1:])
    browser_code()
