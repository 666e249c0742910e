"""What a form file may hold, and what its author hears when it cannot be used."""

import json

import pytest

from engine import forms
from engine.errors import FormInvalid

QUESTION = {"title": "How?", "type": "string"}


def form(properties, **top):
    return forms.read(json.dumps({"title": "Form", "properties": properties} | top).encode(), "forms/example.json")


def causes(properties, **top):
    with pytest.raises(FormInvalid) as refused:
        form(properties, **top)
    return [f"{cause.element}: {cause.message}" for cause in refused.value.causes]


def test_a_form_is_named_after_its_file():
    read = form({"how": QUESTION})

    assert (read.name, read.file, read.title) == ("example", "forms/example.json", "Form")


def test_sections_stand_in_the_order_in_which_they_first_appear():
    read = form({
        "a": QUESTION | {"x-amends-section": "What happened"},
        "b": QUESTION | {"x-amends-section": "About you"},
        "c": QUESTION | {"x-amends-section": "What happened"},
    })

    assert [(part.key, part.title, [one.name for one in part.fields]) for part in read.sections] == [
        ("what-happened", "What happened", ["a", "c"]), ("about-you", "About you", ["b"]),
    ]


def test_a_field_without_a_section_belongs_to_that_of_the_field_before_it():
    read = form({"a": QUESTION | {"x-amends-section": "What happened"}, "b": QUESTION})

    assert read.field("b").section == "what-happened"


@pytest.mark.parametrize(("spec", "type_", "widget"), [
    ({"type": "string"}, "text", "input"),
    ({"type": "string", "x-amends-widget": "textarea"}, "text", "textarea"),
    ({"type": "string", "format": "email"}, "email", "input"),
    ({"type": "string", "format": "date"}, "date", "input"),
    ({"type": "integer"}, "integer", "input"),
    ({"type": "boolean"}, "boolean", "checkbox"),
    ({"type": "string", "enum": ["a", "b"]}, "choice", "radio"),
    ({"type": "string", "enum": list("abcdefgh")}, "choice", "select"),
    ({"type": "array", "items": {"enum": ["a", "b"]}}, "choices", "checkboxes"),
    ({"type": "array", "items": {"type": "string"}}, "lines", "lines"),
    ({"type": "array", "items": {"type": "integer"}}, "people", "people"),
    ({"type": "string", "format": "date-time"}, "moment", "input"),
])
def test_each_type_of_question_has_its_way_of_being_asked(spec, type_, widget):
    field = form({"a": spec | {"title": "A"}}).field("a")

    assert (field.type, field.widget) == (type_, widget)


def test_options_have_the_words_of_the_form_or_readable_ones():
    field = form({"a": QUESTION | {"enum": ["third_party", "b"], "x-amends-labels": {"b": "Both"}}}).field("a")

    assert [(option.value, option.label) for option in field.options] == [("third_party", "Third party"), ("b", "Both")]


def test_every_text_has_a_greatest_length_and_identity_that_of_its_column():
    read = form({
        "line": QUESTION, "text": QUESTION | {"x-amends-widget": "textarea"},
        "phone": QUESTION | {"x-amends-party": "phone"},
    })

    assert [one.max_length for one in read.fields] == [200, 5000, 50]


def test_every_cause_is_told_at_once():
    found = causes({"a": {"type": "string"}, "b": QUESTION | {"minimun": 3}}, required=["c"])

    assert found == ["c: 'required' names this field, which the form does not have.",
                     "a: 'title' is missing.", "b: 'minimun' is not a keyword that forms know."]


@pytest.mark.parametrize(("spec", "message"), [
    ({"type": "text"}, "'type' is 'text'."),
    ({"type": ["string", "null"]}, "'type' is ['string', 'null']."),
    ({"minimum": 3}, "'minimum' means nothing on a field of type string."),
    ({"enum": []}, "'enum' is []."),
    ({"enum": ["a", "a"]}, "'enum' is ['a', 'a']."),
    ({"enum": [1, 2]}, "The options do not fit the type string."),
    ({"type": "boolean", "const": False}, "'const' is False."),
    ({"type": "array"}, "A list does not say what of."),
    ({"type": "array", "items": {"type": "object"}}, "'items' is {'type': 'object'}."),
    ({"format": "uri"}, "'format' is 'uri'."),
    ({"enum": ["a"], "x-amends-labels": {"b": "B"}}, "x-amends-labels words 'b', which is no option."),
    ({"x-amends-widget": "radio"}, "The widget radio cannot ask for this type."),
    ({"minLength": 300}, "minLength 300 is more than maxLength 200: no answer fits."),
    ({"type": "array", "items": {"enum": ["a"]}, "minItems": 2},
     "minItems 2 is more than there are options: no answer fits."),
    ({"default": 3}, "The default 3 is no valid answer to its own question."),
    ({"enum": ["a"], "default": "b"}, "The default 'b' is no valid answer to its own question."),
    ({"maxLength": 10**6}, "'maxLength' is 1000000."),
    ({"x-amends-fact": "not a name"}, "'x-amends-fact' is 'not a name'."),
    ({"x-amends-fact": "working_days"}, "'x-amends-fact' is 'working_days'."),
    ({"x-amends-party": "password"}, "'x-amends-party' is 'password'."),
    ({"x-amends-party": "phone", "maxLength": 100}, "maxLength is 100; phone holds 50."),
    ({"x-amends-party": "name", "x-amends-fact": "who"}, "Who complains is kept apart."),
    ({"x-amends-case": "country"}, "country of a case is one of a list."),
    ({"x-amends-show": {"b": "x"}}, "x-amends-show looks at 'b', which is no field before this one."),
    ({"type": "array", "items": {"type": "string"}, "maxItems": 101},
     "maxItems is 101; 1 to 100 lines can be written."),
    ({"type": "array", "items": {"type": "string"}, "minItems": 5, "maxItems": 4},
     "minItems 5 is more than maxItems 4: no answer fits."),
    ({"type": "array", "items": {"type": "string"}, "x-amends-line-length": 0},
     "x-amends-line-length is 0: no answer fits."),
    ({"type": "array", "items": {"enum": ["a"]}, "x-amends-line-length": 9},
     "'x-amends-line-length' means nothing where no lines are written."),
    ({"type": "array", "items": {"type": "integer"}, "x-amends-widget": "lines"},
     "The widget lines cannot ask for this type."),
    ({"type": "array", "items": {"type": "number"}}, "'items' is {'type': 'number'}."),
    ({"x-amends-fact": "f", "x-amends-keep": True}, "x-amends-keep is for a fact that is not always asked."),
    ({"x-amends-suggested": "f"}, "x-amends-suggested is for a fact."),
    ({"x-amends-case": "received_at"}, "received_at of a case is a moment."),
    ({"format": "date-time", "x-amends-case": "topic"}, "topic of a case is a text."),
    ({"x-amends-case": "channel"}, "channel of a case is one of a list."),
    ({"title": "bad \ud800 text"}, "'title' is 'bad \\ud800 text'."),
])
def test_what_cannot_work_is_refused_with_the_reason(spec, message):
    found = causes({"a": QUESTION | spec})

    assert f"a: {message}" in found


