"""Where a complaint stands, for its complainant, on ways other than the usual one."""

import pytest
from sqlalchemy import delete, insert, update

from engine import cases, public
from engine.cases import Opened
from engine.db import Database, insert_row, table
from engine.model import Case, Deadline, Task
from engine.model import Pack as PackRow
from engine.packs import Pack
from engine.public import StatusView
from tests.engine.cases.beside import drawn
from tests.engine.cases.conftest import MONDAY, shipped
from tests.engine.cases.office import Office
from tests.engine.process.drawing import message, node, path, timer
from tests.engine.tiny_house import FILES, service, told, work


def view(office: Office, case: Opened) -> StatusView:
    with office.database.reading() as session:
        return public.status(session, case.reference, case.code, office.now)


def ahead(office: Office, case: Opened) -> list[str]:
    return [step.name for step in view(office, case).steps if step.done_at is None]


def set_case(office: Office, **columns: object) -> None:
    with office.database.transaction() as session:
        session.execute(update(Case).values(**columns))


def dated(office: Office, case: Opened, **dates: int) -> None:
    """Deadlines so many days from now, and no others."""
    with office.database.transaction() as session:
        session.execute(delete(Deadline))
        for name, days in dates.items():
            session.execute(insert(Deadline).values(
                case_id=case.case_id, name=name, due_at=Office(office.database, {}, office.now).later(days=days).now,
                derivation="{}", set_at=office.now))


def test_a_case_says_what_it_waits_for_even_where_only_a_moment_is_waited_for(database: Database) -> None:
    inner = (
        node("startEvent", "r_start") + node("intermediateCatchEvent", "r_rest", timer('"P5D"'))
        + node("endEvent", "r_end") + path("r_start", "r_rest", "r_end")
    )
    pack = Pack({**FILES, "bpmn/complaint.bpmn": drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("subProcess", "rest", told("", public_status="We let it rest for some days.") + inner)
        + node("userTask", "look", work("Handler"), name="Look") + node("endEvent", "done")
        + path("came", "take_up", "rest", "look", "done"), "complaint")})
    office = working_by(database, pack)
    case = office.complain()

    assert view(office, case).doing_now == "We let it rest for some days."


def test_a_called_process_is_told_in_the_words_of_who_calls_it(database: Database) -> None:
    pack = Pack({**FILES, "bpmn/complaint.bpmn": drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("callActivity", "call", told("", public_status="We look into it."), calledElement="inside")
        + node("endEvent", "done") + path("came", "take_up", "call", "done"), "complaint"),
        "bpmn/inside.bpmn": drawn(
            node("startEvent", "i_came") + node("userTask", "i_look", work("Handler"), name="Look")
            + node("endEvent", "i_done") + path("i_came", "i_look", "i_done"), "inside")})
    office = working_by(database, pack)
    case = office.complain()

    assert view(office, case).doing_now == "We look into it."


def test_what_runs_beside_an_open_complaint_is_not_told_as_if_it_were_the_complaint(database: Database) -> None:
    pack = Pack({**FILES, "bpmn/complaint.bpmn": drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("serviceTask", "learn", service("start_run", "assessed", process="&quot;cause&quot;"))
        + node("userTask", "look", told("", lane="Handler", formJsonSchemaFilename="remark.json",
                                        public_status="We look into it."), name="Look")
        + node("endEvent", "done") + path("came", "take_up", "learn", "look", "done"), "complaint"),
        "bpmn/cause.bpmn": drawn(
            node("startEvent", "c_came") + node("userTask", "c_look", told(
                "", lane="Handler", formJsonSchemaFilename="remark.json", public_status="We find the cause."))
            + node("endEvent", "c_done") + path("c_came", "c_look", "c_done"), "cause")})
    office = working_by(database, pack)
    case = office.complain()
    told_first = view(office, case).doing_now
    office.do("hugo", case, "Look", text="Done.")

    assert (told_first, view(office, case).doing_now) == ("We look into it.", "")


