"""Several lines, and several people: what is typed or picked becomes a plain list."""

import json

import pytest

from engine import forms
from engine.forms import FieldError, Here

POINTS = {"title": "Points", "type": "array", "items": {"type": "string"}, "x-amends-widget": "lines"}
WHO = {"title": "Who?", "type": "array", "items": {"type": "integer"}, "x-amends-widget": "people"}
OFFICE = Here({7: "Daan de Vries", 3: "Elif Yıldırım"})


def form(spec, required=True):
    content = {"title": "Form", "properties": {"a": spec}, "required": ["a"] if required else []}
    return forms.read(json.dumps(content).encode(), "forms/example.json")


def answered(spec, *texts, here=OFFICE, required=True):
    sent = form(spec, required).parse({"a": texts}, here=here)
    return sent.data.get("a"), list(sent.errors)


def test_each_line_is_an_answer_and_empty_ones_are_none():
    assert answered(POINTS, " the fee ", "", "  ", "the tone") == (["the fee", "the tone"], [])


def test_lines_stay_in_their_order_and_may_be_alike():
    assert answered(POINTS, "b", "a", "b")[0] == ["b", "a", "b"]


def test_no_line_at_all_is_no_answer():
    assert answered(POINTS, "", " ") == (None, [FieldError("a", "required")])
    assert answered(POINTS, "", required=False) == (None, [])


def test_too_few_and_too_many_lines_are_told_with_the_limit():
    few, many = POINTS | {"minItems": 2}, POINTS | {"maxItems": 2}

    assert answered(few, "one")[1] == [FieldError("a", "too_few_lines", {"limit": 2})]
    assert answered(many, "one", "two", "three")[1] == [FieldError("a", "too_many_lines", {"limit": 2})]


def test_a_line_that_is_too_long_is_told_by_its_number():
    short = POINTS | {"x-amends-line-length": 5}

    assert answered(short, "fine", "", "too long")[1] == [FieldError("a", "line_too_long", {"limit": 5, "number": 2})]


def test_a_line_has_500_characters_and_there_are_30_lines_unless_the_form_says_otherwise():
    field = form(POINTS).field("a")

    assert (field.line_length, field.most, field.widget) == (500, 30, "lines")


@pytest.mark.parametrize(("text", "kind"), [("a\x00b", "characters"), ("a\ud800", "characters"), ("a\nb", "one_line")])
def test_what_no_line_may_hold_is_refused(text, kind):
    assert [error.kind for error in answered(POINTS, "fine", text)[1]] == [kind]


def test_lines_come_back_as_they_were_typed_and_open_a_form_again():
    example = form(POINTS)

    assert example.parse({"a": ["one", "", "two"]}).typed["a"] == ("one", "", "two")
    assert example.as_typed({"a": ["one", "two"]}) == {"a": ("one", "two")}


def test_lines_are_shown_one_under_the_other():
    assert form(POINTS).shown({"a": ["one", "two"]}) == [("Points", "one\ntwo")]


def test_people_are_kept_by_number_each_once_and_in_the_order_offered():
    assert answered(WHO, "3", "7", "3") == ([7, 3], [])


@pytest.mark.parametrize("text", ["8", "x", "7.0", "-7", "٧"])
def test_only_those_who_can_be_picked_can_be_picked(text):
    assert answered(WHO, "7", text)[1] == [FieldError("a", "not_a_person")]


def test_on_a_page_that_offers_nobody_nobody_can_be_picked():
    assert answered(WHO, "7", here=Here())[1] == [FieldError("a", "not_a_person")]


def test_nobody_picked_is_no_answer():
    assert answered(WHO) == (None, [FieldError("a", "required")])
    assert answered(WHO, required=False) == (None, [])


def test_people_are_shown_by_name_and_open_a_form_again_by_number():
    example = form(WHO)

    assert example.shown({"a": [7, 99]}, here=OFFICE) == [("Who?", "Daan de Vries, 99")]
    assert example.as_typed({"a": [7]}, OFFICE) == {"a": ("7",)}


def test_a_list_says_of_itself_that_it_is_one():
    assert form(POINTS).domain("a").many
    assert form(WHO).domain("a").many
