"""When a case is over."""

from tests.engine.cases.office import Office


def test_a_case_closed_with_an_addition_unread_is_over_when_somebody_has_read_it(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)
    office.send(case, "accepted")
    office.send(case, "more_info", text="One more thing.")

    office.do("hugo", case, "Close the case", all_points_answered=True)
    closing, left = office.case(case), office.tasks(case)
    healthy = office.faults()
    office.later(days=1).do("hugo", case, "Read what was added", note="Answered by telephone.")

    assert (closing.status, left, healthy) == ("open", ["Read what was added"], [])
    assert office.case(case).status == "closed"
    assert office.case(case).closed_at == closing.closed_at, "that is when the complainant was told"
    assert office.faults() == []


def test_what_is_added_after_closing_stays_with_the_case_and_reopens_nothing(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)
    office.send(case, "accepted")
    office.do("hugo", case, "Close the case", all_points_answered=True)

    taken = office.send(case, "more_info", text="One more thing.")

    assert not taken
    assert office.case(case).status == "closed"
    assert office.journal(case, "message.received")[-1][2]["data"] == {"text": "One more thing."}
