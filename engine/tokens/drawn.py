"""Any BPMN 2.0 file as nodes, flows and scopes, without asking whether Amends could run it.

Nothing is lost silently: what is drawn and not understood is kept as an `Unknown` with its reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine import xml

SCOPES = frozenset({"process", "subProcess", "adHocSubProcess", "transaction"})
TASKS = frozenset({
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
})
ACTIVITIES = TASKS | {"subProcess", "adHocSubProcess", "transaction", "callActivity"}
GATEWAYS = frozenset({
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway",
})
EVENTS = frozenset({
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
})
EVENT_KINDS = frozenset({
    "timer", "message", "signal", "conditional", "error", "escalation", "compensate", "cancel", "link", "terminate",
})
NODES = ACTIVITIES | GATEWAYS | EVENTS
BESIDE = frozenset({
    "documentation", "extensionElements", "sequenceFlow", "laneSet", "incoming", "outgoing", "textAnnotation",
    "association", "group", "ioSpecification", "ioBinding", "property", "auditing", "monitoring",
    "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "category", "dataObject", "dataObjectReference",
    "dataStoreReference", "dataInputAssociation", "dataOutputAssociation", "resourceRole", "performer",
    "humanPerformer", "potentialOwner", "correlationSubscription", "supports", "artifact", "completionCondition",
    "script", "rendering",
})
"""What stands in a process beside its nodes and moves no token: data, lanes, notes."""
FALSE, TRUE = ("false", "0"), ("true", "1")


@dataclass(frozen=True)
class Unknown:
    """Something drawn that is left out of the game, and why, as the end of a sentence."""

    file: str
    element: str
    kind: str
    why: str


@dataclass
class Flow:
    """One arrow; `key` counts over all files."""

    key: int
    id: str
    source: int
    target: int
    conditional: bool


@dataclass
class Node:
    """One drawn node. `key` counts over all files; `inside` is the scope that a subprocess holds, `scope` the one
    it sits in. `event` is what an event is about, `code` that of an error or escalation or the name of a link."""

    key: int
    id: str
    name: str
    kind: str
    file: str
    scope: int
    event: str = ""
    code: str = ""
    host: int | None = None
    interrupting: bool = True
    default: str = ""
    called: str = ""
    several: bool = False
    compensates: bool = False
    instantiates: bool = False
    inside: int | None = None
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.name or self.id or self.kind


@dataclass
class Scope:
    """A process or the inside of a subprocess; `by_event` is that of an event subprocess."""

    key: int
    kind: str
    id: str
    name: str
    file: str
    parent: int | None = None
    holder: int | None = None
    by_event: bool = False
    nodes: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class MessageFlow:
    """`source` and `target` are nodes; None where a whole pool is meant, or another party outside."""

    id: str
    source: int | None
    target: int | None


@dataclass
class Drawn:
    """Everything of some files."""

    nodes: list[Node] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    messages: list[MessageFlow] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    arrows: int = 0

    def process_of(self, scope: int) -> Scope:
        here = self.scopes[scope]
        while here.parent is not None:
            here = self.scopes[here.parent]
        return here

    def processes(self) -> list[Scope]:
        return [one for one in self.scopes if one.kind == "process"]


class Reader:
    """Reads one file into what is there already."""

    def __init__(self, drawn: Drawn, file: str, root: xml.Element) -> None:
        self.drawn = drawn
        self.file = file
        self.root = root
        self.by_id: dict[str, int] = {}
        self.codes = _codes(root)

    def read(self) -> None:
        for process in self.root.iter(xml.tag("process")):
            self._scope(process, None, None)
        self._message_flows()
        self._pictures()

    def _not(self, element: str, kind: str, why: str) -> None:
        self.drawn.unknown.append(Unknown(self.file, element, kind, why))

    def _scope(self, top: xml.Element, parent: int | None, holder: int | None) -> None:
        ahead = [(top, parent, holder)]
        while ahead:
            xml_scope, parent, holder = ahead.pop()
            kind = xml.local(xml_scope)
            scope = Scope(len(self.drawn.scopes), kind, xml_scope.get("id") or "", _name(xml_scope), self.file, parent,
                          holder, by_event=xml_scope.get("triggeredByEvent") in TRUE)
            self.drawn.scopes.append(scope)
            if holder is not None:
                self.drawn.nodes[holder].inside = scope.key
            flows, hosts = [], []
            for child in xml_scope:
                tag = _local(child)
                if tag in NODES:
                    node = self._node(child, tag, scope)
                    if tag == "boundaryEvent":
                        hosts.append((node, child.get("attachedToRef") or ""))
                    if tag in SCOPES:
                        ahead.append((child, scope.key, node.key))
                elif tag == "sequenceFlow":
                    flows.append(child)
                elif tag not in BESIDE:
                    self._not(child.get("id") or "", tag or "element", "this kind of element is not known")
            self._flows(flows, scope)
            for node, host in hosts:
                self._attach(node, host)

    def _node(self, child: xml.Element, kind: str, scope: Scope) -> Node:
        event, code = _event(child, self.codes)
        loop = next((_local(one) for one in child if "LoopCharacteristics" in _local(one)), "")
        node = Node(
            len(self.drawn.nodes), child.get("id") or "", _name(child), kind, self.file, scope.key, event=event,
            code=code or (_name(child) if event == "link" else ""), default=child.get("default") or "",
            interrupting=child.get("isInterrupting" if kind == "startEvent" else "cancelActivity") not in FALSE,
            called=(child.get("calledElement") or "").rpartition(":")[2], several=loop.startswith("multi"),
            compensates=child.get("isForCompensation") in TRUE,
            instantiates=child.get("instantiate") in TRUE,
        )
        if event and event not in EVENT_KINDS and event != "multiple":
            self._not(node.id, kind, f"what it waits for ({event}) is not known")
        if kind == "complexGateway":
            self._not(node.id, kind, "its condition is not read: it is taken for an inclusive gateway")
        if not node.id:
            self._not("", kind, f'this {kind} "{node.name}" has no id, so that no arrow can lead to it')
        elif node.id in self.by_id:
            self._not(node.id, kind, "another element has the same id, and the arrows belong to that one")
        if node.id:
            self.by_id.setdefault(node.id, node.key)
        self.drawn.nodes.append(node)
        scope.nodes.append(node.key)
        return node

    def _flows(self, flows: list[xml.Element], scope: Scope) -> None:
        for child in flows:
            flow = child.get("id") or ""
            ends = [self.by_id.get(child.get(end) or "") for end in ("sourceRef", "targetRef")]
            found = [self.drawn.nodes[end] for end in ends if end is not None]
            nodes = [node for node in found if node.scope == scope.key]
            if len(nodes) < 2:
                self._not(flow, "sequenceFlow", "it does not join two elements that stand beside each other")
                continue
            source, target = nodes
            if source.kind == "endEvent" or target.kind in ("startEvent", "boundaryEvent"):
                self._not(flow, "sequenceFlow", "it leaves an end, or leads to a start or to an event on an edge")
                continue
            conditional = child.find(xml.tag("conditionExpression")) is not None
            made = Flow(self.drawn.arrows, flow, source.key, target.key, conditional)
            self.drawn.arrows += 1
            source.outgoing.append(made)
            target.incoming.append(made)

    def _attach(self, node: Node, host: str) -> None:
        key = self.by_id.get(host)
        found = None if key is None else self.drawn.nodes[key]
        if found is None or found.kind not in ACTIVITIES or found.scope != node.scope:
            self._not(node.id, node.kind, "it sits on the edge of nothing that can be done")
            return
        node.host = found.key
        found.edges.append(node.key)

    def _message_flows(self) -> None:
        parties = {one.get("id") or "" for one in self.root.iter(xml.tag("participant"))}
        whole = parties | {one.id for one in self.drawn.scopes if one.file == self.file and one.kind == "process"}
        for child in self.root.iter(xml.tag("messageFlow")):
            ends = [(child.get(end) or "").rpartition(":")[2] for end in ("sourceRef", "targetRef")]
            if any(end not in self.by_id and end not in whole for end in ends):
                self._not(child.get("id") or "", "messageFlow", "it does not join what is there")
            else:
                self.drawn.messages.append(
                    MessageFlow(child.get("id") or "", self.by_id.get(ends[0]), self.by_id.get(ends[1])))

    def _pictures(self) -> None:
        """Shapes whose element is nowhere in the file: drawn, and not known."""
        ids = {one.get("id") for one in self.root.iter()}
        for shape in self.root.iter(xml.tag("BPMNShape", xml.BPMNDI)):
            drawn = (shape.get("bpmnElement") or "").rpartition(":")[2]
            if drawn not in ids:
                self._not(drawn or shape.get("id") or "", "shape", "it is drawn, but there is no element to it")
        for kind in ("choreography", "globalConversation", "conversationNode", "callConversation"):
            for found in self.root.iter(xml.tag(kind)):
                self._not(found.get("id") or "", kind, "only processes and collaborations are played")


def _local(child: xml.Element) -> str:
    """The name of a BPMN element; empty for what another standard or tool has added."""
    return xml.local(child) if xml.namespace(child) in (xml.BPMN, "") else "extensionElements"


def _name(child: xml.Element) -> str:
    return " ".join((child.get("name") or "").split())


def _codes(root: xml.Element) -> dict[str, str]:
    return {
        one.get("id") or "": one.get(f"{kind}Code") or one.get("name") or one.get("id") or ""
        for kind in ("error", "escalation") for one in root.iter(xml.tag(kind))
    }


def _event(child: xml.Element, codes: dict[str, str]) -> tuple[str, str]:
    """(what it is about, its code or link name)."""
    found = list(_definitions(child))
    if not found:
        return "", ""
    if len(found) > 1:
        return "multiple", ""
    kind, definition = found[0]
    if kind in ("error", "escalation"):
        reference = (definition.get(f"{kind}Ref") or "").rpartition(":")[2]
        return kind, codes.get(reference, reference)
    return kind, _name(definition) if kind == "link" else ""


def _definitions(child: xml.Element) -> Iterator[tuple[str, xml.Element]]:
    for one in child:
        tag = _local(one)
        if tag.endswith("EventDefinition"):
            yield tag.removesuffix("EventDefinition"), one
        elif tag == "eventDefinitionRef":
            yield "multiple", one


def read(roots: Mapping[str, xml.Element]) -> Drawn:
    """All files together, so that a call finds the process it names."""
    drawn = Drawn()
    for file, root in roots.items():
        Reader(drawn, file, root).read()
    return drawn
