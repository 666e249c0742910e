"""Reading bpmn/regimes.toml: every cause at once, then frozen values."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from engine.errors import Cause, RegimeInvalid
from engine.regimes.regime import CONFIDENCE, DEFAULT, EFFECTS, LETTERS, Regime, Regimes, Urgency
from engine.regimes.span import UNITS, Span, parse

CLOCK_STARTS = ("receipt", "day_after")
UNITS_IN_WORDS = ", ".join(f"{unit} ({words})" for unit, words in UNITS.items())
TEXTS = ("id", "name", "country", "sector", "edr_body", "edr_window", "edr_url", "source")
NEEDED = ("id", "name", "source")
SPANS = ("acknowledge", "update", "final", "extension")
REGIME_KEYS = {*TEXTS, *SPANS, "valid_from", "valid_to", "clock_start", "breach_effects", "confidence"}
URGENCY_KEYS = {"acknowledge", "first_action", "update", "target", "final_cap"}

Add = Callable[..., None]


def read(data: bytes, file: str) -> Regimes:
    """The regimes in a file of the pack.

    Raises:
        RegimeInvalid: every cause, each with the regime it is about and what to write instead.
    """
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise RegimeInvalid(Cause(f"This is not TOML: {wrong}.", file)) from wrong
    causes: list[Cause] = []

    def add(element: str, message: str, repair: str = "") -> None:
        causes.append(Cause(message, file, element, "regime", repair))

    for key in sorted(set(found) - {"urgency", "regime"}):
        add(key, "is neither an [urgency.U1] nor a [[regime]].")
    urgencies, rows = found.get("urgency", {}), found.get("regime", [])
    if not isinstance(urgencies, dict) or not urgencies or not all(isinstance(one, dict) for one in urgencies.values()):
        add("urgency", "No class of urgency is given.", 'Write [urgency.U1] with acknowledge = "1 WD" and so on.')
        urgencies = {}
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        add("regime", "A regime starts with [[regime]].")
        rows = []
    made = {name: _urgency(name, spec, add) for name, spec in urgencies.items()}
    versions = [_regime(number, spec, add) for number, spec in enumerate(rows, 1)]
    by_id: dict[str, list[Regime]] = {}
    for one in sorted((one for one in versions if one), key=lambda one: one.valid_from):
        by_id.setdefault(one.id, []).append(one)
    if all(versions):
        _check_versions(by_id, add)
    if causes:
        raise RegimeInvalid(causes)
    return Regimes({name: one for name, one in made.items() if one}, {id: tuple(all_) for id, all_ in by_id.items()})


def _urgency(name: str, spec: dict[str, Any], add: Add) -> Urgency | None:
    where = f"urgency {name}"
    for key in sorted(set(spec) - URGENCY_KEYS):
        add(where, f"{key!r} is not known here.", f"Known: {', '.join(sorted(URGENCY_KEYS))}.")
    spans = {key: _span(where, key, spec, add) for key in sorted(URGENCY_KEYS)}
    acknowledge, first, update, target = (spans[key] for key in ("acknowledge", "first_action", "update", "target"))
    _check_order(where, spans, ("acknowledge", "first_action", "target"), "final_cap", add)
    if not (acknowledge and first and update and target):
        for key in ("acknowledge", "first_action", "update", "target"):
            if not spec.get(key):
                add(where, f"{key!r} is missing.", f"Write a number and a unit: {UNITS_IN_WORDS}.")
        return None
    return Urgency(name, acknowledge, first, update, target, spans["final_cap"])


def _regime(number: int, spec: dict[str, Any], add: Add) -> Regime | None:
    """The regime, or None if something is wrong that keeps it from being one."""
    where = str(spec.get("id") or f"regime number {number}")
    for key in sorted(set(spec) - REGIME_KEYS):
        add(where, f"{key!r} is not known here.", f"Known: {', '.join(sorted(REGIME_KEYS))}.")
    texts = {key: _text(where, key, spec, add) for key in TEXTS}
    spans = {key: _span(where, key, spec, add) for key in SPANS}
    valid_from, valid_to = (_day(where, key, spec, add) for key in ("valid_from", "valid_to"))
    clock_start = _one_of(where, "clock_start", spec, CLOCK_STARTS, add)
    trust = _one_of(where, "confidence", spec, tuple(CONFIDENCE), add)
    effects = _effects(where, spec, add)
    final = spans["final"]
    if not spec.get("final"):
        add(where, "'final' is missing.", f"Write a number and a unit: {UNITS_IN_WORDS}.")
    if not spec.get("valid_from"):
        add(where, "'valid_from' is missing.", "Write a day: valid_from = 2024-04-01")
    _check_order(where, spans, ("acknowledge", "update"), "final", add)
    _check_order(where, spans, ("final",), "extension", add)
    if valid_from and valid_to and valid_to < valid_from:
        add(where, f"valid_to {valid_to} comes before valid_from {valid_from}.", "Exchange or correct them.")
    if spans["extension"] and "holding_letter" not in effects:
        add(where, "There is an extension, but nobody tells the complainant.", "Add holding_letter to breach_effects.")
    if not final or not valid_from:
        return None
    return Regime(
        **texts, valid_from=valid_from, valid_to=valid_to, clock_start=clock_start, acknowledge=spans["acknowledge"],
        update=spans["update"], final=final, extension=spans["extension"], breach_effects=effects, confidence=trust,
    )


def _span(where: str, key: str, spec: dict[str, Any], add: Add) -> Span | None:
    text = spec.get(key, "")
    if text == "":
        return None
    span = parse(text) if isinstance(text, str) else None
    if span is None:
        add(where, f"{key} = {text!r} is no span of time.", f'Write a number, a space and a unit: {UNITS_IN_WORDS}.')
    return span


def _text(where: str, key: str, spec: dict[str, Any], add: Add) -> str:
    text = spec.get(key, "")
    if not isinstance(text, str) or not text.isprintable() or len(text) > 500:
        add(where, f"{key} is no line of text.")
        return ""
    if key in NEEDED and not text.strip():
        add(where, f"{key!r} is missing.")
    if key == "edr_url" and text and not text.startswith("https://"):
        add(where, f"edr_url {text!r} is no safe address.", "Write one that starts with https://.")
    return text.strip()


def _day(where: str, key: str, spec: dict[str, Any], add: Add) -> date | None:
    day = spec.get(key)
    if day in (None, ""):
        return None
    if not isinstance(day, date) or isinstance(day, datetime):
        add(where, f"{key} = {day!r} is no day.", f"Write it without quotes: {key} = 2024-04-01")
        return None
    return day


def _one_of(where: str, key: str, spec: dict[str, Any], allowed: tuple[str, ...], add: Add) -> str:
    value = spec.get(key, "")
    if value not in allowed:
        add(where, f"{key} is {value!r}.", f"It takes {' or '.join(allowed)}.")
    return str(value)


def _effects(where: str, spec: dict[str, Any], add: Add) -> tuple[str, ...]:
    effects = spec.get("breach_effects", [])
    if not isinstance(effects, list):
        add(where, "breach_effects is a list.", 'Write breach_effects = ["holding_letter"].')
        return ()
    for unknown in (one for one in effects if one not in EFFECTS):
        add(where, f"{unknown!r} is no effect that Amends can execute.", f"There are {', '.join(EFFECTS)}.")
    known = tuple(one for one in EFFECTS if one in effects)
    if not set(known) & set(LETTERS):
        add(where, "Nobody tells the complainant that we are late.", f"Add {' or '.join(LETTERS)} to breach_effects.")
    return known


def _check_order(where: str, spans: dict[str, Span | None], earlier: tuple[str, ...], later: str, add: Add) -> None:
    """No step comes after the one it leads to; units are compared roughly."""
    last = spans[later]
    for key in earlier:
        span = spans[key]
        if span and last and span.rough_days > last.rough_days:
            add(where, f"{key} ({span}) is longer than {later} ({last}).", "Both count from the start.")


def _check_versions(by_id: dict[str, list[Regime]], add: Add) -> None:
    for id, versions in by_id.items():
        for old, new in pairwise(versions):
            if old.valid_to is None or new.valid_from <= old.valid_to:
                add(id, f"The versions of {old.version} and {new.version} overlap.", "End the older one before.")
    default = by_id.get(DEFAULT, [])
    if not default or default[-1].valid_to is not None:
        add(DEFAULT, "There is no default regime without an end.", f'Write a [[regime]] with id = "{DEFAULT}".')
    elif any(old.valid_to and (new.valid_from - old.valid_to).days > 1 for old, new in pairwise(default)):
        add(DEFAULT, "Between its versions there are days on which nothing is promised.")
