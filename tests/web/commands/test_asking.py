"""Importing complaints and having a database examined, at the command line."""

import json

import pytest
from sqlalchemy import delete, func, select, update

from engine.model import Await, Case, Entry, Person, Task, Timer

HEADING = "Complaint ID,Product,Issue,State,Date received,Company response\n"
ROWS = "11,Mortgage,Loan servicing,MA,3/19/2015,Closed\n12,Credit card,Billing,TX,2015-03-18,Closed\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "complaints.csv"
    path.write_text(HEADING + ROWS + "13,Mortgage,Loan servicing,MA,30/30/2015,Closed\n", encoding="utf-8")
    return path


def test_an_import_opens_the_good_rows_and_tells_the_bad_one_by_its_line(home, file):
    home.employ("Intake")

    told = home.amends("import", file, "--format", "cfpb")

    assert "2 imported, 0 known from before, 1 refused" in told
    assert "line 4: its day of receipt '30/30/2015'" in told
    assert home.ask(select(func.count()).select_from(Task).where(Task.status == "open")) == 2


def test_a_second_import_of_the_same_file_adds_nothing(home, file):
    home.employ("Intake")
    home.amends("import", file, "--format", "cfpb")
    entries = home.ask(select(func.count()).select_from(Entry))

    told = home.amends("import", file, "--format", "cfpb")

    assert "0 imported, 2 known from before, 1 refused" in told
    assert home.ask(select(func.count()).select_from(Case)) == 2
    assert home.ask(select(func.count()).select_from(Entry)) == entries


def test_a_file_of_another_kind_is_refused(home, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")

    assert "not a table of CFPB complaints" in home.amends("import", other, "--format", "cfpb", code=1)


def test_the_doctor_finds_nothing_where_nothing_is_wrong(home, file):
    home.employ("Intake")
    home.amends("import", file, "--format", "cfpb")

    assert json.loads(home.amends("doctor", "--json")) == {"ok": True, "findings": []}
    assert "nothing found" in home.amends("doctor")


def test_the_doctor_tells_a_fault_and_ends_with_1(home, file):
    home.employ("Intake")
    home.amends("import", file, "--format", "cfpb")
    case = home.ask(select(Case.reference).order_by(Case.id).limit(1))
    home.change(update(Case).where(Case.reference == case).values(urgency="U1", owner_id=None))

    found = json.loads(home.amends("doctor", "--json", code=1))

    assert not found["ok"]
    assert (case, "owner-is-told") in {(one["case"], one["check"]) for one in found["findings"]}
    assert case in home.amends("doctor", code=1)


def test_a_warning_of_the_doctor_is_no_fault(home, file):
    home.employ("Intake")
    home.amends("import", file, "--format", "cfpb")
    home.change(update(Person).values(active=False))

    found = json.loads(home.amends("doctor", "--json"))

    assert found["ok"]
    assert {one["check"] for one in found["findings"]} == {"task-has-people"}


def test_a_case_that_waits_for_nothing_is_a_fault(home, file):
    home.employ("Intake")
    home.amends("import", file, "--format", "cfpb")
    for waited in (Timer, Await, Task):
        home.change(delete(waited))

    found = json.loads(home.amends("doctor", "--json", code=1))

    assert "goes-on" in {one["check"] for one in found["findings"]}
