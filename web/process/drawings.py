"""What a page needs to know of a drawing beside its picture: names, and on which shape something can be marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine import xml
from engine.errors import XmlRefused
from engine.xml import BPMN, BPMNDI, Element

PICTURED = ("BPMNShape", "BPMNEdge")
ENDINGS = (".bpmn", ".bpmn2", ".xml")


@dataclass(frozen=True)
class Drawn:
    """A BPMN file that can be read. `names`: element to its name; `shapes`: element to the shape that shows it,
    which is its own or that of the element it stands in; what the picture lacks is not among them. `text` is what was
    read, for the viewer."""

    file: str
    name: str
    names: Mapping[str, str]
    shapes: Mapping[str, str]
    text: str

    @property
    def pictured(self) -> bool:
        """Whether there is anything to see."""
        return bool(self.shapes)


def read(files: Mapping[str, bytes]) -> dict[str, Drawn]:
    """The drawings among files; one that is no XML is not shown, and the check says why."""
    found = {}
    for file, content in files.items():
        if file.lower().endswith(ENDINGS):
            try:
                found[file] = _drawn(file, xml.parse(content, file))
            except XmlRefused:
                continue
    return found


def _drawn(file: str, root: Element) -> Drawn:
    pictured = {one.get("bpmnElement", "") for kind in PICTURED for one in root.iter(xml.tag(kind, BPMNDI))}
    names: dict[str, str] = {}
    shapes: dict[str, str] = {}
    targets: dict[str, str] = {}
    for one in root.iter(f"{{{BPMN}}}*"):
        key = one.get("id")
        if not key:
            continue
        names.setdefault(key, " ".join(one.get("name", "").split()))
        targets.setdefault(key, one.get("targetRef", ""))
        shape = _shape(one, pictured)
        if shape:
            shapes.setdefault(key, shape)
    for key, target in targets.items():
        if not names[key] and names.get(target):
            names[key] = f"→ {names[target]}"
    title = next((name for one in root.iter(xml.tag("process")) if (name := names.get(one.get("id", "")))), "")
    return Drawn(file, title or PurePosixPath(file).stem, names, shapes, xml.to_bytes(root).decode())


def _shape(element: Element | None, pictured: set[str]) -> str:
    while element is not None:
        key = element.get("id", "")
        if key in pictured:
            return key
        element = element.getparent()
    return ""
