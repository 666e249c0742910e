"""Tiny processes in a few words, for one promise each.

`came -> look[decided] -> over` is a way along arrows. A name without an arrow to it is a start, one without an
arrow from it an end, any other a step of a person; `!send` is a letter that Amends sends, `?fair` a choice,
`+both` a place where ways part or meet, `@answer` a wait for what comes first. In brackets stand milestones, in
braces before a name the condition on the arrow to it. What else there is, is written out as XML by the functions
here; timers and messages on an edge begin ways of their own.
"""

import re
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from engine import diagram, forms, tables
from engine.packs import Pack
from engine.proofs import Content, Promise, Proof, Prover
from tests.engine.check.tiny import SPACES, calendars, rest
from tests.engine.tables.drawing import definitions, table

TOKEN = re.compile(r"(?:\{(.+?)\} )?([!?+@]?)(\w+)(?:\[([\w, ]*)\])?")
KINDS = {"!": "serviceTask", "?": "exclusiveGateway", "+": "parallelGateway", "@": "eventBasedGateway"}
CODES = ('<error id="r_lost" errorCode="lost"/><escalation id="e_help" escalationCode="help"/>'
         '<message id="m_word" name="word"/><message id="m_no" name="rejected"/>')
EDGE = re.compile(r'<boundaryEvent id="(\w+)"')


def ways(*lines: str, drawn: str = "") -> str:
    """The elements and arrows of these ways; `drawn` are elements written out, which are only joined."""
    kinds: dict[str, str] = {}
    reached: dict[str, str] = {}
    arrows: dict[tuple[str, str], str] = {}
    for line in lines:
        tokens = [TOKEN.fullmatch(one.strip()) for one in line.split(" -> ")]
        assert all(tokens), line
        for one in tokens:
            kinds[one[3]] = one[2] or kinds.get(one[3], "")
            reached[one[3]] = one[4] or reached.get(one[3], "")
        for one, other in pairwise(tokens):
            arrows[one[3], other[3]] = other[1] or arrows.get((one[3], other[3]), "")
    steps = [_step(name, kind, reached[name], arrows) for name, kind in kinds.items() if f' id="{name}"' not in drawn]
    flows = [
        f'<sequenceFlow id="{one}_to_{other}" sourceRef="{one}" targetRef="{other}">'
        + (f"<conditionExpression>{escape(asked)}</conditionExpression>" if asked else "") + "</sequenceFlow>"
        for (one, other), asked in arrows.items()
    ]
    return "".join([*steps, drawn, *flows])


def _step(name: str, sign: str, milestones: str, arrows: dict[tuple[str, str], str]) -> str:
    kind = KINDS.get(sign, "manualTask")
    if not sign:
        kind = "startEvent" if all(to != name for _, to in arrows) else \
            "endEvent" if all(begin != name for begin, _ in arrows) else kind
    about = {}
    if kind == "exclusiveGateway":
        plain = [to for (begin, to), asked in arrows.items() if begin == name and not asked]
        several = sum(begin == name for begin, _ in arrows) > 1
        about = {"default": f"{name}_to_{plain[0]}"} if plain and several else {}
    extra = _operator("send_letter", letter='"L1_ack"') if kind == "serviceTask" else ""
    said = {"milestone": milestones} if milestones else {}
    if kind == "manualTask":
        said["lane"] = "Handler"
    return _node(kind, name, said, extra, **about)


def _node(kind: str, name: str, said: dict[str, str], extra: str = "", inner: str = "", **about: str) -> str:
    rows = "".join(f"<s:property name={quoteattr(key)} value={quoteattr(value)}/>"
                   for key, value in said.items() if value)
    around = f"<extensionElements><s:properties>{rows}</s:properties>{extra}</extensionElements>"
    given = "".join(f" {key}={quoteattr(value)}" for key, value in about.items())
    return f'<{kind} id="{name}"{given}>{around if rows or extra else ""}{inner}</{kind}>'


def _operator(operation: str, **parameters: str) -> str:
    rows = "".join(f'<s:parameter id="{key}" type="any" value={quoteattr(value)}/>'
                   for key, value in parameters.items())
    return f'<s:serviceTaskOperator id="{operation}"><s:parameters>{rows}</s:parameters></s:serviceTaskOperator>'


def person(name: str, form: str = "", milestone: str = "", lane: str = "Handler", **more: str) -> str:
    """A step of a person with a form, whose answers a run keeps under the name of the step."""
    said = {"lane": lane, "milestone": milestone, "formJsonSchemaFilename": f"{form}.json" if form else "", **more}
    return _node("userTask" if form else "manualTask", name, said,
                 f"<s:variableName>{name}</s:variableName>" if form else "")


def operation(name: str, asked: str, milestone: str = "", **parameters: str) -> str:
    return _node("serviceTask", name, {"milestone": milestone}, _operator(asked, **parameters))


def register() -> str:
    """The step that takes a complaint up, and dates it."""
    return operation("take_up", "register", "received")


def decides(name: str, decision: str) -> str:
    return _node("businessRuleTask", name, {}, f"<s:calledDecisionId>{decision}</s:calledDecisionId>")


