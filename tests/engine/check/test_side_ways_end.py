from engine.check.side_ways_end import find
from tests.engine.check.tiny import found


def test_a_side_way_that_comes_back_would_do_the_rest_twice():
    said = found(find, "side_ways_end.bpmn")

    assert 'comes back to the user task "Close it"' in said["comes_back"]


def test_a_side_way_may_share_an_end_and_an_interrupting_one_may_come_back():
    assert set(found(find, "side_ways_end.bpmn")) == {"comes_back"}
