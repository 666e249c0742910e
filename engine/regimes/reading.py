"""Reading bpmn/regimes.toml: every cause at once, each with its line, then frozen values."""

from typing import Any

from engine import toml
from engine.errors import Cause, RegimeInvalid
from engine.regimes import faults
from engine.regimes.book import DEFAULT, Regimes
from engine.regimes.regime import CONFIDENCE, EFFECTS, NEEDS, STARTS, WAYS_OUT, Regime, Urgency
from engine.regimes.row import UNITS_IN_WORDS, Row

TEXTS = ("id", "name", "country", "sector", "compensation", "edr_body", "edr_window", "edr_url", "source")
SPANS = (
    "acknowledge", "fast_track", "update", "refer_level", "final", "extension", "review_ack", "review_final",
    "review_extension", "edr_reply", "edr_reply_complex", "edr_time", "carry_out", "rights_answer", "rights_extension",
)
FLAGS = ("ends_on_working_day", "extension_open", "reviewer_independent")
LISTS = ("complainant", "extension_needs", "breach_effects", "must_include")
CHOICES = ("clock_start", "confidence", "dispatch")
REGIME_KEYS = frozenset({*TEXTS, *SPANS, *FLAGS, *LISTS, *CHOICES, "valid_from", "valid_to", "confidence_of"})
COMPLAINANTS = ("consumer", "micro", "business")

PROMISED = ("acknowledge", "first_action", "update", "target")
LATER = ("review_ack", "review_final", "edr_reply", "edr_reply_complex", "edr_warn")
URGENCY_KEYS = frozenset({*PROMISED, *LATER, "final_cap"})


def read(data: bytes, file: str) -> Regimes:
    """The regimes in a file of the pack.

    Raises:
        RegimeInvalid: every cause, each with its line, the regime it is about and what to write instead.
    """
    try:
        found = toml.read(data)
    except toml.NotToml as wrong:
        raise RegimeInvalid(Cause(f"This is not TOML: {wrong}.", file, line=wrong.line)) from wrong
    return _Reader(found, file).regimes()


class _Reader:
    """Reads section after section and keeps what is wrong."""

    def __init__(self, found: toml.Toml, file: str) -> None:
        self.toml = found
        self.file = file
        self.causes: list[Cause] = []

    def regimes(self) -> Regimes:
        for key in sorted(set(self.toml.values) - {"urgency", "regime"}):
            self._row(key, {}, key).add("is neither an [urgency.U1] nor a [[regime]].")
        urgencies = {name: _urgency(self._row(f"urgency {name}", spec, "urgency", name), name)
                     for name, spec in self._urgencies().items()}
        versions, whole = self._versions()
        if whole:
            faults.find_between(versions, self._row(DEFAULT, {}))
        if self.causes:
            raise RegimeInvalid(self.causes)
        return Regimes({name: one for name, one in urgencies.items() if one},
                       {id: tuple(one for one, _ in of_one) for id, of_one in versions.items()})

    def _urgencies(self) -> dict[str, Any]:
        found = self.toml.values.get("urgency", {})
        if isinstance(found, dict) and found and all(isinstance(one, dict) for one in found.values()):
            return found
        self._row("urgency", {}, "urgency").add(
            "No class of urgency is given.", 'Write [urgency.U1] with acknowledge = "1 WD" and so on.')
        return {}

    def _versions(self) -> tuple[dict[str, list[tuple[Regime, Row]]], bool]:
        """Versions by id, oldest first, each with its section; and whether every section was one."""
        found = self.toml.values.get("regime", [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self._row("regime", {}, "regime").add("A regime starts with [[regime]].")
            found = []
        made: list[tuple[Regime, Row]] = []
        for number, spec in enumerate(found):
            row = self._row(str(spec.get("id") or f"regime number {number + 1}"), spec, "regime", number)
            known = len(self.causes)
            regime = _regime(row)
            if regime:
                made.append((regime, row))
            if regime and len(self.causes) == known:
                # what cannot be read contradicts nothing yet
                faults.find(regime, row)
        by_id: dict[str, list[tuple[Regime, Row]]] = {}
        for regime, row in sorted(made, key=lambda one: one[0].valid_from):
            by_id.setdefault(regime.id, []).append((regime, row))
        return by_id, len(made) == len(found)

    def _row(self, where: str, spec: dict[str, Any], *path: str | int) -> Row:
        return Row(where, spec, path, self.toml, self.file, self.causes)


def _urgency(row: Row, name: str) -> Urgency | None:
    row.only(URGENCY_KEYS)
    spans = {key: row.span(key) for key in sorted(URGENCY_KEYS)}
    row.in_order(spans, "acknowledge", "first_action", "target", "final_cap")
    row.in_order(spans, "review_ack", "review_final")
    row.in_order(spans, "edr_warn", "edr_reply", "edr_reply_complex")
    for key in PROMISED:
        if not row.spec.get(key):
            row.add(f"{key!r} is missing.", f"Write a number and a unit: {UNITS_IN_WORDS}.")
    given: dict[str, Any] = {key: span for key, span in spans.items() if span}
    return Urgency(name, **given) if all(key in given for key in PROMISED) else None


def _regime(row: Row) -> Regime | None:
    """The regime, or None if something keeps it from being one."""
    row.only(REGIME_KEYS)
    values: dict[str, Any] = {
        **{key: row.text(key) for key in TEXTS},
        **{key: row.span(key) for key in SPANS},
        **{key: row.flag(key) for key in FLAGS},
        "complainant": row.words("complainant", COMPLAINANTS),
        "breach_effects": row.words("breach_effects", EFFECTS),
        "must_include": row.lines("must_include"),
        "clock_start": row.one_of("clock_start", STARTS),
        "confidence": row.one_of("confidence", CONFIDENCE),
        "confidence_of": _confidence_of(row),
        "dispatch": row.one_of("dispatch", WAYS_OUT, WAYS_OUT[0]),
        "valid_from": row.day("valid_from"), "valid_to": row.day("valid_to"),
    }
    if "extension_needs" in row.spec:
        values["extension_needs"] = row.words("extension_needs", NEEDS)
    whole = row.needed("id", "name", "source", "valid_from") and values["valid_from"] is not None
    return Regime(**values) if whole else None


def _confidence_of(row: Row) -> dict[str, str]:
    found = row.spec.get("confidence_of", {})
    if not isinstance(found, dict):
        row.add("confidence_of is no table.", 'Write confidence_of = { extension = "K" }.', "confidence_of")
        return {}
    for key, trust in found.items():
        if key not in REGIME_KEYS or row.spec.get(key) in (None, ""):
            row.add(f"confidence_of speaks of {key!r}, which is not given here.", "Take it out.", "confidence_of")
        if trust not in CONFIDENCE:
            row.add(f"confidence_of gives {key} {trust!r}.", f"It takes {' or '.join(CONFIDENCE)}.", "confidence_of")
    return {str(key): str(trust) for key, trust in found.items()}
