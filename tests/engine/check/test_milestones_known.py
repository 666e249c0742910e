from engine.check.milestones_known import find
from tests.engine.check.tiny import found


def test_a_milestone_has_words_for_the_public():
    said = found(find, "milestones_known.bpmn")

    assert 'Did you mean "decided"? Or add it to bpmn/milestones.toml.' in said["misspelt"]
    assert not {"fine", "also_fine", "by_amends"} & set(said)


def test_a_gateway_reaches_no_milestone():
    assert "a case only passes through" in found(find, "milestones_known.bpmn")["passing"]


def test_who_is_excluded_did_something_before():
    said = found(find, "milestones_known.bpmn")

    assert 'whoever reached "received", and no person reaches that' in said["excludes_nobody"]
    assert 'names the milestone "investigated"' in said["excludes_unknown"]


def test_no_milestone_is_called_unknown_while_their_file_cannot_be_read():
    said = found(find, "milestones_known.bpmn", milestones=b"[[")

    assert "misspelt" not in said
    assert "passing" in said