def test_a_check_beside_the_main_course_is_told_only_where_that_has_nothing_to_say(database: Database) -> None:
    def house(said: str) -> Pack:
        look = told("", lane="Handler", formJsonSchemaFilename="remark.json", public_status=said)
        check = told("", lane="Team lead", formJsonSchemaFilename="remark.json", public_status="A team lead checks it.")
        return Pack({**FILES, "bpmn/complaint.bpmn": drawn(
            node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
            + node("subProcess", "handling", node("startEvent", "h_start") + node("userTask", "first", work("Handler"),
                   name="First") + node("userTask", "look", look, name="Look") + node("endEvent", "h_end")
                   + path("h_start", "first", "look", "h_end"))
            + node("boundaryEvent", "soon", timer('"P5D"'), attachedToRef="handling", cancelActivity="false")
            + node("userTask", "check", check, name="Check") + node("endEvent", "checked")
            + path("soon", "check", "checked")
            + node("endEvent", "done") + path("came", "take_up", "handling", "done"), "complaint")})
    office = working_by(database, house("We look into it."))
    case = office.complain()
    office.later(days=6).wake(case)
    before = view(office, case).doing_now
    office.do("hugo", case, "First")

    assert (before, view(office, case).doing_now) == ("A team lead checks it.", "We look into it.")


def test_what_we_ask_of_the_complainant_is_told_before_what_we_do_ourselves(database: Database) -> None:
    look = told("", lane="Handler", formJsonSchemaFilename="remark.json", public_status="We look into it.")
    pack = Pack({**FILES, "bpmn/complaint.bpmn": drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("parallelGateway", "both") + node("userTask", "look", look, name="Look")
        + node("intermediateCatchEvent", "asked", told("", public_status="We asked you something.") + message("info"))
        + node("endEvent", "done") + node("endEvent", "told") + path("came", "take_up", "both", "look", "done")
        + path("both", "asked", "told"), "complaint", ("info",)),
        "bpmn/milestones.toml": FILES["bpmn/milestones.toml"] + b"""
[[message]]
name = "info"
button.en = "Answer"
"""})
    office = working_by(database, pack)

    assert view(office, office.complain()).doing_now == "We asked you something."


def working_by(database: Database, pack: Pack) -> Office:
    with database.transaction() as session:
        insert_row(session, table(PackRow), {
            "hash": pack.hash, "content": pack.pack_bytes(), "calendars": pack.calendars_json(), "note": "",
            "published_at": MONDAY, "current_since": MONDAY,
        })
        return Office(database, Office.hire(session, MONDAY), MONDAY)


def test_who_is_told_that_it_is_not_for_us_is_promised_nothing_that_will_not_come(office: Office) -> None:
    case = office.complain()

    set_case(office, out_of_scope_at=office.now)

    assert ahead(office, case) == ["closed"]


def test_a_dispute_before_there_was_an_answer_promises_no_answer_of_ours(database: Database) -> None:
    words = shipped().files["bpmn/milestones.toml"] + b"""
[[milestone]]
name = "position_sent"
order = 86
public = true
done.en = "We told the independent body what we say."
"""
    office = working_by(database, Pack({**shipped().files, "bpmn/milestones.toml": words}))
    case = office.complain()
    usual = ahead(office, case)

    dated(office, case, edr_reply=20)

    assert usual == ["assessed", "investigated", "communicated", "closed"]
    assert ahead(office, case) == ["closed"]


def test_while_somebody_else_looks_at_everything_again_they_hear_from_us_by_the_dates_of_the_review(
    office: Office
) -> None:
    case = office.complain()
    set_case(office, communicated_at=office.now, rejected_at=office.now)
    dated(office, case, final=-3, review_ack=5, review_final=20)

    seen = view(office, case)

    assert seen.next_date == Office(office.database, {}, office.now).later(days=5).now
    assert seen.final_date == Office(office.database, {}, office.now).later(days=20).now


