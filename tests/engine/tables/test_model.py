"""Models: decisions that need inputs, types, functions and each other."""

import pytest

from engine import tables
from engine.errors import EvaluationFailed, NoRowFits, RowsOverlap, TableInvalid
from tests.engine.tables.drawing import data, decision, definitions, formula, function, table

APPLICANT = """<itemDefinition name="tApplicant">
<itemComponent name="Full Name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="Age"><typeRef>number</typeRef></itemComponent>
<itemComponent name="born"><typeRef>date</typeRef></itemComponent>
<itemComponent name="status"><typeRef>tStatus</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tStatus"><typeRef>string</typeRef>
<allowedValues><text>"single","married"</text></allowedValues></itemDefinition>"""
AGES = '<itemDefinition name="tAges" isCollection="true"><typeRef>number</typeRef></itemDefinition>'


def model(*parts: str) -> tables.Model:
    return tables.read_model(definitions(*parts), "m.dmn")


def causes(*parts: str) -> list[str]:
    with pytest.raises(TableInvalid) as refused:
        model(*parts)
    return [str(cause) for cause in refused.value.causes]


def test_a_decision_is_found_by_its_name_or_its_id():
    asked = model(data("Full Name", "string"), formula("Greeting", '"Hello " + Full Name', "string", ("in Full Name",)))

    assert asked.evaluate("Greeting", {"Full Name": "Ann"}) == "Hello Ann"
    assert asked.evaluate("k_Greeting", {"Full Name": "Ann"}) == "Hello Ann"


def test_decisions_are_worked_out_before_those_that_need_them():
    asked = model(
        formula("Total", "Net price + VAT", "number", ("Net price", "VAT")),
        formula("VAT", "Net price * rate / 100", "number", ("Net price", "in rate")),
        formula("Net price", "0.1 * pieces", "number", ("in pieces",)),
        data("pieces", "number"), data("rate", "number"),
    )

    assert asked.evaluate("Total", {"pieces": 3, "rate": 20}) == 0.36
    assert asked.evaluate("Net price", {"pieces": 3}) == 0.3


def test_a_table_answers_with_a_value_a_group_or_a_list():
    rows = ['>= 18 | "adult" | 10', '>= 6 | "child" | 5']
    inputs, outputs = ["Age:number"], ["kind:string", "price:number"]
    parts = [data("Age", "number")]
    asking = (("One", "FIRST", 1), ("Group", "FIRST", 2), ("List", "COLLECT", 2), ("Kinds", "RULE ORDER", 1))
    for name, policy, columns in asking:
        cells = [row.rpartition("|")[0] if columns == 1 else row for row in rows]
        parts.append(decision(name, table(inputs, outputs[:columns], cells, policy), needs=("in Age",)))
    asked = model(*parts)

    assert asked.evaluate("One", {"Age": 20}) == "adult"
    assert asked.evaluate("Group", {"Age": 20}) == {"kind": "adult", "price": 10}
    assert asked.evaluate("List", {"Age": 20}) == [{"kind": "adult", "price": 10}, {"kind": "child", "price": 5}]
    assert asked.evaluate("Kinds", {"Age": 20}) == ["adult", "child"]


def test_what_a_table_says_can_be_asked_for_by_name_in_another_decision():
    asked = model(
        data("Age", "number"),
        decision("Ticket", table(["Age:number"], ["kind:string", "price:number"], [
            '>= 18 | "adult" | 10.5', '< 18 | "child" | 5']), needs=("in Age",)),
        formula("Two tickets", "2 * Ticket.price", needs=("Ticket",)),
    )

    assert asked.evaluate("Two tickets", {"Age": 20}) == 21


