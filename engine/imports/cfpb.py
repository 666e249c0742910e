"""What a row of the Consumer Financial Protection Bureau's complaint database says, as an intake.

The bureau publishes it with two headings (the data set's and the web interface's) and two styles
of dates. A row tells the day of receipt without an hour: it counts as received at noon of the
calendar's zone, so that the day is the same in every zone a reader may be in. The rows are about
the United States, have no name, and their consumers were written to long ago: no letters go out.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from engine.cases import Intake
from engine.errors import FileRefused

SOURCE = "cfpb"
COUNTRY = "US"
NEEDED = ("complaint_id", "date_received", "product", "issue")
OTHER = "other"

TOPICS = (
    ("mortgage", "mortgage"),
    ("money transfer", "payments"), ("prepaid card", "payments"), ("virtual currency", "payments"),
    ("bank account", "account"), ("checking", "account"), ("savings", "account"),
    ("credit", "credit"), ("loan", "credit"), ("debt", "credit"),
)
"""Words in a product's name and the topic they mean; the first that fits counts."""

CHANNELS = {
    "web": "web", "phone": "phone", "postal mail": "post", "fax": "fax", "email": "mail", "referral": "referral",
}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class RowRefused(ValueError):
    """A row that cannot be a case; the text says why."""


def require_columns(columns: Iterable[str]) -> None:
    """Refuse a file that is another kind of table.

    Raises:
        FileRefused: names every column that is missing.
    """
    missing = [name for name in NEEDED if name not in set(columns)]
    if missing:
        raise FileRefused(f"This is not a table of CFPB complaints: there is no column {', '.join(missing)}.")


def identity(fields: Mapping[str, str]) -> str:
    """The bureau's number of a complaint.

    Raises:
        RowRefused: there is none.
    """
    number = fields["complaint_id"].strip()
    if not number.isascii() or not number.isdigit() or len(number) > 20:
        raise RowRefused(f"its complaint id {number!r} is no number" if number else "it has no complaint id")
    return number


def intake(fields: Mapping[str, str], zone: ZoneInfo, now: datetime, topics: frozenset[str]) -> Intake:
    """The case that a row describes. `topics` are those of the pack; what it does not know is “other”.

    Raises:
        RowRefused: no day of receipt that can be true, or nothing that says what it is about.
    """
    number = identity(fields)
    received = datetime.combine(day(fields["date_received"]), time(12), zone).astimezone(UTC)
    if received > now:
        raise RowRefused(f"its day of receipt, {fields['date_received'].strip()}, is in the future")
    description = _description(fields)
    if not description:
        raise RowRefused("it says neither a product nor an issue")
    topic = topic_of(fields["product"])
    return Intake(
        description=description, topic=topic if topic in topics else OTHER, country=COUNTRY, received_at=received,
        channel=CHANNELS.get(fields.get("submitted_via", "").strip().casefold(), "web"), facts=_facts(fields),
        source=SOURCE, source_id=number, send_letters=False,
    )


def day(text: str) -> date:
    """A day as 2015-03-19 or, American, 3/19/2015.

    Raises:
        RowRefused: it is neither.
    """
    text = text.strip()
    iso, american = _ISO.fullmatch(text), _AMERICAN.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if american:
            return date(int(american[3]), int(american[1]), int(american[2]))
    except ValueError as wrong:
        raise RowRefused(f"its day of receipt {text!r} does not exist") from wrong
    raise RowRefused(f"its day of receipt {text!r} is no date; it takes 2015-03-19 or 3/19/2015" if text
                     else "it has no day of receipt")


def topic_of(product: str) -> str:
    """The topic that a product belongs to."""
    name = product.casefold()
    return next((topic for words, topic in TOPICS if words in name), OTHER)


def _description(fields: Mapping[str, str]) -> str:
    """The consumer's own words, else the bureau's."""
    narrative = fields.get("consumer_complaint_narrative", "").strip()
    if narrative:
        return narrative
    about = ": ".join(part for name in ("product", "issue") if (part := fields[name].strip()))
    detail = fields.get("sub_issue", "").strip()
    return f"{about} ({detail})" if about and detail else about


def _facts(fields: Mapping[str, str]) -> dict[str, str]:
    response = fields.get("company_response_to_consumer") or fields.get("company_response", "")
    found = {
        "imported_product": fields["product"], "imported_issue": fields["issue"],
        "imported_state": fields.get("state", ""), "company_response": response,
    }
    return {name: text.strip() for name, text in found.items() if text.strip()}
