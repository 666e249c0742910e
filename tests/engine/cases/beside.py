"""A tiny house that asks afterwards how it did, and removes causes: processes beside the complaint.

The complaint: looked into by a handler, closed. Doing so starts a survey (a week later somebody is asked; an
answer within two weeks, else it ends) and the removal of the cause (the team lead finds it, within ten days
somebody else is asked).
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import Database
from engine.model import Run, Task
from engine.packs import Pack
from tests.engine.poisons import beside
from tests.engine.process.drawing import diagram, flow, message, node, path, timer
from tests.engine.tiny_house import FILES, TinyHouse, service, told, work

COMPLAINT = (
    node("startEvent", "came")
    + node("serviceTask", "take_up", service("register", "received"))
    + node("serviceTask", "answer", service("send_letter", "acknowledged", letter="&quot;L1_ack&quot;"))
    + node("userTask", "look", work("Handler"), name="Look into it")
    + node("serviceTask", "ask_later", service("start_run", "decided", process="&quot;survey&quot;"))
    + node("serviceTask", "learn", service("start_run", "communicated", process="&quot;cause&quot;"))
    + node("endEvent", "done", told("", milestone="closed"))
    + path("came", "take_up", "answer", "look", "ask_later", "learn", "done")
)
SURVEY = (
    node("startEvent", "s_start")
    + node("intermediateCatchEvent", "s_rest", timer('"P7D"'))
    + node("serviceTask", "s_ask", service("send_letter", "survey_sent", letter="&quot;L12_survey&quot;"))
    + node("eventBasedGateway", "s_wait")
    + node("intermediateCatchEvent", "s_told", message("survey_answered"))
    + node("intermediateCatchEvent", "s_silent", timer('"P14D"'))
    + node("endEvent", "s_end") + node("endEvent", "s_end_silent")
    + path("s_start", "s_rest", "s_ask", "s_wait", "s_told", "s_end") + flow("s_wait", "s_silent")
    + flow("s_silent", "s_end_silent")
)
CAUSE = (
    node("startEvent", "c_start") + node("userTask", "c_find", work("Team lead"), name="Find the cause")
    + node("boundaryEvent", "c_late", timer('"P10D"'), attachedToRef="c_find", cancelActivity="false")
    + node("userTask", "c_ask", work("Handler"), name="Ask where it stands")
    + node("endEvent", "c_asked") + path("c_late", "c_ask", "c_asked")
    + node("endEvent", "c_end", told("", milestone="cause_found")) + path("c_start", "c_find", "c_end")
)


def drawn(body: str, process: str, messages: tuple[str, ...] = ()) -> bytes:
    return diagram(body, messages).replace(b'process id="p"', f'process id="{process}"'.encode())


SURVEYING = Pack({
    **FILES, "bpmn/complaint.bpmn": drawn(COMPLAINT, "complaint"), "bpmn/cause.bpmn": drawn(CAUSE, "cause"),
    "bpmn/survey.bpmn": drawn(SURVEY, "survey", ("survey_answered",)),
    "bpmn/milestones.toml": FILES["bpmn/milestones.toml"] + b"""
[[message]]
name = "survey_answered"
button.en = "Tell us how we did"
""",
    "forms/letters/en/L12_survey.md": b"Subject: How did we do?\n\nTell us: {{ link }}\n",
})


def surveying(database: Database) -> TinyHouse:
    """The house at work."""
    with database.transaction() as session:
        return beside(session, TinyHouse(session), SURVEYING)


def on_pack(database: Database, files: dict[str, bytes]) -> TinyHouse:
    """A house whose pack has other files as well."""
    with database.transaction() as session:
        return beside(session, TinyHouse(session), Pack({**SURVEYING.files, **files}))


def run_of(session: Session, case_id: int, process: str) -> Run:
    """The run of a process of a case."""
    return session.execute(select(Run).where(Run.case_id == case_id, Run.process == process)).scalar_one()


def open_tasks(session: Session, case_id: int) -> list[str]:
    return sorted(session.scalars(select(Task.name).where(Task.case_id == case_id, Task.status == "open")))