def test_fields_of_an_input_are_typed_and_found_by_their_whole_name():
    asked = model(
        APPLICANT, data("Applicant", "tApplicant"),
        formula("Line", 'Applicant.Full Name + ", " + Applicant.status', needs=("in Applicant",)),
        formula("Year", "Applicant.born.year + Applicant.Age", needs=("in Applicant",)),
    )
    ann = {"Full Name": "Ann", "Age": 30, "born": "1996-01-31", "status": "single"}

    assert asked.evaluate("Line", {"Applicant": ann}) == "Ann, single"
    assert asked.evaluate("Year", {"Applicant": ann}) == 2026
    for field, wrong, sentence in (
        ("Age", "30", "Applicant cannot be used: Age is of the kind text, not number."),
        ("born", "31.1.1996", "Applicant cannot be used: born is not a date such as 2026-03-31."),
        ("status", "divorced", 'status is "divorced", which is not allowed for tApplicant.status'),
    ):
        with pytest.raises(EvaluationFailed, match=sentence):
            asked.evaluate("Line", {"Applicant": ann | {field: wrong}})


def test_a_list_is_typed_member_by_member():
    asked = model(AGES, data("Ages", "tAges"), formula("Has 3", "3 in Ages", needs=("in Ages",)))

    assert asked.evaluate("Has 3", {"Ages": [1, 3]}) is True
    assert asked.evaluate("Has 3", {"Ages": [1, None]}) is False
    with pytest.raises(EvaluationFailed, match="Ages is of the kind text, not number"):
        asked.evaluate("Has 3", {"Ages": [1, "3"]})
    with pytest.raises(EvaluationFailed, match="Ages is of the kind number, not list"):
        asked.evaluate("Has 3", {"Ages": 3})


def test_a_function_of_the_model_is_called_with_its_parameters():
    asked = model(
        data("principal", "number"),
        function("PMT", "p:number r:number n:number", "(p * r / 12) / (1 - (1 + r / 12) ** -n)"),
        function("twice", "x", "PMT(x, 0.0375, 360) * 2", ("fn PMT",)),
        formula("Rates", "twice(principal)", "number", ("in principal", "fn twice")),
    )

    assert asked.evaluate("Rates", {"principal": 600_000}) == pytest.approx(2 * 2778.69354943277, rel=1e-12)


def test_a_function_may_be_a_table():
    asked = model(
        data("age", "number"),
        function("price of", "years:number", table(["years:number"], ["p:number"], [">= 18 | 10", "< 18 | 5"])),
        formula("Family", "price of(age) + price of(7)", needs=("in age", "fn price of")),
    )

    assert asked.evaluate("Family", {"age": 40}) == 15


def test_what_feel_cannot_work_out_is_null_and_the_reason_is_noted():
    asked = model(data("n", "number"), formula("Share", "1 / n", "number", ("in n",)))
    notes: list[str] = []

    assert asked.evaluate("Share", {"n": 0}, notes) is None
    assert notes == ["nothing can be divided by zero"]
    assert asked.evaluate("Share", {"n": None}) is None


def test_overlap_and_gaps_of_a_table_are_errors_in_a_model_too():
    asked = model(
        data("n", "number"), decision("T", table(["n:number"], ["x"], ["> 1 | 1", "> 2 | 2"]), needs=("in n",))
    )

    with pytest.raises(RowsOverlap, match="T: the rows 1 and 2 all fit n = 3"):
        asked.evaluate("T", {"n": 3})
    with pytest.raises(NoRowFits, match="T: none of the 2 rows fits n = 0"):
        asked.evaluate("T", {"n": 0})


def test_values_of_a_table_are_given_a_type_by_what_it_decides():
    asked = model(
        '<itemDefinition name="tRisks" isCollection="true"><typeRef>string</typeRef>'
        '<allowedValues><text>"high","low"</text></allowedValues></itemDefinition>',
        data("n", "number"),
        decision("Risks", table(["n:number"], [":"], ['> 0 | "low"', '> 5 | "high"'], "OUTPUT ORDER"), "tRisks",
                 ("in n",)),
    )

    assert asked.evaluate("Risks", {"n": 9}) == ["high", "low"]


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({}, "The input Full Name is missing; give null if there is none."),
        ({"Full name": "Ann"}, "The model has no input Full name. Did you mean Full Name?"),
        ({"Full Name": "Ann", "x": 1}, "The model has no input x. It has Full Name."),
        ({"Full Name": 5}, "Full Name is of the kind number, not text."),
        ({"Full Name": float("nan")}, "Greeting: a number must be finite."),
    ],
)
def test_wrong_inputs_are_named(inputs, sentence):
    asked = model(data("Full Name", "string"), formula("Greeting", '"Hello " + Full Name', "string", ("in Full Name",)))

    with pytest.raises(EvaluationFailed) as failed:
        asked.evaluate("Greeting", inputs)

    assert failed.value.message == sentence


