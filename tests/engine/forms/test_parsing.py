"""What people type becomes data, or an error at its field; nothing they typed is lost."""

import json

import pytest

from engine import forms

QUESTION = {"title": "How?", "type": "string"}


def form(properties, required=()):
    content = {"title": "Form", "properties": properties, "required": list(required)}
    return forms.read(json.dumps(content).encode(), "forms/example.json")


def answer(spec, *texts, required=False):
    """The value and the kinds of error of a form with one field."""
    sent = form({"a": {"title": "A"} | spec}, ["a"] if required else []).parse({"a": texts} if texts else {})
    return sent.data.get("a"), [error.kind for error in sent.errors]


NUMBER = {"type": "number"}
WHOLE = {"type": "integer"}
TEXT = {"type": "string"}
CHOICE = {"type": "string", "enum": ["a", "b"]}
SEVERAL = {"type": "array", "items": {"enum": ["a", "b", "c"]}}
DATE = {"type": "string", "format": "date"}
EMAIL = {"type": "string", "format": "email"}
LEVEL = {"type": "integer", "enum": [1, 2, 3]}
YES_OR_NO = {"type": "boolean", "x-amends-widget": "radio"}


@pytest.mark.parametrize(("spec", "typed", "value"), [
    (TEXT, "  Łucja  ", "Łucja"),
    (TEXT | {"x-amends-widget": "textarea"}, "one\r\ntwo\rthree", "one\ntwo\nthree"),
    (WHOLE, "42", 42), (WHOLE, "1 200", 1200), (WHOLE, "3.0", 3),
    (NUMBER, "12.50", 12.5), (NUMBER, "12,50", 12.5), (NUMBER, "1,200.50", 1200.5), (NUMBER, "1.200,50", 1200.5),
    (NUMBER, "1 200,50", 1200.5), (NUMBER, "1,234,567", 1234567.0), (NUMBER, "-3", -3.0), (NUMBER, "0.125", 0.125),
    (CHOICE, "b", "b"), (LEVEL, "2", 2), (DATE, "2026-02-28", "2026-02-28"), (EMAIL, "a@b.ee", "a@b.ee"),
    ({"type": "boolean"}, "on", True), ({"type": "boolean"}, "false", False),
])
def test_an_answer_becomes_a_value_of_its_type(spec, typed, value):
    read, errors = answer(spec, typed)

    assert (read, type(read), errors) == (value, type(value), [])


@pytest.mark.parametrize(("spec", "typed", "kind"), [
    (WHOLE, "3.5", "not_whole"), (WHOLE, "many", "not_a_number"), (NUMBER, "NaN", "not_a_number"),
    (NUMBER, "1e9", "not_a_number"), (NUMBER, "inf", "not_a_number"), (NUMBER, "9" * 16, "not_a_number"),
    (NUMBER, "12 50", "not_a_number"), (NUMBER, "٣", "not_a_number"), (NUMBER, "0x10", "not_a_number"),
    (NUMBER, "1,200", "ambiguous_number"), (NUMBER, "1.200", "ambiguous_number"),
    (NUMBER | {"minimum": 0}, "-1", "too_small"), (NUMBER | {"maximum": 5}, "6", "too_large"),
    (CHOICE, "c", "not_an_option"), (LEVEL, "4", "not_an_option"), (SEVERAL, "z", "not_an_option"),
    (DATE, "2026-02-30", "not_a_date"), (DATE, "30.1.2026", "not_a_date"), (DATE, "0206-01-30", "not_a_date"),
    (EMAIL, "a@b", "not_an_email"), (EMAIL, "A <a@b.ee>", "not_an_email"), (EMAIL, '"a b"@c.ee', "not_an_email"),
    (TEXT | {"minLength": 5}, "abc", "too_short"), (TEXT | {"maxLength": 5}, "abcdef", "too_long"),
    (TEXT | {"pattern": "^[A-Z]+$"}, "abc", "pattern"), (TEXT, "one\ntwo", "one_line"),
    ({"type": "boolean", "const": True}, "false", "must_be_yes"), ({"type": "boolean"}, "maybe", "not_an_option"),
    (SEVERAL | {"minItems": 2}, "a", "too_few"), (EMAIL, "a@b.ee\r\nBcc: c@d.ee", "one_line"),
])
def test_an_answer_that_does_not_fit_is_told_by_kind(spec, typed, kind):
    _, errors = answer(spec, typed)

    assert errors == [kind]
    assert kind in forms.KINDS


