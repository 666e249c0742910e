"""Every row of the survey of regulations is in bpmn/regimes.toml, with the figures it was read with."""

from datetime import date, timedelta

import pytest

from engine import regimes
from engine.config import ROOT

SHIPPED = regimes.read((ROOT / "bpmn/regimes.toml").read_bytes(), "bpmn/regimes.toml")
LATE_2026 = date(2026, 12, 30)

# id: confidence | acknowledge, fast track, update | final + extension ("open": no limit is set) | effects
ROWS = {
    "default": "own | | 30 CD + 50 CD | holding_letter edr_letter",
    "uk_fca": "A | fast_track 3 WD | 8 W | edr_letter",
    "uk_payments": "A | | 15 WD + 35 WD | holding_letter edr_letter",
    "uk_ofcom": "A | | 6 W | edr_letter",
    "uk_ofgem": "A | | 8 W | edr_letter",
    "uk_housing": "B | acknowledge 5 WD | 10 WD + 20 WD | holding_letter edr_letter",
    "uk_council": "K | acknowledge 5 WD | 10 WD + 20 WD | holding_letter",
    "uk_nhs": "B | acknowledge 3 WD | 6 M + open | holding_letter",
    "eu_psd2": "A | | 15 WD + 35 WD | holding_letter edr_letter",
    "eu_esa": "A | | |",
    "eu_mica": "B | | 2 M + open | holding_letter",
    "eu_dsa": "B | | |",
    "eu_adr": "B | | |",
    "eu_gdpr": "K | | |",
    "eu_whistleblowing": "B | acknowledge 7 CD | 3 M | holding_letter",
    "ie_cbi": "B | acknowledge 5 WD update 20 WD | 40 WD + open | holding_letter",
    "pl_finance": "A | | 30 CD + 60 CD | deemed_granted",
    "pl_sales": "B | | 14 CD | deemed_granted",
    "ee_traders": "B | | 15 CD | edr_letter",
    "se_finance": "B | | 14 CD | edr_letter",
    "nl_finance": "A | | 8 W | edr_letter",
    "nl_public": "A | | 6 W + 10 W | holding_letter",
    "nl_public_committee": "K | | 10 W + 14 W | holding_letter",
    "tr_banks": "A | | 30 CD + 40 CD | holding_letter edr_letter",
    "tr_cards": "A | | 20 CD + 30 CD | holding_letter edr_letter",
    "tr_consumer": "B | | |",
    "us_cfpb": "B | update 15 CD | 60 CD | holding_letter regulator_flag",
    "au_rg271": "B | acknowledge 24 H fast_track 5 WD | 30 CD + open | holding_letter",
    "au_rg271_super": "B | acknowledge 24 H fast_track 5 WD | 45 CD + open | holding_letter",
    "au_rg271_hardship": "B | acknowledge 24 H fast_track 5 WD | 21 CD + open | holding_letter",
    "au_rg271_death": "K | acknowledge 24 H | 90 CD | holding_letter",
    "au_telecom": "A | acknowledge 2 WD | 10 WD | edr_letter",
    "au_telecom_urgent": "A | acknowledge 2 WD | 2 WD | edr_letter",
    "ca_banks": "A | | 56 CD | edr_letter auto_refer_level",
    "fr_acpr": "A | acknowledge 10 WD | 2 M | edr_letter",
    "es_customer": "B | | 15 WD | holding_letter service_cut_block",
    "pt_book": "B | | 15 WD | holding_letter regulator_flag",
    "it_energy_many": "A | | 40 CD | holding_letter auto_compensation",
    "it_energy": "K | | 30 CD | holding_letter",
    "br_sac": "K | | 7 CD | holding_letter",
    "in_rbi": "K | | 30 CD | holding_letter",
    "de_other": "K | | |",
}

OTHER_CLOCKS = {
    "uk_housing": {"review_ack": "5 WD", "review_final": "20 WD", "review_extension": "30 WD"},
    "eu_dsa": {"edr_time": "90 CD"},
    "eu_gdpr": {"rights_answer": "1 M", "rights_extension": "3 M"},
    "ee_traders": {"edr_time": "90 CD"},
    "tr_banks": {"edr_time": "90 CD", "carry_out": "15 CD"},
    "tr_cards": {"edr_time": "90 CD", "carry_out": "15 CD"},
    "tr_consumer": {"edr_time": "6 M"},
    "au_telecom": {"carry_out": "5 WD"},
    "ca_banks": {"refer_level": "14 CD"},
}

