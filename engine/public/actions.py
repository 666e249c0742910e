"""What the complainant can do now: a button for each place that waits for something of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.cases import awaited
from engine.contract import REOPEN
from engine.model import Await
from engine.packs import Pack
from engine.packs.words import SENDERS, MessageWords, say


@dataclass(frozen=True)
class Action:
    """What the complainant can do now; `form` is the name of its form, empty without one. Where several
    places wait for the same, `about` says which it is; `token` and `element` name it."""

    message: str
    button: str
    help: str
    form: str
    about: str = ""
    token: str = ""
    element: str = ""


def offered(pack: Pack, awaits: Sequence[Await], language: str) -> list[Action]:
    """Buttons in the order of the pack, each for the innermost places that wait for its message; what others
    send is recorded by staff."""
    return [
        _action(words, language, place)
        for name, words in pack.words.messages.items() if words.sender == SENDERS[0]
        for place in sorted(
            awaited.innermost(pack, [one for one in awaits if one.message == name]), key=lambda one: one.about
        )
    ]


def reopening(pack: Pack, language: str) -> Action:
    """What is offered on a closed complaint; the words are empty where the pack has none for it."""
    words = pack.words.messages.get(REOPEN)
    return _action(words, language) if words is not None else Action(REOPEN, "", "", "")


def _action(words: MessageWords, language: str, place: Await | None = None) -> Action:
    said = say(words.button, language), say(words.help, language)
    if place is None:
        return Action(words.name, *said, words.form)
    return Action(words.name, *said, place.form or words.form, place.about, place.token, place.element)
