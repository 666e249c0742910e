"""Packs at the command line: checked with every cause, published or left alone."""

from sqlalchemy import func, select

from engine.model import Pack
from tests.packs import SMALL
from tests.web.commands.home import spoil


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

    told = home.amends("publish", SMALL)

    assert "published as pack 1" in told
    assert home.current_pack() == 1


def test_a_pack_that_is_current_is_not_published_again(home):
    told = home.amends("publish", SMALL, "--note", "again")

    assert "this is pack 1 already" in told and "nothing was changed" in told
    assert "published" not in told
    assert home.ask(select(Pack.note)) == "first"


def test_a_folder_without_a_pack_is_no_pack(home, tmp_path):
    (tmp_path / "nothing").mkdir()

    assert "There is no folder bpmn/" in home.amends("publish", tmp_path / "nothing", code=1)


def test_publishing_tells_which_promises_are_no_longer_made(home, draft):
    spoil(draft / "bpmn" / "obligations.toml", 'id = "acknowledge-first"', 'id = "acknowledge"')

    told = home.amends("publish", draft)

    assert "no longer promised: acknowledge-first" in told