def test_a_condition_looks_back_at_an_answer_that_can_be_given():
    found = causes({
        "a": QUESTION | {"enum": ["x", "y"]},
        "b": QUESTION | {"x-amends-show": {"a": "z"}},
        "c": QUESTION | {"x-amends-show": {"b": "1"}},
    })

    assert found == ["b: x-amends-show waits for 'z', which 'a' never is.",
                     "c: x-amends-show looks at 'b', which has no options and is no yes or no."]


def test_two_fields_cannot_be_kept_under_one_name():
    found = causes({"a": QUESTION | {"x-amends-fact": "f"}, "b": QUESTION | {"x-amends-fact": "f"}})

    assert found == ["b: 'f' is kept by the field 'a' already."]


@pytest.mark.parametrize("name", ["typename", "__builtins__", "a b", "len", "1st", "é", "", "x" * 41])
def test_a_name_that_expressions_could_not_use_or_would_choke_on_is_refused(name):
    found = causes({name: QUESTION})

    assert found == [f"{name[:60]}: This cannot be a field's name."]


@pytest.mark.parametrize("name", ["more", "files", "csrf_token"])
def test_a_name_that_the_pages_use_themselves_is_refused(name):
    assert causes({name: QUESTION}) == [f"{name}: The pages around a form use this name themselves."]


@pytest.mark.parametrize("top", [
    {"$ref": "https://example.org/form.json"}, {"allOf": []}, {"$defs": {}}, {"additionalProperties": True},
    {"type": "array"}, {"$schema": "http://json-schema.org/draft-07/schema#"}, {"required": "a"}, {"title": ""},
])
def test_a_form_is_one_flat_list_of_fields_and_nothing_else(top):
    assert causes({"a": QUESTION}, **top)


@pytest.mark.parametrize("spec", [{"$ref": "http://127.0.0.1:9/x"}, {"$ref": "file:///etc/passwd"}, {"$ref": "#"}])
def test_no_reference_is_followed(spec):
    found = causes({"a": QUESTION | spec})

    assert found == ["a: $ref is not followed; a form stands on its own."]


@pytest.mark.parametrize("pattern", ["(?=a)b", "(a)\\1", "(", "(a{1000}){1000}"])
def test_a_pattern_that_could_not_be_answered_in_linear_time_is_refused(pattern):
    found = causes({"a": QUESTION | {"pattern": pattern}})

    assert found == [f"a: The pattern {pattern!r} cannot be used."]


@pytest.mark.parametrize("data", [
    b"", b"[]", b"null", b"{", b"\xff\xfe{}", b'{"title": "a", "title": "b"}', b'{"title": NaN}', b'{"minimum": 1e999}',
    b'{"minimum": 1' + b"0" * 5000 + b"}", b'{"a":' * 90_000,
    b'{"a":' * 20 + b"1" + b"}" * 20, b'"' + b"x" * 200_000 + b'"',
], ids=range(12))
def test_what_is_no_plain_json_is_refused(data):
    with pytest.raises(FormInvalid) as refused:
        forms.read(data, "forms/example.json")

    assert [cause.file for cause in refused.value.causes] == ["forms/example.json"]


def test_more_fields_than_anybody_fills_in_are_refused():
    found = causes({f"f{number}": QUESTION for number in range(101)})

    assert found == [": A form has 1 to 100 fields under 'properties'."]


def test_a_file_whose_name_is_no_plain_name_is_refused():
    with pytest.raises(FormInvalid, match="no plain name"):
        forms.read(b'{"title": "A", "properties": {"a": {"title": "A", "type": "string"}}}', "forms/my form.json")


def test_the_values_that_a_field_can_give_are_known():
    read = form({
        "choice": {"title": "A", "type": "integer", "enum": [1, 2]},
        "yes": {"title": "B", "type": "boolean"},
        "amount": {"title": "C", "type": "number", "minimum": 0, "default": 0},
        "hidden": {"title": "D", "type": "boolean", "x-amends-show": {"yes": True}},
    }, required=["choice"])

    assert read.domain("choice") == forms.Domain((1, 2))
    assert read.domain("yes") == forms.Domain((True, False))
    assert read.domain("amount") == forms.Domain(low=0)
    assert read.domain("hidden").may_be_none
