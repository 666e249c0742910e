"""What each step makes of what is known: whatever happens to a case is among what is reckoned with."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import tables
from engine.errors import NoRowFits, RowsOverlap
from tests.engine.proofs.sketch import (
    choice,
    content,
    decides,
    dmn,
    form,
    operation,
    person,
    process,
    script,
    yes_no,
)

INPUTS = ["amount:number", "topic:string", "vip:boolean"]
AMOUNTS = ["-", "1", "< 1", ">= 1", "[1..2]", "(1..2]", "> 2", "not(1)", "1, 2", "null"]
TOPICS = ["-", '"a"', '"b"', 'not("a")', '"a","b"', "null"]
VIPS = ["-", "true", "false", "null"]
SAID = ['"low"', '"high"', "null", 'if vip = true then "low" else "high"']
ROWS = st.lists(st.tuples(*map(st.sampled_from, (AMOUNTS, TOPICS, VIPS, SAID))), min_size=1, max_size=5)
ASKED = form(amount={"type": "number", "x-amends-fact": "amount"}, topic=choice("a", "b", "c", fact="topic"),
             vip=yes_no("vip"))
DRAWN = process("came -> decide -> over", drawn=decides("decide", "D_fee"))


def parts(rows, policy, default=""):
    outputs = [f'fee:string {{"low","high"}}{default}' if default else "fee:string"]
    table = dmn("D_fee", INPUTS, outputs, [" | ".join(row) for row in rows], policy)
    return content(DRAWN, ask=ASKED, D_fee=table)


def step_of(made, name):
    [element] = [one for one in made.diagrams[0].elements.values() if one.id == name]
    return element


def after(made, name, names, **known_values):
    """What is known after a step, for each fact the values it can have together with those of the others; before it
    the facts have these values, the others any."""
    known = made.facts(names, {})
    sets = tuple(known.set_of(fact, known_values[fact]) if fact in known_values else known.all(fact)
                 for fact in known.names)
    effect = made.effect(step_of(made, name), known)
    found = effect(known, sets) if effect is not None else [sets]
    return [{fact: known.of(one, fact) for fact in known.names} for one in found]


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, policy=st.sampled_from(["FIRST", "UNIQUE"]), default=st.sampled_from(["", ' "low"']), data=st.data())
def test_what_a_table_decides_is_among_what_is_reckoned_with(rows, policy, default, data):
    made = parts(rows, policy, default)
    known = made.facts(["amount", "fee", "topic", "vip"], {})
    case = {name: data.draw(st.sampled_from(known.values[known.place[name]])) for name in ("amount", "topic", "vip")}
    try:
        said = tables.decide(made.tables["D_fee"], case, {}).outputs["fee"]
    except (NoRowFits, RowsOverlap):
        return  # the case stops as an incident

    reckoned = after(made, "decide", known.names, **{name: [value] for name, value in case.items()})
    less = after(made, "decide", ["amount", "fee"], amount=[case["amount"]])

    assert any(said in one["fee"] for one in reckoned), (case, said, reckoned)
    assert any(said in one["fee"] for one in less), (case, said, less)


def test_of_a_table_the_first_row_that_fits_speaks_and_the_rest_goes_on():
    made = parts([("> 100", "-", "-", '"high"'), ("-", '"a"', "-", '"low"'), ("-", "-", "-", "null")], "FIRST")

    found = after(made, "decide", ["amount", "topic", "fee"], topic=["a", "b"])

    assert {(tuple(one["amount"]), tuple(one["topic"]), tuple(one["fee"])) for one in found} == {
        ((101,), ("a", "b"), ("high",)), ((None, -1, 0, 50, 100), ("a",), ("low",)),
        ((None, -1, 0, 50, 100), ("b",), (None,)),
    }


def test_a_row_that_hangs_on_what_is_not_followed_may_fit_or_not():
    made = parts([("-", '"a"', "-", '"high"'), ("-", "-", "-", '"low"')], "FIRST")

    [one] = after(made, "decide", ["fee"])

    assert one["fee"] == ["high", "low"]


def test_a_table_in_which_no_row_fits_stops_the_case_unless_it_has_a_default():
    rows = [("> 100", "-", "-", '"high"')]

    assert after(parts(rows, "UNIQUE"), "decide", ["amount", "fee"], amount=[0]) == []
    [one] = after(parts(rows, "UNIQUE", ' "low"'), "decide", ["amount", "fee"], amount=[0])
    assert "low" in one["fee"]


def test_what_a_table_collects_is_left_open():
    made = parts([("-", '"a"', "-", '"high"'), ("-", "-", "-", '"low"')], "COLLECT")

    [one] = after(made, "decide", ["topic", "fee"], topic=["a"])

    assert {"high", "low"} <= set(one["fee"])


def test_a_table_that_gives_nothing_that_is_followed_changes_nothing():
    made = parts([("-", "-", "-", '"low"')], "UNIQUE")

    assert made.effect(step_of(made, "decide"), made.facts(["topic"], {})) is None


def test_a_script_is_worked_out_for_what_is_known():
    drawn = process("came -> weigh -> ?large -> over", "?large -> {large} big", drawn=script(
        "weigh", "large = (amount or 0) > 100"))
    made = content(drawn, ask=ASKED)

    assert {(tuple(one["amount"]), tuple(one["large"])) for one in after(made, "weigh", ["amount", "large"])} == {
        ((101,), (True,)), ((None, -1, 0, 50, 100), (False,))}


def test_of_a_script_that_reads_what_is_not_followed_the_outcome_is_left_open():
    drawn = process("came -> weigh -> over", drawn=script("weigh", "fee = 'low' if amount > 9 else 'high'"))
    made = content(drawn, ask=ASKED)

    [one] = after(made, "weigh", ["fee"], fee=["low"])

    assert {"low", "high"} <= set(one["fee"])


def test_a_script_that_cannot_be_worked_out_stops_the_case():
    drawn = process("came -> weigh -> over", drawn=script("weigh", "large = amount > 100"))
    made = content(drawn, ask=ASKED)

    assert after(made, "weigh", ["amount", "large"], amount=[None]) == []


def test_what_was_asked_is_granted_and_what_is_granted_is_never_nothing():
    remedies = {"type": "array", "items": {"enum": ["refund", "apology"]}, "x-amends-fact": "remedies"}
    drawn = process("came -> grant -> ?fair -> over", "?fair -> {outcome == 'refused' or 'refund' in remedies} no",
                    drawn=operation("grant", "grant_as_asked"))
    made = content(drawn, ask=form(remedies=remedies, outcome=choice("upheld", "refused", fact="outcome")))

    [one] = after(made, "grant", ["outcome", "remedies"], outcome=["refused"], remedies=[None])

    assert one == {"outcome": ["upheld"], "remedies": [["refund"], ["apology"]]}


def test_what_an_operation_finds_out_is_not_known_before():
    drawn = process("came -> look_up -> ?often -> over", "?often -> {repeats_90d > 2} big",
                    drawn=operation("look_up", "look_up_history"))
    made = content(drawn)

    [one] = after(made, "look_up", ["repeats_90d"], repeats_90d=[None])

    assert one["repeats_90d"] == [None, -1, 0, 1, 2, 3]


def test_answers_are_kept_under_the_name_of_their_step_and_as_facts():
    drawn = process("came -> look -> ?fair -> over", "?fair -> {look['topic'] == 'a'} big", drawn=person("look", "ask"))
    made = content(drawn, ask=form("topic", topic=choice("a", "b", fact="topic")))

    [one] = after(made, "look", ["topic"], topic=[None])
    [kept] = after(made, "look", ["look.topic"])

    assert (one["topic"], kept["look.topic"]) == (["a", "b"], ["a", "b"])


def test_at_the_beginning_only_what_the_complaint_said_is_known():
    made = content(DRAWN, intake=form(topic=choice("a", "b", fact="topic")), ask=ASKED)
    known = made.facts(["topic", "vip", "urgency", "times:decided"], {})

    fresh, beside = made.begin(known, False), made.begin(known, True)

    assert [known.of(fresh, name) for name in known.names] == [[None, "a", "b", "c"], [None], [""], [0]]
    assert known.of(beside, "vip") == [None, True, False]
