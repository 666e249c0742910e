"""A letter says what its author wrote with what the case knows; whatever a value holds, it stays a value."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from engine import letters
from engine.errors import LetterInvalid


def letter(body, subject="About {{ reference }}"):
    return letters.read(f"Subject: {subject}\n\n{body}".encode(), "forms/letters/en/L1_ack.md")


def written(body, **values):
    return letters.render(letter(body), {"reference": "C-1"} | values)


def test_a_letter_knows_its_name_language_and_variables():
    read = letter("Dear {{ name }}, {{#outcome is upheld}}yes{{/outcome}}")

    assert (read.name, read.language, read.subject) == ("L1_ack", "en", "About {{ reference }}")
    assert read.variables == {"reference", "name", "outcome"}


def test_values_stand_where_the_letter_names_them():
    sent = written("Dear {{ name }},\n\nyour case is **{{reference}}**.", name="Łucja Nowak")

    assert sent.subject == "About C-1"
    assert sent.text == "Dear Łucja Nowak,\n\nyour case is C-1.\n"
    assert sent.html == "<p>Dear Łucja Nowak,</p>\n<p>your case is <strong>C-1</strong>.</p>\n"


@pytest.mark.parametrize(("value", "shown"), [
    ("Anna", True), ("", False), ("  ", False), (None, False), (0, False), (False, False), ([], False), (True, True),
    (["refund"], True), (3, True),
])
def test_a_section_is_shown_when_its_variable_has_a_value_and_its_opposite_when_not(value, shown):
    sent = written("A{{#owner}} yes{{/owner}}{{^owner}} no{{/owner}}", owner=value)

    assert sent.text == ("A yes\n" if shown else "A no\n")


@pytest.mark.parametrize(("value", "shown"), [
    ("upheld", True), ("partly", False), (None, False), (["apology", "upheld"], True), (["apology"], False),
])
def test_a_section_can_wait_for_one_word(value, shown):
    sent = written("A{{#outcome is upheld}} yes{{/outcome}}", outcome=value)

    assert sent.text == ("A yes\n" if shown else "A\n")


def test_a_section_asks_for_what_is_stored_and_people_read_its_words():
    sent = written(
        "{{#outcome is partly}}{{ outcome }}{{/outcome}}: {{ remedy }}{{#remedy is refund}}!{{/remedy}}",
        outcome=letters.Worded("partly", "Yes, in part"), remedy=letters.Worded(["refund"], "We pay back"),
    )

    assert sent.text == "Yes, in part: We pay back!\n"


def test_sections_stand_in_each_other():
    body = "A{{#who}} {{ who }}{{#url}} at {{ url }}{{/url}}{{/who}}."

    assert written(body, who="FOS", url="x").text == "A FOS at x.\n"
    assert written(body, who="FOS", url=None).text == "A FOS.\n"
    assert written(body, who=None, url="x").text == "A.\n"


def test_a_section_that_is_left_out_leaves_no_hole():
    sent = written("One\n\n{{#owner}}\n{{ owner }}\n\n{{/owner}}\nTwo", owner=None)

    assert sent.text == "One\n\nTwo\n"
    assert sent.html == "<p>One</p>\n<p>Two</p>\n"


@pytest.mark.parametrize("text", ["{{7*7}}", "${7*7}", "{{ a.upper }}", "%s %(x)s", "{% for %}", "{{ [] }}"])
def test_nothing_is_evaluated(text):
    sent = written(f"A {text} B")

    assert sent.text == f"A {text} B\n"
    assert sent.html == f"<p>A {text} B</p>\n"


@pytest.mark.parametrize("value", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](https://evil.example)",
    "**bold**", "# Heading", "- item", "https://evil.example/", "{{ reference }}", "{{#reference}}",
    "\" onmouseover=\"x", "`code`", "    code", "<!-- -->", "&lt;b&gt;", "\ue0000\ue001", "![x](https://evil.example/x.png)",
])
def test_whatever_a_complainant_wrote_stays_text(value):
    sent = written("A {{ name }} B", name=value)

    assert tags(sent.html) == ["p"]
    assert "evil" not in "".join(addresses(sent.html))
    assert text_of(sent.html).split() == f"A {value} B".replace("\ue000", "\ufffd").replace("\ue001", "\ufffd").split()
    assert "C-1" not in sent.text


def test_only_our_own_links_become_links():
    sent = written(
        "{{ link }} {{ edr_url }} {{ reasons }}",
        link="https://a.example/?x=1&y=2", edr_url="https://b.example/", reasons="https://c.example/",
    )

    assert addresses(sent.html) == ["https://a.example/?x=1&y=2", "https://b.example/"]


@pytest.mark.parametrize("value", ["javascript:alert(1)", "https://a.example/\"onclick=\"x", "data:,x", "/relative"])
def test_a_link_of_ours_that_is_no_web_address_is_text(value):
    assert tags(written("{{ link }}", link=value).html) == ["p"]


def test_a_text_of_several_lines_keeps_them():
    sent = written("{{ reasons }}", reasons="One\nTwo\n\nThree")

    assert sent.text == "One\nTwo\n\nThree\n"
    assert sent.html == "<p>One<br>\nTwo<br>\n<br>\nThree</p>\n"


def test_a_subject_is_one_line_whatever_is_in_it():
    sent = letters.render(letter("A", subject="For {{ name }}"), {"name": "Ann\r\nBcc: all@example.org"})

    assert sent.subject == "For Ann Bcc: all@example.org"


def test_plain_text_carries_no_marks_of_heading_weight_or_link():
    sent = written("## Next\n\nA **word** and [our page](https://a.example/x).")

    assert sent.text == "Next\n\nA word and our page (https://a.example/x).\n"


@pytest.mark.parametrize("body", ["<b onclick=x>a</b>", "![a](https://b.example/c.png)", "[a](javascript:alert(1))",
                                  "<https://b.example/?{{ code }}>", "```\ncode\n```"])
def test_the_template_itself_cannot_bring_in_markup_or_pictures(body):
    sent = written(f"A\n\n{body}", code="1")

    assert set(tags(sent.html)) <= {"p", "a"}
    assert not any(address.startswith("javascript") for address in addresses(sent.html))


def test_every_unknown_variable_is_told_and_nothing_is_sent():
    with pytest.raises(LetterInvalid) as refused:
        letters.render(letter("{{ reasons }} {{ amount }}"), {"reference": "C-1"})

    assert [cause.message for cause in refused.value.causes] == [
        "{{ amount }} is not known to this case.", "{{ reasons }} is not known to this case.",
    ]


def test_a_variable_in_a_hidden_section_must_be_known_too():
    with pytest.raises(LetterInvalid):
        written("A {{#owner}}{{ phone }}{{/owner}}", owner=None)


def test_what_every_letter_can_say_is_empty_where_nothing_fills_it():
    assert written("A{{#extension_reason}} because {{ extension_reason }}{{/extension_reason}}.").text == "A.\n"


def test_a_value_that_is_no_plain_one_is_refused():
    with pytest.raises(LetterInvalid, match="is a dict"):
        written("A {{ case }}", case={})


@pytest.mark.parametrize(("data", "message"), [
    (b"Dear you", "The first line gives no subject."),
    (b"Subject:   \n\nA", "The first line gives no subject."),
    (b"Subject: A\nDear you", "The second line is not empty."),
    (b"Subject: A\n\n  \n", "The letter is empty."),
    (b"Subject: A\n\n\xff", "This is not UTF-8 text."),
    (b"Subject: A\n\n" + b"x" * 60_000, "60,012 bytes; a letter may have 50,000."),
    (b"Subject: A\n\n{{#a}}x", "In the letter: {{#a}} is never closed."),
    (b"Subject: A\n\nx{{/a}}", "In the letter: {{/a}} closes nothing that is open there."),
    (b"Subject: A\n\n{{#a}}{{#b}}x{{/a}}{{/b}}", "In the letter: {{/a}} closes nothing that is open there."),
    (b"Subject: A {{#a}}\n\nx", "In the subject: {{#a}} is never closed."),
    (b"Subject: A\n\n{{#if a}}x{{/a}}", "In the letter: a section tag is misspelt."),
    (b"Subject: A\n\n{{#a.b}}x{{/a}}", "In the letter: a section tag is misspelt."),
    ("Subject: A\n\nx\ue000".encode(), "There are control or private characters in it."),
    (b"Subject: A\n\nx\x00", "There are control or private characters in it."),
    (b"Subject: A\n\n[x](https://a.example/{{ code }})", "A value stands inside a link's address."),
])
def test_a_letter_that_cannot_be_used_is_refused_with_the_reason(data, message):
    with pytest.raises(LetterInvalid) as refused:
        letters.read(data, "forms/letters/en/L1_ack.md")

    assert message in [cause.message for cause in refused.value.causes]
    assert {cause.file for cause in refused.value.causes} == {"forms/letters/en/L1_ack.md"}


@pytest.mark.parametrize(("data", "line"), [
    (b"Dear you", 1), (b"Subject: A\nDear you", 2), (b"Subject: A\n\nOne\n\n{{#a}}x\n\nTwo", 5),
    (b"Subject: A\n\nOne\nx{{/a}}", 4), (b"Subject: A\n\n{{#a}}\nx\n{{/a}}\n{{#if b}}", 6),
    (b"Subject: A\n\nx\n\x00", 4), (b"Subject: A {{#a}}\n\nx", 1),
    (b"Subject: A\n\nx\n[x](https://a.example/{{ code }})", 4),
])
def test_what_is_wrong_in_a_letter_is_told_with_its_line(data, line):
    with pytest.raises(LetterInvalid) as refused:
        letters.read(data, "forms/letters/en/L1_ack.md")

    assert [cause.line for cause in refused.value.causes if "empty" not in cause.message or line == 2][:1] == [line]


@settings(max_examples=300, deadline=None)
@given(any_.text(max_size=60), any_.text(max_size=60))
def test_no_value_adds_a_tag_or_loses_a_word(name, reasons):
    sent = written("## Dear {{ name }}\n\n- {{ reasons }}", name=name, reasons=reasons)

    assert set(tags(sent.html)) <= {"h2", "ul", "li", "br"}
    assert sent.text.startswith("Dear ")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts, self.addresses = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for key, value in attrs if key in ("href", "src")]

    def handle_data(self, data):
        self.texts.append(data)


def _read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def tags(html):
    return _read(html).tags


def addresses(html):
    return _read(html).addresses


def text_of(html):
    return "".join(_read(html).texts)