@pytest.mark.parametrize("spec", [TEXT, NUMBER, CHOICE, LEVEL, SEVERAL, DATE, YES_OR_NO])
@pytest.mark.parametrize("texts", [(), ("",), ("   ",)])
def test_a_required_question_wants_an_answer_and_an_optional_one_does_not(spec, texts):
    assert answer(spec, *texts, required=True) == (None, ["required"])
    assert answer(spec, *texts) == (None, [])


def test_an_error_carries_the_limit_that_was_missed():
    sent = form({"a": QUESTION | {"maxLength": 3}}).parse({"a": ["abcd"]})

    assert sent.errors == (forms.FieldError("a", "too_long", {"limit": 3}),)


def test_a_box_that_was_not_ticked_says_no():
    assert answer({"type": "boolean"}) == (False, [])


def test_several_options_are_kept_once_each_and_in_the_order_of_the_form():
    assert answer(SEVERAL, "c", "a", "c") == (["a", "c"], [])


def test_a_default_stands_for_an_answer_that_was_left_out():
    assert answer(WHOLE | {"default": 1}) == (1, [])


def test_a_required_choice_with_one_option_is_no_question():
    only = {"type": "string", "enum": ["en"]}

    assert answer(only, required=True) == ("en", [])
    assert answer(only, "xx", required=True) == ("en", [])


def test_fields_that_the_form_does_not_declare_are_ignored():
    sent = form({"a": QUESTION}).parse({"a": ["x"], "approved": ["true"], "__builtins__": ["x"]})

    assert (dict(sent.data), dict(sent.typed)) == ({"a": "x"}, {"a": ("x",)})


