"""The tables that come with Amends: each row is taken by some case, and nothing in them is asked or said for nobody."""

from datetime import UTC, datetime
from functools import cache
from itertools import product

import pytest

from engine import packs, regimes, tables
from engine.check import names, read
from engine.config import ROOT
from engine.contract import KNOWN

EARLY, LATE = "2026-03-02T17:00:00+00:00", "2026-04-02T17:00:00+00:00"
MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)
"""A day on which every regime that a table gives is in force."""
COLLECTING = ("D3_regime", "D5_remedies", "D9_breach_effect")

CASES = {
    "D1_scope": {
        "duplicate": {"same_matter_open": True, "about_job": True},
        "job": {"about_job": True, "same_matter_open": False},
        "decided_elsewhere": {"elsewhere": True},
        "somebody_else": {"about_us": False, "dissatisfied": True},
        "praise": {"dissatisfied": False},
        "remark": {"dissatisfied": True, "reply_expected": False},
        "otherwise": {},
    },
    "D2_urgency": {
        "safety_at_risk": {"safety": True},
        "vulnerable_and_serious": {"vulnerable": True, "severity": 3},
        "cut_off": {"service_cut": True},
        "severe": {"severity": 4},
        "many_affected": {"affected": 50},
        "in_public": {"media": True},
        "law_presses": {"legal_days_left": 5},
        "much_money": {"amount": 10_000.01},
        "small_and_simple": {"severity": 2, "complexity": 1, "can_fix_now": True},
        "otherwise": {"severity": 2, "complexity": 1, "can_fix_now": False, "vulnerable": True, "affected": 49,
                      "legal_days_left": 6, "amount": 10_000},
    },
    "D3_regime": {
        "uk_fca": {"country": "GB", "topic": "mortgage"},
        "uk_payments": {"country": "GB", "topic": "payments"},
        "uk_ofcom": {"country": "GB", "topic": "telecom", "complainant_kind": "micro"},
        "uk_ofgem": {"country": "GB", "topic": "energy"},
        "uk_housing": {"country": "GB", "topic": "housing", "complainant_kind": "business"},
        "ie_cbi": {"country": "IE", "topic": "account"},
        "pl_finance": {"country": "PL", "topic": "credit"},
        "pl_sales": {"country": "PL", "topic": "goods"},
        "ee_traders": {"country": "EE", "topic": "service"},
        "se_finance": {"country": "SE", "topic": "insurance"},
        "nl_finance": {"country": "NL", "topic": "account"},
        "tr_banks": {"country": "TR", "topic": "mortgage"},
        "tr_cards": {"country": "TR", "topic": "credit"},
        "tr_consumer": {"country": "TR", "topic": "goods"},
        "us_cfpb": {"country": "US", "topic": "credit"},
        "au_rg271": {"country": "AU", "topic": "insurance"},
        "au_telecom": {"country": "AU", "topic": "telecom"},
        "au_telecom_urgent": {"country": "AU", "topic": "telecom", "urgency": "U1"},
        "ca_banks": {"country": "CA", "topic": "account"},
        "fr_acpr": {"country": "FR", "topic": "insurance"},
        "es_customer": {"country": "ES", "topic": "energy"},
        "pt_book": {"country": "PT", "topic": "other"},
        "eu_psd2": {"country": "IE", "topic": "payments", "complainant_kind": "business"},
        "eu_esa": {"country": "NL", "topic": "insurance", "complainant_kind": "business"},
        "eu_adr": {"country": "DE", "topic": "goods", "complainant_kind": "consumer"},
    },
    "D4_routing": {
        "about_complaints": {"subject_level": "complaints_team", "topic": "credit", "complexity": 3},
        "about_a_manager": {"subject_level": "manager"},
        "hard_lending": {"topic": "mortgage", "complexity": 3},
        "hard_insurance": {"topic": "insurance", "complexity": 3},
        "unsafe_home": {"topic": "housing", "safety": True},
        "about_a_colleague": {"subject_level": "staff", "topic": "staff"},
        "otherwise": {"topic": "mortgage", "complexity": 2},
    },
    "D5_remedies": {
        "sorry": {"found_upheld": True},
        "not_right": {"found_upheld": False},
        "misled": {"found_upheld": True, "found_causes": ["information"]},
        "mend": {"found_upheld": True, "found_causes": [None, "product"]},
        "pay_back": {"found_upheld": True, "found_loss": 0.5},
        "make_good": {"found_upheld": True, "found_breach": True},
        "goodwill": {"found_upheld": True, "found_causes": ["conduct"]},
        "prevent": {"found_upheld": True, "repeats_90d": 1},
        "bring_on": {"found_upheld": False, "found_causes": ["third_party"]},
    },
    "D6_review": {
        "refused": {"outcome": "refused"},
        "much_money": {"outcome": "upheld", "amount_offered": 500.01},
        "critical": {"urgency": "U1"},
        "about_staff": {"staff_concerned": True},
        "watched": {"media": True},
        "learning": {"in_training": True},
        "sample": {"drawn": True},
        "otherwise": {"outcome": "partly", "amount_offered": 500, "urgency": "U2"},
    },
    "D7_capa": {
        "lasting_harm": {"severity": 5},
        "overruled": {"dispute_result": "partly", "severity": 4},
        "systemic": {"systemic": True},
        "heavy": {"severity": 4},
        "again_and_again": {"repeats_90d": 3},
        "otherwise": {"severity": 3, "repeats_90d": 2, "dispute_result": "for_us"},
    },
    "D8_edr": {
        "uk_finance": {"country": "GB", "topic": "payments"},
        "uk_telecom": {"country": "GB", "topic": "telecom"},
        "uk_energy": {"country": "GB", "topic": "energy", "complainant_kind": "micro"},
        "uk_housing": {"country": "GB", "topic": "housing"},
        "ie_finance": {"country": "IE", "topic": "mortgage"},
        "pl_finance": {"country": "PL", "topic": "account"},
        "ee_traders": {"country": "EE", "topic": "goods"},
        "se_finance": {"country": "SE", "topic": "credit"},
        "nl_finance": {"country": "NL", "topic": "insurance"},
        "tr_banks": {"country": "TR", "topic": "credit"},
        "tr_consumer": {"country": "TR", "topic": "goods", "amount": 186_000},
        "au_finance": {"country": "AU", "topic": "account"},
        "au_telecom": {"country": "AU", "topic": "telecom"},
        "ca_banks": {"country": "CA", "topic": "account"},
        "fr_finance": {"country": "FR", "topic": "mortgage"},
        "eu_consumers": {"country": "PL", "topic": "goods"},
        "otherwise": {"country": "GB", "topic": "service"},
    },
    "D9_breach_effect": {
        "silence": {"regimes": ["pl_finance"], "deemed_granted": EARLY},
        "uk_open": {"regimes": ["uk_fca"]},
        "uk_later": {"regimes": ["uk_fca", "uk_payments"], "edr": LATE},
        "europe_open": {"regimes": ["se_finance"]},
        "europe_later": {"regimes": ["eu_psd2"], "edr": LATE},
        "elsewhere_open": {"regimes": ["ca_banks"]},
        "elsewhere_later": {"regimes": ["tr_banks"], "edr": LATE},
        "our_word": {"regimes": [], "edr": LATE, "deemed_granted": LATE},
        "bureau": {"regimes": ["us_cfpb"]},
        "complaints_book": {"regimes": ["pt_book"], "urgency": "U2"},
        "lights_on": {"regimes": ["es_customer"]},
        "next_level": {"regimes": ["uk_fca"], "urgency": "U1"},
    },
    "D10_retention": {
        "safety": {"safety": True},
        "disputed": {"dispute_result": "settled"},
        "withdrawn": {"withdrawal_confirmed": True},
        "finance": {"regimes": ["eu_esa"]},
        "refused": {"outcome": "refused", "regimes": ["uk_housing"]},
        "otherwise": {"outcome": "upheld", "regimes": []},
    },
    "D11_survey": {
        "said_no": {"no_survey": True},
        "withdrawn": {"withdrawal_confirmed": True},
        "asked_lately": {"repeats_90d": 1},
        "disputed": {"dispute_result": "for_us"},
        "critical": {"urgency": "U1"},
        "otherwise": {"urgency": "U3", "repeats_90d": 0},
    },
}
ROWS = [(table, row) for table, rows in CASES.items() for row in rows]
COUNTRIES = ("GB", "IE", "EE", "PL", "NL", "SE", "TR", "US", "AU", "CA", "FR", "ES", "PT", "IT", "DE",
             "BR", "IN", "ZZ")
