"""What a complainant sees of their complaint, and what nobody else does."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from engine import public, sealing
from engine.cases import Opened
from engine.errors import NotFound
from engine.model import Message
from engine.public import StatusView
from tests.engine.cases.office import DECISION, Office


def view(office: Office, case: Opened) -> StatusView:
    with office.database.reading() as session:
        return public.status(session, case.reference, case.code, office.now)


def buttons(office: Office, case: Opened) -> list[str]:
    return [action.message for action in view(office, case).actions]


def done(office: Office, case: Opened) -> list[str]:
    return [step.name for step in view(office, case).steps if step.done_at is not None]


def ahead(office: Office, case: Opened) -> list[tuple[str, bool]]:
    return [(step.name, step.current) for step in view(office, case).steps if step.done_at is None]


def answered(office: Office) -> Opened:
    case = office.complain()
    office.assess(case)
    office.decide(case)
    return case


def test_reference_and_code_open_the_complaint_however_they_are_typed(office: Office) -> None:
    case = office.complain()

    with office.database.reading() as session:
        found = public.find(session, f" {case.reference.lower()} ", sealing.grouped(case.code).lower())

    assert found.id == case.case_id


@pytest.mark.parametrize(("reference", "code"), [
    ("{reference}", "A" * 26), ("{reference}", ""), ("{reference}", "{other_code}"), ("{reference}", "{code}A"),
    ("C-2026-222222", "{code}"), ("", ""), ("", "{code}"), ("{reference}\0", "A"), ("%", "%"),
    ("' or 1=1 --", "{code}"), ("\ud800", "\ud800"), ("A" * 10_000, "{code}"),
])
def test_unknown_reference_and_wrong_code_get_one_answer(office: Office, reference: str, code: str) -> None:
    case, other = office.complain(), office.complain()
    known = {"reference": case.reference, "code": case.code, "other_code": other.code}

    with office.database.reading() as session, pytest.raises(NotFound) as refused:
        public.find(session, reference.format(**known), code.format(**known))

    assert refused.value.message == "We cannot find a complaint with this reference and code."
    assert refused.value.about == {}


def test_the_page_shows_the_way_that_was_gone_and_the_usual_way_ahead(office: Office) -> None:
    case = office.complain()

    assert done(office, case) == ["received", "acknowledged"]
    assert ahead(office, case) == [
        ("assessed", True), ("investigated", False), ("communicated", False), ("closed", False),
    ]


def test_steps_that_are_our_own_business_are_not_shown(office: Office) -> None:
    case = answered(office)

    assert done(office, case) == ["received", "acknowledged", "assessed", "investigated", "communicated"]
    assert all(sentence for step in view(office, case).steps for sentence in [step.sentence])


def test_what_was_reached_stays_and_a_closed_complaint_has_nothing_ahead(office: Office) -> None:
    case = office.complain()
    stages = [done(office, case)]

    office.later(hours=1).assess(case)
    stages.append(done(office, case))
    office.later(hours=1).decide(case)
    stages.append(done(office, case))
    office.later(hours=1).send(case, "rejected", reason="No.")
    stages.append(done(office, case))
    office.later(hours=1).do("hugo", case, "Close the case", all_points_answered=True)
    stages.append(done(office, case))

    assert all(set(one) < set(other) for one, other in pairwise(stages))
    assert ahead(office, case) == []
    assert view(office, case).closed


def test_a_complaint_that_left_the_usual_way_does_not_promise_what_it_passed_over(office: Office) -> None:
    case = office.complain()

    office.send(case, "withdrawn")

    assert done(office, case) == ["received", "acknowledged", "withdrawn"]
    assert ahead(office, case) == [("closed", False)], "what comes before it is told in words"


def test_the_buttons_are_the_messages_that_the_case_waits_for(office: Office) -> None:
    case = office.complain()
    before = buttons(office, case)

    office.assess(case)
    office.decide(case)
    after = buttons(office, case)
    office.send(case, "accepted")
    closing = buttons(office, case)
    office.do("hugo", case, "Close the case", all_points_answered=True)

    assert before == ["more_info", "edr_requested", "withdrawn"]
    assert after == ["more_info", "accepted", "rejected", "edr_requested"]
    assert closing == ["more_info"]
    assert buttons(office, case) == []


def test_a_button_says_what_it_does_and_brings_its_form(office: Office) -> None:
    case = office.complain()

    actions = {action.message: action for action in view(office, case).actions}

    assert actions["more_info"].button == "Add information"
    assert (actions["more_info"].form, actions["edr_requested"].form) == ("more_info", "")
    assert all(action.help for action in actions.values())


def test_the_page_says_who_is_at_work_in_public_words(office: Office) -> None:
    case = office.complain()
    reading = view(office, case).doing_now
    office.assess(case)
    looking = view(office, case).doing_now
    office.decide(case)
    asking = view(office, case).doing_now

    assert reading.startswith("We are reading your complaint")
    assert looking == "We are looking into what happened."
    assert asking.startswith("We have sent you our decision.")


def test_until_our_answer_is_out_the_page_says_by_when_it_comes(office: Office) -> None:
    case = office.complain()

    shown = view(office, case)

    assert shown.next_date is not None and shown.final_date is not None
    assert office.now < shown.next_date <= shown.final_date


def test_a_date_that_has_passed_is_not_promised_again(office: Office) -> None:
    case = office.complain()
    first = view(office, case).next_date
    assert first is not None

    office.now = first + timedelta(seconds=1)

    second = view(office, case).next_date
    assert second is not None and second > first


@pytest.mark.parametrize("way", ["answered", "withdrawn", "edr_requested"])
def test_once_nothing_is_owed_any_more_no_date_is_promised(office: Office, way: str) -> None:
    case = office.complain()

    if way == "answered":
        office.assess(case)
        office.decide(case)
    else:
        office.send(case, way)

    assert (view(office, case).next_date, view(office, case).final_date) == (None, None)


def test_our_letters_can_be_read_and_only_ours_to_them(office: Office) -> None:
    case, other = answered(office), office.complain()
    office.send(case, "more_info", text="One more thing.")
    letters = view(office, case).letters

    with office.database.reading() as session:
        read = [public.letter(session, case.case_id, letter.id) for letter in letters]
        theirs = session.scalars(select(Message.id).where(Message.direction == "in")).one()
        first = public.first_letter(session, case.case_id)
        for foreign in (view(office, other).letters[0].id, theirs, 9999):
            with pytest.raises(NotFound):
                public.letter(session, case.case_id, foreign)

    assert [letter.subject for letter in letters] == [letter.subject for letter in read]
    assert len(letters) == 2
    assert first is not None and case.reference in first.text


def test_the_history_tells_milestones_letters_and_their_own_messages_newest_first(office: Office) -> None:
    case = answered(office)
    office.later(days=1).send(case, "more_info", text="One more thing.")

    history = view(office, case).history

    assert (history[0].at, history[0].kind, history[0].text) == (office.now, "message", "Add information")
    assert history[-1].text == "We received your complaint."
    assert [one.at for one in history] == sorted((one.at for one in history), reverse=True)
    assert [one.kind for one in history].count("letter") == 2


def test_nothing_of_our_inside_reaches_the_page(office: Office) -> None:
    case = office.complain()
    office.assess(case, note="They sound difficult.")
    office.do("hugo", case, "Investigate and decide", **{**DECISION, "findings": "Our clerk slept."})
    office.do("rita", case, "Four-eyes review", decision="return", comment="Not like this.")

    shown = repr(view(office, case)).replace(case.code, "")

    assert not [word for word in ("difficult", "slept", "Not like this", "Rita", "Reviewer", "U3") if word in shown]


def test_how_we_handle_complaints_is_told_from_the_published_pack(office: Office) -> None:
    with office.database.reading() as session:
        told = public.how_to(session, "en")

    assert told.organisation == "Fairhaven Group"
    assert told.steps[0] == "You tell us what went wrong."
    assert told.spans == {"acknowledge": "1 WD", "target": "15 WD", "final": "30 CD"}


def test_a_late_complaint_still_shows_every_step_that_lies_ahead(office: Office) -> None:
    case = office.complain("other")

    office.later(days=60).wake(case)

    assert done(office, case)[-2:] == ["informed_final", "edr_offered"]
    assert [name for name, _ in ahead(office, case)][:2] == ["assessed", "investigated"]
    assert ahead(office, case)[0] == ("assessed", True)
