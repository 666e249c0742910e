"""From one property of the schema to a field, and to the rule that judges its answers."""

from typing import Any

from jsonschema_rs import Draft202012Validator, EmailOptions, RegexOptions, ValidationError

from engine.forms.faults import Faults
from engine.forms.field import LISTS, Field, Option
from engine.forms.keywords import ITEMS, LONGEST, MOST_LINES

LENGTHS = {"name": 200, "organisation": 200, "on_behalf_of": 200, "phone": 50, "email": 254, "address": 500}
"""How many characters the columns of the party hold; also the default."""
LINE, TEXT = 200, 5000
OF_SEVERAL, USUAL_LINES = 500, 30
"""Characters of each of several lines, and how many there can be, where the form does not say."""
RADIO_UP_TO = 7
PATTERN_SIZE = 100_000
"""Memory, in bytes, that a compiled pattern may take; the engine without backtracking is linear."""

FITTING = {
    "text": ("input", "textarea"), "email": ("input",), "date": ("input",), "integer": ("input",),
    "number": ("input",), "boolean": ("checkbox", "radio"), "choice": ("radio", "select"), "choices": ("checkboxes",),
    "moment": ("input",), "lines": ("lines",), "people": ("people",),
}
"""Which widgets can ask for which type; the first one does unless the form says otherwise."""


def field_of(name: str, spec: dict[str, Any], section: str, required: bool, faults: Faults) -> Field:
    """The field that a property describes; its keywords were checked one by one already."""
    kind = _type(spec)
    party = spec.get("x-amends-party", "")
    options = _options(name, spec, faults)
    field = Field(
        name=name, title=spec["title"].strip(), type=kind, widget=_widget(name, spec, kind, options, faults),
        section=section, help=spec.get("x-amends-help", spec.get("description", "")), required=required,
        options=options, default=spec.get("default"), fact=spec.get("x-amends-fact", ""), party=party,
        column=spec.get("x-amends-case", ""), show=_show(spec), min_length=spec.get("minLength", 0),
        max_length=_max_length(spec, kind, party), minimum=spec.get("minimum"), maximum=spec.get("maximum"),
        keep=spec.get("x-amends-keep", False), suggested=spec.get("x-amends-suggested", ""),
        least=spec.get("minItems", 0), most=_most(spec, kind),
        line_length=spec.get("x-amends-line-length", OF_SEVERAL) if kind == "lines" else 0,
        past=spec.get("x-amends-past", False),
    )
    _check_bounds(field, spec, faults)
    _check_keeping(field, faults)
    return field


def rule_of(field: Field, spec: dict[str, Any], faults: Faults) -> dict[str, Any]:
    """The schema that judges the field's values; a pattern that does not compile is a fault."""
    values = [option.value for option in field.options]
    if field.type == "choice":
        rule: dict[str, Any] = {"enum": values}
    elif field.type in LISTS:
        rule = {"type": "array", "items": _rule_of_items(field, values)}
    else:
        rule = {"type": spec["type"]}
    kept = ("const", "format", "pattern", "minLength", "minimum", "maximum", "minItems", "maxItems")
    rule |= {key: spec[key] for key in kept if key in spec}
    if field.max_length:
        rule["maxLength"] = field.max_length
    if field.most:
        rule["maxItems"] = field.most
    try:
        judge = validator(rule)
    except ValidationError:
        faults.add(
            field.name, f"The pattern {spec.get('pattern')!r} cannot be used.",
            "Look-ahead, look-behind, back references and very large repeats are not available.",
        )
        return {}
    if field.default is not None and not judge.is_valid(field.default):
        faults.add(field.name, f"The default {field.default!r} is no valid answer to its own question.")
    return rule


def _rule_of_items(field: Field, values: list[Any]) -> dict[str, Any]:
    if field.type == "lines":
        return {"type": "string", "maxLength": field.line_length}
    return {"enum": values} if field.type == "choices" else {"type": "integer"}


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """A compiled schema that opens no file or address and answers in linear time."""
    return Draft202012Validator(
        schema, validate_formats=True, offline=True, pattern_options=RegexOptions(size_limit=PATTERN_SIZE),
        email_options=EmailOptions(require_tld=True, allow_domain_literal=False, allow_display_text=False),
    )


def _type(spec: dict[str, Any]) -> str:
    if "enum" in spec:
        return "choice"
    if spec["type"] == "array":
        items = spec.get("items", {"enum": ()})
        return "choices" if "enum" in items else "lines" if items["type"] == "string" else "people"
    if spec["type"] != "string":
        return str(spec["type"])
    return "moment" if spec.get("format") == "date-time" else str(spec.get("format", "text"))