VERSIONS = [
    ("uk_ofcom", date(2026, 4, 7), "8 W", date(2026, 4, 8), "6 W"),
    ("uk_fca", date(2026, 5, 31), "8 W", date(2026, 6, 1), "8 W"),
    ("uk_payments", date(2026, 5, 31), "15 WD", date(2026, 6, 1), "15 WD"),
    ("ie_cbi", date(2026, 3, 23), "40 WD", date(2026, 3, 24), "40 WD"),
]

CONFLICTS = ("uk_housing", "tr_consumer", "nl_finance", "au_telecom", "eu_adr")


def as_written(row):
    middle = " ".join(f"{key} {span}" for key in ("acknowledge", "fast_track", "update") if (span := getattr(row, key)))
    extension = " + open" if row.extension_open else f" + {row.extension}" if row.extension else ""
    parts = row.confidence, middle, f"{row.final or ''}{extension}", " ".join(row.breach_effects)
    return " | ".join(parts).replace("  ", " ").strip()


@pytest.mark.parametrize("id", ROWS)
def test_a_row_of_the_survey_stands_with_its_figures(id):
    assert as_written(SHIPPED.in_force(id, LATE_2026)) == ROWS[id]


def test_no_row_is_there_that_nobody_surveyed():
    assert set(SHIPPED.regimes) == set(ROWS)


@pytest.mark.parametrize("id", OTHER_CLOCKS)
def test_a_regime_has_its_other_clocks(id):
    row = SHIPPED.in_force(id, LATE_2026)

    assert {key: str(getattr(row, key)) for key in OTHER_CLOCKS[id]} == OTHER_CLOCKS[id]


@pytest.mark.parametrize(("id", "last", "old", "first", "new"), VERSIONS)
def test_a_change_of_the_law_is_a_version_of_its_own(id, last, old, first, new):
    before, after = SHIPPED.in_force(id, last), SHIPPED.in_force(id, first)

    assert (str(before.final), str(after.final)) == (old, new)
    assert before.version != after.version
    assert before.valid_to == after.valid_from - timedelta(days=1)
    assert before.source != after.source


def test_the_reply_to_an_outside_body_is_law_only_once_the_revision_applies():
    before, after = (SHIPPED.in_force("eu_adr", day) for day in (date(2028, 9, 19), date(2028, 9, 20)))

    assert before.edr_reply is None
    assert (str(after.edr_reply), str(after.edr_reply_complex)) == ("20 WD", "30 WD")


def test_the_polish_clock_begins_on_the_day_after_and_silence_grants():
    for id, dispatch in (("pl_finance", "sent"), ("pl_sales", "received")):
        row = SHIPPED.in_force(id, LATE_2026)

        assert (row.clock_start, row.grants, row.dispatch) == ("day_after", True, dispatch)


def test_the_housing_clock_begins_with_the_acknowledgement_and_the_french_one_with_the_sending():
    assert SHIPPED.in_force("uk_housing", LATE_2026).clock_start == "ack"
    assert SHIPPED.in_force("fr_acpr", LATE_2026).clock_start == "sending"


@pytest.mark.parametrize("id", CONFLICTS)
def test_where_sources_differ_the_row_says_so(id):
    source = SHIPPED.in_force(id, date(2029, 1, 1)).source

    assert "Conflict" in source or "differ" in source


def test_what_is_only_generally_known_is_marked_key_by_key():
    assert SHIPPED.in_force("eu_psd2", LATE_2026).confidence_of == {"extension": "K"}
    assert not SHIPPED.in_force("nl_public", LATE_2026).law_on("final")
    assert SHIPPED.in_force("nl_public", LATE_2026).said("edr_body") == ""
    assert SHIPPED.in_force("ee_traders", LATE_2026).trust("edr_time") == "A"


@pytest.mark.parametrize("id", [id for id, row in ROWS.items() if row.startswith("K")])
def test_general_knowledge_names_no_law_no_body_and_no_window(id):
    row = SHIPPED.in_force(id, LATE_2026)

    assert {row.said(key) for key in ("name", "edr_body", "edr_window", "edr_url")} == {""}
    assert "our own practice" in row.name
    assert set(row.breach_effects) <= {"holding_letter"}
    assert regimes.must_include([row]) == ()


def test_every_body_that_opens_by_itself_is_named_or_comes_from_the_country_s_own_row():
    nameless = {
        one.id for versions in SHIPPED.regimes.values() for one in versions
        if "edr_letter" in one.breach_effects and not one.edr_body
    }

    assert nameless == {"default", "eu_psd2"}
