"""What a decision table must be like; everything that would be skipped is refused instead."""

from pathlib import Path

import pytest

from engine import tables
from engine.errors import TableInvalid

HERE = Path(__file__).parent
URGENCY = (HERE / "urgency_first.dmn").read_text()
FEE = (HERE / "fee_unique.dmn").read_text()


def causes(text: str | bytes) -> list[str]:
    with pytest.raises(TableInvalid) as refused:
        tables.read(text if isinstance(text, bytes) else text.encode(), "x.dmn")
    return [str(cause) for cause in refused.value.causes]


def test_a_table_is_known_by_its_decision_and_keeps_its_rows_in_order():
    table = tables.read(URGENCY.encode(), "urgency_first.dmn")

    assert (table.id, table.name, table.file, table.hit_policy) == (
        "urgency",
        "How urgent",
        "urgency_first.dmn",
        "FIRST",
    )
    assert table.outputs == ("urgency", "days")
    assert [(rule.number, rule.id, rule.note) for rule in table.rules] == [
        (1, "r1", "somebody may get hurt"),
        (2, "r2", "quick channels"),
        (3, "row_3", ""),
    ]


def test_the_names_and_functions_that_a_table_needs_are_known_before_it_is_asked():
    table = tables.read(URGENCY.encode(), "x.dmn")

    assert table.reads == {"safety", "severity", "channel", "limit", "chosen"}
    assert table.calls == {"lower"}


def test_a_table_without_a_hit_policy_is_unique_and_without_a_name_has_its_id():
    table = tables.read(FEE.encode(), "x.dmn")

    assert table.hit_policy == "UNIQUE"
    assert table.name == "fee"


@pytest.mark.parametrize(
    "space",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
    ],
)
def test_every_version_of_dmn_that_tools_write_is_read(space):
    text = FEE.replace("https://www.omg.org/spec/DMN/20230324/MODEL/", space)

    assert tables.read(text.encode(), "x.dmn").id == "fee"


@pytest.mark.parametrize("policy", ["first", "RULEORDER", "U", ""])
def test_a_hit_policy_that_dmn_does_not_have_is_refused(policy):
    (cause,) = causes(URGENCY.replace('hitPolicy="FIRST"', f'hitPolicy="{policy}"'))

    assert f"x.dmn:4: the hit policy is {policy}. Choose one of UNIQUE, ANY, PRIORITY, FIRST, COLLECT" in cause


@pytest.mark.parametrize(
    ("attributes", "cause"),
    [
        ('hitPolicy="PRIORITY"', "PRIORITY asks which outputs come first, and none has its values in order"),
        ('hitPolicy="OUTPUT ORDER"', "OUTPUT ORDER asks which outputs come first"),
        ('hitPolicy="COLLECT" aggregation="AVG"', "the aggregation is AVG. Choose one of SUM, MIN, MAX, COUNT."),
        ('hitPolicy="FIRST" aggregation="SUM"', "FIRST has the aggregation SUM. Only COLLECT is aggregated."),
        ('aggregation="COUNT"', "UNIQUE has the aggregation COUNT"),
    ],
)
def test_a_hit_policy_without_what_it_needs_is_refused(attributes, cause):
    (found,) = causes(FEE.replace("<decisionTable>", f"<decisionTable {attributes}>"))

    assert cause in found


def test_several_outputs_cannot_be_aggregated():
    text = URGENCY.replace('hitPolicy="FIRST"', 'hitPolicy="COLLECT" aggregation="SUM"')

    (cause,) = causes(text)

    assert "SUM of several outputs has no meaning" in cause


def test_every_output_has_a_default_or_none():
    text = URGENCY.replace('<output id="o2" name="days" typeRef="number"/>',
                           '<output name="days"><defaultOutputEntry><text>9</text></defaultOutputEntry></output>')

    (cause,) = causes(text)

    assert "urgency: it has no default, and other outputs have one. Write null if there is none." in cause


