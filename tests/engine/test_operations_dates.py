"""A case is dated by urgency and regimes, moved on by news, put off by a person; its rows and its journal agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from engine import doctor
from engine import dossier as dossiers
from engine.cases import storing
from engine.config import ROOT
from engine.db import Database
from engine.dossier import Dossier
from engine.errors import ExtensionRefused
from engine.model import Deadline, Entry
from engine.operations import dates
from engine.packs import Pack
from engine.process import Call
from tests.engine.tiny_house import FILES, TinyHouse

PACK = Pack({**FILES, **{
    name: (ROOT / name).read_bytes() for name in ("bpmn/regimes.toml", "bpmn/calendars.toml")
}})
MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
REASON = "The expert's report is not there yet."


class Office:
    """A tiny house with every regime there is, and one case in it."""

    def __init__(self, database: Database, country: str = "GB", received: datetime = MONDAY) -> None:
        self.database = database
        self.now = received
        with database.transaction() as session:
            self.house = TinyHouse(session, PACK)
            self.case = self.house.opened(session, received, country=country).case_id

    @contextmanager
    def working(self, **facts: Any) -> Iterator[Dossier]:
        """The case, open to be changed."""
        with self.database.transaction() as session:
            dossier = dossiers.lock(session, self.case, self.now)
            dossier.facts.update(facts)
            yield dossier
            storing.store(dossier, None, None)

    def date(self, **facts: Any) -> dict[str, datetime]:
        with self.working(**facts) as dossier:
            dates.set_deadlines(dossier, self.call())
        return self.due()

    def call(self) -> Call:
        return Call("set_deadlines", {}, "set_deadlines", "Set deadlines", self.now)

    def due(self) -> dict[str, datetime]:
        return {row.name: row.due_at for row in self._rows()}

    def derivation(self, name: str) -> dict[str, Any]:
        return next(orjson.loads(row.derivation) for row in self._rows() if row.name == name)

    def told(self, kind: str) -> list[dict[str, Any]]:
        with self.database.reading() as session:
            rows = session.execute(select(Entry.data).where(Entry.kind == kind).order_by(Entry.seq))
            return [orjson.loads(row.data) for row in rows]

    def wrong(self) -> list[str]:
        """What the doctor says of the dates."""
        return [str(one) for one in doctor.examine(self.database) if one.check == "deadlines-are-told"]

    def _rows(self) -> list[Any]:
        with self.database.reading() as session:
            return list(session.execute(select(Deadline.name, Deadline.due_at, Deadline.derivation)))


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_the_case_is_dated_by_the_regimes_that_the_tables_chose(office: Office) -> None:
    found = office.date(urgency="U3", regimes=["uk_fca", "uk_payments"])

    assert found["final"] == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert found["edr"] == datetime(2026, 12, 21, 17, 0, tzinfo=UTC)
    assert found["fast_track"] == datetime(2026, 11, 5, 17, 0, tzinfo=UTC)
    assert office.derivation("final")["regime"] == "uk_payments"
    assert office.wrong() == []


def test_dates_that_a_regime_gave_and_the_next_does_not_fall_away(office: Office) -> None:
    office.date(regimes=["uk_fca"])

    found = office.date(regimes=["pl_finance"])

    assert "fast_track" not in found
    assert found["deemed_granted"] == found["final"]
    assert office.wrong() == []


def test_the_version_of_the_local_day_of_receipt_holds(database: Database) -> None:
    # 23:30 in London on 7 April is 22:30 in UTC; half an hour after midnight it is still the 7th in UTC
    before = Office(database, received=datetime(2026, 4, 7, 22, 30, tzinfo=UTC))

    before.date(regimes=["uk_ofcom"])

    assert before.derivation("final")["rule"] == "8 W"


def test_after_local_midnight_the_new_version_holds_though_the_day_in_utc_is_the_old_one(database: Database) -> None:
    after = Office(database, received=datetime(2026, 4, 7, 23, 30, tzinfo=UTC))

    after.date(regimes=["uk_ofcom"])

    assert after.derivation("final")["rule"] == "6 W"


def test_a_clock_that_starts_with_the_acknowledgement_is_counted_from_it_once_it_was_sent(office: Office) -> None:
    provisional = office.date(regimes=["uk_housing"])["final"]
    with office.working() as dossier:
        dossier.set("acknowledged_at", MONDAY + timedelta(days=2))

    found = office.date(regimes=["uk_housing"])

    assert (provisional, found["final"]) == (
        datetime(2026, 11, 16, 17, 0, tzinfo=UTC), datetime(2026, 11, 18, 17, 0, tzinfo=UTC))


def test_a_letter_that_was_long_on_its_way_counts_from_its_sending(office: Office) -> None:
    found = office.date(regimes=["fr_acpr"], sent_on="2026-10-20")

    assert found["final"] == datetime(2026, 12, 20, 23, 59, 59, tzinfo=UTC)


def test_a_day_of_sending_after_receipt_is_not_believed(office: Office) -> None:
    assert office.date(regimes=["fr_acpr"], sent_on="2026-12-01")["final"].date() == date(2027, 1, 2)


def test_news_move_the_next_ones_on_from_when_they_went_out(office: Office) -> None:
    office.date(urgency="U3")
    office.now = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)

    with office.working() as dossier:
        dates.move_next_update(dossier, office.now, office.call())

    assert office.due()["next_update"] == datetime(2026, 12, 2, 17, 0, tzinfo=UTC)
    assert office.told("deadlines.moved") == [
        {"why": "progress", "dates": {"next_update": "2026-12-02T17:00:00+00:00"}}]
    assert office.wrong() == []


def test_a_new_assessment_counts_from_the_news_that_went_out(office: Office) -> None:
    office.date(urgency="U3")
    office.now = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    with office.working() as dossier:
        dates.move_next_update(dossier, office.now, office.call())

    found = office.date(urgency="U2")

    assert found["next_update"] == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_an_extension_moves_what_hangs_on_the_final_date_and_is_told(office: Office) -> None:
    before = office.date(urgency="U3", regimes=["uk_payments"])
    office.now = MONDAY + timedelta(days=3)

    with office.working() as dossier:
        found = dates.extend(dossier, date(2026, 12, 21), REASON, office.house.handler, office.now)

    after = office.due()
    assert (after["final"], "edr" in after, found.gone) == (datetime(2026, 12, 21, 17, 0, tzinfo=UTC), False, ("edr",))
    assert before["warn75"] < after["warn75"] < after["warn90"] < after["final"]
    assert office.derivation("final")["extended"][0]["by"] == "Hanna Handler"
    assert office.told("deadlines.moved")[0]["dates"]["edr"] is None
    assert office.wrong() == []


def test_what_the_law_does_not_allow_changes_nothing(office: Office) -> None:
    before = office.date(urgency="U3", regimes=["uk_fca"])

    with pytest.raises(ExtensionRefused, match="allows no extension"), office.working() as dossier:
        dates.extend(dossier, date(2027, 3, 1), REASON, office.house.handler, office.now)

    assert office.due() == before


def test_an_extension_outlives_a_new_assessment_and_is_still_the_only_one(office: Office) -> None:
    office.date(urgency="U3", regimes=["uk_payments"])
    with office.working() as dossier:
        dates.extend(dossier, date(2026, 12, 7), REASON, office.house.handler, office.now)

    found = office.date(urgency="U1", regimes=["uk_payments"])

    assert found["final"] == datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC)
    assert office.wrong() == []
    with pytest.raises(ExtensionRefused, match="put off before"), office.working() as dossier:
        dates.extend(dossier, date(2026, 12, 14), REASON, office.house.handler, office.now)


def test_the_latest_possible_day_is_known_before_anybody_asks(office: Office) -> None:
    office.date(regimes=["uk_payments"])

    with office.working() as dossier:
        limit = dates.latest_extension(dossier)

    assert limit is not None
    assert limit.due == datetime(2026, 12, 21, 17, 0, tzinfo=UTC)


def test_reviews_and_disputes_have_clocks_of_their_own_that_a_new_assessment_leaves_alone(office: Office) -> None:
    office.date(urgency="U3", regimes=["uk_housing"])
    office.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    with office.working() as dossier:
        dates.set_review_deadlines(dossier, office.call())
        dates.set_dispute_deadlines(dossier, office.call(), complex=True)

    found = office.date(urgency="U2")

    assert {name: found[name] for name in dates.LATER} == {
        "review_ack": datetime(2026, 11, 30, 17, 0, tzinfo=UTC),
        "review_final": datetime(2026, 12, 21, 17, 0, tzinfo=UTC),
        "edr_reply": datetime(2027, 1, 7, 17, 0, tzinfo=UTC),
        "edr_warn": datetime(2026, 12, 7, 17, 0, tzinfo=UTC),
    }
    assert office.wrong() == []


def test_what_follows_from_lateness_is_read_from_the_date_itself(office: Office) -> None:
    office.date(urgency="U2", regimes=["pl_finance"])

    with office.working() as dossier:
        stored = [dates.effects_of(dossier, name) for name in ("final", "deemed_granted", "warn75", "refer_level")]
        dossier.facts["urgency"] = "U3"
        dates.set_deadlines(dossier, office.call())
        pending = dates.effects_of(dossier, "final")

    assert stored == [("holding_letter",), ("deemed_granted",), (), ()]
    assert pending == ("deemed_granted",)


def test_a_case_without_regimes_has_our_own_promise(office: Office) -> None:
    with office.working() as dossier:
        assert [one.id for one in dates.in_force(dossier)] == ["default"]
        dossier.facts["regimes"] = ["eu_gdpr"]
        assert [one.id for one in dates.in_force(dossier)] == ["eu_gdpr", "default"]