ELSEWHERE = "ZZ"
"""Another country than those for which there are rules and calendars."""
TOPICS = ("payments", "account", "credit", "mortgage", "insurance", "housing", "telecom", "energy", "goods", "service")
KINDS = (None, "consumer", "micro", "business")


@cache
def parts():
    return read(packs.read_folder(ROOT))


def table(name):
    return parts().tables[name]


def row_of(name, key):
    return next(rule.number for rule in table(name).rules if rule.id == f"{name}_{key}")


def decided(name, facts):
    """What a table says where nothing is known but these facts; what is no fact is asked by a function."""
    functions = {
        "sample": lambda share: facts.get("drawn", False),
        "deadline": lambda what: EARLY if what == "final" else facts.get(what),
    }
    known = {**dict.fromkeys(table(name).reads), "regimes": [], "found_causes": [], **facts}
    return tables.decide(table(name), known, functions)


def test_every_row_of_every_table_is_taken_by_a_case_here():
    assert {
        name: {rule.id.removeprefix(f"{name}_") for rule in one.rules} for name, one in parts().tables.items()
    } == {name: set(rows) for name, rows in CASES.items()}


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_is_taken_by_the_case_that_it_is_for(name, row):
    hit = decided(name, CASES[name][row])

    assert row_of(name, row) in hit.rows
    assert table(name).hit_policy == "COLLECT" or len(hit.rows) == 1


