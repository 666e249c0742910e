"""The processes of a pack are built once and shared, and as if each were alone."""

import pytest

from engine import diagram, xml
from engine.errors import PackInvalid
from engine.process import Compiler, compile_process
from tests.engine.process import drawing
from tests.engine.process.drawing import node, path
from tests.engine.process.traps.test_trap_28_shared import print_of

STEP = node("startEvent", "cs") + node("userTask", "step") + node("endEvent", "ce") + path("cs", "step", "ce")
ODD = node("startEvent", "cs") + node("sendTask", "odd") + node("endEvent", "ce") + path("cs", "odd", "ce")


def calls(name, called):
    body = node("startEvent", f"{name}s") + node("callActivity", f"{name}c", calledElement=called)
    return body + node("endEvent", f"{name}e") + path(f"{name}s", f"{name}c", f"{name}e")


def files(called):
    """Two processes that call the same third one."""
    return {
        "p.bpmn": drawing.diagram(calls("p", "third")),
        "two.bpmn": drawing.diagram(calls("q", "third")).replace(b'id="p"', b'id="q"'),
        "three.bpmn": drawing.diagram(called).replace(b'id="p"', b'id="third"'),
    }


def compiler(written):
    roots = {name: xml.parse(data, name) for name, data in written.items()}
    return Compiler({name: (root, diagram.read_root(root, name)) for name, root in roots.items()}, {}, "hash")


def test_what_two_processes_call_is_built_once():
    ours = compiler(files(STEP))

    one, other = ours.compile("p"), ours.compile("q")

    assert one.subprocesses["third"] is other.subprocesses["third"] is ours.compile("third").spec


def test_a_process_is_built_as_if_it_were_alone():
    written = files(STEP)
    ours = compiler(written)
    ours.compile("p")

    second = ours.compile("q")

    assert print_of(second) == print_of(compile_process(written, "q", {}, "hash"))


def test_what_could_not_be_built_is_refused_again_and_never_half_built():
    ours = compiler(files(ODD))

    for process in ("p", "third", "q", "third"):
        with pytest.raises(PackInvalid, match=f"The process {process} cannot be built"):
            ours.compile(process)
