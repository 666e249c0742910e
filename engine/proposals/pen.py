"""Changes of a drawing as a person with a modeller makes them: in the model and in its picture.

Each says whether it could be made; where it could not, nothing was changed.
"""

from collections.abc import Mapping
from copy import deepcopy

from engine import xml
from engine.diagram import CONTAINERS
from engine.proposals import space
from engine.proposals.routing import Obstacles, route
from engine.repairs.picture import Box, Picture
from engine.repairs.tree import Tree
from engine.xml import BPMN, SPIFF, tag

TIMES = (tag("timeDate"), tag("timeDuration"), tag("timeCycle"))
EVENT = 36.0
FROM_CORNER = 28.0
"""How far from a corner the first event sits on an edge, and how far the next from that, at least."""


class Pen:
    """One file that is being changed."""

    def __init__(self, root: xml.Element) -> None:
        self.tree = Tree(root)
        self.picture = Picture(root)
        self._by_id = {node.get("id", ""): node for node in xml.every(root) if xml.namespace(node) == BPMN}

    def say(self, element: str, name: str, value: str) -> bool:
        """Give an element a property, in place of what it said before."""
        node = self._by_id.get(element)
        if node is None:
            return False
        around = node.find(f"{tag('extensionElements')}/{tag('properties', SPIFF)}")
        if around is None:
            extension = node.find(tag("extensionElements"))
            if extension is None:
                extension = xml.new("extensionElements")
                xml.put_into(node, extension, sum(xml.local(one) == "documentation" for one in xml.children(node)))
            around = xml.new("properties", SPIFF)
            xml.put_into(extension, around)
        known = next((one for one in around.findall(tag("property", SPIFF)) if one.get("name") == name), None)
        if known is None:
            known = xml.new("property", SPIFF)
            known.set("name", name)
            xml.put_into(around, known)
        known.set("value", value)
        return True

    def set_moment(self, event: str, text: str) -> bool:
        """Let a timer wait for another moment."""
        node = self._by_id.get(event)
        texts = list(node.iter(*TIMES)) if node is not None else []
        for one in texts:
            one.text = text
        return bool(texts)

    def lead(self, flow: str, to: str) -> bool:
        """Let an arrow lead to another step."""
        node, target = self._by_id.get(flow), self._by_id.get(to)
        if node is None or target is None:
            return False
        before = self._by_id.get(node.get("targetRef", ""))
        if before is not None:
            for told in before.findall(tag("incoming")):
                if (told.text or "").strip() == flow:
                    before.remove(told)
        node.set("targetRef", to)
        self.tree.tell_arrow(target, "incoming", flow)
        self._draw(node)
        return True

    def add_timer(self, host: str, like: str) -> bool:
        """Put a timer on the edge of a step, like another, and with it what only that one leads to; where others lead
        there too, the new one leads to the same step."""
        place, known = self._by_id.get(host), self._by_id.get(like)
        if place is None or known is None or not self._from(like):
            return False
        side = self._side_way(like)
        arrows = [flow for key in (like, *side) for flow in self._from(key)]
        new = {key: self.tree.new_id(key, host) for key in (like, *side)}
        new |= {flow.get("id", ""): self.tree.new_id(flow.get("id", ""), host) for flow in arrows}
        last = place
        for node in [*(self._by_id[key] for key in (like, *side)), *arrows]:
            copy = self._copied(node, new)
            xml.put_after(last, copy)
            last = self._by_id[copy.get("id", "")] = copy
        self._by_id[new[like]].set("attachedToRef", host)
        for arrow in arrows:
            target = arrow.get("targetRef", "")
            if target not in new:
                self.tree.tell_arrow(self._by_id[target], "incoming", new[arrow.get("id", "")])
        if host in self.picture.boxes and {like, *side} <= self.picture.boxes.keys():
            self._draw_side_way(host, like, side, new)
            for arrow in arrows:
                self._draw(self._by_id[new[arrow.get("id", "")]])
        return True

    def _side_way(self, event: str) -> list[str]:
        """The steps that only this event leads to, one after the other up to an end; none where others lead there."""
        found: list[str] = []
        here = event
        while True:
            outs = self._from(here)
            if not outs:
                return found if xml.local(self._by_id[here]) == "endEvent" else []
            here = outs[0].get("targetRef", "")
            ins = [flow for flow in self._flows() if flow.get("targetRef") == here]
            if len(outs) > 1 or len(ins) > 1 or here in found or xml.local(self._by_id[here]) in CONTAINERS:
                return []
            found.append(here)

    def _copied(self, node: xml.Element, new: Mapping[str, str]) -> xml.Element:
        """A copy in which everything has its new id."""
        copy = deepcopy(node)
        for inner in xml.every(copy):
            for name in ("id", "sourceRef", "targetRef"):
                if inner.get(name, "") in new:
                    inner.set(name, new[inner.get(name, "")])
                elif name == "id" and inner.get("id") and xml.namespace(inner) == BPMN:
                    inner.set("id", self.tree.new_id(copy.get("id", ""), xml.local(inner)))
            if xml.local(inner) in ("incoming", "outgoing"):
                inner.text = new.get((inner.text or "").strip(), inner.text)
        return copy

    def move(self, step: str, behind: str) -> bool:
        """Take a step with one way in and one way out from where it stands, and put it behind another."""
        ins = [flow for flow in self._flows() if flow.get("targetRef") == step]
        outs, after = self._from(step), self._from(behind)
        if len(ins) != 1 or len(outs) != 1 or len(after) != 1 or after[0] is ins[0]:
            return False
        onward, further = outs[0].get("targetRef", ""), after[0].get("targetRef", "")
        place = self._by_id[behind].getparent()
        if place is None:
            return False
        if self._by_id[step].getparent() is not place:
            for node in (self._by_id[step], outs[0]):
                xml.put_into(place, node)
        self._make_room(step, behind, further)
        self.lead(ins[0].get("id", ""), onward)
        self.lead(after[0].get("id", ""), step)
        self.lead(outs[0].get("id", ""), further)
        return True

    # --- the picture --------------------------------------------------------------------------------------

    def _from(self, key: str) -> list[xml.Element]:
        return [flow for flow in self._flows() if flow.get("sourceRef") == key]

    def _flows(self) -> list[xml.Element]:
        return [node for node in self._by_id.values() if xml.local(node) == "sequenceFlow"]

    def _draw(self, flow: xml.Element) -> None:
        """Draw an arrow anew, round all that is in its way."""
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        boxes = self.picture.boxes
        if source in boxes and target in boxes:
            below = xml.local(self._by_id[source]) == "boundaryEvent"
            line = route(boxes[source], boxes[target], Obstacles(boxes, self.picture.lines(flow.get("id", ""))), below)
            self.picture.draw_line(flow.get("id", ""), line, source)

    def _draw_side_way(self, host: str, like: str, side: list[str], new: Mapping[str, str]) -> None:
        """Draw the event on the edge, and what it leads to beside it as it stands beside the other one."""
        boxes = self.picture.boxes
        event, known = self._on_edge(host), boxes[like]
        around = [one for key, one in boxes.items() if one.holds(boxes[host]) and key != host]
        others = [one for one in boxes.values() if one not in around]
        offsets = [(boxes[key].x - known.x, boxes[key].y - known.y, boxes[key]) for key in side]
        spots = [[Box(event.x + x, event.y + y + down, box.width, box.height) for x, y, box in offsets]
                 for down in range(0, 800, 20)]
        free = (some for some in spots if not any(spot.meets(one) for spot in some for one in others)
                and all(one.holds(spot) for spot in some for one in around))
        places = next(free, spots[0])
        self.picture.add_shape(new[like], event, host, like)
        for key, box in zip(side, places, strict=True):
            self.picture.add_shape(new[key], box, host, key)

    def _on_edge(self, host: str) -> Box:
        """A free place on the lower edge of a step, from the left; on the upper edge where there is none."""
        box = self.picture.boxes[host]
        columns = int(max(1, (box.width - 2 * FROM_CORNER) // (EVENT + 4) + 1))
        spots = [Box(box.x + FROM_CORNER + column * (EVENT + 4) - EVENT / 2, y - EVENT / 2, EVENT, EVENT)
                 for y in (box.y + box.height, box.y) for column in range(columns)]
        others = [one for key, one in self.picture.boxes.items()
                  if key != host and not one.holds(box) and not box.holds(one)]
        return next((spot for spot in spots if not any(spot.meets(one, room=0) for one in others)), spots[0])

    def _make_room(self, step: str, behind: str, further: str) -> None:
        """Draw a step between two others, or as near to that as there is a free place."""
        boxes = self.picture.boxes
        if not {step, behind, further} <= boxes.keys():
            return
        box = boxes[step]
        self.picture.move(step, Box(box.x, -10_000.0, box.width, box.height))  # out of the way meanwhile
        room = space.between(
            self.picture, behind, further, box.width,
            {flow.get("id", ""): (flow.get("sourceRef", ""), flow.get("targetRef", "")) for flow in self._flows()},
            {key: node.get("attachedToRef", "") for key, node in self._by_id.items() if node.get("attachedToRef")},
        )
        if room is not None:
            (x, y), width, height = room.middle, box.width, box.height
            self.picture.move(step, Box(x - width / 2, y - height / 2, width, height))
            for arrow in room.crooked:
                if step not in (self._by_id[arrow].get("sourceRef"), self._by_id[arrow].get("targetRef")):
                    self._draw(self._by_id[arrow])
            return
        left, right = boxes[behind], boxes[further]
        (lx, ly), (rx, ry) = left.middle, right.middle
        around = [one for key, one in boxes.items() if one.holds(left) and key != behind]
        others = [one for key, one in boxes.items() if key != step and one not in around]
        near = ((lx + rx) / 2 - box.width / 2, (ly + ry) / 2 - box.height / 2)
        spots = sorted(
            (Box(near[0] + 20 * column, near[1] + 20 * row, box.width, box.height)
             for column in range(-30, 31) for row in range(-30, 31)),
            key=lambda spot: abs(spot.x - near[0]) + 1.5 * abs(spot.y - near[1]),
        )
        free = (spot for spot in spots
                if all(one.holds(spot) for one in around) and not any(spot.meets(one) for one in others))
        self.picture.move(step, next(free, box))
