"""BPMN files as frozen values: elements, flows and our properties, read from the XML itself.

The engine library drops properties on gateways and moves those of multi-instance elements
(trap 44), and drops what it cannot reach (trap 17); so whatever Amends knows of a drawing, it
reads here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from engine import xml
from engine.xml import BPMN, SPIFF, tag

CONTAINERS = frozenset({"process", "subProcess", "adHocSubProcess", "transaction"})
NOT_NODES = frozenset({
    "documentation", "extensionElements", "sequenceFlow", "laneSet", "incoming", "outgoing", "textAnnotation",
    "association", "group", "ioSpecification", "property", "auditing", "monitoring", "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics", "category",
})
EVENTS = frozenset({"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"})
CODED = ("error", "escalation")
HUMAN = frozenset({"userTask", "manualTask"})
EXTENSIONS, SCRIPT = tag("extensionElements"), tag("script")
PROPERTY, PARAMETER = tag("property", SPIFF), tag("parameter", SPIFF)
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Loop:
    """How a step repeats by itself: `kind` is the tag. The names stand for the list it goes through, one
    member of it, the list that comes out, and what each round adds to that."""

    kind: str
    sequential: bool = False
    collection: str = ""
    item: str = ""
    output: str = ""
    output_item: str = ""


@dataclass(frozen=True)
class Element:
    """One drawn node. `scope` is the process or subprocess it sits in; `event` says what an event
    waits for or throws (timer, message, terminate, … or empty), `timer` is its text, `code` that of an
    error or escalation."""

    id: str
    kind: str
    name: str
    file: str
    process: str
    scope: str
    lane: str = ""
    properties: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    event: str = ""
    timer: str = ""
    timer_kind: str = ""
    message: str = ""
    attached_to: str = ""
    interrupting: bool = True
    default: str = ""
    decision: str = ""
    operation: str = ""
    parameters: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    script: str = ""
    variable: str = ""
    called: str = ""
    loop: Loop | None = None
    code: str = ""
    instructions: str = ""

    @property
    def form(self) -> str:
        """The form's name, without its ending; empty without a form."""
        return self.properties.get("formJsonSchemaFilename", "").removesuffix(".json")

    @property
    def milestones(self) -> tuple[str, ...]:
        return names(self.properties.get("milestone", ""))

    @property
    def not_by(self) -> tuple[str, ...]:
        return names(self.properties.get("not_by", ""))

    @property
    def data_name(self) -> str:
        """The name under which the element's form is kept in workflow data."""
        return self.variable or self.form or self.message

    @property
    def label(self) -> str:
        return self.name or self.id


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` is empty where it has none."""

    id: str
    name: str
    source: str
    target: str
    condition: str
    scope: str


@dataclass(frozen=True)
class Diagram:
    """One BPMN file. `strangers` are tags in a process that are no BPMN node known here."""

    file: str
    processes: Mapping[str, str]
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    messages: Mapping[str, str]
    duplicates: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()
    _outgoing: dict[str, list[Flow]] = field(default_factory=dict, repr=False, compare=False)

    def outgoing(self, element: str) -> list[Flow]:
        if not self._outgoing:
            for flow in self.flows:
                self._outgoing.setdefault(flow.source, []).append(flow)
        return self._outgoing.get(element, [])

    def incoming(self, element: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == element]

    def inside(self, scope: str) -> list[Element]:
        return [element for element in self.elements.values() if element.scope == scope]

    def boundaries(self, host: str) -> list[Element]:
        return [element for element in self.elements.values() if element.attached_to == host]

    @cached_property
    def beside(self) -> frozenset[str]:
        """What only an event that interrupts nothing leads to: it goes on beside the course it came from."""
        starts = [one.id for one in self.elements.values() if one.kind == "startEvent"]
        aside = [one.id for one in self.elements.values() if one.attached_to and not one.interrupting]
        return frozenset(self._led_to(aside) - self._led_to(starts))

    def _led_to(self, begin: Iterable[str]) -> set[str]:
        """These elements and all that come after them in their own scope, past the events that interrupt one."""
        found, open_ends = set[str](), list(begin)
        edges: dict[str, list[str]] = {}
        for one in self.elements.values():
            if one.attached_to and one.interrupting:
                edges.setdefault(one.attached_to, []).append(one.id)
        while open_ends:
            one_end = open_ends.pop()
            if one_end not in found:
                found.add(one_end)
                open_ends += [flow.target for flow in self.outgoing(one_end)] + edges.get(one_end, [])
        return found


def names(text: str) -> tuple[str, ...]:
    """A comma list of names."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def read(data: bytes, file: str) -> Diagram:
    """Read one BPMN file.

    Raises:
        XmlRefused: not XML that Amends reads.
    """
    return read_root(xml.parse(data, file), file)


def read_root(root: xml.Element, file: str) -> Diagram:
    """Read one BPMN file whose XML is parsed already."""
    messages = {m.get("id", ""): m.get("name", "") for m in root.iter(tag("message"))}
    reader = _Reader(file, messages, _codes(root))
    processes = {}
    for process in root.iter(tag("process")):
        processes[process.get("id", "")] = process.get("name", "")
        reader.container(process, process.get("id", ""), {})
    return Diagram(
        file=file, processes=processes, elements=reader.elements, flows=tuple(reader.flows),
        messages=messages, duplicates=tuple(reader.duplicates), nameless=tuple(reader.nameless),
    )


class _Reader:
    def __init__(self, file: str, messages: Mapping[str, str], codes: Mapping[str, str]) -> None:
        self.file = file
        self.messages = messages
        self.codes = codes
        self.elements: dict[str, Element] = {}
        self.flows: list[Flow] = []
        self.duplicates: list[str] = []
        self.nameless: list[str] = []
        self._seen: set[str] = set()

    def container(self, node: xml.Element, process: str, lanes: Mapping[str, str]) -> None:
        scope = node.get("id", "")
        lanes = {**lanes, **_lanes(node)}
        for child in node:
            if xml.namespace(child) != BPMN:
                continue
            kind = xml.local(child)
            if kind == "sequenceFlow":
                self._flow(child, scope)
            elif kind not in NOT_NODES:
                element = self._element(child, kind, process, scope, lanes)
                if kind in CONTAINERS:
                    inherited = {inner.get("id", ""): element.lane for inner in child.iter() if element.lane}
                    self.container(child, process, inherited)

    def _claim(self, identity: str, kind: str) -> None:
        if not identity:
            self.nameless.append(kind)
        elif identity in self._seen:
            self.duplicates.append(identity)
        self._seen.add(identity)

    def _flow(self, node: xml.Element, scope: str) -> None:
        condition = node.find(tag("conditionExpression"))
        flow = Flow(
            id=node.get("id", ""), name=node.get("name", ""), source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""), scope=scope,
            condition="" if condition is None else (condition.text or "").strip(),
        )
        self._claim(flow.id, f"sequenceFlow {flow.source} to {flow.target}")
        self.flows.append(flow)

    def _element(
        self, node: xml.Element, kind: str, process: str, scope: str, lanes: Mapping[str, str]
    ) -> Element:
        identity = node.get("id", "")
        written = _Written(node)
        properties = written.properties
        event, timer_kind, timer, message = _event(node, self.messages)
        element = Element(
            id=identity, kind=kind, name=" ".join(node.get("name", "").split()), file=self.file, process=process,
            scope=scope, lane=properties.get("lane", "") or lanes.get(identity, ""), properties=properties,
            event=event, timer=timer, timer_kind=timer_kind, message=message,
            attached_to=node.get("attachedToRef", ""), interrupting=node.get("cancelActivity", "true") != "false",
            default=node.get("default", ""), decision=written.text("calledDecisionId"), operation=written.operation,
            parameters=written.parameters, script=_text(node.find(SCRIPT)), variable=written.text("variableName"),
            called=node.get("calledElement", ""), loop=_loop(node), code=_code(node, self.codes),
            instructions=written.text("instructionsForEndUser"),
        )
        self._claim(identity, kind)
        self.elements[identity] = element
        return element


def _text(node: xml.Element | None) -> str:
    return "" if node is None else (node.text or "").strip()


class _Written:
    """What is written on a node in our own namespace, gathered in one pass."""

    def __init__(self, node: xml.Element) -> None:
        self.properties, self.operation, self.parameters = NOTHING, "", NOTHING
        self._first: dict[str, xml.Element] = {}
        found: dict[str, str] = {}
        for holder in node.findall(EXTENSIONS):
            for child in holder:
                if xml.namespace(child) == SPIFF:
                    name = xml.local(child)
                    self._first.setdefault(name, child)
                    if name == "properties":
                        found |= {one.get("name", ""): one.get("value", "") for one in child.iter(PROPERTY)}
        if found:
            self.properties = MappingProxyType(found)
        operator = self._first.get("serviceTaskOperator")
        if operator is not None:
            self.operation = operator.get("id", "")
            self.parameters = MappingProxyType({p.get("id", ""): p.get("value", "") for p in operator.iter(PARAMETER)})

    def text(self, name: str) -> str:
        return _text(self._first.get(name))


def _event(node: xml.Element, messages: Mapping[str, str]) -> tuple[str, str, str, str]:
    """(event, timer kind, timer text, message name); several definitions make the event `multiple`."""
    definitions = [child for child in node if xml.local(child).endswith("EventDefinition")]
    if not definitions:
        return "", "", "", ""
    if len(definitions) > 1:
        return "multiple", "", "", ""
    definition = definitions[0]
    event = xml.local(definition).removesuffix("EventDefinition")
    if event == "timer":
        for kind in ("timeDate", "timeDuration", "timeCycle"):
            found = definition.find(tag(kind))
            if found is not None:
                return event, kind, _text(found), ""
    if event == "message":
        return event, "", "", messages.get(definition.get("messageRef", ""), "")
    return event, "", "", ""


def _lanes(node: xml.Element) -> dict[str, str]:
    """Which lane each node of this process sits in, by the lane's own list (security 2.4)."""
    found = {}
    for lanes in node.findall(tag("laneSet")):
        for lane in lanes.iter(tag("lane")):
            for reference in lane.findall(tag("flowNodeRef")):
                found[_text(reference)] = lane.get("name", "")
    return found


def _loop(node: xml.Element) -> Loop | None:
    for child in node:
        kind = xml.local(child)
        if kind in ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"):
            return Loop(
                kind=kind, sequential=child.get("isSequential") == "true",
                collection=_text(child.find(tag("loopDataInputRef"))), item=_item(child.find(tag("inputDataItem"))),
                output=_text(child.find(tag("loopDataOutputRef"))),
                output_item=_item(child.find(tag("outputDataItem"))),
            )
    return None


def _item(node: xml.Element | None) -> str:
    """The name of a member; ids have to differ over all files, names need not."""
    return "" if node is None else node.get("name") or node.get("id") or ""


def _codes(root: xml.Element) -> dict[str, str]:
    """The codes of errors and escalations by their ids; their names where no code is written."""
    return {
        node.get("id") or "": node.get(f"{kind}Code") or node.get("name") or ""
        for kind in CODED for node in root.iter(tag(kind))
    }


def _code(node: xml.Element, codes: Mapping[str, str]) -> str:
    for kind in CODED:
        definition = node.find(tag(f"{kind}EventDefinition"))
        if definition is not None:
            return codes.get(definition.get(f"{kind}Ref", ""), "")
    return ""
