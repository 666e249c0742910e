"""How long a check takes: of a pack, and of one large diagram, as somebody waits for it who draws.

The diagram is made here: stations in a row, each with a task and its timer, a choice, a script, and two tasks of
which one or both are done. The rest of its pack is small, so that its figures are those of the diagram.
"""

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine.check import check
from engine.config import ROOT
from engine.packs import MAIN, Pack, read_folder

STATIONS = 22
"""Nine nodes each; with start and end a diagram of 200."""

SIDE_BY_SIDE = 6
"""At so many stations both tasks are done; more ways side by side no process may have."""

NEEDED = ("bpmn/regimes.toml", "bpmn/calendars.toml", "forms/intake.json")
"""What no pack can be without, taken from the pack that is measured."""

FORM = b'''{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "title": "Remark",
"properties": {"text": {"type": "string", "title": "Text", "maxLength": 600}}, "required": ["text"]}'''
WORDS = b'[organisation]\nname.en = "Bench"\n'
SPACES = '''xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'''


def bench_check(folder: Path, command: Sequence[str], n: int = 10) -> dict[str, Any]:
    """Milliseconds for a check of the pack in a folder, of a pack with a diagram of 200 nodes, and for the
    whole `command` that checks that folder, from its start to its end. Each time everything is read anew."""
    pack = read_folder(folder)
    large = Pack({**{name: data for name, data in pack.files.items() if name in NEEDED}, **_made()})
    return {
        "runs": n, "files": len(pack.files), "nodes": len(pack.elements),
        **_figures("pack", _timed(n, lambda: check(read_folder(folder)))),
        "diagram_nodes": len(large.elements), "diagram_causes": len(check(large)),
        **_figures("diagram", _timed(n, lambda: check(Pack(large.files)))),
        **_figures("command", _timed(n, lambda: subprocess.run(command, cwd=ROOT, capture_output=True))),
    }


def _timed(n: int, do: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(n):
        began = time.perf_counter()
        do()
        seconds.append(time.perf_counter() - began)
    return seconds


def _figures(what: str, seconds: Sequence[float]) -> dict[str, float]:
    least, middle = min(seconds), statistics.median(seconds)
    return {f"{what}_min_ms": round(least * 1000, 1), f"{what}_median_ms": round(middle * 1000, 1)}


def _made() -> dict[str, bytes]:
    """The large diagram and the form of its tasks."""
    stations = range(1, STATIONS + 1)
    body = "".join(map(_station, stations))
    ways = "".join(_flow(f"Join{one}", f"T{one + 1}" if one < STATIONS else "Done") for one in stations)
    text = f'''<bpmn:definitions {SPACES} id="Made" targetNamespace="https://amends.example/bench">
<bpmn:process id="{MAIN}" name="Bench" isExecutable="true"><bpmn:startEvent id="Begin" name="Start"/>
{_flow("Begin", "T1")}{body}{ways}<bpmn:endEvent id="Done" name="Done"/></bpmn:process></bpmn:definitions>'''
    return {"bpmn/complaint.bpmn": text.encode(), "bpmn/milestones.toml": WORDS, "forms/remark.json": FORM}


def _station(one: int) -> str:
    """A task with a timer, a choice that may leave out a script, and two more tasks."""
    ways = [("T", "Said"), ("Said", "Met"), ("Weigh", "Met"), ("Late", "Met"), ("Met", "Fork"), ("Fork", "A"),
            ("A", "Join"), ("B", "Join")]
    both = one <= SIDE_BY_SIDE
    fork = f'parallelGateway id="Fork{one}"' if both else f'exclusiveGateway id="Fork{one}" default="Fork{one}_A{one}"'
    return "".join((
        *(_task(f"{kind}{one}") for kind in "TAB"),
        f'<bpmn:boundaryEvent id="Late{one}" name="5 days" attachedToRef="T{one}"><bpmn:timerEventDefinition>',
        '<bpmn:timeDuration>"P5D"</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>',
        f'<bpmn:exclusiveGateway id="Said{one}" name="Much said?" default="Said{one}_Met{one}"/>',
        _flow(f"Said{one}", f"Weigh{one}", f'len(remark_T{one}["text"]) > 100'),
        f'<bpmn:scriptTask id="Weigh{one}" name="Weigh"><bpmn:script>weight = len(remark_T{one}["text"])',
        f'</bpmn:script></bpmn:scriptTask><bpmn:exclusiveGateway id="Met{one}"/>',
        f'<bpmn:{fork} name="And now?"/><bpmn:{"parallel" if both else "exclusive"}Gateway id="Join{one}"/>',
        _flow(f"Fork{one}", f"B{one}", "" if both else 'topic == "other"'),
        *(_flow(f"{source}{one}", f"{target}{one}") for source, target in ways),
    ))


def _task(name: str) -> str:
    values = {"lane": "Bench", "formJsonSchemaFilename": "remark.json"}
    rows = "".join(f'<spiffworkflow:property name="{key}" value="{value}"/>' for key, value in values.items())
    return (f'<bpmn:userTask id="{name}" name="Say something"><bpmn:extensionElements><spiffworkflow:properties>{rows}'
            f"</spiffworkflow:properties><spiffworkflow:variableName>remark_{name}</spiffworkflow:variableName>"
            "</bpmn:extensionElements></bpmn:userTask>")


def _flow(source: str, target: str, condition: str = "") -> str:
    asked = condition.replace(">", "&gt;")
    inner = f"<bpmn:conditionExpression>{asked}</bpmn:conditionExpression>" if asked else ""
    return (f'<bpmn:sequenceFlow id="{source}_{target}" name="{"Yes" if inner else ""}" sourceRef="{source}" '
            f'targetRef="{target}">{inner}</bpmn:sequenceFlow>')
