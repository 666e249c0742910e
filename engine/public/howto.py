"""How complaints are handled here, made from the published pack (ISO 10002 4.4, 7.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine import publishing
from engine.packs.words import say


@dataclass(frozen=True)
class HowTo:
    """The usual way of a complaint, by when what happens, and who outside can help."""

    organisation: str
    steps: Sequence[str]
    spans: Mapping[str, str]
    edr_body: str
    edr_url: str
    edr_window: str


def how_to(session: Session, language: str) -> HowTo:
    """The way a complaint goes, in the words and with the times of the current pack.

    Raises:
        NotFound: nothing has been published yet.
    """
    pack = publishing.current(session)[1]
    urgency = pack.regimes.urgencies["U3"]
    default = next(one for one in pack.regimes.regimes["default"])
    return HowTo(
        organisation=say(pack.words.organisation, language),
        steps=[say(m.ahead, language) for m in pack.words.milestones.values() if m.public and m.ahead],
        spans={"acknowledge": str(urgency.acknowledge), "target": str(urgency.target), "final": str(default.final)},
        edr_body=default.edr_body, edr_url=default.edr_url, edr_window=default.edr_window,
    )
