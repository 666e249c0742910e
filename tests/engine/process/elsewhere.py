"""Another Python process, which knows of a run nothing but its sealed state and the diagram's file.

The library keeps what it needs in its specifications while a case runs; whatever is not in the state
shows only where the specification was compiled anew (traps 28, 42).
"""

import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO

from engine.config import ROOT
from engine.errors import AmendsError, StepFailed
from engine.process import Compiled, Running, State, compile_process
from tests.engine.process.drawing import Act, Play, World, moved


class Elsewhere:
    """The other process at work; it takes one move at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.engine.process.elsewhere"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )

    def move(self, data: bytes, blob: bytes, world: World, now: datetime, act: Act | None) -> tuple[State, World]:
        assert self.process.stdin is not None and self.process.stdout is not None
        pickle.dump((data, blob, world, now, act), self.process.stdin)
        self.process.stdin.flush()
        kind, *answer = pickle.load(self.process.stdout)
        if kind == "failed":
            raise StepFailed(answer[0])
        return answer[0], answer[1]

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Away(Play):
    """A run that is started here, and moved elsewhere from then on."""

    def __init__(self, elsewhere: Elsewhere, data: bytes, **more: Any) -> None:
        self.elsewhere = elsewhere
        super().__init__(data, **more)

    def at(self, now: datetime, act: Callable[[Running], None] | None = None) -> "Away":
        assert self.state.blob is not None and (act is None or isinstance(act, Act))
        state, world = self.elsewhere.move(self.data, self.state.blob, self.world, now, act)
        self.world, self.state = world, self._kept(state)
        return self


@cache
def compiled(data: bytes) -> Compiled:
    return compile_process({"p.bpmn": data}, "p", {}, "hash")


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            data, blob, world, now, act = pickle.load(requests)
        except EOFError:
            return
        try:
            answer: tuple[Any, ...] = ("moved", moved(compiled(data), blob, world.at(now), act), world)
        except AmendsError as wrong:
            answer = ("failed", wrong.message)
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
