"""What was changed since a pack kept its promises: one change after the other is taken back, alone.

A change is what hangs together: steps and arrows that came, went or say something else, as far as arrows
join them. So who changed much learns which of it breaks the promise.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy

from engine import xml
from engine.diagram import CONTAINERS
from engine.packs import Pack
from engine.proposals.idea import Idea
from engine.repairs.tree import Tree, label
from engine.xml import BPMN, BPMNDI, tag

TELLING = frozenset({"incoming", "outgoing"})
SHOWN = 3
"""Of more steps than this, the first are named."""


def ideas(pack: Pack, before: Pack) -> Iterator[Idea]:
    """Each change since `before`, taken back."""
    for file in sorted(pack.files.keys() & before.files.keys()):
        if pack.files[file] == before.files[file]:
            continue
        if file.endswith(".bpmn"):
            yield from _of_drawing(file, pack.root(file), before.root(file))
        else:
            old = before.files[file]
            yield Idea(f"{file} is put back as it was.", file, "", lambda _, old=old: old)  # type: ignore[misc]


def _of_drawing(file: str, now: xml.Element, then: xml.Element) -> Iterator[Idea]:
    new, old = _Drawing(now), _Drawing(then)
    changed = {key for key in new.nodes.keys() | old.nodes.keys() if new.said(key) != old.said(key)}
    for group in _groups(changed, new, old):
        def change(data: bytes, group: frozenset[str] = group) -> bytes | None:
            tree = Tree(xml.parse(data, file, comments=True))
            return xml.whole_file(tree.root) if _take_back(tree, then, group) else None
        yield Idea(_says(group, new, old), file, _first(group, new, old), change)


class _Drawing:
    """What stands in a drawing, by id: steps, arrows and what holds them."""

    def __init__(self, root: xml.Element) -> None:
        self.root = root
        self.nodes: dict[str, xml.Element] = {}
        for container in root.iter(*(tag(one) for one in CONTAINERS)):
            for node in (container, *xml.children(container)):
                if node.get("id") and xml.namespace(node) == BPMN and xml.local(node) != "laneSet":
                    self.nodes.setdefault(node.get("id", ""), node)

    def said(self, key: str) -> str:
        """All that a step or arrow says itself, and where it stands."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        kept = deepcopy(node)
        for child in xml.children(kept):
            if xml.local(child) in TELLING or (xml.local(node) in CONTAINERS and child.get("id")):
                kept.remove(child)
        parent = node.getparent()
        inside = parent.get("id", "") if parent is not None else ""
        texts = [(str(one.tag), sorted(one.attrib.items()), (one.text or "").strip()) for one in xml.every(kept)]
        return repr((inside, texts))

    def joined(self, key: str) -> set[str]:
        """The ends of an arrow, and what an event sits on."""
        node = self.nodes.get(key)
        return set() if node is None else {node.get(name, "") for name in ("sourceRef", "targetRef", "attachedToRef")}


def _groups(changed: set[str], new: _Drawing, old: _Drawing) -> list[frozenset[str]]:
    """What changed, as far as it hangs together, the smallest first."""
    groups: list[set[str]] = []
    for key in sorted(changed):
        near = {key} | ((new.joined(key) | old.joined(key)) & changed)
        meeting = [one for one in groups if one & near]
        groups = [one for one in groups if not one & near] + [near.union(*meeting)]
    return sorted(map(frozenset, groups), key=len)


def _take_back(tree: Tree, then: xml.Element, group: frozenset[str]) -> bool:
    """Put everything of a group back as it was, in the model and in the picture."""
    new, old = _Drawing(tree.root), _Drawing(then)
    touched = {end for key in group for end in new.joined(key) | old.joined(key)}
    for key in sorted(group):
        node, known = new.nodes.get(key), old.nodes.get(key)
        if node is not None and known is None:
            _drop(node)
        elif known is not None:
            parent = known.getparent()
            place = _Drawing(tree.root).nodes.get(parent.get("id", "")) if parent is not None else None
            if place is None:
                return False
            if node is not None and xml.local(node) in CONTAINERS:
                _say_again(node, known)
                continue
            if node is not None:
                _drop(node)
            xml.put_into(place, deepcopy(known))
    _pictured(tree.root, then, group)
    if tree.tells_arrows:
        _tell_arrows(_Drawing(tree.root), touched | group)
    return True