def test_everything_typed_comes_back_also_where_it_was_wrong():
    sent = form({"a": WHOLE | {"title": "A"}, "b": QUESTION}).parse({"a": ["many "], "b": ["fine"]})

    assert dict(sent.typed) == {"a": ("many ",), "b": ("fine",)}
    assert not sent.ok


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x1b[31mb", "a\x85b" "\x9f", "a\uffffb"])
def test_characters_that_nobody_types_are_refused_and_come_back_printable(text):
    sent = form({"a": QUESTION}).parse({"a": [text]})

    assert [error.kind for error in sent.errors] in (["characters"], ["one_line"])
    sent.typed["a"][0].encode("utf-8")
    assert "\x00" not in sent.typed["a"][0]


def test_two_hundred_thousand_answers_to_one_question_are_one_wrong_answer():
    texts = [str(number) for number in range(200_000)]

    sent = form({"a": SEVERAL | {"title": "A"}, "b": QUESTION}).parse({"a": texts, "b": texts})

    assert [error.kind for error in sent.errors] == ["not_an_option"]
    assert sent.data == {"b": "0"}


CONDITIONAL = {
    "decision": QUESTION | {"enum": ["approve", "return"]},
    "comment": QUESTION | {"x-amends-show": {"decision": "return"}},
}


def test_a_question_that_is_not_asked_is_not_required():
    sent = form(CONDITIONAL, ["decision", "comment"]).parse({"decision": ["approve"]})

    assert sent.ok


def test_a_question_that_is_asked_is_required():
    sent = form(CONDITIONAL, ["decision", "comment"]).parse({"decision": ["return"]})

    assert [(error.field, error.kind) for error in sent.errors] == [("comment", "required")]


def test_an_answer_to_a_hidden_question_is_dropped():
    sent = form(CONDITIONAL).parse({"decision": ["approve"], "comment": ["no"]})

    assert dict(sent.data) == {"decision": "approve"}


def test_what_hangs_on_a_hidden_question_is_hidden_too():
    nested = CONDITIONAL | {
        "again": {"title": "Again", "type": "boolean", "x-amends-show": {"decision": "return"}},
        "why": QUESTION | {"x-amends-show": {"again": True}},
    }

    sent = form(nested, ["why"]).parse({"decision": ["approve"], "again": ["true"], "why": ["x"]})

    assert dict(sent.data) == {"decision": "approve"}


def test_a_condition_on_several_options_holds_when_one_of_them_was_chosen():
    read = form({
        "remedy": SEVERAL | {"title": "Remedy"},
        "amount": NUMBER | {"title": "Amount", "x-amends-show": {"remedy": ["b", "c"]}},
    })

    assert read.parse({"remedy": ["a", "c"], "amount": ["5"]}).data["amount"] == 5
    assert "amount" not in read.parse({"remedy": ["a"], "amount": ["5"]}).data


def test_a_page_is_judged_alone_but_sees_the_answers_before_it():
    pages = form({
        "urgent": {"title": "Urgent", "type": "boolean", "x-amends-section": "One"},
        "name": QUESTION | {"x-amends-section": "One"},
        "why": QUESTION | {"x-amends-section": "Two", "x-amends-show": {"urgent": True}},
    }, ["name", "why"])

    sent = pages.parse({"urgent": ["on"]}, only="two")

    assert ([error.field for error in sent.errors], dict(sent.data)) == (["why"], {})


def test_errors_stand_in_the_order_of_the_questions():
    sent = form({"a": QUESTION, "b": WHOLE | {"title": "B"}, "c": QUESTION}, ["a", "c"]).parse({"b": ["x"]})

    assert [error.field for error in sent.errors] == ["a", "b", "c"]


KEPT = form({
    "name": QUESTION | {"x-amends-party": "name"},
    "phone": QUESTION | {"x-amends-party": "phone"},
    "topic": CHOICE | {"title": "How?", "x-amends-case": "topic", "x-amends-labels": {"a": "Somebody"}},
    "severity": LEVEL | {"title": "Severity", "x-amends-fact": "severity"},
    "safety": {"title": "Safety", "type": "boolean", "x-amends-fact": "safety"},
    "wanted": SEVERAL | {"title": "Wanted"},
})
DATA = KEPT.parse({"name": ["Ann"], "topic": ["a"], "safety": ["on"], "wanted": ["a", "b"]}).data


def test_answers_go_where_the_form_says():
    assert KEPT.party(DATA) == {"name": "Ann", "phone": ""}
    assert KEPT.case_columns(DATA) == {"topic": "a"}


def test_a_fact_that_was_left_open_takes_back_what_was_said_before():
    assert KEPT.facts(DATA) == {"severity": None, "safety": True}


def test_identity_never_enters_a_run():
    assert KEPT.workflow(DATA) == {"safety": True, "wanted": ["a", "b"]}


def test_a_timeline_tells_answers_in_words_and_leaves_out_who_complained():
    assert KEPT.shown(DATA, yes="Jah") == [("How?", "Somebody"), ("Safety", "Jah"), ("Wanted", "A, B")]
    assert ("How?", "Ann") in KEPT.shown(DATA, identity=True)


def test_a_fresh_form_shows_what_is_known_and_else_the_defaults():
    read = form({
        "vulnerable": {"title": "V", "type": "boolean", "x-amends-fact": "vulnerable"},
        "people": WHOLE | {"title": "P", "default": 1, "x-amends-fact": "people"},
    })

    assert read.prefill({"vulnerable": True, "people": None}) == {"vulnerable": ("true",), "people": ("1",)}


@pytest.mark.parametrize("value", [1200.0, 1.234, 12.5, 0.000001, 123456789012.25])
def test_a_number_that_is_shown_again_is_read_as_the_same_number(value):
    read = form({"a": NUMBER | {"title": "A"}})

    assert read.parse(read.as_typed({"a": value})).data == {"a": value}


REPLACED = {
    "result": {"title": "R", "type": "string", "enum": ["uphold", "change"]},
    "outcome": {"title": "O", "type": "string", "enum": ["upheld", "refused"], "x-amends-fact": "outcome",
                "x-amends-show": {"result": "change"}, "x-amends-keep": True},
    "reasons": QUESTION | {"x-amends-fact": "reasons", "x-amends-show": {"result": "change"}},
}


def test_a_fact_that_is_to_be_kept_stays_when_its_question_is_not_asked():
    read = form(REPLACED)

    assert read.facts(read.parse({"result": ["uphold"], "outcome": ["refused"]}).data) == {"reasons": None}


def test_a_fact_that_is_to_be_kept_changes_when_its_question_is_asked():
    read = form(REPLACED)

    assert read.facts(read.parse({"result": ["change"], "outcome": ["refused"]}).data)["outcome"] == "refused"
    assert read.facts(read.parse({"result": ["change"]}).data)["outcome"] is None


def test_a_fresh_form_begins_with_what_is_known_else_suggested_else_usual():
    asked = SEVERAL | {"title": "A", "x-amends-fact": "remedies", "x-amends-suggested": "suggested_remedies"}
    read = form({"a": asked})

    assert read.prefill({"remedies": ["c"], "suggested_remedies": ["a"]}) == {"a": ("c",)}
    assert read.prefill({"suggested_remedies": ["a", "b"]}) == {"a": ("a", "b")}
    assert read.prefill({}) == {}
