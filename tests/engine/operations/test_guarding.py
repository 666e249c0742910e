"""A service that may not be cut off while a complaint about it is open."""

from engine import cases, overview
from tests.engine.operations.ground import Ground
from tests.engine.tiny_house import task_of


def test_the_service_stays_on_from_the_first_moment_where_the_law_says_so(ground: Ground) -> None:
    ground.asks("set_deadlines")

    case = ground.complaint(regimes=["keeps_on"])

    assert ground.facts(case)["service_cut_blocked"] is True
    assert ground.told(case, "service.guarded") == [{"regimes": ["keeps_on"]}]
    assert overview.head(ground.session, case.reference).service_guarded


def test_it_is_said_once_however_often_the_dates_are_set(ground: Ground) -> None:
    ground.asks_for(("set_deadlines", {}), ("set_deadlines", {}))

    case = ground.done_to(regimes=["keeps_on"])

    assert len(ground.told(case, "service.guarded")) == 1


def test_where_no_law_says_so_nothing_is_said(ground: Ground) -> None:
    ground.asks("set_deadlines")

    case = ground.done_to(regimes=["by_law"])

    assert "service_cut_blocked" not in ground.facts(case)
    assert not overview.head(ground.session, case.reference).service_guarded


def test_when_the_case_is_closed_nothing_forbids_it_any_more(ground: Ground) -> None:
    ground.asks("set_deadlines")
    case = ground.done_to(regimes=["keeps_on"])

    cases.complete(ground.session, task_of(ground.session, case.case_id).id, {}, ground.handler, ground.now)
    ground.session.expire_all()

    assert ground.row(case).status == "closed"
    assert ground.facts(case)["service_cut_blocked"] is False
    assert len(ground.told(case, "service.unguarded")) == 1
    assert not overview.head(ground.session, case.reference).service_guarded
