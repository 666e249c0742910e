"""Operations that write letters."""

from engine import outbox
from engine.dossier import Dossier
from engine.operations import dates
from engine.process import Call


def send_letter(dossier: Dossier, call: Call) -> None:
    """Write a letter; `until` is by when it asks for an answer, `question` what it asks, `to` who gets it:
    the complainant, the body that resolves the dispute, or each colleague whom the complaint is about."""
    asked = call.parameters
    outbox.letter(
        dossier, str(asked.get("letter", "")), call.at, call.element, asked.get("until"),
        to=asked.get("to") or outbox.COMPLAINANT, more={"question": asked.get("question")},
    )


def send_progress(dossier: Dossier, call: Call) -> None:
    """Tell the complainant how things stand, and say when they hear from us next (ISO 10002 4.6)."""
    dates.move_next_update(dossier, call.at, call)
    outbox.letter(
        dossier, str(call.parameters.get("letter", "")), call.at, call.element, dossier.deadlines["next_update"]
    )
