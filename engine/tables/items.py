"""Item definitions: the types that a model names itself."""

from difflib import get_close_matches

from engine import xml
from engine.feel import Cell, FeelInvalid, Vocabulary, parse_cell
from engine.tables.document import Document, child, children, text
from engine.tables.types import ANYTHING, Type, simple

MOST_PARTS = 2_000
DEEPEST = 20
NOTHING_KNOWN = Vocabulary({})
IN_ITEM = {"typeRef", "allowedValues", "typeConstraint", "itemComponent", "description", "extensionElements"}


class Items:
    """The item definitions of one model, read when they are asked for."""

    def __init__(self, document: Document, root: xml.Element) -> None:
        self.document = document
        self._drawn = {item.get("name", ""): item for item in children(root, "itemDefinition")}
        self._read: dict[str, Type] = {}
        self._reading: list[str] = []
        self._parts = 0
        for name in self._drawn:
            self.type(name, name)

    def type(self, written: str, place: str) -> Type:
        """The type of a typeRef; one that is not there is reported."""
        name = written.strip()
        for candidate in (name, name.partition(":")[2]):
            if candidate in self._drawn:
                return self._named(candidate, place)
        found = simple(name.partition(":")[2] or name)
        if found is None:
            near = get_close_matches(name, self._drawn, 1)
            self.document.wrong(place, f"the type is {name}, which is not in the file",
                                f"Did you mean {near[0]}?" if near else "Write string, number, boolean, date … or "
                                "define it.")
        return found or ANYTHING

    def _named(self, name: str, place: str) -> Type:
        if name not in self._read:
            if name in self._reading or len(self._reading) >= DEEPEST:
                self.document.wrong(place, f"the type {name} holds itself or is too deep", "Take one level out.")
                return ANYTHING
            self._reading.append(name)
            self._read[name] = self._item(self._drawn[name], name)
            self._reading.pop()
        return self._read[name]

    def _item(self, drawn: xml.Element, name: str) -> Type:
        self.document.unknown(drawn, IN_ITEM, name)
        self._parts += 1
        if self._parts > MOST_PARTS:
            self.document.wrong(name, f"the file has more than {MOST_PARTS:,} types and fields", "Split the model.")
            return ANYTHING
        collection = drawn.get("isCollection", "false") == "true"
        parts: dict[str, Type] = {}
        for part in children(drawn, "itemComponent"):
            field = " ".join(part.get("name", "").split())
            self._deeper(name, field)
            parts[field] = self._item(part, f"{name}.{field}")
            self._reading.pop()
        base = child(drawn, "typeRef")
        of = self.type(base.text or "", name) if base is not None else ANYTHING
        if of.collection and collection:
            self.document.wrong(name, "it is a list of lists", "Take isCollection out of one of them.")
        constraints = (self._cells(drawn, which, name) for which in ("allowedValues", "typeConstraint"))
        allowed = tuple(cell for cells in constraints for cell in cells)
        return Type(
            name, "group of fields" if parts else of.kind, of.allowed + allowed, parts or of.parts,
            collection or of.collection,
        )

    def _deeper(self, name: str, field: str) -> None:
        self._reading.append(f"{name}.{field}")

    def _cells(self, drawn: xml.Element, which: str, name: str) -> list[Cell]:
        found = child(drawn, which)
        if found is None:
            return []
        if which == "typeConstraint" and drawn.get("isCollection") == "true":
            self.document.wrong(name, "a constraint on a whole list is not supported", "Use allowedValues.")
            return []
        self.document.language(found, name)
        source = text(found)
        try:
            return [parse_cell(source, NOTHING_KNOWN)]
        except FeelInvalid as wrong:
            self.document.refused(f"{name}, {which}", source, wrong)
            return []
