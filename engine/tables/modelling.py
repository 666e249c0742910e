"""Reading a DMN model: what it holds, what needs what, and every cause why it cannot be worked out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from engine import xml
from engine.feel import FeelInvalid, Formula, Vocabulary, parse
from engine.tables.document import Document, child, children, required
from engine.tables.drawn import TableReader
from engine.tables.items import Items
from engine.tables.model import Datum, Decision, Knowledge, Logic, Model
from engine.tables.types import ANYTHING, Type

MOST_ELEMENTS = 500

DESCRIPTIVE = {
    "description", "extensionElements", "knowledgeSource", "textAnnotation", "association", "group",
    "elementCollection", "performanceIndicator", "organizationUnit", "decisionService",
}
NODES = ("inputData", "businessKnowledgeModel", "decision")
IN_NODE = {"description", "extensionElements", "variable", "authorityRequirement"}
IN_DECISION = IN_NODE | {
    "question", "allowedAnswers", "informationRequirement", "knowledgeRequirement", "supportedObjective",
    "impactedPerformanceIndicator", "decisionMaker", "decisionOwner", "usingProcess", "usingTask",
}
LOGIC = {"literalExpression", "decisionTable"}


def read_model(data: bytes, file: str) -> Model:
    """The model of a DMN file.

    Raises:
        TableInvalid: every cause; among them whatever is above conformance level 2.
    """
    document = Document(file)
    root = document.root(data)
    model = _ModelReader(document, root).model()
    document.end()
    return model


class _ModelReader:
    """Reads one model, the parts before what needs them."""

    def __init__(self, document: Document, root: xml.Element) -> None:
        self.document, self.root = document, root
        document.unknown(root, DESCRIPTIVE | {"itemDefinition", *NODES})
        self.nodes = {node.get("id", ""): node for kind in NODES for node in children(root, kind)}
        if len(self.nodes) > MOST_ELEMENTS:
            document.wrong("", f"the model has {len(self.nodes):,} elements", f"Draw at most {MOST_ELEMENTS}.")
            document.end()
        self._identities()
        document.end()
        self.items = Items(document, root)
        self.data = {name(node): Datum(name(node), self._variable_type(node)) for node in self._all("inputData")}
        self.knowledge: dict[str, Knowledge] = {}
        self.decisions: dict[str, Decision] = {}
        # What is known of a function or decision also when its logic is refused, so that nobody else is blamed.
        self.takes: dict[str, int] = {}
        self.types: dict[str, Type] = {}
        self.needs: dict[str, tuple[str, ...]] = {}

    def model(self) -> Model:
        for node in self._sorted("businessKnowledgeModel", "requiredKnowledge"):
            self._knowledge(node)
        for node in self._sorted("decision", "requiredDecision"):
            self._decision(node)
        return Model(self.root.get("name", ""), self.document.file, self.data, self.decisions, self.knowledge)

    def _identities(self) -> None:
        """Everything has an id and a name of its own."""
        nodes = [node for kind in NODES for node in self._all(kind)]
        types = [node.get("name", "") for node in self._all("itemDefinition")]
        for what, found in (("name", map(name, nodes)), ("name", types), ("id", (n.get("id", "") for n in nodes))):
            for twice in sorted(one for one, count in Counter(found).items() if one and count > 1):
                self.document.wrong(twice, f"two elements have this {what}", f"Give each its own {what}.")
        for node in nodes:
            self.document.at(node)
            if not (name(node) and node.get("id")):
                self.document.wrong(name(node), f"the {xml.local(node)} has no name or no id", "Give it both.")

    def _all(self, kind: str) -> list[xml.Element]:
        return children(self.root, kind)

    def _sorted(self, kind: str, requirement: str) -> Iterable[xml.Element]:
        """Elements of a kind, each after those it needs."""
        nodes = {node.get("id", ""): node for node in self._all(kind)}
        needs = {key: [one for one in self._required(node, requirement) if one in nodes] for key, node in nodes.items()}
        try:
            return [nodes[key] for key in TopologicalSorter(needs).static_order()]
        except CycleError as circle:
            names = [name(nodes[key]) for key in circle.args[1]]
            self.document.wrong(names[0], f"it needs itself: {' → '.join(names)}", "Take one of the arrows out.")
            return []

    def _required(self, node: xml.Element, requirement: str) -> list[str]:
        """The ids that an element requires in this way."""
        self.document.at(node)
        own = (self.root.get("namespace", ""), "")
        ids = []
        for href in required(node, requirement):
            space, _, key = href.rpartition("#")
            if key not in self.nodes or space not in own:
                self.document.wrong(name(node), f"it requires {href}, which is not in the file", "Correct the arrow.")
            else:
                ids.append(key)
        return ids

    def _knowledge(self, node: xml.Element) -> None:
        place = name(node)
        self.document.unknown(node, IN_NODE | {"encapsulatedLogic", "knowledgeRequirement"}, place)
        drawn = child(node, "encapsulatedLogic")
        if drawn is None:
            self.document.wrong(place, "it has no logic", "Give it a formula or a table.")
            return
        if drawn.get("kind", "FEEL") != "FEEL":
            self.document.wrong(place, f"its logic is {drawn.get('kind')}", "Write it in S-FEEL.")
        self.document.unknown(drawn, LOGIC | {"formalParameter", "description", "extensionElements"}, place)
        parameters = tuple(
            (" ".join(one.get("name", "").split()), self.items.type(one.get("typeRef", ""), place))
            for one in children(drawn, "formalParameter")
        )
        names = [parameter for parameter, _ in parameters]
        if len(set(names)) < len(names) or "" in names:
            self.document.wrong(place, "its parameters have no names of their own", "Name each differently.")
        self.takes[place] = len(parameters)
        words = Vocabulary(dict(parameters), self._functions(node))
        result = self.items.type(drawn.get("typeRef", ""), place)
        logic = self._logic(drawn, place, words, result)
        if logic is not None:
            self.knowledge[place] = Knowledge(place, parameters, logic, result)

    def _decision(self, node: xml.Element) -> None:
        place = name(node)
        self.document.unknown(node, IN_DECISION | LOGIC, place)
        data = self._names(node, "requiredInput", self.data)
        before = self._names(node, "requiredDecision", self.types)
        self.types[place] = self._variable_type(node)
        self.needs[place] = tuple(dict.fromkeys(one for other in before for one in (*self.needs[other], other)))
        known = {one: self.data[one].type for one in data} | {one: self.types[one] for one in before}
        logic = self._logic(node, place, Vocabulary(known, self._functions(node)), self.types[place])
        if logic is not None:
            self.decisions[place] = Decision(
                node.get("id", ""), place, self.types[place], logic, tuple(data), tuple(before), self.needs[place]
            )

    def _functions(self, node: xml.Element) -> Mapping[str, int]:
        return {one: self.takes[one] for one in self._names(node, "requiredKnowledge", self.takes)}

    def _names(self, node: xml.Element, requirement: str, read: Mapping[str, object]) -> list[str]:
        """Names of what an element requires; what could not be read was reported there."""
        return [one for one in (name(self.nodes[key]) for key in self._required(node, requirement)) if one in read]

    def _logic(self, node: xml.Element, place: str, words: Vocabulary, result: Type) -> Logic | None:
        drawn = [one for one in node if xml.local(one) in LOGIC and xml.namespace(one) in xml.DMN]
        if len(drawn) != 1:
            self.document.wrong(place, f"it has {len(drawn)} formulas and tables", "Give it one.")
            return None
        (body,) = drawn
        if xml.local(body) == "decisionTable":
            reader = TableReader(self.document, self.items.type, words, _output_name)
            return Logic(place, reader.table(body, place, place, result))
        self.document.unknown(body, {"text", "description", "extensionElements"}, place)
        formula = self._formula(self.document.text(body, place), place, words)
        return None if formula is None else Logic(place, formula)

    def _formula(self, source: str, place: str, words: Vocabulary) -> Formula | None:
        try:
            return parse(source, words)
        except FeelInvalid as wrong:
            self.document.refused(place, source, wrong)
            return None

    def _variable_type(self, node: xml.Element) -> Type:
        variable = child(node, "variable")
        return ANYTHING if variable is None else self.items.type(variable.get("typeRef", ""), name(node))


def name(node: xml.Element) -> str:
    """The name under which an element is read: its variable's, else its own."""
    variable = child(node, "variable")
    written = (variable.get("name", "") if variable is not None else "") or node.get("name", "")
    return " ".join(written.split())


def _output_name(written: str, columns: int) -> str:
    return "" if written or columns == 1 else "Give each of several outputs a name."