def _widget(name: str, spec: dict[str, Any], kind: str, options: tuple[Option, ...], faults: Faults) -> str:
    if "x-amends-widget" not in spec:
        return "select" if len(options) > RADIO_UP_TO and kind == "choice" else FITTING[kind][0]
    widget = str(spec["x-amends-widget"])
    if widget not in FITTING[kind]:
        faults.add(name, f"The widget {widget} cannot ask for this type.", f"Use {' or '.join(FITTING[kind])}.")
    return widget


def _options(name: str, spec: dict[str, Any], faults: Faults) -> tuple[Option, ...]:
    if spec["type"] == "array" and "items" not in spec:
        faults.add(name, "A list does not say what of.", f'Write "items": {ITEMS}.')
        return ()
    values = spec["items"].get("enum", []) if spec["type"] == "array" else spec.get("enum", [])
    if spec["type"] != "array" and any(isinstance(one, str) != (spec["type"] == "string") for one in values):
        faults.add(name, f"The options do not fit the type {spec['type']}.")
    labels = spec.get("x-amends-labels", {})
    for unknown in sorted(set(labels) - {str(value) for value in values}):
        faults.add(name, f"x-amends-labels words {unknown!r}, which is no option.", f"Options: {_list(values)}.")
    return tuple(Option(value, labels.get(str(value)) or _words(value)) for value in values)


def _words(value: str | int) -> str:
    text = str(value).replace("_", " ")
    return text[:1].upper() + text[1:]


def _show(spec: dict[str, Any]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    wanted = spec.get("x-amends-show", {})
    return tuple((name, tuple(value) if isinstance(value, list) else (value,)) for name, value in wanted.items())


def _max_length(spec: dict[str, Any], kind: str, party: str) -> int:
    if kind not in ("text", "email"):
        return 0
    usual = TEXT if spec.get("x-amends-widget") == "textarea" else LINE
    return int(spec.get("maxLength") or LENGTHS.get(party) or (LENGTHS["email"] if kind == "email" else usual))


def _most(spec: dict[str, Any], kind: str) -> int:
    """How many answers at most; 0 where the options bound them."""
    return int(spec.get("maxItems", USUAL_LINES if kind == "lines" else 0))


def _check_bounds(field: Field, spec: dict[str, Any], faults: Faults) -> None:
    for low, high in (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems")):
        most = {"maxLength": field.max_length, "maxItems": field.most or None}.get(high, spec.get(high))
        if low in spec and most is not None and spec[low] > most:
            faults.add(field.name, f"{low} {spec[low]} is more than {high} {most}: no answer fits.")
    if field.type == "lines":
        _check_lines(field, faults)
    elif "x-amends-line-length" in spec:
        faults.add(field.name, "'x-amends-line-length' means nothing where no lines are written.", "Delete it.")
    if field.past and field.type != "date":
        faults.add(field.name, "'x-amends-past' means nothing where no day is asked for.", "Delete it.")
    if field.type == "choices" and spec.get("minItems", 0) > len(field.options):
        faults.add(field.name, f"minItems {spec['minItems']} is more than there are options: no answer fits.")


def _check_lines(field: Field, faults: Faults) -> None:
    if not field.most or field.most > MOST_LINES:
        faults.add(field.name, f"maxItems is {field.most}; 1 to {MOST_LINES} lines can be written.")
    if not field.line_length:
        faults.add(field.name, "x-amends-line-length is 0: no answer fits.")


def _check_keeping(field: Field, faults: Faults) -> None:
    """Where an answer is kept must be able to take it, and identity goes nowhere else."""
    if field.party:
        if field.type not in ("text", "email"):
            faults.add(field.name, "What is known of a person is a text.", "Make it a string without options.")
        if field.fact or field.column:
            faults.add(field.name, "Who complains is kept apart.", "Delete x-amends-fact and x-amends-case.")
        if field.max_length > LENGTHS[field.party]:
            faults.add(field.name, f"maxLength is {field.max_length}; {field.party} holds {LENGTHS[field.party]}.")
    if field.column == "received_at" and field.type != "moment":
        faults.add(field.name, "received_at of a case is a moment.", 'Give it "format": "date-time".')
    elif field.column not in ("", "received_at", "wanted") and field.type not in ("text", "choice"):
        faults.add(field.name, f"{field.column} of a case is a text.", "Make it a string.")
    if field.keep and not (field.fact and field.show):
        faults.add(field.name, "x-amends-keep is for a fact that is not always asked.",
                   "Delete it, or give the field x-amends-fact and x-amends-show.")
    if field.suggested and not field.fact:
        faults.add(field.name, "x-amends-suggested is for a fact.", "Delete it, or give the field x-amends-fact.")
    if field.column in ("country", "language", "channel") and field.type != "choice":
        faults.add(field.name, f"{field.column} of a case is one of a list.", "Give it an enum.")
    if field.max_length > LONGEST:
        faults.add(field.name, f"maxLength is {field.max_length:,}; a text may have {LONGEST:,}.")


def _list(values: list[Any]) -> str:
    return ", ".join(map(str, values[:10])) + (", ..." if len(values) > 10 else "")