def test_an_unknown_decision_is_answered_with_the_nearest():
    with pytest.raises(EvaluationFailed, match=r"no decision Greting\. Did you mean Greeting\?"):
        model(formula("Greeting", "1")).evaluate("Greting", {})


def test_a_group_is_no_text_but_a_table_of_several_outputs_is_a_group_whatever_its_variable_says():
    asked = model(
        data("case"), formula("Copy", "case", "string", ("in case",)),
        decision("Two", table(["1"], ["a", "b"], ["- | 1 | 2"]), "string"),
    )

    assert asked.evaluate("Two", {}) == {"a": 1, "b": 2}
    with pytest.raises(EvaluationFailed, match="Copy is not a single text, number, date, true or false"):
        asked.evaluate("Copy", {"case": {"a": 1}})


def test_a_result_of_a_wrong_type_is_an_error():
    with pytest.raises(EvaluationFailed, match="Greeting is of the kind number, not text"):
        model(formula("Greeting", "1", "string")).evaluate("Greeting", {})


@pytest.mark.parametrize(
    ("parts", "cause"),
    [
        ([data("a"), formula("D", "a")], "m.dmn:1 · D: a: there is nothing named a. Draw what is needed"),
        ([formula("D", "1", needs=("in a",))], "D: it requires #k_a, which is not in the file"),
        ([formula("D", "E", needs=("E",)), formula("E", "D", needs=("D",))], "it needs itself: D → E → D"),
        ([function("f", "x", "f(x)", ("fn f",))], "it needs itself: f → f"),
        ([formula("D", "f(1)", needs=("fn f",)), function("f", "x y", "x")], "f is given 1 values, and it takes 2"),
        ([formula("D", "sum([1])")], "there is nothing named sum"),
        ([formula("D", "1"), data("D")], "D: two elements have this name"),
        ([formula("D", "1"), '<decision id="k_D" name="E"/>'], "k_D: two elements have this id"),
        (['<decision name="E"/>'], "E: the decision has no name or no id"),
        (['<decision id="e" name="E"/>'], "E: it has 0 formulas and tables"),
        ([decision("D", "<context/>")], "D: context is not supported"),
        ([decision("D", "<invocation/>")], "D: invocation is not supported"),
        ([decision("D", "<relation/>")], "D: relation is not supported"),
        ([decision("D", "<conditional/>")], "D: conditional is not supported"),
        ([decision("D", "<literalExpression><importedValues/></literalExpression>")], "importedValues is not sup"),
        ([decision("D", '<literalExpression expressionLanguage="groovy"><text>1</text></literalExpression>')],
         "its expression language is groovy"),
        (['<import namespace="urn:other"/>'], "import is not supported"),
        ([data("a", "tMissing")], "a: the type is tMissing, which is not in the file"),
        ([AGES, data("a", "tAge")], "Did you mean tAges?"),
        (['<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>'], "the type t holds itself"),
        (['<itemDefinition name="t" isCollection="true"><typeRef>u</typeRef></itemDefinition>'
          '<itemDefinition name="u" isCollection="true"><typeRef>string</typeRef></itemDefinition>'],
         "t: it is a list of lists"),
        (['<itemDefinition name="t"><functionItem/></itemDefinition>'], "t: functionItem is not supported"),
        (['<itemDefinition name="t"><allowedValues><text>a ==</text></allowedValues></itemDefinition>'],
         "t, allowedValues: a ==: there is nothing named a"),
        (['<businessKnowledgeModel id="b" name="b"><encapsulatedLogic kind="Java"><literalExpression/>'
          "</encapsulatedLogic></businessKnowledgeModel>"], "b: its logic is Java. Write it in S-FEEL."),
        (['<businessKnowledgeModel id="b" name="b"/>'], "b: it has no logic"),
        ([function("f", "x x", "1")], "f: its parameters have no names of their own"),
        ([decision("D", table(["1"], ["", "b"], ["- | 1 | 2"]))], "output 1: the output's name is ''"),
        ([data(f"i{number}") for number in range(501)], "the model has 501 elements. Draw at most 500."),
    ],
)
def test_what_a_model_cannot_be_worked_out_with_is_refused_while_reading(parts, cause):
    found = causes(*parts)

    assert any(cause in one for one in found), found


