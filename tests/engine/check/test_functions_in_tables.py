"""What tables call and say is judged like the texts of drawings, also inside input cells and lists."""

import pytest

from engine.check import facts_kept, functions_fit
from tests.engine.check.tiny import found, rest

EFFECT = rest()["bpmn/tables/D_effect.dmn"]


def written(old: bytes, new: bytes) -> bytes:
    assert old in EFFECT
    return EFFECT.replace(old, new)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (b"contans(topic)", "calls contans, which Amends does not know"),
        (b"working_days(2)", "calls working_days, which has no meaning there"),
        (b'deadline("finall")', 'asks for the deadline "finall", which no case has'),
        (b"deadline(topic)", "asks for a deadline without saying its name in quotes"),
        (b"sample(1.5)", "it takes a share from 0 to 1"),
        (b"sample(1, 2)", "gives sample 2 values, and it takes one"),
        (b"earliest()", "calls earliest without a moment"),
    ],
)
def test_a_function_that_would_fail_in_a_cell_is_refused_before(cell, problem):
    for old in (b'<text>"service"</text>', b"<text>topic</text>"):
        said = found(functions_fit.find, "good.bpmn", D_effect=written(old, b"<text>" + cell + b"</text>"))

        assert problem in said["D_effect"]


@pytest.mark.parametrize("cell", [b'lower("SERVICE")', b'sample(0.1)', b'deadline("edr")', b"earliest(topic, null)"])
def test_functions_that_fit_are_left_alone_in_a_cell(cell):
    assert not found(functions_fit.find, "good.bpmn", D_effect=written(b'"service"', cell))


def test_what_a_table_says_in_a_list_is_judged_like_what_it_says_alone():
    table = written(b'name="effects" typeRef="string"', b'name="regimes"').replace(
        b'"holding_letter"', b'["default", "uk_fcaa"]')

    assert 'regimes the value "uk_fcaa"' in found(facts_kept.find, "good.bpmn", D_effect=table)["D_effect"]
