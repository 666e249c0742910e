"""The helper of engine/check/keeper.py: one process without threads that forks a child for each request."""

import json
import os
import signal
import socket

from engine.check.given import Unit
from engine.check.watching import Limits, watch


def serve() -> None:
    """Answer requests until the other end of standard input is closed. Each comes as a socket of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who answer
    line = socket.socket(fileno=os.dup(0))
    while True:
        said, descriptors, _, _ = socket.recv_fds(line, 1, 1)
        if not said:
            return
        for number in descriptors:
            if os.fork() == 0:
                line.close()
                _answer(number)
            os.close(number)


def _answer(number: int) -> None:
    """One request, in a process of its own, which ends with it."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with socket.socket(fileno=number) as asked:
            request = json.loads(_all(asked, int.from_bytes(_all(asked, 8), "big")))
            units = [Unit.of(one) for one in request["units"]]
            asked.sendall(json.dumps(watch(units, Limits(**request["limits"]))).encode())
        code = 0
    finally:
        os._exit(code)


def _all(asked: socket.socket, size: int) -> bytes:
    """So many bytes.

    Raises:
        EOFError: the other end is gone.
    """
    found = bytearray()
    while len(found) < size:
        part = asked.recv(min(size - len(found), 1 << 20))
        if not part:
            raise EOFError
        found += part
    return bytes(found)
