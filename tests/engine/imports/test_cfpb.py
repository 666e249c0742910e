"""What a row of the bureau's database means here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.errors import FileRefused
from engine.imports import cfpb
from engine.imports.cfpb import RowRefused

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOPICS = frozenset({"credit", "mortgage", "payments", "account", "other"})
ROW = {
    "complaint_id": "1290564", "product": "Mortgage", "sub_product": "FHA mortgage", "issue": "Loan servicing",
    "sub_issue": "", "state": "MA", "date_received": "3/19/2015", "company_response": "Closed with explanation",
}


def intake(**other):
    return cfpb.intake({**ROW, **other}, NEW_YORK, NOW, TOPICS)


@pytest.mark.parametrize("text", ["2015-03-09", "3/9/2015", "03/09/2015", " 3/9/2015 "])
def test_either_style_of_date_is_the_same_day(text):
    assert cfpb.day(text) == date(2015, 3, 9)


@pytest.mark.parametrize("text", ["", "19.3.2015", "13/19/2015", "2015-02-30", "3/19/15", "20150319", "٣/٩/٢٠١٥x"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(RowRefused, match="day of receipt"):
        cfpb.day(text)


def test_a_day_of_receipt_is_noon_in_the_zone_of_the_calendar():
    assert intake().received_at == datetime(2015, 3, 19, 16, 0, tzinfo=UTC)
    assert intake(date_received="1/19/2015").received_at == datetime(2015, 1, 19, 17, 0, tzinfo=UTC)


def test_a_complaint_from_the_future_is_refused():
    with pytest.raises(RowRefused, match="in the future"):
        intake(date_received="2026-11-24")


@pytest.mark.parametrize("number", ["", "  ", "12a", "1.5", "-3", "9" * 21])
def test_a_row_without_a_number_is_refused(number):
    with pytest.raises(RowRefused, match="complaint id"):
        intake(complaint_id=number)


def test_an_imported_complaint_is_known_by_its_number_and_gets_no_letters():
    found = intake()

    assert (found.source, found.source_id, found.send_letters, found.country) == ("cfpb", "1290564", False, "US")


def test_the_consumers_own_words_come_first():
    assert intake(consumer_complaint_narrative=" They lost\nmy deed. ").description == "They lost\nmy deed."


@pytest.mark.parametrize(("sub_issue", "said"), [("", "Mortgage: Loan servicing"),
                                                 ("Escrow", "Mortgage: Loan servicing (Escrow)")])
def test_without_own_words_the_bureaus_categories_speak(sub_issue, said):
    assert intake(sub_issue=sub_issue).description == said


def test_a_row_that_says_nothing_is_refused():
    with pytest.raises(RowRefused, match="neither a product nor an issue"):
        intake(product="", issue=" ")


def test_what_the_bureau_knows_is_kept_as_facts_and_nothing_empty_is():
    assert intake(state="").facts == {
        "imported_product": "Mortgage", "imported_issue": "Loan servicing",
        "company_response": "Closed with explanation",
    }


@pytest.mark.parametrize(("product", "topic"), [
    ("Debt collection", "credit"), ("Mortgage", "mortgage"), ("Credit reporting", "credit"), ("Credit card", "credit"),
    ("Bank account or service", "account"), ("Consumer Loan", "credit"), ("Student loan", "credit"),
    ("Payday loan", "credit"), ("Money transfers", "payments"), ("Prepaid card", "payments"),
    ("Credit card or prepaid card", "payments"), ("Checking or savings account", "account"),
    ("Other financial service", "other"), ("", "other"),
])
def test_a_product_belongs_to_a_topic(product, topic):
    assert cfpb.topic_of(product) == topic


def test_a_topic_that_the_pack_does_not_offer_is_other():
    assert cfpb.intake(ROW, NEW_YORK, NOW, frozenset({"credit", "other"})).topic == "other"


@pytest.mark.parametrize(("via", "channel"), [("Web", "web"), ("Postal mail", "post"), ("", "web"), ("Owl", "web")])
def test_the_way_it_came_is_the_channel(via, channel):
    assert intake(submitted_via=via).channel == channel


def test_a_table_of_another_kind_is_refused_with_what_is_missing():
    with pytest.raises(FileRefused, match="no column complaint_id, issue"):
        cfpb.require_columns(["date_received", "product", "price"])
