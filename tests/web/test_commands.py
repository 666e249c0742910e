"""What an operator types: every command says what it did, and wrong input says what to do."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select, update

from engine import clock, people, publishing
from engine.config import ROOT, load
from engine.db import Database
from engine.errors import SignInFailed
from engine.model import Await, Case, Entry, Pack, Person, Task, Timer
from tests.engine.cases.conftest import quick_hashing
from web.cli import main

__all__ = ["quick_hashing"]

PASSWORD = "correct horse battery"
PRODUCTION = {"AMENDS_MODE": "production", "AMENDS_SECRET_KEY": "k" * 40, "AMENDS_BASE_URL": "https://amends.test"}
HEADING = "Complaint ID,Product,Issue,State,Date received,Company response\n"
ROWS = "11,Mortgage,Loan servicing,MA,3/19/2015,Closed\n12,Credit card,Billing,TX,2015-03-18,Closed\n"


class Home:
    """A folder with a database of its own, and somebody at the command line beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = {"AMENDS_MODE": "demo", "AMENDS_HOME": str(folder)}

    def amends(self, *words, code=0, settings=None):
        """Run a command that ends with `code`; what it said, both ways out together."""
        result = CliRunner(env={**self.settings, **(settings or {})}).invoke(main, [str(word) for word in words])
        assert result.exit_code == code, f"{words}: {result.output}{result.exception!r}"
        return result.output

    def employ(self, *groups, email="eve@example.org"):
        asked = [word for group in groups for word in ("--group", group)]
        return self.amends("user", "add", email, "--name", "Eve Lund", "--password", PASSWORD, *asked)

    def ask(self, statement):
        """What one statement finds in the database."""
        return self._do(lambda database: _first(database, statement))

    def change(self, statement):
        def do(database):
            with database.transaction() as session:
                session.execute(statement)
        self._do(do)

    def signs_in(self, password, email="eve@example.org"):
        """Whether somebody can sign in with this password; the token if so."""
        def do(database):
            with database.transaction() as session:
                return people.sign_in(session, email, password, "a test", clock.real())
        try:
            return self._do(do)
        except SignInFailed:
            return None

    def is_signed_in(self, token):
        def do(database):
            with database.reading() as session:
                return people.signed_in(session, token, clock.real()) is not None
        return self._do(do)

    def current_pack(self):
        def do(database):
            with database.reading() as session:
                return publishing.current(session)[0]
        return self._do(do)

    def _do(self, what):
        config = load(self.settings)
        database = Database(config.database_url, key=config.secret_key, demo=True)
        try:
            return what(database)
        finally:
            database.close()


def _first(database, statement):
    with database.reading() as session:
        return session.execute(statement).scalar_one()


@pytest.fixture
def empty(tmp_path):
    return Home(tmp_path / "home")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, quick_hashing):
    """A home with the shipped pack, made once; tests work on copies."""
    home = Home(tmp_path_factory.mktemp("commands") / "home")
    home.amends("migrate")
    home.said = home.amends("publish", ROOT, "--note", "first")
    return home


