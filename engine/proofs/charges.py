"""The promise that nobody pays to complain (ISO 10002:2018 4.8): no step or message takes money from them.

What takes money is told by its words: nothing in a drawing of Amends can take a payment by itself, but a
step can ask a person to, and a message can wait for it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.proofs import ordering
from engine.proofs.effects import Content
from engine.proofs.net import Net, Node
from engine.proofs.ordering import Ordered
from engine.proofs.persons import HERE, marked
from engine.proofs.promises import ABSENCE, Promise

TAKES = re.compile(
    r"\b(fees?|handling charge|service charge|deposit|prepayment|pre-payment|advance payment"
    r"|(collect|take|request|demand|await|receive|check|ask for|wait for)\w*( \w+){0,3} payments?"
    r"|payments? (received|arrived|due|by the complainant|from the complainant|of the complainant)"
    r"|charge (the )?(complainant|customer|client)|(complainant|customer|client) pays)\b",
    re.IGNORECASE,
)
OWED = frozenset({"fee", "fees", "charge", "deposit", "invoice", "toll", "surcharge"})
PAID = frozenset({"pay", "paid", "payment", "payments", "price"})
"""Parts of names: what a complainant would owe, also in the questions of a form, and that they paid it."""

GIVES_BACK = re.compile(r"\b(refund\w*|repay\w*|pay\w* back|reimburs\w*|return\w*|waive\w*|credit\w*)\b", re.IGNORECASE)
"""A fee that is given back is a remedy."""


def prove(promise: Promise, content: Content, net: Net, beside: bool) -> tuple[Node, Ordered] | None:
    """The first step that takes money from a complainant, and the way to it; None: there is none."""
    for node in _taking(content, net):
        found = ordering.prove(
            replace(promise, pattern=ABSENCE, never=(HERE,)), content, marked(net, node), beside)
        if not found.kept:
            return node, found
    return None


def _taking(content: Content, net: Net) -> Iterator[Node]:
    for node in net.nodes:
        if _takes(content, node):
            yield node


def _takes(content: Content, node: Node) -> bool:
    """Whether a step takes money, by its words or by a name it uses."""
    element, form = node.element, content.forms.get(node.element.form)
    words = [element.name, element.message, element.id.replace("_", " "), element.properties.get("public_status", "")]
    names = [element.message, element.form, element.operation, *element.milestones,
             element.parameters.get("letter", "").strip("\"'")]
    if form is not None and element.event == "message":
        words += [form.title, *(one.title for one in form.fields)]
    parts = {part for name in names for part in name.lower().split("_")}
    asked = {part for one in (form.fields if form else ()) for name in (one.name, one.fact)
             for part in name.lower().split("_")}
    return bool(parts & (OWED | PAID) or asked & OWED) or any(
        TAKES.search(text) and not GIVES_BACK.search(text) for text in words)
