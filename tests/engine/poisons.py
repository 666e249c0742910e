"""Packs with something odd between the missed deadline and the team lead: a case of theirs cannot go on.

No check lets such a pack pass; a published one may still meet data that its author did not think of.
"""

from copy import copy
from uuid import uuid4

from sqlalchemy.orm import Session

from engine.db import insert_row, table
from engine.model import Pack as PackRow
from engine.packs import Pack
from tests.engine.process.drawing import flow, node, path
from tests.engine.tiny_house import DIAGRAM, FILES, NOW, TinyHouse, service

STRAIGHT = flow("late", "chief")
THROUGH = path("late", "odd", "chief")
ASKING = node("businessRuleTask", "odd", "<bpmn:extensionElements><spiffworkflow:calledDecisionId>D_odd"
                                         "</spiffworkflow:calledDecisionId></bpmn:extensionElements>")


def poisoned(body: str, ways: str = THROUGH, rules: bytes = b"") -> Pack:
    """A pack of its own each time: what a process has read of a pack it remembers."""
    drawn = DIAGRAM.replace(STRAIGHT.encode(), (body + ways).encode())
    assert drawn != DIAGRAM
    files = {"bpmn/tables/D_odd.dmn": rules} if rules else {}
    return Pack({
        **FILES, **files, "bpmn/complaint.bpmn": drawn,
        "forms/letters/en/L_other.md": f"Subject: {uuid4()}\n\nNobody reads this.\n".encode(),
    })


def odd(operation: str, **parameters: str) -> str:
    return node("serviceTask", "odd", service(operation, "assessed", **parameters))


def rules(cell: str, output: str, *answers: str) -> bytes:
    """A UNIQUE table over the topic, each row with the same condition."""
    rows = "".join(
        f'<rule id="r{number}"><inputEntry id="i{number}"><text>{cell}</text></inputEntry>'
        f'<outputEntry id="o{number}"><text>{answer}</text></outputEntry></rule>'
        for number, answer in enumerate(answers)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">'
        '<decision id="D_odd" name="Odd"><decisionTable id="t" hitPolicy="UNIQUE"><input id="in">'
        '<inputExpression id="e" typeRef="string"><text>topic</text></inputExpression></input>'
        f'<output id="out" name="{output}" typeRef="string"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


def nobody() -> Pack:
    """It asks for a group in which nobody works; adding somebody repairs it."""
    return poisoned(odd("assign_owner", lane="&quot;Nobody&quot;"))


POISONS: dict[str, tuple[Pack, str]] = {
    "an operation told to do what it cannot": (
        poisoned(odd("apply_breach_effect", effects="[&quot;gift&quot;]")), "gift"),
    "an operation that finds nobody": (nobody(), "Nobody works in the group"),
    "an operation that is not there": (poisoned(odd("send_fax")), "send_fax"),
    "a letter that is not there": (poisoned(odd("send_letter", letter="&quot;L7&quot;")), "L7"),
    "a parameter over what is not known": (poisoned(odd("send_letter", letter="leter")), "leter"),
    "a table in which no row fits": (poisoned(ASKING, rules=rules('"credit"', "urgency", '"U1"')), "row"),
    "a table in which two rows fit": (poisoned(ASKING, rules=rules("-", "urgency", '"U1"', '"U2"')), "row"),
    "a table over what is not known": (poisoned(ASKING, rules=rules("-", "urgency", "severity + 1")), "severity"),
    "a condition over what is not known": (
        poisoned(node("exclusiveGateway", "odd", default="odd_chief") + node("endEvent", "over")
                 + flow("odd", "over", "severty &gt; 3")), "severty"),
    "a script that divides by nothing": (
        poisoned(node("scriptTask", "odd", "<bpmn:script>share = 1 / 0</bpmn:script>")), "1 / 0"),
}
"""What is odd, the pack, and what the incident says of it."""


def beside(session: Session, house: TinyHouse, pack: Pack) -> TinyHouse:
    """The same house on another pack."""
    other = copy(house)
    other.pack = pack
    other.pack_id = insert_row(session, table(PackRow), {
        "hash": pack.hash, "content": pack.pack_bytes(), "calendars": pack.calendars_json(), "note": "",
        "published_at": NOW, "current_since": NOW,
    })
    return other
