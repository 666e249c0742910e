"""The state of a run as bytes: tasks and what was said, never the specification.

orjson, then zstandard, then a seal: HMAC-SHA256 with the instance's key over format, pack hash and
state, checked before anything is read (S29). What was said is stored once, in its frame, as it was
said (traps 24, 25, 28). Only tasks that something can refer to keep their id.
"""

import hashlib
import hmac
import itertools
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import orjson
import zstandard
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import StateForged, StepFailed
from engine.process.compiling import Compiled
from engine.process.frames import FRAME, SAID, Frame
from engine.process.joins import JOINED
from engine.process.tree import Branch, Tree

FORMAT = b"A2"
SEAL = 32
LONGEST_PATH = 2_000
"""Steps one after another in one process or subprocess, those that a loop repeats counted each time."""
REFERRED = frozenset({FRAME, SAID, JOINED})
"""What is kept with tasks that others refer to."""

UNDONE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


def dump(tree: Tree, compiled: Compiled, key: bytes) -> bytes:
    """Seal the state of a run.

    Raises:
        StepFailed: the path is too long.
    """
    branches = sorted(tree.subprocesses.values(), key=lambda branch: branch.depth)
    state = {
        "top": _dump_one(tree, compiled), "data": tree.data,
        "subs": [[branch.host.id.hex, branch.spec.name, _dump_one(branch, compiled)] for branch in branches],
    }
    body = zstandard.ZstdCompressor(level=3).compress(orjson.dumps(state))
    return FORMAT + _seal(body, compiled.hash, key) + body


def load(data: bytes, compiled: Compiled, key: bytes, engine: Any) -> Tree:
    """Restore a run on the shared specification.

    Raises:
        StateForged: the seal does not fit this instance, this pack or this state.
    """
    body = data[len(FORMAT) + SEAL:]
    if not hmac.compare_digest(data[:len(FORMAT) + SEAL], FORMAT + _seal(body, compiled.hash, key)):
        raise StateForged()
    state = orjson.loads(zstandard.ZstdDecompressor().decompress(body))
    tree = Tree(compiled.spec, compiled.subprocesses, engine, deserializing=True)
    tree.data = state["data"]
    # random ids are dear: of the tasks that nothing refers to, one in a state gets one, and the others follow it
    numbers = itertools.count(uuid4().int >> 32 << 32)
    hosts = _load_one(tree, state["top"], compiled, numbers)
    for parent, name, one in state["subs"]:
        host = hosts[parent]
        branch = tree.subprocesses[host.id] = Branch(compiled.subprocesses[name], host, tree, deserializing=True)
        branch.completed_event.connect(host.task_spec._on_subworkflow_completed, host)
        hosts.update(_load_one(branch, one, compiled, numbers))
    return tree


def check_length(steps: int) -> None:
    """Raises:
        StepFailed: so many steps are more than a path may have.
    """
    if steps > LONGEST_PATH:
        raise StepFailed(
            f"This case goes round a loop too often; its path is longer than {LONGEST_PATH:,} steps."
        )


def _seal(body: bytes, pack_hash: str, key: bytes) -> bytes:
    return hmac.new(key, FORMAT + pack_hash.encode() + b"\0" + body, hashlib.sha256).digest()


def _dump_one(tree: Any, compiled: Compiled) -> dict[str, Any]:
    index = {name: number for number, name in enumerate(compiled.spec_names[tree.spec.name])}
    rows: list[Any] = []
    stack: list[tuple[Task, int, int]] = [(tree.task_tree, -1, 0)]
    while stack:
        task, parent, steps = stack.pop()
        check_length(steps)
        kept = task.internal_data
        named = task.state & UNDONE or task.task_spec.manual or not REFERRED.isdisjoint(kept)
        rows.append([
            parent, index[task.task_spec.name], task.state, task.id.hex if named else 0, int(task.triggered),
            _internal(kept) if kept else 0,
        ])
        here = len(rows) - 1
        stack.extend((child, here, steps + 1) for child in reversed(task.children))
    return {"tasks": rows, "done": [tree.completed, tree.success]}


def _internal(kept: dict[str, Any]) -> Any:
    """What is kept with a task; what the library noted of an event that has come is spent."""
    found = {key: value for key, value in kept.items() if key not in ("seen_events", "event_fired", FRAME)}
    frame = kept.get(FRAME)
    if frame is not None:
        found[FRAME] = [int(frame.alone), frame.log]
    return found or 0


def _load_one(tree: Any, one: dict[str, Any], compiled: Compiled, numbers: Iterator[int]) -> dict[str, Task]:
    """Put the tasks back; gives those that have an id of their own by it."""
    specs, names = tree.spec.task_specs, compiled.spec_names[tree.spec.name]
    events = tree.top_workflow.event_manager
    tasks: list[Task] = []
    named: dict[str, Task] = {}
    for parent, spec, state, identity, triggered, kept in one["tasks"]:
        task = Task(tree, specs[names[spec]], tasks[parent] if parent >= 0 else None, state,
                    UUID(identity) if identity else UUID(int=next(numbers)))
        task.triggered = bool(triggered)
        if kept:
            task.internal_data = kept
            if FRAME in kept:
                kept[FRAME] = Frame(bool(kept[FRAME][0]), kept[FRAME][1])
        tasks.append(task)
        if identity:
            named[identity] = task
        if state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            events.add_task(task)
    tree.task_tree = tasks[0]
    tree.completed, tree.success = one["done"]
    return named