@pytest.mark.parametrize("language", ["http://www.w3.org/1999/XPath", "javascript", "juel", "JUEL"])
@pytest.mark.parametrize("old", ["<definitions", "<inputEntry", "<outputEntry", '<inputExpression typeRef="number"'])
def test_a_text_in_another_language_is_refused_and_never_read_as_feel(language, old):
    (cause, *_) = causes(FEE.replace(old, f'{old} expressionLanguage="{language}"', 1))

    assert f"its expression language is {language}. Write S-FEEL" in cause


@pytest.mark.parametrize("language", ["feel", "FEEL", "https://www.omg.org/spec/DMN/20191111/FEEL/",
                                      "http://www.omg.org/spec/FEEL/20140401"])
def test_feel_is_known_by_all_its_names(language):
    text = FEE.replace("<inputEntry", f'<inputEntry expressionLanguage="{language}"')

    assert tables.read(text.encode(), "x.dmn").id == "fee"


def test_functions_may_be_called_in_every_cell_and_are_known_beforehand():
    text = FEE.replace("<text>&lt; 10</text>", '<text>&lt; limit("a", amount)</text>')

    table = tables.read(text.encode(), "x.dmn")

    assert table.calls == {"limit"}
    assert [(call.name, call.values) for call in table.called] == [("limit", (("a",), ()))]


def test_the_texts_a_table_can_give_are_known_beforehand():
    table = tables.read(FEE.replace(' typeRef="number"/>', "/>").replace("<text>1</text>", '<text>["a","b"]</text>')
                        .replace("<text>2</text>", '<text>"c"</text>').encode(), "x.dmn")

    assert list(table.texts("fee")) == ["a", "b", "c"]


def test_a_file_with_very_many_causes_tells_the_first():
    row = "<rule><inputEntry><text>==</text></inputEntry><outputEntry><text>==</text></outputEntry></rule>"

    assert len(causes(FEE.replace("</decisionTable>", row * 500 + "</decisionTable>"))) == 100


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("<text>&lt; 10</text>", '<text>amount == 10</text>', "row 1, input 1: amount == 10: == is not S-FEEL"),
        ("<text>&lt; 10</text>", "<text>x and y</text>", "row 1, input 1: x and y: a condition cannot stand in a cell"),
        ("<text>&lt; 10</text>", '<text>"10"</text>', 'row 1, input 1: "10" is of the kind text, not number'),
        ("<text>&lt; 10</text>", "<text>true</text>", "row 1, input 1: true is of the kind yes or no, not number"),
        ("<text>&lt; 10</text>", '<text>date("2026-01-01")</text>', "2026-01-01 is of the kind date, not number"),
        ("<text>1</text>", '<text>"one"</text>', 'row 1, fee: "one" is of the kind text, not number'),
        ("<text>1</text>", "<text>'one'</text>", "'one': single quotes are not S-FEEL. Write texts in double"),
        ("<text>1</text>", "<text>1 if amount else 2</text>", "(letter 3). Write if condition then a else b"),
        ("<text>1</text>", "<text>amount or 0</text>", "or stands between true and false (letter 11)"),
        ("<text>1</text>", "<text></text>", "row 1, fee: the cell is empty. Write a value, or null"),
        ("<text>1</text>", "<text>-</text>", "row 1, fee: the cell is empty"),
        ("<text>1</text>", "<text>1 / 0</text>", "nothing can be divided by zero"),
        ("<text>1</text>", '<text>a["b"]</text>', 'fee: a["b"]: a place or filter of a list cannot be asked'),
        ("<text>amount</text>", "<text></text>", "input 1: the column asks nothing"),
        ("<text>amount</text>", "<text>amount == null</text>", "input 1: amount == null: == is not S-FEEL"),
        ("<text>amount</text>", "<text>amount != None</text>", "None is not S-FEEL (letter 11). Write true, false"),
        (
            '<inputExpression typeRef="number"><text>amount</text></inputExpression>',
            "",
            "input 1: the column asks nothing",
        ),
        ('<inputExpression typeRef="number">', '<inputExpression typeRef="list">', "input 1: the type is list"),
        ('<inputExpression typeRef="number">', '<inputExpression typeRef="dateTime">', "of the kind number, not date"),
        ('name="fee" typeRef="number"', 'name="fee" typeRef="tFee"', "fee: the type is tFee"),
        ('name="fee"', 'name="the fee"', "the output's name is 'the fee'"),
        ('name="fee"', "", "the output's name is ''"),
        ('name="fee"', 'name="in"', "the output's name is 'in'"),
        ('name="fee"', 'name="typename"', "the output's name is 'typename'"),
        ('name="fee"', 'name="_fee"', "the output's name is '_fee'"),
        (
            '<output name="fee" typeRef="number"/>',
            '<output name="fee"/><output name="fee"/>',
            "fee: two outputs have this name",
        ),
        (
            '<output name="fee" typeRef="number"/>',
            '<output name="fee"/><output name="tax"/>',
            "row 1: it has 1 input and 1 output cells",
        ),
        (
            '<output name="fee" typeRef="number"/>',
            '<output name="fee" typeRef="number"><defaultOutputEntry><text>"1"</text></defaultOutputEntry></output>',
            'fee, default: "1" is of the kind text, not number',
        ),
        (
            '<output name="fee" typeRef="number"/>',
            '<output name="fee"><outputValues><text>5,6</text></outputValues></output>',
            "row 1, fee: 1 is 1, which is not among the values",
        ),
        ('<output name="fee" typeRef="number"/>', "", "the table has no inputs or no outputs"),
        ('<decision id="fee">', "<decision>", "the decision's id is ''"),
        (
            '<decision id="fee">',
            '<decision id="fee"><informationRequirement><requiredDecision href="#other"/></informationRequirement>',
            "it needs the decision #other",
        ),
        ('<decision id="fee">', '<decision id="other"/><decision id="fee">', "the file has 2 decisions"),
        (
            '<decision id="fee">',
            '<businessKnowledgeModel id="b"/><decision id="fee">',
            "businessKnowledgeModel is not supported",
        ),
        ('<decision id="fee">', '<decision xmlns="urn:x" id="more"/><decision id="fee">', "decision is not supported"),
        ("<decisionTable>", "<literalExpression/><decisionTable>", "literalExpression is not supported"),
        ("</decisionTable>", "<group/></decisionTable>", "group is not supported"),
        ("</decisionTable>", "</decisionTable><decisionTable/>", "the decision has 2 tables"),
        ("https://www.omg.org/spec/DMN/20230324/MODEL/", "urn:something-else", "this is not a DMN file"),
        ("</definitions>", "", "this is not well-formed XML"),
    ],
)
def test_what_cannot_be_executed_is_refused_with_its_place_and_what_to_do(old, new, cause):
    assert old in FEE

    found = causes(FEE.replace(old, new, 1))

    assert any(cause in each for each in found), found
    assert all(each.startswith("x.dmn") for each in found)