@pytest.mark.parametrize("name", [name for name in CASES if name not in COLLECTING])
def test_a_table_has_an_answer_also_where_nothing_is_known(name):
    assert decided(name, {}).rows == (row_of(name, "otherwise"),)


@pytest.mark.parametrize("name", CASES)
def test_every_row_says_why(name):
    assert [rule.id for rule in table(name).rules if not rule.note.endswith(".")] == []


@pytest.mark.parametrize("name", CASES)
def test_whatever_a_table_asks_is_known_to_somebody(name):
    known = names.facts(parts()) | names.assigned(parts()) | names.given_out(parts())

    assert table(name).reads - known == set()


@pytest.mark.parametrize("name", CASES)
def test_whatever_a_table_decides_is_read_by_a_drawing_an_operation_a_form_or_a_letter(name):
    said = {variable for letter in parts().letters.values() for variable in letter.variables}
    drawn = "".join(text.decode() for file, text in parts().pack.files.items() if file.endswith(".bpmn"))
    begun = {field.suggested or field.fact for form in parts().forms.values() for field in form.fields}

    assert [one for one in table(name).outputs if one not in drawn and one not in KNOWN | begun | said] == []


# --- what the rows say ------------------------------------------------------------------------------

@pytest.mark.parametrize(("row", "urgency", "short"), [
    ("safety_at_risk", "U1", False), ("vulnerable_and_serious", "U1", False), ("cut_off", "U1", False),
    ("severe", "U2", False), ("many_affected", "U2", False), ("in_public", "U2", False), ("law_presses", "U2", False),
    ("much_money", "U2", False), ("small_and_simple", "U4", True), ("otherwise", "U3", False),
])
def test_urgency_follows_from_the_assessment(row, urgency, short):
    assert decided("D2_urgency", CASES["D2_urgency"][row]).outputs == {"urgency": urgency, "fast_track": short}


@pytest.mark.parametrize("facts", [{}, {"dissatisfied": True}, {"reply_expected": None}, {"about_us": True}])
def test_in_doubt_it_is_a_complaint(facts):
    assert decided("D1_scope", facts).outputs == {"route": "complaint", "door": None}


def test_in_doubt_whoever_complains_is_a_consumer():
    unknown, business = ({"country": "SE", "topic": "credit", "complainant_kind": kind} for kind in (None, "business"))

    assert "se_finance" in decided("D3_regime", unknown).outputs["regimes"]
    assert "se_finance" not in decided("D3_regime", business).outputs["regimes"]


