"""The state of a run as bytes: tasks and routing data, never the specification.

orjson, then zstandard, then a seal: HMAC-SHA256 with the instance's key over format, pack hash and
state, checked before anything is read (S29). Key order is kept, data is stored whole where it
differs from the parent's (traps 25, 28). Only tasks that something can refer to keep their id;
predicted ones get a fresh one.
"""

import hashlib
import hmac
from typing import Any
from uuid import UUID

import orjson
import zstandard
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import StateForged, StepFailed
from engine.process.compiling import Compiled

FORMAT = b"A1"
SEAL = 32
DEPTH_LIMIT = 800
NAMED = TaskState.WAITING | TaskState.READY | TaskState.STARTED | TaskState.FINISHED_MASK


def dump(workflow: BpmnWorkflow, compiled: Compiled, key: bytes) -> bytes:
    """Seal the state of a run.

    Raises:
        StepFailed: a path of more than 800 steps, where the library starts to lose tasks (trap 21).
    """
    subprocesses = sorted(workflow.subprocesses.values(), key=lambda sub: sub.depth)
    state = {
        "top": _dump_one(workflow, compiled),
        "subs": [[sub.parent_task_id.hex, sub.spec.name, _dump_one(sub, compiled)] for sub in subprocesses],
    }
    body = zstandard.ZstdCompressor(level=3).compress(orjson.dumps(state))
    return FORMAT + _seal(body, compiled.hash, key) + body


def load(data: bytes, compiled: Compiled, key: bytes, script_engine: Any) -> BpmnWorkflow:
    """Restore a run on the shared specification.

    Raises:
        StateForged: the seal does not fit this instance, this pack or this state.
    """
    body = data[len(FORMAT) + SEAL:]
    if not hmac.compare_digest(data[:len(FORMAT) + SEAL], FORMAT + _seal(body, compiled.hash, key)):
        raise StateForged()
    state = orjson.loads(zstandard.ZstdDecompressor().decompress(body))
    workflow = BpmnWorkflow(compiled.spec, compiled.subprocesses, script_engine=script_engine, deserializing=True)
    _load_one(workflow, state["top"], compiled)
    for parent, name, one in state["subs"]:
        host = workflow.get_task_from_id(UUID(parent))
        sub = BpmnSubWorkflow(compiled.subprocesses[name], host.id, workflow, deserializing=True)
        workflow.subprocesses[host.id] = sub
        _load_one(sub, one, compiled)
        sub.completed_event.connect(host.task_spec._on_subworkflow_completed, host)
    return workflow


def _seal(body: bytes, pack_hash: str, key: bytes) -> bytes:
    return hmac.new(key, FORMAT + pack_hash.encode() + b"\0" + body, hashlib.sha256).digest()


def _dump_one(workflow: Any, compiled: Compiled) -> dict[str, Any]:
    index = {name: number for number, name in enumerate(compiled.spec_names[workflow.spec.name])}
    rows: list[Any] = []
    stack: list[tuple[Task, int, int, Any]] = [(workflow.task_tree, -1, 0, None)]
    while stack:
        task, parent, depth, inherited = stack.pop()
        if depth > DEPTH_LIMIT:
            raise StepFailed("This case has gone round a loop too often; its path is longer than 800 steps.")
        named = task.state & NAMED
        rows.append([
            parent, index[task.task_spec.name], task.state, task.id.hex if named else 0, int(task.triggered),
            _internal(task), 0 if task.data == inherited else task.data,
        ])
        here = len(rows) - 1
        children = task.children
        stack.extend((child, here, depth + 1, task.data) for child in reversed(children))
    last = workflow.last_task
    return {
        "tasks": rows, "last": last.id.hex if last is not None and last.state & NAMED else None,
        "data": workflow.data, "done": [workflow.completed, workflow.success],
    }


def _internal(task: Task) -> Any:
    """What the library keeps with a task; the spent ones of finished tasks are dropped."""
    if not task.internal_data:
        return 0
    return {key: value for key, value in task.internal_data.items() if key != "seen_events"} or 0


def _load_one(workflow: Any, one: dict[str, Any], compiled: Compiled) -> None:
    specs, names = workflow.spec.task_specs, compiled.spec_names[workflow.spec.name]
    events = workflow.top_workflow.event_manager
    tasks: list[Task] = []
    for parent, spec, state, identity, triggered, internal, data in one["tasks"]:
        above = tasks[parent] if parent >= 0 else None
        task = Task(workflow, specs[names[spec]], above, state, UUID(identity) if identity else None)
        task.triggered = bool(triggered)
        task.internal_data = internal or {}
        task.data = data if data != 0 else dict(above.data) if above is not None else {}
        tasks.append(task)
        if state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            events.add_task(task)
    workflow.task_tree = tasks[0]
    workflow.last_task = workflow.tasks.get(UUID(one["last"])) if one["last"] else None
    workflow.data = one["data"]
    workflow.completed, workflow.success = one["done"]
