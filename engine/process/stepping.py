"""From outside: start a run, take one up, make moves with it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.errors import AmendsError, Refused, StepFailed
from engine.process import blob
from engine.process.border import admit
from engine.process.compiling import Compiled
from engine.process.engine import Engine
from engine.process.running import Running
from engine.process.tree import Tree
from engine.process.values import State, Surroundings


def start(compiled: Compiled, around: Surroundings, key: bytes, data: Mapping[str, Any] | None = None) -> State:
    """Start a process and go on to the first human step.

    Raises:
        StepFailed: an element could not be executed; nothing is kept.
    """
    engine = Engine(compiled, around)
    tree = Tree(compiled.spec, compiled.subprocesses, engine)
    tree.open_frame(admit(data or {}))
    running = Running(tree, compiled, engine, key)
    return step(running, running.begin)


def load(compiled: Compiled, data: bytes, around: Surroundings, key: bytes) -> Running:
    """Take up a run where it was stored.

    Raises:
        StateForged: see `blob.load`.
    """
    engine = Engine(compiled, around)
    running = Running(blob.load(data, compiled, key, engine), compiled, engine, key)
    running.take_up()
    return running


def step(running: Running, *moves: Callable[[], None]) -> State:
    """Make moves and give the state after them; a failure names the element it happened at, and the
    timer, if one was being fired.

    Raises:
        StepFailed: with element, timer and cause; refusals (`Refused`) pass as they are.
    """
    try:
        for move in moves:
            move()
        return running.state()
    except StepFailed as wrong:
        wrong.about = {**_where(running), **wrong.about}
        raise
    except AmendsError as wrong:
        if isinstance(wrong, Refused):
            raise
        raise StepFailed(wrong.message, **{**wrong.about, **_where(running), "cause": wrong}) from wrong
    except Exception as wrong:
        # the library wraps and renames errors freely (trap 32, dependencies 2): the first cause is the one to show
        cause = _first_cause(wrong)
        for one in _chain(wrong):
            if isinstance(one, running.elsewhere):
                raise one from None
        if isinstance(cause, Refused):
            raise cause from None
        about = cause.about if isinstance(cause, AmendsError) else {}
        text = cause.message if isinstance(cause, AmendsError) else f"{type(cause).__name__}: {cause}"
        raise StepFailed(text, **{**about, **_where(running), "cause": cause}) from wrong


def _where(running: Running) -> dict[str, str]:
    return {"element": running.element, "timer": running.timer}


def _chain(wrong: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = wrong
    while seen is not None:
        yield seen
        seen = getattr(seen, "inner_exception", None) or seen.__cause__ or seen.__context__


def _first_cause(wrong: BaseException) -> BaseException:
    while True:
        deeper = getattr(wrong, "inner_exception", None) or wrong.__cause__ or wrong.__context__
        if deeper is None or isinstance(wrong, AmendsError):
            return wrong
        wrong = deeper