@pytest.mark.parametrize("level", ["manager", "complaints_team"])
def test_whom_a_complaint_is_about_is_judged_from_above(level):
    outputs = decided("D4_routing", {"subject_level": level, "topic": "insurance", "complexity": 3}).outputs

    assert outputs["reviewer_group"] == "Management"
    assert outputs["handler_group"] not in ("Handler", "Specialist", "Reviewer")


@pytest.mark.parametrize("facts", CASES["D5_remedies"].values())
def test_no_remedy_is_suggested_twice_and_each_can_be_chosen(facts):
    offered = {one.value for one in parts().forms["response"].field("remedies").options}
    everything = {"found_causes": ["information", "product", "delay", "third_party", "system"], "found_loss": 5,
                  "found_breach": True, "repeats_90d": 2}

    for found in (facts, everything | facts):
        suggested = decided("D5_remedies", found).outputs["suggested_remedies"]
        assert len(set(suggested)) == len(suggested)
        assert set(suggested) <= offered


def test_an_overruled_answer_and_lasting_harm_come_first():
    first = {row: decided("D7_capa", facts).outputs["capa_priority"] for row, facts in CASES["D7_capa"].items()}

    assert {row for row, priority in first.items() if priority == "high"} == {"lasting_harm", "overruled"}
    assert first["otherwise"] is None


# --- the tables and regimes.toml are of one mind -----------------------------------------------------------

@cache
def found_for(country, topic, kind, urgency):
    return tuple(decided("D3_regime", {
        "country": country, "topic": topic, "complainant_kind": kind, "urgency": urgency,
    }).outputs["regimes"])


@pytest.mark.parametrize("country", COUNTRIES)
def test_late_effects_are_those_that_the_regimes_want_at_the_final_date(country):
    book, calendar = parts().pack.regimes, parts().pack.calendar(country)
    for topic, kind, urgency in product(TOPICS, KINDS, ("U2", "U3")):
        ids = found_for(country, topic, kind, urgency)
        in_force = book.for_case(list(ids), MONDAY.date())
        dates = regimes.deadlines(in_force, book.urgency(urgency), MONDAY, calendar)
        due = {name: one.due.isoformat() for name, one in dates.items()}

        known = {"regimes": list(ids), "urgency": urgency}
        effects = tables.decide(table("D9_breach_effect"), known, {"deadline": due.get}).outputs["effects"]

        assert set(effects) == set(regimes.effects_at(dates["final"].derivation)), (topic, kind, urgency)
        assert len(set(effects)) == len(effects)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_body_of_a_dispute_is_the_one_that_our_letters_name(country):
    book = parts().pack.regimes
    for topic, kind in product(TOPICS, KINDS):
        in_force = book.for_case(list(found_for(country, topic, kind, "U3")), MONDAY.date())
        named = next((one.said("edr_body") for one in in_force if one.said("edr_body")), "")

        said = decided("D8_edr", {"country": country, "topic": topic, "complainant_kind": kind, "amount": 100}).outputs

        assert said["dispute_provider"] == (named or "an independent mediator on whom both sides agree"), (topic, kind)


def test_every_regime_that_a_table_gives_is_known_and_none_is_hearsay():
    book = parts().pack.regimes
    given = set(table("D3_regime").texts("regimes"))

    assert given <= set(book.regimes)
    assert [one for one in given if any(version.confidence == "K" for version in book.regimes[one])] == []


def test_every_topic_and_country_that_a_table_asks_for_is_offered_and_every_country_has_a_calendar():
    intake = parts().forms["intake"]
    topics = {one.value for one in intake.field("topic").options}
    countries = {one.value for one in intake.field("country").options}
    asked = {column: {
        value for name in ("D3_regime", "D4_routing", "D8_edr") for rule in table(name).rules
        for one, cell in zip(table(name).inputs, rule.tests, strict=True)
        if one.expression.source == column for value in cell.literals
    } for column in ("topic", "country")}

    assert asked["topic"] <= topics
    assert asked["country"] <= countries
    assert countries - {ELSEWHERE} == set(parts().pack.calendars)


def test_who_lives_in_a_country_that_has_no_rules_here_has_our_own_promise():
    assert {found_for(ELSEWHERE, topic, kind, "U3") for topic, kind in product(TOPICS, KINDS)} == {()}
    assert [parts().forms[name].field("country").options[-1].value for name in ("intake", "staff_intake")] == [
        ELSEWHERE, ELSEWHERE]
