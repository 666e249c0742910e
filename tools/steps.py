"""Steps of the set-up: run a command quietly, and remember what was done so that it is done once."""

import hashlib
import json
import os
import shlex
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAIL_LINES = 30


class SetupFailed(Exception):
    """A step of the set-up failed; the message says which, why and what may help."""


@contextmanager
def step(words: str) -> Iterator[None]:
    """Do something that takes a while and say afterwards how long it took."""
    began = time.monotonic()
    yield
    print(f"  {words}: {time.monotonic() - began:.1f} s", flush=True)


def call(command: Sequence[str | Path], cwd: Path = ROOT, env: Mapping[str, str] | None = None, help: str = "") -> str:
    """Run a command without a terminal and give what it printed.

    `help` is added to the error: what a person can do about it.

    Raises:
        SetupFailed: it is not there or did not succeed; carries the end of its output.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )
    except OSError as wrong:
        raise SetupFailed(f"{words[0]} could not be started: {wrong}. {help}".strip()) from wrong
    if done.returncode != 0:
        end = "\n".join(done.stdout.splitlines()[-TAIL_LINES:])
        raise SetupFailed(f"{shlex.join(words)}\nended with code {done.returncode}:\n{end}\n{help}".strip())
    return done.stdout


def digest(*inputs: Path | str) -> str:
    """One short name for the content of these files and words: it changes when any of them does."""
    sum = hashlib.sha256()
    for one in inputs:
        data = one.read_bytes() if isinstance(one, Path) else one.encode()
        sum.update(len(data).to_bytes(8, "big") + data)
    return sum.hexdigest()[:32]


class Stamps:
    """What was done, by name, in a JSON file beside the thing it describes: who deletes that deletes this."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.done: dict[str, str] = json.loads(file.read_text())
        except (FileNotFoundError, ValueError):
            self.done = {}

    def has(self, name: str, value: str) -> bool:
        return self.done.get(name) == value

    def put(self, name: str, value: str) -> None:
        self.done[name] = value
        self.file.write_text(json.dumps(self.done, indent=1, sort_keys=True) + "\n")
