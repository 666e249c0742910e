"""The same complaint again goes on where it was begun."""

import orjson
import pytest
from sqlalchemy import select

from engine import attachments, cases, overview, public
from engine.cases import Opened
from engine.errors import StepFailed
from engine.model import Attachment, CaseLink
from tests.engine.operations.ground import Ground
from tests.engine.tiny_house import task_of


@pytest.fixture
def joining(ground: Ground) -> Ground:
    return ground.asks("join_duplicate")


def again(joining: Ground, first: Opened, **about: object) -> Opened:
    """The same complaint once more, looked at."""
    case = joining.complaint(description="It is still broken.", facts={"duplicate_of": first.reference}, **about)  # type: ignore[arg-type]
    joining.looked_at(case)
    return case


def test_what_it_says_is_handed_on_as_something_added_there(joining: Ground) -> None:
    first = joining.complaint()

    again(joining, first)

    added = joining.arrived(first)
    assert [(one.name, one.status, orjson.loads(one.data)) for one in added] == [
        ("more_info", "waiting", {"said": "It is still broken."})]
    assert joining.told(first, "message.received")[0]["data"] == {"said": "It is still broken."}


def test_both_cases_know_of_each_other_and_both_journals_say_so(joining: Ground) -> None:
    first = joining.complaint()
    second = again(joining, first)

    links = overview.links(joining.session, overview.head(joining.session, first.reference), 0)

    assert [(one.reference, one.kind, one.ours) for one in links] == [(second.reference, "duplicate", False)]
    assert [one["other"] for one in joining.told(first, "case.linked")] == [second.reference]
    assert [one["other"] for one in joining.told(second, "case.linked")] == [first.reference]


def test_its_files_are_with_both(joining: Ground) -> None:
    first = joining.complaint()
    file = attachments.keep(joining.session, "bill.txt", b"12.50", 1, "Complainant", joining.now)

    second = again(joining, first, attachments=[file.id])

    rows = joining.session.execute(select(
        Attachment.case_id, Attachment.content, Attachment.added_by).order_by(Attachment.id)).all()
    assert [tuple(row) for row in rows] == [
        (second.case_id, b"12.50", "Complainant"), (first.case_id, b"12.50", second.reference)]
    assert joining.told(first, "message.received")[0]["files"] == 1


def test_coming_by_a_second_time_joins_nothing_twice(ground: Ground) -> None:
    ground.asks_for(("join_duplicate", {}), ("join_duplicate", {}))
    first = ground.complaint()

    again(ground, first)

    assert len(ground.arrived(first)) == 1
    assert len(ground.session.scalars(select(CaseLink)).all()) == 1


@pytest.mark.parametrize("reference", ["C-2026-ZZZZZZ", ""])
def test_joining_a_case_that_is_not_there_is_an_incident(joining: Ground, reference: str) -> None:
    case = joining.complaint(facts={"duplicate_of": reference})

    with pytest.raises(StepFailed, match="no other case"):
        joining.looked_at(case)


def test_the_page_of_the_other_complainant_shows_nothing_that_was_handed_on(joining: Ground) -> None:
    first = joining.complaint()
    file = attachments.keep(joining.session, "bill.txt", b"12.50", 1, "Complainant", joining.now)

    again(joining, first, attachments=[file.id])

    seen = public.status(joining.session, first.reference, first.code, joining.now)
    assert [one for one in seen.history if one.kind == "message"] == []
    assert list(seen.files) == []


def test_a_complaint_is_not_joined_to_one_that_nobody_reads_any_more_and_goes_on_by_itself(joining: Ground) -> None:
    first = joining.complaint()
    joining.looked_at(other := again_open(joining))
    cases.complete(joining.session, task_of(joining.session, other.case_id).id, {}, joining.handler, joining.now)
    case = joining.done_to(facts={"duplicate_of": other.reference})

    assert joining.facts(case)["same_matter_open"] is False
    assert [one["other"] for one in joining.told(case, "case.not_joined")] == [other.reference]
    assert task_of(joining.session, case.case_id).name == "Go on"
    assert joining.arrived(other) == [] and joining.arrived(first) == []


def again_open(joining: Ground) -> Opened:
    """A case that says again what another open one says."""
    return joining.complaint(facts={"duplicate_of": joining.complaint().reference})
