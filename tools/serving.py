"""Start Amends as a person would, on a free port with its own database, and stop it again."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tools.packages import PYTHON
from tools.steps import ROOT, SetupFailed

START_SECONDS = 60
STOP_SECONDS = 15
STOPPED = (0, -15, 143)  # by itself, or by the signal that asked it to


class Server:
    """`amends run` in demo mode for the length of a `with` block; `home` receives database and log.

    Raises:
        SetupFailed: it did not answer in time, ended by itself, or did not stop when told to;
            carries the end of its log.
    """

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = home / "server.log"
        # Settings of the person who runs this do not leak in: nothing of theirs is touched.
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("AMENDS_")}
        self._environment |= {
            "AMENDS_MODE": "demo", "AMENDS_HOME": str(home), "AMENDS_PORT": str(self.port), **(settings or {}),
        }

    def __enter__(self) -> "Server":
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "web.cli", "run"], cwd=ROOT, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )
        try:
            self._wait()
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        try:
            code = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            code = -9
        if error is None and code not in STOPPED:
            raise SetupFailed(f"The server ended with code {code} when asked to stop.\n{self.last_words()}")

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise SetupFailed(f"The server ended with code {self.process.returncode}:\n{self.last_words()}")
            if _answers(self.address):
                return
            time.sleep(0.05)
        raise SetupFailed(f"The server did not answer in {START_SECONDS} s:\n{self.last_words()}")


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/", timeout=5):
            return True
    except urllib.error.HTTPError as answer:
        return answer.code < 500
    except OSError:
        return False
