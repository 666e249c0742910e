"""What stops without an end, or begins without a start, gets one (L02).

In BPMN a step without an arrow going on ends its way by itself, and one without an arrow leading to it begins;
Amends wants to see both. An end is drawn wherever a way stops; a start only where there can be no other.
"""

from collections.abc import Iterator

from engine import xml
from engine.check.kinds import EVENTS, NAMES
from engine.repairs.change import Change, Mends
from engine.repairs.picture import Picture
from engine.repairs.tree import Tree, label

SCOPES = frozenset({"process", "subProcess"})


def mend(tree: Tree) -> Iterator[Change]:
    """Draw missing ends and starts, each with its arrow and, where there is a picture, its place."""
    picture = Picture(tree.root)
    for container in tree.containers():
        if xml.local(container) not in SCOPES or container.get("triggeredByEvent") == "true":
            continue
        flows = tree.flows(container)
        left = {flow.get("sourceRef") for flow in flows}
        nodes = [node for node in tree.nodes(container) if node.get("id")]
        if not any(xml.local(node) == "startEvent" for node in nodes):
            yield from _start(tree, container, picture, nodes, flows)
        for node in nodes:
            if node.get("id") not in left and _goes_on(node):
                yield _end(tree, container, picture, node)


def _goes_on(node: xml.Element) -> bool:
    """Whether an end may stand behind it; kinds that do not run are drawn anew anyway."""
    kind = xml.local(node)
    if kind in ("endEvent", "eventBasedGateway") or kind not in NAMES:
        return False
    if node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true":
        return False  # no way leads through these
    return kind not in EVENTS or _event(node) in EVENTS[kind]


def _event(node: xml.Element) -> str:
    found = [xml.local(child) for child in xml.children(node) if xml.local(child).endswith("EventDefinition")]
    return found[0].removesuffix("EventDefinition") if len(found) == 1 else "multiple" if found else ""


def _end(tree: Tree, container: xml.Element, picture: Picture, node: xml.Element) -> Change:
    key, scope = node.get("id", ""), container.get("id", "")
    end, arrow = tree.new_id(key, "end"), tree.new_id(key, "to", "end")
    _join(tree, node, xml.new("endEvent", id=end), arrow, key, end)
    picture.add_beside(key, end, arrow, below=xml.local(node) == "boundaryEvent")
    _in_lane(container, key, end)
    return Change(f'After "{label(node)}" an end is drawn, because nothing follows it.', end,
                  (Mends("L02", key, "leads nowhere"), Mends("L02", scope, "has no end")))


def _start(
    tree: Tree, container: xml.Element, picture: Picture, nodes: list[xml.Element], flows: list[xml.Element]
) -> Iterator[Change]:
    reached = {flow.get("targetRef") for flow in flows}
    firsts = [node for node in nodes if node.get("id") not in reached and xml.local(node) != "boundaryEvent"]
    if len(firsts) != 1 or xml.local(firsts[0]) not in NAMES or not _leads_to_all(firsts[0], nodes, flows):
        return
    node = firsts[0]
    key = node.get("id", "")
    start, arrow = tree.new_id(key, "start"), tree.new_id("start", "to", key)
    _join(tree, node, xml.new("startEvent", id=start), arrow, start, key)
    picture.add_beside(key, start, arrow, before=True)
    _in_lane(container, key, start)
    yield Change(f'Before "{label(node)}" a start is drawn, because it is the only step that nothing leads to.', start,
                 (Mends("L02", container.get("id", ""), "has no start"),))


def _leads_to_all(first: xml.Element, nodes: list[xml.Element], flows: list[xml.Element]) -> bool:
    """Whether every step can be come to from the first, by arrows and edges."""
    following: dict[str, list[str]] = {}
    for source, target in [(flow.get("sourceRef", ""), flow.get("targetRef", "")) for flow in flows] + [
        (node.get("attachedToRef", ""), node.get("id", "")) for node in nodes
    ]:
        following.setdefault(source, []).append(target)
    found, ahead = set[str](), [first.get("id", "")]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead += following.get(here, [])
    return {node.get("id", "") for node in nodes} <= found


def _join(tree: Tree, node: xml.Element, event: xml.Element, arrow: str, source: str, target: str) -> None:
    """Write an event and the arrow between it and a step behind the step."""
    flow = xml.new("sequenceFlow", id=arrow, sourceRef=source, targetRef=target)
    xml.put_after(node, event)
    xml.put_after(node, flow)
    for one in (node, event):
        tree.tell_arrow(one, "outgoing" if one.get("id") == source else "incoming", arrow)


def _in_lane(container: xml.Element, known: str, added: str) -> None:
    """The new event lies in the lane of the step, where that is in one."""
    for lane in container.iter(xml.tag("lane")):
        for reference in lane.findall(xml.tag("flowNodeRef")):
            if (reference.text or "").strip() == known:
                xml.put_after(reference, xml.new("flowNodeRef", text=added))
                return