def test_a_refused_formula_is_told_once_and_not_again_where_it_is_needed():
    (cause,) = causes(formula("D", "1 =="), formula("E", "D + f(1)", needs=("D", "fn f")), function("f", "x", "x"))

    assert "D: 1 ==: == is not S-FEEL" in cause


def test_an_authority_is_for_people_and_gives_no_names():
    authority = '<authorityRequirement id="a"><requiredDecision href="#k_E"/></authorityRequirement>'

    two = formula("D", "2").replace("<literal", f"{authority}<literal")

    assert model(formula("E", "1"), two).evaluate("D", {}) == 2
    (cause,) = causes(formula("E", "1"), formula("D", "E").replace("<literal", f"{authority}<literal"))
    assert "D: E: there is nothing named E" in cause


def test_types_and_decisions_may_share_a_name():
    asked = model(
        '<itemDefinition name="Loan"><typeRef>number</typeRef></itemDefinition>',
        data("Loan", "Loan"), formula("D", "Loan + 1", needs=("in Loan",)),
    )

    assert asked.evaluate("D", {"Loan": 1}) == 2


@pytest.mark.parametrize("space", ["urn:m", ""])
def test_a_file_whose_exporter_only_declared_the_name_space_of_dmn_is_read(space):
    text = definitions(formula("D", "1 + 1"), space=space).decode().replace(
        "<definitions", '<definitions xmlns:dmn="http://www.omg.org/spec/DMN/20180521/MODEL/"', 1)

    assert tables.read_model(text.encode(), "m.dmn").evaluate("D", {}) == 2


def test_a_file_in_another_name_space_is_no_dmn():
    with pytest.raises(TableInvalid, match="this is not a DMN file"):
        tables.read_model(definitions(formula("D", "1"), space="urn:other"), "m.dmn")


def test_lists_that_hold_lists_of_lists_stop_before_they_fill_the_memory():
    functions = [function("f0", "x", "[x, x]")]
    functions += [function(f"f{n}", "x", f"f{n - 1}([x, x])", (f"fn f{n - 1}",)) for n in range(1, 40)]
    chained = [formula("d0", '["a", "a"]')]
    chained += [formula(f"d{n}", f"[d{n - 1}, d{n - 1}]", needs=(f"d{n - 1}",)) for n in range(1, 40)]
    asked = model(*functions, *chained, formula("D", "f39(1)", needs=("fn f39",)))

    for wanted in ("D", "d39"):
        with pytest.raises(EvaluationFailed, match=r"more than 20,000 parts|nested more than 20 deep"):
            asked.evaluate(wanted, {})


def test_functions_that_call_functions_many_times_stop():
    functions = [function("f0", "x", "x")]
    functions += [function(f"f{n}", "x", f"f{n - 1}(x) + f{n - 1}(x)", (f"fn f{n - 1}",)) for n in range(1, 40)]

    with pytest.raises(EvaluationFailed, match="more than 500,000 steps"):
        model(*functions, formula("D", "f39(1)", needs=("fn f39",))).evaluate("D", {})
