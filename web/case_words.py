"""Codes of a case in the words of the staff: urgency, outcome, level, ways in, who gets a letter."""

from typing import Any

from flask.sansio.app import App

from engine.packs import Pack
from web import date_words
from web.catalogue import gettext as _

URGENT = {"U1": "bad", "U2": "warn"}
"""Tones of the classes that stand out."""


def register(app: App) -> None:
    """Give the app's templates these words as filters."""
    app.jinja_env.filters.update(
        urgency_word=date_words.urgency, urgency_tone=lambda code: URGENT.get(code, ""), outcome_word=outcome,
        told=date_words.told, derivation=date_words.derivation, date_word=date_words.date_name,
        letter_status=letter_status, link_word=link_kind, level_word=level, level_tone=level_tone,
        recipient_word=recipient, value_word=value, about_word=about,
    )


def outcome(code: str) -> str:
    """How a complaint ended."""
    return {
        "upheld": _("Upheld"), "partly": _("Upheld in part"), "refused": _("Not upheld"), "withdrawn": _("Withdrawn"),
        "out_of_scope": _("Not ours to decide"), "dispute": _("Sent on to dispute resolution"), "closed": _("Closed"),
        "duplicate": _("Goes on in another case"),
    }.get(code, code)


def level(code: str) -> str:
    """How far a complaint has gone up (ISO 10002 Annex G)."""
    return {
        "first": _("First line"), "team_lead": _("With the team lead"),
        "complaints_manager": _("With the complaints manager"), "management": _("With the management"),
        "review": _("Internal review"), "outside_open": _("The way outside is open"),
        "dispute": _("Dispute resolution outside"), "closed": _("Closed"),
    }.get(code, code)


def level_tone(code: str) -> str:
    """How loud a level is."""
    return {"first": "", "closed": "good"}.get(code, "warn")


def channel(name: str) -> str:
    """How a complaint, or what somebody told us, reached the organisation."""
    return {
        "web": _("on the website"), "import": _("by import from another system"), "phone": _("by telephone"),
        "email": _("by e-mail"), "mail": _("by e-mail"), "letter": _("by letter"), "post": _("by letter"),
        "person": _("in person"), "referral": _("through somebody else"),
    }.get(name, name)


def ways() -> dict[str, str]:
    """How something can reach us other than through our own pages, to choose from."""
    return {"phone": _("By telephone"), "mail": _("By e-mail"), "post": _("By letter"), "person": _("Face to face")}


def sender(code: str) -> str:
    """From whom something came that staff recorded."""
    return {
        "complainant": _("the complainant"), "provider": _("the body that resolves the dispute"),
        "staff": _("elsewhere"),
    }.get(code, code)


def recipient(kind: str, name: str = "") -> str:
    """Who gets a letter; empty for the complainant, to whom letters go as a rule."""
    if kind == "provider":
        return _("%(name)s, who resolves the dispute", name=name) if name else _("the body that resolves the dispute")
    if kind == "staff_concerned":
        return _("%(name)s, whom the complaint is about", name=name) if name else _("whom the complaint is about")
    return ""


def link_kind(kind: str, *, ours: bool = True) -> str:
    """What joins two cases. `ours`: the link points from this case to the other."""
    if kind == "duplicate":
        return _("the same complaint; it goes on there") if ours else _("the same complaint; it goes on here")
    if kind == "reopened":
        return _("came back from there") if ours else _("came back as this one")
    return _("the same cause") if kind == "group" else kind


def link_choice(kind: str) -> str:
    """What joins two cases, to choose from."""
    return {
        "duplicate": _("This is the same complaint again; it goes on there"),
        "reopened": _("This is the other case come back"), "group": _("Both have the same cause"),
    }[kind]


def letter_status(status: str) -> tuple[str, str]:
    """The words and the tone of a letter's status."""
    return {
        "waiting": (_("Waiting to be sent"), "warn"), "sent": (_("Sent"), "good"),
        "paper": (_("To be printed"), "info"),
        "undeliverable": (_("Could not be delivered"), "bad"), "held": (_("Not sent"), ""),
    }.get(status, (status, ""))


def remedies(codes: Any, pack: Pack) -> list[str]:
    """Remedies in the words of the form that offers them."""
    words = {option.value: option.label for field in pack.asking.get("remedies", ()) for option in field.options}
    return [words.get(one, str(one)) for one in codes or []]


def about(text: str, pack: Pack) -> str:
    """Which of several things a task is about; a remedy in its words, anything else as it was written."""
    return ", ".join(remedies([text], pack))


def value(one: Any) -> str:
    """A stored value as people read it."""
    if isinstance(one, bool):
        return _("Yes") if one else _("No")
    if isinstance(one, list):
        return ", ".join(value(each) for each in one)
    return "–" if one is None else str(one)
