"""A complaint is written page by page, sent once, and says only what its form asks (R20, S23)."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import zstandard
from sqlalchemy import func, select

from engine import attachments, intake
from engine.cases import Opened
from engine.db import Database
from engine.errors import NotFound, StepFailed
from engine.intake import Writing
from engine.model import Attachment, Case, Decision, Entry, Fact, IntakeDraft, Party, Run, Task
from engine.packs import Pack
from engine.process import blob
from tests.engine.cases.office import Office
from tests.engine.tiny_house import DIAGRAM, FILES, NOW, TinyHouse

PDF = b"%PDF-1.7\n"
WHO = {"name": ["Zoë Quist"], "email": ["zoe@home.example"], "phone": ["+44 20 7946 0123"],
       "address": ["7 Harbour Lane\nPorthcawl"], "on_behalf": ["on"], "on_behalf_name": ["Agnes Oldfield"]}
WHAT = {"description": ["I was charged twice."], "topic": ["payments"], "country": ["GB"], "wanted": ["refund"]}
IDENTITY = ("Quist", "zoe@", "7946", "Harbour", "Oldfield")
HOSTILE = {
    "__builtins__": ["1"], "len": ["1"], "deadline": ["x"], "approved": ["true"], "review_result": ["approve"],
    "outcome": ["upheld"], "urgency": ["U1"], "regimes": ["uk_fca"], "typename": ["set"], "received_at": ["1970-01-01"],
    "case_id": ["1"], "source": ["cfpb"], "send_letters": [""], "": ["x"], "a" * 5000: ["x"],
}

Typed = Mapping[str, Sequence[str]]


def begun(office: Office, typed: Typed | None = None) -> str:
    with office.database.transaction() as session:
        return intake.begin(session, WHAT | WHO if typed is None else typed, office.now)


def load(office: Office, token: str) -> Writing:
    with office.database.reading() as session:
        return intake.load(session, token)


def send(office: Office, token: str) -> Opened:
    with office.database.transaction() as session:
        return intake.send(session, token, office.now)


def add_file(office: Office, token: str, name: str = "bill.pdf") -> int:
    with office.database.transaction() as session:
        return intake.add_file(session, token, name, PDF, 1, office.now).id


def count(database: Database, rows: type) -> int:
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(rows)).scalar_one()


def files(office: Office, case: Opened) -> list[str]:
    with office.database.reading() as session:
        return list(session.scalars(select(Attachment.name).where(Attachment.case_id == case.case_id)))


def test_what_was_typed_comes_back_page_by_page(office: Office) -> None:
    token = begun(office, {"description": ["I was charged"]})

    with office.database.transaction() as session:
        intake.save(session, token, {"description": ["I was charged twice."], "topic": ["payments"]}, office.now)
        intake.save(session, token, WHO, office.now)

    assert load(office, token).typed == {"description": ["I was charged twice."], "topic": ["payments"], **WHO}


def test_a_tick_that_was_taken_back_is_gone(office: Office) -> None:
    token = begun(office)

    with office.database.transaction() as session:
        intake.save(session, token, {"on_behalf": []}, office.now)

    assert load(office, token).typed["on_behalf"] == []


@pytest.mark.parametrize("token", ["", "x" * 22, "\0", "' or 1=1 --"])
def test_an_address_that_nobody_was_given_holds_no_draft(office: Office, token: str) -> None:
    begun(office)

    with pytest.raises(NotFound):
        load(office, token)


def test_the_address_of_a_draft_is_kept_only_as_a_hash(office: Office) -> None:
    token = begun(office)

    with office.database.reading() as session:
        assert token not in session.scalars(select(IntakeDraft.token_hash)).one()


def test_a_sent_complaint_is_a_case_with_what_was_said(office: Office) -> None:
    opened = send(office, begun(office))

    case = office.case(opened)
    assert (case.description, case.topic, case.country) == ("I was charged twice.", "payments", "GB")
    assert (case.channel, case.received_at) == ("web", office.now)
    assert office.written(opened) == ["L1_ack"]
    with office.database.reading() as session:
        party = session.get_one(Party, opened.case_id)
        facts = {name: value for name, value in session.execute(select(Fact.name, Fact.value))}
    assert (party.name, party.email, party.on_behalf_of) == ("Zoë Quist", "zoe@home.example", "Agnes Oldfield")
    assert facts["wanted"] == '["refund"]'


def test_sent_twice_it_is_the_same_case(office: Office) -> None:
    token = begun(office)

    first, second = send(office, token), send(office, token)

    assert first == second == load(office, token).sent
    assert count(office.database, Case) == 1


def test_sent_ten_times_at_once_it_is_the_same_case(office: Office) -> None:
    token = begun(office)

    with ThreadPoolExecutor(10) as clicks:
        opened = set(clicks.map(lambda _: send(office, token), range(10)))

    assert len(opened) == 1
    assert count(office.database, Case) == 1
    assert office.faults() == []


def test_a_sent_draft_forgets_its_text_and_takes_no_more(office: Office) -> None:
    token = begun(office)
    opened = send(office, token)

    with office.database.transaction() as session:
        intake.save(session, token, {"description": ["Something else."]}, office.now)

    assert load(office, token).typed == {}
    assert office.case(opened).description == "I was charged twice."


def test_files_go_with_the_complaint(office: Office) -> None:
    token = begun(office)
    add_file(office, token)
    second = add_file(office, token, "photo.pdf")
    with office.database.transaction() as session:
        intake.remove_file(session, token, second)

    opened = send(office, token)

    assert files(office, opened) == ["bill.pdf"]
    assert office.journal(opened, "case.received")[0][2]["files"] == 1


def test_a_file_that_comes_after_the_complaint_was_sent_is_refused_and_not_lost_in_silence(office: Office) -> None:
    token = begun(office)
    opened = send(office, token)

    with pytest.raises(NotFound):
        add_file(office, token)

    assert files(office, opened) == []
    assert count(office.database, Attachment) == 0


def test_nobody_takes_a_file_out_of_somebody_elses_draft(office: Office) -> None:
    mine, theirs = begun(office), begun(office)
    file = add_file(office, theirs)

    with office.database.transaction() as session:
        intake.remove_file(session, mine, file)

    assert [one.id for one in load(office, theirs).files] == [file]


def test_a_file_of_a_sent_complaint_stays_with_it(office: Office) -> None:
    token = begun(office)
    file = add_file(office, token)
    opened = send(office, token)

    with office.database.transaction() as session:
        intake.remove_file(session, token, file)

    assert files(office, opened) == ["bill.pdf"]


def test_who_complains_never_enters_the_run_nor_what_is_known_of_the_case(office: Office) -> None:
    opened = send(office, begun(office))
    office.assess(opened)

    with office.database.reading() as session:
        state = session.scalars(select(Run.state)).one()
        assert state is not None
        run = zstandard.ZstdDecompressor().decompress(state[len(blob.FORMAT) + blob.SEAL:]).decode()
        told = [
            *session.scalars(select(Fact.value)), *session.scalars(select(Entry.data)),
            *session.scalars(select(Decision.inputs)), *session.scalars(select(Decision.result)),
            *session.scalars(select(Task.public_status)), run,
        ]

    assert "severity" in run, "this is the state that the assessment went into"
    assert [(word, text) for word in IDENTITY for text in told if word in text] == []


def test_names_that_the_form_does_not_ask_for_have_no_effect(office: Office) -> None:
    token = begun(office, WHAT | WHO | HOSTILE)
    with office.database.transaction() as session:
        intake.save(session, token, HOSTILE, office.now)
    kept = load(office, token).typed

    opened = send(office, token)

    case = office.case(opened)
    with office.database.reading() as session:
        facts = set(session.scalars(select(Fact.name)))
    assert kept == WHAT | WHO
    assert facts & HOSTILE.keys() == {"regimes"} & facts
    assert (case.source, case.send_letters, case.outcome, case.received_at) == (None, True, "", office.now)
    office.assess(opened)
    office.decide(opened)
    assert office.faults() == []


@pytest.mark.parametrize(("name", "text"), [
    ("description", "I was charged\0 twice."), ("topic", "bribes"), ("country", "Atlantis"), ("email", "no address"),
    ("email", "a@b.example, c@d.example"), ("description", "short"), ("description", "x" * 5001), ("name", ""),
    ("name", "Zoë\r\nBcc: all@home.example"),
])
def test_what_does_not_fit_the_form_opens_no_case_and_stays_as_typed(office: Office, name: str, text: str) -> None:
    token = begun(office, {**WHAT, **WHO, name: [text]})

    with pytest.raises(ValueError, match="does not fit"):
        send(office, token)

    assert count(office.database, Case) == 0
    assert load(office, token).typed[name] == [text]


def test_when_the_process_cannot_start_the_draft_is_kept(database: Database) -> None:
    broken = Pack({**FILES, "bpmn/complaint.bpmn": DIAGRAM.replace(b"L1_ack", b"L1_acknowledgement")})
    with database.transaction() as session:
        TinyHouse(session, broken)
        token = intake.begin(session, {"topic": ["other"]}, NOW)

    with pytest.raises(StepFailed, match="L1_acknowledgement"), database.transaction() as session:
        intake.send(session, token, NOW)

    assert count(database, Case) == count(database, Entry) == 0
    with database.reading() as session:
        assert intake.load(session, token).typed == {"topic": ["other"]}


def test_a_draft_that_nobody_touched_for_two_weeks_is_forgotten_with_its_files(office: Office) -> None:
    old = begun(office)
    add_file(office, old)
    office.later(days=13)
    young = begun(office)

    with office.database.transaction() as session:
        gone = intake.sweep(session, office.later(days=2).now)

    assert gone == 1
    assert load(office, young)
    assert count(office.database, Attachment) == 0
    with pytest.raises(NotFound):
        load(office, old)


def test_forgetting_the_draft_of_a_sent_complaint_leaves_the_case_whole(office: Office) -> None:
    token = begun(office)
    add_file(office, token)
    opened = send(office, token)

    with office.database.transaction() as session:
        intake.sweep(session, office.later(days=15).now)

    assert files(office, opened) == ["bill.pdf"]
    assert count(office.database, IntakeDraft) == 0


def test_the_limit_of_a_file_holds_for_a_draft_too(office: Office) -> None:
    token = begun(office)

    with pytest.raises(attachments.TooLarge), office.database.transaction() as session:
        intake.add_file(session, token, "bill.pdf", PDF.ljust(attachments.MEGABYTE + 1), 1, office.now)

    assert load(office, token).files == []


def test_a_touched_draft_is_kept_for_two_weeks_more(office: Office) -> None:
    token = begun(office)
    office.later(days=10)
    with office.database.transaction() as session:
        intake.save(session, token, {"topic": ["staff"]}, office.now)

    with office.database.transaction() as session:
        gone = intake.sweep(session, office.now + intake.KEPT - timedelta(minutes=1))

    assert gone == 0
