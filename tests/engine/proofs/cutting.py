"""The XML of a drawing, taken apart and put together: what the changes are made of."""

from collections.abc import Iterable

from engine import xml
from engine.xml import BPMNDI, SPIFF, tag
from tests.engine.proofs.pieces import fragment


class NothingChanged(AssertionError):
    """The edit names something that is not there, or asks for what is there already."""


def by_id(root: xml.Element, key: str) -> xml.Element:
    """The element of a drawing or table; an operation may have the same id, and is not meant."""
    found = [node for node in root.iter() if node.get("id") == key and xml.namespace(node) != SPIFF]
    if len(found) != 1:
        raise NothingChanged(f"{key} stands there {len(found)} times")
    return found[0]


def property_of(node: xml.Element, name: str) -> xml.Element | None:
    own = node.findall(f"{tag('extensionElements')}/{tag('properties', SPIFF)}/{tag('property', SPIFF)}")
    return next((one for one in own if one.get("name") == name), None)


def put_extension(node: xml.Element, piece: str) -> None:
    around = node.find(tag("extensionElements"))
    if around is None:
        node.insert(0, fragment("<extensionElements/>")[0])
        around = node[0]
    around.extend(fragment(piece))


def scope(node: xml.Element) -> xml.Element:
    around = node.getparent()
    assert around is not None
    return around


def drop(node: xml.Element) -> None:
    scope(node).remove(node)


def arrow(source: str, target: str, when: str = "") -> xml.Element:
    (flow,) = fragment(f'<sequenceFlow id="new_{source}_to_{target}" sourceRef="{source}" targetRef="{target}"/>')
    if when:
        flow.extend(fragment("<conditionExpression/>"))
        flow[-1].text = when
    return flow


def lead(root: xml.Element, flow: xml.Element, to: str) -> None:
    """The `incoming` of steps, which say the same as the arrows, go with it."""
    flow.set("targetRef", to)
    for said in [one for one in root.iter(tag("incoming")) if one.text == flow.get("id")]:
        drop(said)


def arrows_of(root: xml.Element, steps: Iterable[str]) -> list[xml.Element]:
    """The arrows that begin at these steps."""
    among = set(steps)
    return [flow for flow in root.iter(tag("sequenceFlow")) if flow.get("sourceRef") in among]


def side_way(root: xml.Element, event: xml.Element) -> set[str]:
    """An event on an edge and every step that can be come to from it only."""
    flows = list(root.iter(tag("sequenceFlow")))
    found = {event.get("id", "")}
    while True:
        ahead = {flow.get("targetRef", "") for flow in arrows_of(root, found)} - found
        more = {key for key in ahead
                if all(flow.get("sourceRef") in found for flow in flows if flow.get("targetRef") == key)}
        if not more:
            return found
        found |= more


def erase(root: xml.Element, steps: set[str]) -> None:
    """Steps, the arrows to and from them, their shapes, and their places in lanes."""
    arrows = [flow for flow in root.iter(tag("sequenceFlow"))
              if flow.get("sourceRef") in steps or flow.get("targetRef") in steps]
    gone = steps | {flow.get("id", "") for flow in arrows}
    for node in [*arrows, *(by_id(root, key) for key in sorted(steps))]:
        drop(node)
    shapes = [node for kind in ("BPMNShape", "BPMNEdge") for node in root.iter(tag(kind, BPMNDI))]
    said = list(root.iter(tag("incoming"), tag("outgoing"), tag("flowNodeRef")))
    stale = [one for one in shapes if one.get("bpmnElement") in gone] + [one for one in said if one.text in gone]
    for node in stale:
        drop(node)


def enclose(root: xml.Element, first: str, last: str, name: str) -> xml.Element:
    """The steps from `first` to `last` with a start and an end; the arrows to and from them keep their other end
    and now meet `name`."""
    chain = [first]
    while chain[-1] != last:
        (flow,) = arrows_of(root, {chain[-1]})
        chain.append(flow.get("targetRef", ""))
    (inside,) = fragment(f'<process id="{name}" name="{name}"/>')
    between = [flow for flow in arrows_of(root, chain) if flow.get("targetRef") in chain]
    for flow in root.iter(tag("sequenceFlow")):
        if flow not in between and flow.get("targetRef") == first:
            lead(root, flow, name)
        if flow not in between and flow.get("sourceRef") == last:
            flow.set("sourceRef", name)
    inside.extend([by_id(root, key) for key in chain] + between)
    inside.extend(fragment(f'<startEvent id="{name}_begun"/><endEvent id="{name}_done"/>'))
    inside.extend([arrow(f"{name}_begun", first), arrow(last, f"{name}_done")])
    return inside

