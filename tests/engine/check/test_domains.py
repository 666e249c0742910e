"""What the inputs of tables can be, as forms, tables and operations give them."""

import pytest

from engine.check import read
from engine.check.domains import Domains
from engine.feel import parse
from engine.feel.ranges import Range, point
from engine.packs import Pack
from engine.tables import Input
from engine.tables.grid import MAYBE_LEFT_OUT, NEVER, PERHAPS
from engine.tables.types import simple
from tests.engine.check.tiny import pack
from tests.engine.check.tiny_tables import drawn


def of(source, kind="", **changed):
    return Domains(read(pack("good.bpmn", **changed))).of(Input("", source, parse(source), simple(kind)))


def test_a_form_offers_its_answers_and_the_first_form_is_there_before_any_table():
    domain = of("topic", "string")

    assert domain.ranges == (point("service"), point("other"))
    assert (domain.missing, domain.certain) == (NEVER, True)


def test_a_later_form_may_not_have_been_asked_yet_and_an_answer_may_be_left_out():
    assert of("result").missing == PERHAPS
    assert of("amount", "number").missing == MAYBE_LEFT_OUT
    assert of("amount", "number").ranges == (Range("number"),)


def test_a_table_says_what_its_rows_say():
    table = drawn(['"service" | - | "a"', '"other" | - | "b"'])

    assert of("effects", "string", D_effect=table).ranges == (point("a"), point("b"))


def test_urgency_may_be_what_holds_until_a_table_decides():
    assert point("U3") in of("urgency").ranges


def test_what_comes_in_beside_the_forms_can_be_any_text():
    assert Range("text") in of("country").ranges


@pytest.mark.parametrize("source", ["amount * 2", "large", "regimes", "points"])
def test_of_formulas_scripts_and_lists_nothing_more_than_the_type_is_known(source):
    assert of(source) is None


def test_an_answer_of_another_kind_than_the_column_is_not_relied_on():
    assert of("topic", "number") is None


def test_nothing_is_known_of_a_table_on_its_own():
    parts = read(Pack({"bpmn/tables/t.dmn": drawn(['- | - | "a"'])}), whole=False)

    assert Domains(parts).of(Input("", "topic", parse("topic"))) is None
