"""What the public reads: milestones and messages in their words (bpmn/milestones.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import toml
from engine.errors import Cause, PackInvalid


@dataclass(frozen=True)
class Milestone:
    """A named point of the process. `done` and `ahead` are sentences by language."""

    name: str
    order: int
    public: bool
    done: Mapping[str, str]
    ahead: Mapping[str, str]


SENDERS = ("complainant", "provider", "staff")
"""Who a message comes from: complainants send theirs themselves, what a dispute body or anybody else
brings is recorded by staff."""


@dataclass(frozen=True)
class MessageWords:
    """What can arrive: the button, its help, its form, what is said afterwards. `sender` is of SENDERS."""

    name: str
    form: str
    button: Mapping[str, str]
    help: Mapping[str, str]
    confirm: Mapping[str, str]
    sender: str = SENDERS[0]


@dataclass(frozen=True)
class Words:
    """`organisation` is its name by language, as letters and pages say it."""

    organisation: Mapping[str, str]
    milestones: Mapping[str, Milestone]
    messages: Mapping[str, MessageWords]


def say(words: Mapping[str, str], language: str) -> str:
    """The sentence in the language, else in English."""
    return words.get(language) or words.get("en", "")


def read(data: bytes, file: str) -> Words:
    """Read the public words.

    Raises:
        PackInvalid: with every cause.
    """
    try:
        content = toml.load(data)
    except toml.NotToml as wrong:
        raise PackInvalid(Cause(f"This is not TOML: {wrong}.", file=file)) from wrong
    causes: list[Cause] = []
    milestones = _each(content, "milestone", causes, file)
    messages = _each(content, "message", causes, file)
    for name, row in milestones.items():
        if not isinstance(row.get("order"), int):
            causes.append(Cause("A milestone needs an order, a whole number.", file=file, element=name))
        if row.get("public") and not row.get("done", {}).get("en"):
            causes.append(Cause("A public milestone needs done.en, the sentence people read.", file=file, element=name))
    for name, row in messages.items():
        if not row.get("button", {}).get("en"):
            causes.append(Cause("A message needs button.en, the words on its button.", file=file, element=name))
        if row.get("from", SENDERS[0]) not in SENDERS:
            causes.append(Cause(f"A message comes from {' or '.join(SENDERS)}.", file=file, element=name))
    if causes:
        raise PackInvalid(causes)
    return Words(
        dict(content.get("organisation", {}).get("name", {})),
        {name: Milestone(name, row["order"], bool(row.get("public")), row.get("done", {}), row.get("ahead", {}))
         for name, row in sorted(milestones.items(), key=lambda item: int(item[1]["order"]))},
        {name: MessageWords(name, row.get("form", "").removesuffix(".json"), row["button"], row.get("help", {}),
                            row.get("confirm", {}), row.get("from", SENDERS[0]))
         for name, row in messages.items()},
    )


def _each(content: dict[str, list[dict[str, object]]], kind: str, causes: list[Cause], file: str) -> dict[str, dict]:  # type: ignore[type-arg]
    found: dict[str, dict] = {}  # type: ignore[type-arg]
    for row in content.get(kind, []):
        name = str(row.get("name", ""))
        if not name or name in found:
            causes.append(Cause(f"Each [[{kind}]] needs a name of its own.", file=file, element=name))
        found[name] = row
    return found
