"""Checks for a process with threads: asked of a helper that has none.

A process with threads must not fork. So the first check starts one helper, a fresh Python without settings and
without open files of ours; it reads in the checks once and forks a child for each request. It ends when we do.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from threading import BoundedSemaphore, Lock
from typing import Any

from engine.check.given import Unit
from engine.check.watching import Limits
from engine.config import ROOT
from engine.errors import AmendsError

AT_ONCE = 2
"""Checks at a time; each may take half a gigabyte."""
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from engine.check.child import serve; serve()"
GRACE = 30.0
"""Seconds beyond the limits in which the helper answers; it is started anew after that."""


class NoAnswer(AmendsError):
    """The helper that checks did not answer."""


class Keeper:
    """One helper, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._places = BoundedSemaphore(AT_ONCE)
        self._helper: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._owner = 0

    def ask(self, units: Sequence[Unit], limits: Limits) -> list[dict[str, Any]]:
        """As engine.check.watching.watch.

        Raises:
            NoAnswer: the helper could not be started, or is gone.
        """
        request = json.dumps({
            "limits": limits.as_data(), "units": [one.as_data() for one in units],
        }).encode()
        with self._places:
            for again in (True, False):
                try:
                    return self._asked(request, _longest(units, limits))
                except OSError as gone:
                    self.stop()
                    if not again:
                        raise NoAnswer(f"The helper that checks did not answer ({gone}).") from gone
        raise AssertionError("unreachable")

    def start(self) -> None:
        """Start the helper now, so that nobody waits for it later."""
        with self._lock:
            if self._helper is not None and self._helper.poll() is None and self._owner == os.getpid():
                return
            self._let_go()
            ours, its = socket.socketpair()
            with its:
                self._helper = subprocess.Popen(
                    [sys.executable, "-I", "-c", START], stdin=its.fileno(), stdout=subprocess.DEVNULL, cwd=ROOT,
                    env={"LC_ALL": "C.UTF-8"}, close_fds=True, start_new_session=True,
                )
            self._line, self._owner = ours, os.getpid()

    def stop(self) -> None:
        """End the helper; the next check starts another."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._helper is not None and self._owner == os.getpid():
            self._helper.kill()
            self._helper.wait()
        self._helper = self._line = None

    def _asked(self, request: bytes, seconds: float) -> list[dict[str, Any]]:
        self.start()
        ours, its = socket.socketpair()
        with ours, its:
            ours.settimeout(seconds)
            with self._lock:
                if self._line is None:
                    raise OSError("it was stopped")
                socket.send_fds(self._line, [b"."], [its.fileno()])
            its.close()
            ours.sendall(len(request).to_bytes(8, "big") + request)
            answer = b"".join(iter(lambda: ours.recv(1 << 16), b""))
        if not answer:
            raise OSError("it broke off")
        results: list[dict[str, Any]] = json.loads(answer)
        return results


def _longest(units: Sequence[Unit], limits: Limits) -> float:
    most = sum(limits.of(unit) for unit in units)
    return GRACE + (most if limits.seconds is None else min(most, limits.seconds))


KEEPER = Keeper()
"""The helper of this process."""
atexit.register(KEEPER.stop)