def script(name: str, text: str) -> str:
    return _node("scriptTask", name, {}, inner=f"<script>{escape(text)}</script>")


def timer(moment: str, kind: str = "timeDate") -> str:
    return f"<timerEventDefinition><{kind}>{escape(moment)}</{kind}></timerEventDefinition>"


def word(name: str = "word") -> str:
    return f'<messageEventDefinition messageRef="m_{name}"/>'


HELP = '<escalationEventDefinition escalationRef="e_help"/>'
LOST = '<errorEventDefinition errorRef="r_lost"/>'
ALL = "<terminateEventDefinition/>"


def edge(name: str, host: str, event: str, ends: bool = True, milestone: str = "") -> str:
    """An event on the edge of a step; `ends`: the step is broken off."""
    return _node("boundaryEvent", name, {"milestone": milestone}, inner=event, attachedToRef=host,
                 cancelActivity=str(ends).lower())


def wait(name: str, event: str, milestone: str = "", form: str = "") -> str:
    said = {"milestone": milestone, "formJsonSchemaFilename": f"{form}.json" if form else ""}
    return _node("intermediateCatchEvent", name, said, inner=event)


def throw(name: str, event: str, milestone: str = "") -> str:
    return _node("intermediateThrowEvent", name, {"milestone": milestone}, inner=event)


def end(name: str, event: str = "", milestone: str = "") -> str:
    return _node("endEvent", name, {"milestone": milestone}, inner=event)


def inside(name: str, *lines: str, drawn: str = "", each: str = "", milestone: str = "") -> str:
    """A subprocess; `each`: once for each member of that list."""
    loop = (f"<multiInstanceLoopCharacteristics><loopDataInputRef>{each}</loopDataInputRef>"
            '<inputDataItem id="one" name="one"/></multiInstanceLoopCharacteristics>') if each else ""
    return _node("subProcess", name, {"milestone": milestone}, inner=loop + ways(*lines, drawn=drawn))


def call(name: str, called: str) -> str:
    return f'<callActivity id="{name}" calledElement="{called}"/>'


def process(*lines: str, drawn: str = "", called: str = "", name: str = "complaint") -> bytes:
    """A file with one process; `called` are more of them, made by `also`."""
    return f'<definitions {SPACES}>{CODES}{also(name, *lines, drawn=drawn)}{called}</definitions>'.encode()


def also(name: str, *lines: str, drawn: str = "") -> str:
    return f'<process id="{name}" isExecutable="true">{ways(*lines, drawn=drawn)}</process>'


def form(*required: str, **questions: dict[str, Any]) -> bytes:
    """A form; every question gets its name for a title."""
    asked = {name: {"title": name, **spec} for name, spec in questions.items()}
    return orjson.dumps({"title": "Form", "type": "object", "required": list(required), "properties": asked})


def choice(*options: str, fact: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(options), **({"x-amends-fact": fact} if fact else {}), **more}


def yes_no(fact: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "boolean", **({"x-amends-fact": fact} if fact else {}), **more}


def dmn(key: str, inputs: list[str], outputs: list[str], rows: list[str], policy: str = "UNIQUE") -> bytes:
    return definitions(f'<decision id="{key}" name="{key}">{table(inputs, outputs, rows, policy)}</decision>')


def packed(data: bytes, /, **more: bytes) -> Pack:
    """A pack of one drawing with the rest of tests/engine/check; `more` are forms, tables (`D_…`) and regimes."""
    files = {**rest(), "bpmn/tiny.bpmn": data}
    for name, content in more.items():
        place = "bpmn/tables/{}.dmn" if name.startswith("D_") else "bpmn/{}.toml" if name in WORDS else "forms/{}.json"
        files[place.format(name)] = content
    return Pack(files, calendars())


WORDS = ("regimes", "milestones", "obligations")


def content_of(pack: Pack) -> Content:
    return Content(tuple(pack.diagrams.values()), pack.tables, pack.forms)


def content(data: bytes = b"", **more: bytes) -> Content:
    """What the proofs look at, without a pack round it: forms by name, tables as `D_…`."""
    drawn = (diagram.read(data, "bpmn/tiny.bpmn"),) if data else ()
    asked = {name: forms.read(one, f"forms/{name}.json") for name, one in more.items() if not name.startswith("D_")}
    decided = {name: tables.read(one, f"{name}.dmn") for name, one in more.items() if name.startswith("D_")}
    return Content(drawn, decided, asked)


def promise(pattern: str, **said: Any) -> Promise:
    """A promise; each name of a milestone may be given alone."""
    lists = {key: tuple([value] if isinstance(value, str) and key not in ("within", "when") else value)
             if key not in ("within", "when") else value for key, value in said.items()}
    return Promise("kept", pattern, "We keep it.", **lists)


def proved(asked: Promise, data: bytes, /, **more: bytes) -> Proof:
    """The proof of a promise for a drawing."""
    pack = packed(data, **more)
    return Prover(pack, content_of(pack)).prove(asked)


def elements(proof: Proof) -> list[str]:
    """The elements on the way of a broken promise, in order."""
    assert proof.net is not None
    stages = proof.steps or proof.stages
    return [proof.net.nodes[one].element.id for stage in stages for one in stage.nodes]
