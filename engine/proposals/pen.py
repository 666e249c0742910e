"""Changes of a drawing as a person with a modeller makes them: in the model and in its picture.

Each says whether it could be made; where it could not, nothing was changed.
"""

from copy import deepcopy

from engine import xml
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
        for told in before.findall(tag("incoming")) if before is not None else []:
            if before is not None and (told.text or "").strip() == flow:
                before.remove(told)
        node.set("targetRef", to)
        self.tree.tell_arrow(target, "incoming", flow)
        self._draw(node)
        return True

    def add_timer(self, host: str, like: str) -> bool:
        """Put a timer on the edge of a step, like another that leads where this one is to lead."""
        place, known = self._by_id.get(host), self._by_id.get(like)
        flow = next((one for one in self._flows() if one.get("sourceRef") == like), None)
        if place is None or known is None or flow is None:
            return False
        target = self._by_id[flow.get("targetRef", "")]
        event = deepcopy(known)
        new, arrow = self.tree.new_id(like, host), self.tree.new_id("flow", like, host)
        event.set("id", new)
        event.set("attachedToRef", host)
        for inner in xml.every(event):
            if inner is not event and inner.get("id"):
                inner.set("id", self.tree.new_id(new, xml.local(inner)))
        for told in event.findall(tag("outgoing")):
            told.text = arrow
        xml.put_after(place, event)
        line = xml.new("sequenceFlow", id=arrow, sourceRef=new, targetRef=target.get("id", ""))
        xml.put_after(event, line)
        self.tree.tell_arrow(target, "incoming", arrow)
        self._by_id |= {new: event, arrow: line}
        if host in self.picture.boxes:
            self.picture.add_shape(new, self._on_edge(host), host)
            self._draw(line)
        return True

    def move(self, step: str, behind: str) -> bool:
        """Take a step with one way in and one way out from where it stands, and put it behind another."""
        ins = [flow for flow in self._flows() if flow.get("targetRef") == step]
        outs = [flow for flow in self._flows() if flow.get("sourceRef") == step]
        after = [flow for flow in self._flows() if flow.get("sourceRef") == behind]
        if len(ins) != 1 or len(outs) != 1 or len(after) != 1 or after[0] is ins[0]:
            return False
        onward, further = outs[0].get("targetRef", ""), after[0].get("targetRef", "")
        place = self._by_id[behind].getparent()
        if place is None or (onward == behind and further == step):
            return False
        if self._by_id[step].getparent() is not place:
            for node in (self._by_id[step], outs[0]):
                xml.put_into(place, node)
        self._make_room(step, behind, further)
        self.lead(ins[0].get("id", ""), onward)
        self.lead(after[0].get("id", ""), step)
        self.lead(outs[0].get("id", ""), further if further != step else onward)
        return True

    # --- the picture --------------------------------------------------------------------------------------

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

    def _on_edge(self, host: str) -> Box:
        """A free place on the lower edge of a step, from the left; on the upper edge where there is none."""
        box = self.picture.boxes[host]
        columns = int(max(1, (box.width - 2 * FROM_CORNER) // (EVENT + 4) + 1))
        spots = [Box(box.x + FROM_CORNER + column * (EVENT + 4) - EVENT / 2, y - EVENT / 2, EVENT, EVENT)
                 for y in (box.y + box.height, box.y) for column in range(columns)]
        others = [one for key, one in self.picture.boxes.items()
                  if key != host and not one.holds(box) and not box.holds(one)]
        return next((spot for spot in spots if not any(_meets(spot, one) for one in others)), spots[0])

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


def _meets(one: Box, other: Box) -> bool:
    return (one.x < other.x + other.width and other.x < one.x + one.width
            and one.y < other.y + other.height and other.y < one.y + one.height)
