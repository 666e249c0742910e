"""Operations that write letters."""

from engine import outbox
from engine.dossier import Dossier
from engine.process import Call


def send_letter(dossier: Dossier, call: Call) -> None:
    """Write a letter to the complainant; `until` is by when it asks for an answer."""
    until = call.parameters.get("until")
    outbox.letter(dossier, str(call.parameters.get("letter", "")), call.at, call.element, until)