def _say_again(node: xml.Element, known: xml.Element) -> None:
    """What holds steps says what it said; the steps stay."""
    for name in list(node.attrib):
        del node.attrib[name]
    node.attrib.update(known.attrib)
    for child in [one for one in xml.children(node) if not one.get("id")]:
        node.remove(child)
    for place, child in enumerate(one for one in xml.children(known) if not one.get("id")):
        xml.put_into(node, deepcopy(child), place)


def _pictured(root: xml.Element, then: xml.Element, group: frozenset[str]) -> None:
    now, known = _shapes(root), _shapes(then)
    plane = next(root.iter(tag("BPMNPlane", BPMNDI)), None)
    for key in sorted(group):
        if key in now:
            _drop(now[key])
        if key in known and plane is not None:
            xml.put_into(plane, deepcopy(known[key]))


def _shapes(root: xml.Element) -> Mapping[str, xml.Element]:
    return {one.get("bpmnElement", ""): one
            for one in root.iter(tag("BPMNShape", BPMNDI), tag("BPMNEdge", BPMNDI))}


def _tell_arrows(drawing: _Drawing, keys: set[str]) -> None:
    """Steps name the arrows that come to them and leave them."""
    flows = [node for node in drawing.nodes.values() if xml.local(node) == "sequenceFlow"]
    for key in keys:
        node = drawing.nodes.get(key)
        if node is None or xml.local(node) == "sequenceFlow":
            continue
        for child in xml.children(node):
            if xml.local(child) in TELLING:
                node.remove(child)
        place = sum(xml.local(one) in ("documentation", "extensionElements") for one in xml.children(node))
        told = [*(("incoming", flow) for flow in flows if flow.get("targetRef") == key),
                *(("outgoing", flow) for flow in flows if flow.get("sourceRef") == key)]
        for number, (direction, flow) in enumerate(told):
            xml.put_into(node, xml.new(direction, text=flow.get("id")), place + number)


def _drop(node: xml.Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _says(group: frozenset[str], new: _Drawing, old: _Drawing) -> str:
    """The change in words: what is drawn again, taken out, or says again what it said."""
    parts = []
    for some, then in (
        (group & (old.nodes.keys() - new.nodes.keys()), "drawn again"),
        (group & (new.nodes.keys() - old.nodes.keys()), "taken out again"),
        (group & new.nodes.keys() & old.nodes.keys(), "put back as it was"),
    ):
        named = _names(some, new, old)
        if named:
            parts.append(f"{named} {'are' if ' and ' in named or ', ' in named else 'is'} {then}")
    sentence = "; ".join(parts) or "The arrows are put back as they were"
    return sentence[:1].upper() + sentence[1:] + "."


def _names(keys: frozenset[str], new: _Drawing, old: _Drawing) -> str:
    """Steps by their names; arrows only where there are no steps."""
    nodes = {key: new.nodes.get(key, old.nodes.get(key)) for key in sorted(keys)}
    steps = [f'"{label(node)}"' for node in nodes.values() if node is not None and xml.local(node) != "sequenceFlow"]
    arrows = [_arrow(node, new, old) for node in nodes.values()
              if node is not None and xml.local(node) == "sequenceFlow"]
    listed = steps or arrows
    if len(listed) > SHOWN:
        return f"{', '.join(listed[:SHOWN])} and {len(listed) - SHOWN} more"
    return " and ".join(listed)


def _arrow(flow: xml.Element, new: _Drawing, old: _Drawing) -> str:
    source = new.nodes.get(flow.get("sourceRef", ""), old.nodes.get(flow.get("sourceRef", "")))
    return f'the arrow from "{label(source)}"' if source is not None else "an arrow"


def _first(group: frozenset[str], new: _Drawing, old: _Drawing) -> str:
    """An element to mark: one that stands in the drawing as it is, a step before an arrow."""
    there = sorted(group & new.nodes.keys(), key=lambda key: (xml.local(new.nodes[key]) == "sequenceFlow", key))
    ends = sorted(end for key in group for end in old.joined(key) if end in new.nodes)
    return next(iter([*there, *ends]), "")