@pytest.fixture
def home(prepared, tmp_path):
    shutil.copytree(prepared.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def draft(tmp_path):
    """A working copy of the shipped pack, to spoil."""
    for part in ("bpmn", "forms"):
        shutil.copytree(ROOT / part, tmp_path / "draft" / part)
    return tmp_path / "draft"


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- settings and schema -----------------------------------------------------------------------------

@pytest.mark.parametrize("settings, said", [
    ({"AMENDS_MODE": "production"}, "AMENDS_SECRET_KEY is missing"),
    ({"AMENDS_TICK": "soon"}, "AMENDS_TICK is 'soon'"),
    ({"AMENDS_DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/none"}, "does not answer"),
    ({"AMENDS_DATABASE_URL": "mysql://me:hidden@somewhere/none"}, "AMENDS_DATABASE_URL takes"),
], ids=["no key", "no number", "nobody there", "unknown database"])
def test_a_wrong_setting_gets_one_sentence_that_shows_no_password(empty, settings, said):
    told = empty.amends("doctor", code=1, settings=settings)

    assert said in told
    assert "hidden" not in told


@pytest.mark.parametrize("words", [
    ("publish", ROOT), ("doctor",), ("user", "list"), ("clock",), ("web",), ("worker",),
], ids=lambda words: words[0])
def test_a_database_without_tables_is_to_be_migrated_first(empty, words):
    assert "run `amends migrate` first" in empty.amends(*words, code=1)


def test_migrating_again_keeps_what_is_there(home):
    home.employ("Handler")

    home.amends("migrate")

    assert "Eve Lund" in home.amends("user", "list")


# --- packs -------------------------------------------------------------------------------------------

def test_publishing_tells_the_number_and_the_groups_in_which_nobody_works(prepared):
    assert "published as pack 1" in prepared.said
    assert "nobody works yet in: Handler, Intake, Management, Reviewer, Team lead" in prepared.said
    assert prepared.ask(select(Pack.note)) == "first"


def test_a_bad_pack_is_refused_with_every_cause_and_new_cases_follow_the_former(home, draft):
    spoil(draft / "bpmn" / "complaint.bpmn", "<spiffworkflow:calledDecisionId>D2_urgency<",
          "<spiffworkflow:calledDecisionId>D2_urgence<")
    spoil(draft / "bpmn" / "regimes.toml", '"4 WH"', '"soon"')
    spoil(draft / "forms" / "close.json", "{", "[")

    told = home.amends("publish", draft, code=1)

    assert "D2_urgence" in told and "'soon'" in told and "forms/close.json" in told
    assert "nothing was changed" in told
    assert home.ask(select(func.count()).select_from(Pack)) == 1


def test_a_former_pack_published_again_keeps_its_number_and_is_current(home, draft):
    spoil(draft / "bpmn" / "regimes.toml", '"4 WH"', '"3 WH"')
    assert "published as pack 2" in home.amends("publish", draft)

    told = home.amends("publish", ROOT)

    assert "published as pack 1" in told
    assert home.current_pack() == 1


def test_a_folder_without_a_pack_is_no_pack(home, tmp_path):
    (tmp_path / "nothing").mkdir()

    assert "There is no folder bpmn/" in home.amends("publish", tmp_path / "nothing", code=1)


def test_a_check_needs_no_database_and_passes_the_shipped_pack(empty):
    found = json.loads(empty.amends("check", ROOT, "--json"))

    assert found == {"ok": True, "findings": []}
    assert not empty.folder.exists()


def test_a_check_tells_programs_and_people_where_it_is_wrong_and_what_to_do(empty, draft):
    spoil(draft / "bpmn" / "regimes.toml", '"4 WH"', '"soon"')

    found = json.loads(empty.amends("check", draft, "--json", code=1))
    told = empty.amends("check", draft, code=1)

    [finding] = found["findings"]
    assert (found["ok"], finding["file"], finding["element"]) == (False, "bpmn/regimes.toml", "urgency U1")
    assert finding["message"] in told and finding["repair"] in told and "1 found" in told


# --- people ------------------------------------------------------------------------------------------

def test_whoever_was_added_can_sign_in_and_is_listed_with_their_groups(home):
    home.employ("Handler", "Reviewer")

    assert home.signs_in(PASSWORD)
    assert home.amends("user", "list").split() == ["Eve", "Lund", "eve@example.org", "Handler,", "Reviewer"]


def test_an_address_belongs_to_one_person(home):
    home.employ("Handler")

    again = home.amends("user", "add", "EVE@example.org", "--name", "Eva", "--password", PASSWORD, code=1)

    assert "is there already" in again


def test_a_password_is_not_short(home):
    home.employ("Handler")

    for words in (("add", "ada@example.org", "--name", "Ada"), ("password", "eve@example.org")):
        assert "at least 10 characters" in home.amends("user", *words, "--password", "short", code=1)

    assert home.signs_in(PASSWORD)


def test_people_are_put_into_exactly_the_groups_given(home):
    home.employ("Handler", "Reviewer")

    home.amends("user", "groups", "eve@example.org", "Team lead")

    assert home.amends("user", "list").split()[3:] == ["Team", "lead"]


def test_a_misspelt_group_is_told(home):
    told = home.employ("Handlers")

    assert "“Handlers” is a new group; there were: Handler, Intake" in told


def test_a_new_password_ends_every_sign_in(home):
    home.employ("Handler")
    token = home.signs_in(PASSWORD)

    home.amends("user", "password", "eve@example.org", "--password", "another long one")

    assert not home.is_signed_in(token)
    assert home.signs_in(PASSWORD) is None
    assert home.signs_in("another long one")


def test_who_is_deactivated_is_out_at_once_and_stays_listed(home):
    home.employ("Handler")
    token = home.signs_in(PASSWORD)

    home.amends("user", "deactivate", "eve@example.org")

    assert not home.is_signed_in(token)
    assert home.signs_in(PASSWORD) is None
    assert "(not active)" in home.amends("user", "list")


def test_who_was_deactivated_can_be_let_in_again(home):
    home.employ("Handler")
    home.amends("user", "deactivate", "eve@example.org")

    home.amends("user", "activate", "eve@example.org")

    assert home.signs_in(PASSWORD)


def test_an_unknown_address_is_told(home):
    for words in (("groups", "Handler"), ("password", "--password", PASSWORD), ("deactivate",), ("activate",)):
        assert "Nobody has the address" in home.amends("user", words[0], "ada@example.org", *words[1:], code=1)


# --- the clock ---------------------------------------------------------------------------------------

def test_the_demo_s_clock_moves_ahead_and_stays_there(home):
    before = home.amends("clock").strip()

    moved = home.amends("clock", "--weeks", 1, "--days", 2, "--hours", 3).strip()

    assert (moved > before) and home.amends("clock").strip() >= moved


def test_the_clock_is_moved_in_the_demo_only(home):
    before = home.amends("clock", settings=PRODUCTION).strip()

    assert "Only the demo's clock" in home.amends("clock", "--days", 1, code=1, settings=PRODUCTION)

    assert home.amends("clock", settings=PRODUCTION).strip()[:10] == before[:10]


def test_the_clock_is_not_set_back(home):
    assert "only moves ahead" in home.amends("clock", "--hours", -1, code=1)


# --- import and doctor -------------------------------------------------------------------------------

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
