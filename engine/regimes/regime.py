"""The frozen values of bpmn/regimes.toml: what we promise by urgency, what a regime asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.regimes.span import Span

LETTERS = ("holding_letter", "edr_letter")
GRANTS, REFERS, COMPENSATES, KEEPS_SERVICE = (
    "deemed_granted", "auto_refer_level", "auto_compensation", "service_cut_block",
)
EFFECTS = (*LETTERS, "regulator_flag", GRANTS, COMPENSATES, REFERS, KEEPS_SERVICE)
"""What can follow from lateness (domain.md 2, conclusion 2), in the order in which it is done: a letter with a
new date, a letter that opens the way to an outside body, a mark in the regulator's list, silence that grants
what was asked, money without being asked, referral to the next level, no cutting off of the service."""

LAW, KNOWN_ONLY = ("A", "B"), "K"
CONFIDENCE = {
    "A": "read in the text of the law or of the regulator", "B": "from a secondary source",
    "K": "general knowledge: never to be presented as law", "own": "our own promise, no law",
}

STARTS = {
    "receipt": "receipt; in working days, what comes in outside office hours counts from the next opening",
    "day_after": "the day after receipt is day one, whatever the hour",
    "sending": "the day after it was sent is day one; until that is known, as day_after",
    "ack": "the day after our acknowledgement is day one; until that is known, as day_after",
    "last_document": "the day after the last document came is day one; until that is known, as day_after",
}
NEEDS = ("reason", "new_date", "letter", "edr_notice")
"""What an extension may ask: a reason, a new date, a letter that tells both, and in it the way to the outside body."""

WAYS_OUT = ("sent", "received")


FIVE, TEN, TWENTY, THIRTY = (Span(days, "WD") for days in (5, 10, 20, 30))


@dataclass(frozen=True)
class Urgency:
    """What we promise ourselves for one class of urgency (domain.md 4.5); `final_cap` None: the regime
    alone decides. The rest holds for the second stage and for a dispute with an outside body, and has
    the defaults of the reference process (4.3)."""

    name: str
    acknowledge: Span
    first_action: Span
    update: Span
    target: Span
    final_cap: Span | None = None
    review_ack: Span = FIVE
    review_final: Span = TWENTY
    edr_reply: Span = TWENTY
    edr_reply_complex: Span = THIRTY
    edr_warn: Span = TEN


@dataclass(frozen=True, kw_only=True)
class Regime:
    """One version of one regime; docs/regimes.md tells what each key means.

    A regime without `final` never decides the final date. Extensions count from the start, not from
    what they extend; `extension_open`: the regime lets us put the date off without naming a limit.
    """

    id: str
    name: str
    source: str
    confidence: str
    valid_from: date
    valid_to: date | None = None
    confidence_of: Mapping[str, str] = field(default_factory=dict, hash=False)
    country: str = ""
    sector: str = ""
    complainant: tuple[str, ...] = ()
    clock_start: str = "receipt"
    ends_on_working_day: bool = False
    acknowledge: Span | None = None
    fast_track: Span | None = None
    update: Span | None = None
    refer_level: Span | None = None
    final: Span | None = None
    extension: Span | None = None
    extension_open: bool = False
    extension_needs: tuple[str, ...] = NEEDS[:3]
    dispatch: str = "sent"
    breach_effects: tuple[str, ...] = ()
    compensation: str = ""
    review_ack: Span | None = None
    review_final: Span | None = None
    review_extension: Span | None = None
    reviewer_independent: bool = False
    edr_body: str = ""
    edr_window: str = ""
    edr_url: str = ""
    edr_reply: Span | None = None
    edr_reply_complex: Span | None = None
    edr_time: Span | None = None
    carry_out: Span | None = None
    rights_answer: Span | None = None
    rights_extension: Span | None = None
    must_include: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Versions of a regime are told apart by the day from which they hold."""
        return self.valid_from.isoformat()

    @property
    def day_after(self) -> bool:
        """True unless what comes in after hours may wait for the next opening: the stricter reading."""
        return self.clock_start != "receipt"

    @property
    def is_law(self) -> bool:
        """Law that was read somewhere; not our own promise, and not what is only generally known."""
        return self.law_on("name")

    @property
    def grants(self) -> bool:
        """Silence counts as granting what was asked."""
        return GRANTS in self.breach_effects

    @property
    def holds(self) -> bool:
        """A late answer is announced by itself, with the extension as the new date."""
        return "holding_letter" in self.breach_effects and self.extension is not None

    def trust(self, key: str) -> str:
        """How sure we are of what one key says."""
        return self.confidence_of.get(key, self.confidence)

    def law_on(self, key: str) -> bool:
        """What that key says was read as law."""
        return self.trust(key) in LAW

    def said(self, key: str) -> str:
        """The text of a key as letters and pages may say it: empty where it is only general knowledge."""
        return "" if self.trust(key) == KNOWN_ONLY else str(getattr(self, key))

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
