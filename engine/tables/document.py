"""A DMN file as XML: its root, the children that are read, and every cause of refusal on the way."""

from typing import Any

from engine import xml
from engine.errors import Cause, TableInvalid, XmlRefused
from engine.feel import FeelInvalid

RULE = "L17"
MOST_CAUSES = 100
"""Whoever has so many reads the first ones; each further one costs time."""
LANGUAGES = ("", "feel", "s-feel", "sfeel")


class Document:
    """One file; gathers what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.causes: list[Cause] = []
        self._line = 0

    def root(self, data: bytes) -> xml.Element:
        """The root of a DMN file.

        Raises:
            TableInvalid: this is no XML or no DMN.
        """
        try:
            root = xml.parse(data, self.file)
        except XmlRefused as wrong:
            texts = [cause.message.removeprefix(f"{self.file}: ") for cause in wrong.causes]
            raise TableInvalid([Cause(text, file=self.file, rule=RULE) for text in texts]) from wrong
        _name_space(root)
        self.at(root)
        if xml.namespace(root) not in xml.DMN or xml.local(root) != "definitions":
            self.wrong("", "this is not a DMN file of version 1.1 to 1.5", "Save the table as DMN.")
            self.end()
        self.language(root, "")
        return root

    def end(self) -> None:
        """Raises TableInvalid if anything was wrong."""
        if self.causes:
            raise TableInvalid(self.causes)

    def at(self, element: xml.Element) -> None:
        """From here on, what is wrong is wrong in the line where this element begins."""
        line: Any = element.sourceline  # the stubs of lxml do not know it
        self._line = line or 0

    def wrong(self, place: str, problem: str, repair: str) -> None:
        """One cause, in the line that is at work.

        Raises:
            TableInvalid: there are very many; reading stops.
        """
        self.causes.append(
            Cause(f"{problem}.", file=self.file, element=place, rule=RULE, repair=repair, line=self._line)
        )
        if len(self.causes) >= MOST_CAUSES:
            self.end()

    def refused(self, place: str, source: str, invalid: FeelInvalid) -> None:
        """A text that is no S-FEEL."""
        where = f" (letter {invalid.column})" if invalid.column > 1 else ""
        self.wrong(place, f"{short(source)}: {invalid.problem}{where}" if source else invalid.problem, invalid.repair)

    def unknown(self, element: xml.Element, known: set[str], place: str = "") -> None:
        """Report children that would be skipped unnoticed."""
        for child in element:
            self.at(child)
            drawing = xml.local(child) == "DMNDI" and element.getparent() is None
            if not drawing and (xml.namespace(child) not in xml.DMN or xml.local(child) not in known):
                self.wrong(place, f"{xml.local(child)} is not supported", "Take it out; decision tables are executed.")
        self.at(element)

    def text(self, element: xml.Element, place: str) -> str:
        """The formula in an element, which is from then on at work; one in another language is reported."""
        self.at(element)
        self.language(element, place)
        return text(element)

    def language(self, element: xml.Element, place: str) -> None:
        language = element.get("expressionLanguage", "")
        if language.lower() not in LANGUAGES and "/FEEL" not in language:
            self.wrong(place, f"its expression language is {language}", "Write S-FEEL; take the attribute out.")


def children(element: xml.Element, name: str) -> list[xml.Element]:
    return [child for child in element if xml.local(child) == name and xml.namespace(child) in xml.DMN]


def child(element: xml.Element, name: str) -> xml.Element | None:
    """The first child of this name."""
    return next(iter(children(element, name)), None)


def required(element: xml.Element, what: str) -> list[str]:
    """What an element requires to be worked out, as it is written: `requiredInput`, `requiredDecision` …

    An authority (authorityRequirement) is for people; nothing is worked out from it.
    """
    arrows = [*children(element, "informationRequirement"), *children(element, "knowledgeRequirement")]
    return [found.get("href", "") for arrow in arrows for found in children(arrow, what)]


def text(element: xml.Element | None) -> str:
    """What stands in an element's `text`."""
    found = None if element is None else child(element, "text")
    return (found.text or "").strip() if found is not None else ""


def described(element: xml.Element) -> str:
    return " ".join((found.text or "").strip() for found in children(element, "description"))


def short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _name_space(root: xml.Element) -> None:
    """Some exporters declare DMN under a prefix and then write its elements in the model's own name space."""
    own = xml.namespace(root)
    declared = [space for space in root.nsmap.values() if space in xml.DMN]
    if own not in ("", root.get("namespace")) or own in xml.DMN or not declared:
        return
    for element in root.iter():
        if xml.namespace(element) == own:
            element.tag = xml.tag(xml.local(element), declared[0])
