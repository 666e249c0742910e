"""What can contradict itself in a regime, and between its versions."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from engine.regimes.book import DEFAULT
from engine.regimes.regime import (
    COMPENSATES,
    GRANTS,
    KEEPS_SERVICE,
    KNOWN_ONLY,
    LAW,
    LETTERS,
    REFERS,
    Regime,
)
from engine.regimes.row import Row

CLAIMS = frozenset({
    "law", "laws", "act", "acts", "code", "statute", "statutory", "regulation", "regulations", "directive", "decree",
    "legal", "legally", "rule", "rules", "must", "required",
})
"""Words that present something as law; a name that holds one is no name for what nobody has read as law."""

ORDERS = (
    ("acknowledge", "final"), ("fast_track", "final"), ("update", "final"), ("refer_level", "final"),
    ("final", "extension"), ("review_ack", "review_final", "review_extension"), ("edr_reply", "edr_reply_complex"),
    ("rights_answer", "rights_extension"),
)


def find(regime: Regime, row: Row) -> None:
    """Note every contradiction within one version of a regime."""
    spans = {key: getattr(regime, key) for key in {key for order in ORDERS for key in order}}
    for order in ORDERS:
        row.in_order(spans, *order)
    if regime.valid_to and regime.valid_to < regime.valid_from:
        row.add(f"valid_to {regime.valid_to} comes before valid_from {regime.valid_from}.", "Exchange or correct them.",
                "valid_to")
    _effects(regime, row)
    _extension(regime, row)
    _outside(regime, row)
    _trust(regime, row)


def _effects(regime: Regime, row: Row) -> None:
    effects = set(regime.breach_effects)
    if regime.final and not effects & {*LETTERS, GRANTS}:
        row.add("Nobody tells the complainant that we are late.",
                f"Add {', '.join(LETTERS)} or {GRANTS} to breach_effects.", "breach_effects")
    if not regime.final and effects - {KEEPS_SERVICE}:
        row.add("There are effects of lateness, but no final date to be late for.", "Give final, or no breach_effects.",
                "breach_effects")
    if GRANTS in effects and effects & set(LETTERS):
        row.add(f"When silence grants what was asked, no letter can still say that we are late: {GRANTS} stands "
                f"together with {' and '.join(one for one in LETTERS if one in effects)}.",
                "Take one of them out.", "breach_effects")
    if set(LETTERS) <= effects and not regime.extension:
        row.add(f"{' and '.join(LETTERS)} would both go out on the final date.",
                "Take one of them out, or give the extension after which the way outside opens.", "breach_effects")
    if COMPENSATES in effects and not regime.compensation:
        row.add(f"{COMPENSATES} needs an amount.", 'Write it as letters say it: compensation = "25 EUR".',
                "breach_effects")
    if regime.compensation and COMPENSATES not in effects:
        row.add(f"There is a compensation, but {COMPENSATES} is no effect.", f"Add {COMPENSATES} to breach_effects.",
                "compensation")
    if regime.refer_level and REFERS not in effects:
        row.add(f"There is a refer_level, but {REFERS} is no effect.", f"Add {REFERS} to breach_effects.",
                "refer_level")


def _extension(regime: Regime, row: Row) -> None:
    if (regime.extension or regime.extension_open) and not regime.final:
        row.add("There is an extension, but no final date to extend.", "Give final, or no extension.", "extension")
    if "extension_needs" in row.spec and not regime.extension and not regime.extension_open:
        row.add("extension_needs tells what an extension needs, but there is none.", "Take it out.", "extension_needs")
    missing = [need for need in ("reason", "new_date", "letter") if need not in regime.extension_needs]
    if missing:
        row.add(f"An extension without {' and '.join(missing)} leaves the complainant in the dark.",
                "Every extension needs reason, new_date and letter (ISO 10002:2018 7.8).", "extension_needs")
    if regime.edr_reply_complex and not regime.edr_reply:
        row.add("There is an edr_reply_complex, but no edr_reply.", "Give the usual time as well.", "edr_reply_complex")
    for longer, usual in (("review_extension", "review_final"), ("rights_extension", "rights_answer")):
        if getattr(regime, longer) and not getattr(regime, usual):
            row.add(f"There is a {longer}, but no {usual}.", f"Give {usual} as well.", longer)


def _outside(regime: Regime, row: Row) -> None:
    for key in ("edr_window", "edr_url", "edr_time"):
        if getattr(regime, key) and not regime.edr_body:
            row.add(f"There is an {key}, but no edr_body.", "Name the body.", key)
    if regime.edr_url and not regime.edr_url.startswith("https://"):
        row.add(f"edr_url {regime.edr_url!r} is no safe address.", "Write one that starts with https://.", "edr_url")


def _trust(regime: Regime, row: Row) -> None:
    """General knowledge and our own promises are not dressed up as law, nor executed as if they were."""
    if regime.confidence in LAW:
        return
    claims = sorted(CLAIMS & {word.strip(".,;:()").lower() for word in regime.name.split()})
    if claims:
        row.add(f"The name says {' and '.join(claims)!r}, but with confidence {regime.confidence} it is no law.",
                "Give it a name that claims nothing, or confidence A or B with a source.", "name")
    beyond = [one for one in regime.breach_effects if one != "holding_letter"]
    if regime.confidence == KNOWN_ONLY and beyond:
        row.add(f"confidence K, and yet {' and '.join(beyond)} would be executed as if it were law.",
                "Only holding_letter is ours to promise.", "breach_effects")
    for key, trust in regime.confidence_of.items():
        if trust in LAW and regime.confidence == KNOWN_ONLY:
            row.add(f"{key} has confidence {trust} in a regime that has K.",
                    "Give the regime A or B, and K to what is only generally known.", "confidence_of")


Versions = Sequence[tuple[Regime, Row]]
"""The versions of one regime, oldest first, each with its section."""


def find_between(versions: Mapping[str, Versions], nowhere: Row) -> None:
    """Note versions that hold on the same day, and a default that does not always hold."""
    for of_one in versions.values():
        for (old, _), (new, row) in pairwise(of_one):
            if old.valid_to is None or new.valid_from <= old.valid_to:
                row.add(f"The versions of {old.version} and {new.version} overlap.", "End the older one before.",
                        "valid_from")
    _default(versions.get(DEFAULT, []), nowhere)


def _default(versions: Versions, nowhere: Row) -> None:
    last, last_row = versions[-1] if versions else (None, nowhere)
    if last is None or last.valid_to is not None:
        last_row.add("There is no default regime without an end.", f'Write a [[regime]] with id = "{DEFAULT}".',
                     "valid_to")
    for one, row in versions:
        if one.final is None:
            row.add("The default gives no final date; it holds where nothing else does.", "Give final.", "final")
    for (old, _), (new, row) in pairwise(versions):
        if old.valid_to and (new.valid_from - old.valid_to).days > 1:
            row.add("Between its versions there are days on which nothing is promised.",
                    "Let this one begin on the day after the older one ends.", "valid_from")