def test_who_waits_too_long_reads_that_we_are_late_and_no_day_that_is_over_is_promised(office: Office) -> None:
    case = office.complain()
    dated(office, case, final=-3, edr=17)
    late = view(office, case)
    set_case(office, edr_offered_at=office.now)
    still_late = view(office, case)
    set_case(office, communicated_at=office.now)

    final = Office(office.database, {}, office.now).later(days=-3).now
    assert (late.missed_date, late.final_date) == (final, None)
    assert late.next_date == Office(office.database, {}, office.now).later(days=17).now
    assert still_late.missed_date == final, "to be shown another door is no answer"
    assert view(office, case).missed_date is None


def test_a_second_look_that_takes_too_long_is_late_as_well(office: Office) -> None:
    case = office.complain()
    set_case(office, communicated_at=office.now, rejected_at=office.now)
    dated(office, case, final=-30, review_final=-1)

    late = view(office, case)

    assert late.missed_date == Office(office.database, {}, office.now).later(days=-1).now


def test_who_asked_for_an_independent_body_does_not_read_that_our_answer_is_late(office: Office) -> None:
    case = office.complain()

    dated(office, case, final=-3, edr_reply=20)

    assert view(office, case).missed_date is None


def test_what_was_reached_stands_in_the_order_of_time_and_closing_is_never_said_to_be_done_now(office: Office) -> None:
    case = office.complain()
    office.later(days=31).wake(case)
    office.assess(case)
    office.decide(case)

    steps = view(office, case).steps

    done = [step.done_at for step in steps if step.done_at is not None]
    assert done == sorted(done)
    names = [step.name for step in steps]
    assert names.index("informed_final") < names.index("assessed")
    assert [(step.name, step.current) for step in steps if step.done_at is None] == [("closed", False)]


@pytest.mark.parametrize("reached", ["reviewed_at", "edr_offered_at"])
def test_once_that_is_over_nothing_is_owed_by_a_date(office: Office, reached: str) -> None:
    case = office.complain()
    dated(office, case, final=3, review_final=20)

    set_case(office, communicated_at=office.now, rejected_at=office.now, **{reached: office.now})

    assert (view(office, case).next_date, view(office, case).final_date) == (None, None)


def test_a_message_without_a_sentence_of_its_own_is_told_by_the_part_of_the_drawing_around_it(
    database: Database
) -> None:
    inner = (
        node("startEvent", "q_start") + node("intermediateCatchEvent", "q_told", message("info"))
        + node("endEvent", "q_end") + path("q_start", "q_told", "q_end")
    )
    pack = Pack({**FILES, "bpmn/complaint.bpmn": drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("subProcess", "question", told("", public_status="We asked you something.") + inner)
        + node("endEvent", "done") + path("came", "take_up", "question", "done"), "complaint", ("info",))})
    office = working_by(database, pack)
    case = office.complain()

    assert view(office, case).doing_now == "We asked you something."


def test_every_state_of_the_usual_life_has_its_sentence(office: Office) -> None:
    case = office.complain()
    said = [view(office, case).doing_now]
    office.assess(case)
    said.append(view(office, case).doing_now)
    office.decide(case)
    said.append(view(office, case).doing_now)
    office.send(case, "rejected", reason="No.")
    said.append(view(office, case).doing_now)

    assert all(said) and len(set(said)) == 4


def test_a_task_that_is_gone_back_behind_is_told_no_more(office: Office) -> None:
    case = office.complain()
    first = view(office, case).doing_now
    office.assess(case)
    with office.database.transaction() as session:
        [step] = cases.earlier_steps(session, case.case_id, office.now)
        cases.go_back(session, case.case_id, step.run_id, step.token, "It was assessed wrongly.", office.cast["tess"],
                      office.now)

    assert view(office, case).doing_now == first
    with office.database.reading() as session:
        assert session.query(Task).filter(Task.status == "open").count() == 1
