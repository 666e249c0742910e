"""Functions over lists of groups, such as what came out of a step that was done for each point."""

import pytest

from engine.errors import EvaluationFailed
from engine.expressions import evaluate, parse

FINDINGS = [{"finding": "upheld", "cause": "fee"}, {"finding": "refused"}, None]


def value(source, **names):
    return evaluate(parse(source), {"findings": FINDINGS, **names}, {})


def test_one_field_of_each_member_is_a_list_in_the_same_order():
    assert value('each(findings, "finding")') == ["upheld", "refused", None]


def test_a_member_without_the_field_gives_null():
    assert value('each(findings, "cause")') == ["fee", None, None]


def test_what_is_in_the_list_can_be_asked_for():
    assert value('"upheld" in each(findings, "finding")') is True
    assert value('each([], "finding")') == []


@pytest.mark.parametrize("source", ['each("upheld", "finding")', 'each(["upheld"], "finding")', "each(findings, 1)",
                                    'each(nothing, "finding")', "each(findings)"])
def test_what_is_no_list_of_groups_is_refused_by_name(source):
    with pytest.raises(EvaluationFailed, match="each"):
        value(source, nothing=None)