def test_a_table_without_rows_is_refused():
    start, end = FEE.index("<rule>"), FEE.rindex("</rule>") + len("</rule>")

    (cause,) = causes(FEE[:start] + FEE[end:])

    assert "the table has 0 rows" in cause


def test_a_date_in_a_column_without_a_type_is_refused_because_it_would_never_fit():
    text = FEE.replace(' typeRef="number"><text>amount', "><text>amount").replace("<text>50,60", '<text>@"2026-01-01"')

    (cause,) = causes(text)

    assert "row 3, input 1: 2026-01-01 is a date, but the column's type is not date" in cause


def test_a_quoted_day_in_a_column_of_dates_is_refused():
    text = FEE.replace('typeRef="number"><text>amount', 'typeRef="date"><text>amount')
    for cell in ("&lt; 10", "[10..50]", "50,60"):
        text = text.replace(cell, '"2026-01-01"')

    assert all('write date("2026-03-31")' in cause for cause in causes(text))


def test_every_cause_is_told_at_once():
    text = (
        FEE.replace("&lt; 10", "&lt; ")
        .replace("<text>2</text>", "<text>x y</text>")
        .replace('name="fee"', 'name="a fee"')
    )

    assert len(causes(text)) == 3


def test_a_document_type_is_refused():
    (cause,) = causes(FEE.replace("<definitions", "<!DOCTYPE definitions><definitions", 1))

    assert cause.startswith("x.dmn: a document type")


def test_bytes_that_are_no_table_are_refused():
    assert causes(b"\x00\x01")
