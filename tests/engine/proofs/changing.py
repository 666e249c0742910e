"""Changes of the shipped pack, such as a process owner makes with a modeller or an editor.

Each function gives an `Edit`: it takes the files of a pack and gives those of the changed one. Elements
and arrows are named by their ids, which are different over all files. An edit that would leave
everything as it was raises, so that no test is passed by a change that never happened.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from engine import xml
from engine.xml import SPIFF, tag
from tests.engine.proofs import cutting
from tests.engine.proofs.cutting import NothingChanged
from tests.engine.proofs.pieces import fragment, gateway, person

Files = Mapping[str, bytes]
Edit = Callable[[Files], dict[str, bytes]]

REGIMES = "bpmn/regimes.toml"


def both(*edits: Edit) -> Edit:
    """One edit after the other; also of more than two."""
    def edit(files: Files) -> dict[str, bytes]:
        for one in edits:
            files = one(files)
        return dict(files)
    return edit


# --- what stands on one element ------------------------------------------------------------------------------------


def say(element: str, name: str, value: str) -> Edit:
    """The element has this property, in place of what it said before."""
    def change(node: xml.Element) -> None:
        found = cutting.property_of(node, name)
        if found is None:
            around = node.find(f"{tag('extensionElements')}/{tag('properties', SPIFF)}")
            if around is None:
                cutting.put_extension(node, '<s:properties/>')
                around = node.find(f"{tag('extensionElements')}/{tag('properties', SPIFF)}")
            assert around is not None
            around.extend(fragment(f'<s:property name="{name}" value=""/>'))
            found = around[-1]
        found.set("value", value)
    return _on(element, change)


def unsay(element: str, *names: str) -> Edit:
    """The element loses these properties."""
    def change(node: xml.Element) -> None:
        for name in names:
            found = cutting.property_of(node, name)
            if found is not None:
                cutting.drop(found)
    return _on(element, change)


def timer(event: str, moment: str) -> Edit:
    """The timer waits for this moment."""
    def change(node: xml.Element) -> None:
        for text in node.iter(tag("timeDate"), tag("timeDuration"), tag("timeCycle")):
            text.text = moment
    return _on(event, change)


def interrupting(event: str, ends_the_work: bool) -> Edit:
    """The event on an edge ends the work there, or lets it go on."""
    return _on(event, lambda node: node.set("cancelActivity", "true" if ends_the_work else "false"))


def condition(arrow: str, text: str) -> Edit:
    """The arrow is taken when this holds."""
    def change(node: xml.Element) -> None:
        found = node.find(tag("conditionExpression"))
        if found is None:
            node.extend(fragment("<conditionExpression/>"))
            found = node[-1]
        found.text = text
    return _on(arrow, change)


def default(gateway: str, arrow: str) -> Edit:
    """The arrow that is taken when no condition holds; it loses its own condition."""
    def change(root: xml.Element) -> None:
        cutting.by_id(root, gateway).set("default", arrow)
        for text in cutting.by_id(root, arrow).findall(tag("conditionExpression")):
            cutting.drop(text)
    return _in_drawing_of(gateway, change)


def described(element: str, text: str) -> Edit:
    """The element has one more note for people."""
    return _on(element, lambda node: node.insert(0, fragment(f"<documentation>{text}</documentation>")[0]))


# --- steps and arrows ----------------------------------------------------------------------------------------------


def lead(arrow: str, to: str) -> Edit:
    """The arrow leads to another step of the same part."""
    return _in_drawing_of(arrow, lambda root: cutting.lead(root, cutting.by_id(root, arrow), to))


def put_in(arrow: str, *steps: str) -> Edit:
    """These steps, written as XML, stand on the arrow, one after the other."""
    def change(root: xml.Element) -> None:
        flow = cutting.by_id(root, arrow)
        for step in reversed(steps):
            new = fragment(step)[0]
            cutting.scope(flow).append(new)
            cutting.scope(flow).append(cutting.arrow(new.get("id", ""), flow.get("targetRef", "")))
            cutting.lead(root, flow, new.get("id", ""))
    return _in_drawing_of(arrow, change)


def beside(arrow: str, count: int) -> Edit:
    """On the arrow the work parts: so many people have a look, each in a step of their own, and then it goes on."""
    def change(root: xml.Element) -> None:
        flow = cutting.by_id(root, arrow)
        scope, target = cutting.scope(flow), flow.get("targetRef", "")
        parting, join = f"parting_on_{arrow}", f"join_on_{arrow}"
        scope.extend(fragment(gateway(parting, "parallel") + gateway(join, "parallel")))
        for number in range(count):
            scope.extend(fragment(person(f"look_{number}", "Handler")))
            scope.extend([cutting.arrow(parting, f"look_{number}"), cutting.arrow(f"look_{number}", join)])
        scope.append(cutting.arrow(join, target))
        cutting.lead(root, flow, parting)
    return _in_drawing_of(arrow, change)


def fork(arrow: str, to: str, when: str) -> Edit:
    """On the arrow stands a choice: when this holds the case goes there, otherwise on as before."""
    def change(root: xml.Element) -> None:
        flow = cutting.by_id(root, arrow)
        scope, choice, target = cutting.scope(flow), f"choice_on_{arrow}", flow.get("targetRef", "")
        on, aside = cutting.arrow(choice, target), cutting.arrow(choice, to, when)
        scope.extend(fragment(f'<exclusiveGateway id="{choice}" default="{on.get("id")}"/>'))
        scope.extend([on, aside])
        cutting.lead(root, flow, choice)
    return _in_drawing_of(arrow, change)


def draw(scope: str, *pieces: str) -> Edit:
    """These elements and arrows, written as XML, are added to a process or a subprocess."""
    def change(node: xml.Element) -> None:
        for piece in pieces:
            node.extend(fragment(piece))
    return _on(scope, change)


def take_out(step: str) -> Edit:
    """The step is gone, with what hangs on its edge; the arrows to it lead to where it led."""
    def change(root: xml.Element) -> None:
        for event in list(root.iter(tag("boundaryEvent"))):
            if event.get("attachedToRef") == step:
                cutting.erase(root, cutting.side_way(root, event))
        (out,) = [flow for flow in root.iter(tag("sequenceFlow")) if flow.get("sourceRef") == step]
        for flow in root.iter(tag("sequenceFlow")):
            if flow.get("targetRef") == step:
                cutting.lead(root, flow, out.get("targetRef", ""))
        cutting.erase(root, {step})
    return _in_drawing_of(step, change)


def take_out_side_way(event: str) -> Edit:
    """The event on an edge is gone, with the steps that only it leads to."""
    return _in_drawing_of(event, lambda root: cutting.erase(root, cutting.side_way(root, cutting.by_id(root, event))))


def hang(event: str, host: str) -> Edit:
    """The event hangs on the edge of another step of the same file, and what it leads to stands beside that."""
    def change(root: xml.Element) -> None:
        found, place = cutting.by_id(root, event), cutting.scope(cutting.by_id(root, host))
        beside = cutting.side_way(root, found)
        for node in [*map(lambda key: cutting.by_id(root, key), sorted(beside)), *cutting.arrows_of(root, beside)]:
            place.append(node)
        found.set("attachedToRef", host)
    return _in_drawing_of(event, change)


def wrap(first: str, last: str, name: str) -> Edit:
    """The steps from `first` to `last`, which have one way in and one out, become a subprocess."""
    def change(root: xml.Element) -> None:
        scope = cutting.scope(cutting.by_id(root, first))
        inside = cutting.enclose(root, first, last, name)
        scope.append(inside)
        inside.tag = tag("subProcess")
    return _in_drawing_of(first, change)


def call_out(first: str, last: str, process: str) -> Edit:
    """The steps from `first` to `last` become a process in a file of its own, called where they stood."""
    def edit(files: Files) -> dict[str, bytes]:
        file = _file_of(files, first)
        root = xml.parse(files[file], file)
        call = f"call_{process}"
        scope = cutting.scope(cutting.by_id(root, first))
        body = cutting.enclose(root, first, last, call)
        body.set("id", process)
        body.set("isExecutable", "true")
        scope.extend(fragment(f'<callActivity id="{call}" name="{process}" calledElement="{process}"/>'))
        (new,) = fragment(f'<definitions id="file_{process}" targetNamespace="urn:{process}"/>')
        new.append(body)
        return {**files, file: xml.to_bytes(root), f"bpmn/{process}.bpmn": xml.to_bytes(new)}
    return edit


# --- all drawings at once ------------------------------------------------------------------------------------------


def every_id_renamed(new: Callable[[str], str]) -> Edit:
    """Elements and arrows of all drawings have other ids, the same wherever they are named; a process keeps its
    own, by which it is called."""
    places = ("id", "sourceRef", "targetRef", "attachedToRef", "default", "bpmnElement", "processRef", "messageRef",
              "escalationRef", "errorRef")
    texts = (tag("incoming"), tag("outgoing"), tag("flowNodeRef"))

    def change(root: xml.Element) -> None:
        kept = {one.get("id") for one in root.iter(tag("process"))}
        ours = {one.get("id", "") for one in root.iter() if one.get("id") and xml.namespace(one) == xml.BPMN} - kept
        for node in root.iter():
            if xml.namespace(node) == SPIFF:
                continue
            for place in places:
                if node.get(place) in ours:
                    node.set(place, new(node.get(place, "")))
            if node.tag in texts:
                node.text = new(node.text or "")
    return _in_every_drawing(change)


def every_element(change: Callable[[xml.Element], None]) -> Edit:
    """Every element of all drawings, shapes too, is changed like this."""
    def over(root: xml.Element) -> None:
        for node in list(root.iter()):
            change(node)
    return _in_every_drawing(over)


def turned_round(root: xml.Element) -> None:
    """What stands in a process or subprocess stands there the other way round."""
    for scope in [*root.iter(tag("process")), *root.iter(tag("subProcess"))]:
        own = [node for node in scope if xml.local(node) not in ("documentation", "extensionElements", "laneSet")]
        scope.extend(reversed(own))


def reordered() -> Edit:
    """The drawings say the same in another order."""
    return _in_every_drawing(turned_round)


# --- other files ---------------------------------------------------------------------------------------------------


def text(file: str, old: str, new: str) -> Edit:
    """One text takes the place of another, wherever it stands in the file."""
    def edit(files: Files) -> dict[str, bytes]:
        before = files[file].decode()
        if old not in before or old == new:
            raise NothingChanged(f"{file} does not say {old!r}, or says {new!r} already")
        return {**files, file: before.replace(old, new).encode()}
    return edit


def regime(id: str, key: str, value: str) -> Edit:
    """Every version of a regime has another value for a key."""
    def edit(files: Files) -> dict[str, bytes]:
        rows = files[REGIMES].decode().split("[[regime]]")
        changed = [
            re.sub(rf'^{key} = .*$', f'{key} = "{value}"', one, flags=re.MULTILINE) if f'id = "{id}"' in one else one
            for one in rows
        ]
        if changed == rows:
            raise NothingChanged(f"no version of {id} has another {key}")
        return {**files, REGIMES: "[[regime]]".join(changed).encode()}
    return edit


def write(file: str, content: str) -> Edit:
    """A new file, or these lines at the end of one."""
    return lambda files: {**files, file: files.get(file, b"") + content.encode()}


def row(table: str, number: str, tests: Iterable[str], results: Iterable[str]) -> Edit:
    """The decision table begins with one more row. Tests that are left out are `-`."""
    def change(root: xml.Element) -> None:
        (grid,) = [node for node in root.iter() if xml.local(node) == "decisionTable"]
        rows = [node for node in grid if xml.local(node) == "rule"]
        space = xml.namespace(grid)
        given = list(tests)
        width = len([node for node in grid if xml.local(node) == "input"])
        cells = [("inputEntry", one) for one in given + ["-"] * (width - len(given))]
        cells += [("outputEntry", one) for one in results]
        body = "".join(
            f'<{kind} id="{number}_{place}"><text>{one.replace("<", "&lt;")}</text></{kind}>'
            for place, (kind, one) in enumerate(cells))
        grid.insert(grid.index(rows[0]), xml.parse(f'<rule xmlns="{space}" id="{number}">{body}</rule>'.encode()))
    return _in_file(f"bpmn/tables/{table}.dmn", change)


def without_row(number: str) -> Edit:
    """The decision table that has this row has it no more."""
    return _in_drawing_of(number, lambda root: cutting.drop(cutting.by_id(root, number)))


def cell(number: str, was: str, now: str) -> Edit:
    """In this row of a decision table another text stands in the cells that say `was`."""
    def change(node: xml.Element) -> None:
        for one in node.iter():
            if xml.local(one) == "text" and one.text == was:
                one.text = now
    return _on(number, change)


# --- how it is done ------------------------------------------------------------------------------------------------


def _on(element: str, change: Callable[[xml.Element], object]) -> Edit:
    return _in_drawing_of(element, lambda root: change(cutting.by_id(root, element)))


def _in_drawing_of(element: str, change: Callable[[xml.Element], object]) -> Edit:
    return lambda files: _in_file(_file_of(files, element), change)(files)


def _in_file(file: str, change: Callable[[xml.Element], object]) -> Edit:
    def edit(files: Files) -> dict[str, bytes]:
        root = xml.parse(files[file], file)
        before = xml.to_bytes(root)
        change(root)
        after = xml.to_bytes(root)
        if after == before:
            raise NothingChanged(file)
        return {**files, file: after}
    return edit


def _in_every_drawing(change: Callable[[xml.Element], object]) -> Edit:
    return lambda files: both(*(_in_file(file, change) for file in files if file.endswith(".bpmn")))(files)


def _file_of(files: Files, element: str) -> str:
    found = [name for name, data in files.items()
             if name.endswith((".bpmn", ".dmn")) and f'id="{element}"'.encode() in data]
    if len(found) != 1:
        raise NothingChanged(f"{element} stands in {found or 'no file'}")
    return found[0]
