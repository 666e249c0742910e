"""A house that asks its complainant a question about each point, and takes what a dispute body sends.

The complaint: each of its points waits for an answer of the complainant (or ten days), is looked into, and in the
end the case waits for their consent. Meanwhile they may add something, and a dispute body may write.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Await
from engine.packs import Pack
from tests.engine.cases.beside import drawn
from tests.engine.process.drawing import message, node, path, timer
from tests.engine.tiny_house import FILES, service, told, work

ASK = (
    node("startEvent", "i_start") + node("eventBasedGateway", "i_wait")
    + node("intermediateCatchEvent", "i_told", told("", about="point", formJsonSchemaFilename="remark.json")
           + message("info"))
    + node("intermediateCatchEvent", "i_silent", timer('"P10D"'))
    + node("userTask", "i_look", told("", lane="Handler", formJsonSchemaFilename="remark.json",
                                      about="point"), name="Look into it")
    + node("exclusiveGateway", "i_both") + node("endEvent", "i_end")
    + path("i_start", "i_wait", "i_told", "i_both", "i_look", "i_end") + path("i_wait", "i_silent", "i_both")
)
EACH = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:loopDataInputRef>points</bpmn:loopDataInputRef>'
    '<bpmn:inputDataItem id="point" name="point"/></bpmn:multiInstanceLoopCharacteristics>'
)
COMPLAINT = drawn(
    node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
    + node("subProcess", "points_asked", ASK + EACH)
    + node("boundaryEvent", "more", told("", formJsonSchemaFilename="remark.json") + message("more_info"),
           attachedToRef="points_asked", cancelActivity="false")
    + node("userTask", "read", work("Handler"), name="Read it") + node("endEvent", "was_read")
    + path("more", "read", "was_read")
    + node("boundaryEvent", "notice", told("", formJsonSchemaFilename="notice.json") + message("edr_notice"),
           attachedToRef="points_asked", cancelActivity="false")
    + node("userTask", "reply", work("Handler"), name="Reply to the dispute body") + node("endEvent", "replied")
    + path("notice", "reply", "replied")
    + node("intermediateCatchEvent", "consent", message("accepted"))
    + node("endEvent", "done", told("", milestone="closed"))
    + path("came", "take_up", "points_asked", "consent", "done"),
    "complaint", ("info", "more_info", "accepted", "edr_notice"),
)
FORMS = {
    "forms/plan.json": b"""{"title": "Points", "type": "object", "properties": {"points": {"title": "Points",
        "type": "array", "items": {"type": "string"}, "x-amends-widget": "lines", "x-amends-fact": "points"}}}""",
    "forms/notice.json": b"""{"title": "A notice", "type": "object", "properties": {
        "body": {"title": "Who wrote?", "type": "string"}}, "required": ["body"]}""",
}
WORDS = FILES["bpmn/milestones.toml"] + b"".join(
    f'\n[[message]]\nname = "{name}"\nbutton.en = "{name}"\n'.encode() for name in ("info", "more_info", "accepted")
) + b"""
[[message]]
name = "edr_notice"
from = "provider"
form = "notice.json"
button.en = "A dispute body wrote"
confirm.en = "The notice is with the case."
"""
ASKING = Pack({**FILES, **FORMS, "bpmn/complaint.bpmn": COMPLAINT, "bpmn/milestones.toml": WORDS})


def places(session: Session, name: str) -> dict[str, Await]:
    """The places that wait for a message, by what they are about."""
    return {one.about: one for one in session.scalars(select(Await).where(Await.message == name))}
