"""Safe reading of XML: the only importer of lxml.

No entity is expanded, no file or address is opened, a document type is refused by asking the
parsed tree (a search for the word misses UTF-16), and a file is at most 1 MB (security.md 2.2).
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.errors import XmlRefused

LIMIT_BYTES = 1_000_000
LIMIT_ELEMENTS = 50_000
"""A drawing of 200 steps with its picture has 3,000."""
_COUNT: Any = etree.XPath("count(//*)")

Element = etree._Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
DMN = tuple(
    f"https://www.omg.org/spec/DMN/{version}/MODEL/" for version in ("20191111", "20211108", "20230324")
) + ("http://www.omg.org/spec/DMN/20180521/MODEL/", "http://www.omg.org/spec/DMN/20151101/dmn.xsd")


def parse(data: bytes, name: str = "", *, comments: bool = False) -> Element:
    """Read XML bytes and give the root element, with its comments and instructions only where they are kept.

    Raises:
        XmlRefused: not well-formed, too large in bytes or elements, or with a document type.
    """
    if len(data) > LIMIT_BYTES:
        raise XmlRefused(f"{name}: {len(data):,} bytes; a file may have {LIMIT_BYTES:,}.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, remove_comments=not comments, remove_pis=not comments,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise XmlRefused(f"{name}: this is not well-formed XML: {_said(wrong)}.") from wrong
    if _COUNT(root) > LIMIT_ELEMENTS:
        raise XmlRefused(f"{name}: more than {LIMIT_ELEMENTS:,} elements; divide it into several files.")
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype or docinfo.internalDTD is not None or docinfo.externalDTD is not None:
        raise XmlRefused(f"{name}: a document type (DOCTYPE) is not allowed; remove it.")
    return root


def _said(wrong: Exception) -> str:
    """What the parser found, without what it would advise a programmer."""
    said = re.sub(r" \(<string>, line \d+\)$", "", str(wrong))
    return re.sub(r", (?:see|use) \w*(?:xmlCtxt|XML_)\w+(?: option)?\.?", "", said)


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace of the element's name, empty without one."""
    return str(element.tag)[1:].rpartition("}")[0]


def tag(name: str, space: str = BPMN) -> str:
    """The full name of an element, for `find` and `iter`."""
    return f"{{{space}}}{name}"


def to_bytes(element: Element) -> bytes:
    """The element as XML bytes with a declaration."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def whole_file(root: Element) -> bytes:
    """The file of a root element as XML bytes in UTF-8, with what stands before and after it."""
    around = [*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings()]
    parts = [etree.tostring(one, encoding="UTF-8", with_tail=False) for one in around]
    return b"\n".join([b'<?xml version="1.0" encoding="UTF-8"?>', *parts, b""])


def children(element: Element) -> list[Element]:
    """The elements in an element, without comments and instructions."""
    return list(element.iterchildren("{*}*"))


def every(root: Element) -> Iterator[Element]:
    """Every element of a tree, without comments and instructions."""
    return root.iter("{*}*")


def new(name: str, space: str = BPMN, text: str | None = None, **attributes: str) -> Element:
    """An element to be put into a tree; there it takes the prefix that its namespace has."""
    made = etree.Element(tag(name, space), dict(attributes))
    made.text = text
    return made


def put_after(element: Element, added: Element) -> None:
    """Put an element behind another, on a line of its own where that one has one."""
    added.tail = element.tail
    parent = element.getparent()
    if parent is not None and parent[-1] is element:
        element.tail = parent.text
    element.addnext(added)


def put_into(parent: Element, added: Element, place: int | None = None) -> None:
    """Put an element into another, at a place or at the end, indented like those that are there."""
    inside = children(parent)
    place = len(inside) if place is None else place
    if place == 0:
        added.tail = parent.text
        parent.insert(0, added)
        return
    before = inside[place - 1]
    added.tail = before.tail
    if place == len(inside):
        before.tail = parent.text
    before.addnext(added)
