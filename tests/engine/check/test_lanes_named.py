from engine.check import check
from engine.check.lanes_named import find
from engine.errors import WARNING
from tests.engine.check.tiny import found
from tests.engine.proofs.changed import after
from tests.engine.proofs.changing import say


def test_a_step_of_a_person_that_belongs_to_nobody_is_refused():
    said = found(find, "lanes_named.bpmn")

    assert 'Nobody is named to do the user task "Look"' in said["in_none"]
    assert "property lane" in said["in_none"]
    assert {"by_hand_in_none", "inherits_nothing"} <= set(said)


def test_drawn_lanes_the_property_and_the_subprocess_around_all_name_the_group():
    assert not {"in_a_lane", "nested", "inherits", "in_two_but_named", "by_amends"} & set(
        found(find, "lanes_named.bpmn"))


def test_a_step_lies_in_one_lane():
    assert "lies in the lanes Handler and Reviewer at once" in found(find, "lanes_named.bpmn")["in_two"]


def test_a_group_that_differs_by_a_space_would_be_another_group():
    assert "spaces too many" in found(find, "lanes_named.bpmn")["spaced"]


def test_a_group_that_is_written_almost_like_another_is_told():
    pack = after(say("overdue_review", "lane", "Managment"))

    (slip,) = [one for one in check(pack) if one.rule == "lane"]

    assert (slip.element, slip.severity) == ("overdue_review", WARNING)
    assert 'Did you mean "Management"?' in slip.repair
