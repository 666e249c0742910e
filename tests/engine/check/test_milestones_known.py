from engine.check.milestones_known import find
from tests.engine.check.tiny import found, rest


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


def test_words_for_a_milestone_that_nothing_reaches_are_too_many():
    words = rest()["bpmn/milestones.toml"] + b'\n[[milestone]]\nname = "heard"\norder = 9\n'

    said = found(find, "milestones_known.bpmn", milestones=words)

    assert 'nothing in the diagrams reaches the milestone "heard"' in said["heard"].replace("Nothing", "nothing")
    assert not {"received", "decided", "reviewed", "closed"} & set(said)


def test_nothing_is_called_unreached_while_a_drawing_cannot_be_read():
    words = rest()["bpmn/milestones.toml"] + b'\n[[milestone]]\nname = "heard"\norder = 9\n'

    assert "heard" not in found(find, b"<", milestones=words)
