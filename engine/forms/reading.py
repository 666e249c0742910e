"""Reading a form file: every cause at once, then a frozen Form (lint rule L16)."""

import re
import unicodedata
from typing import Any

from engine.forms import keywords, strict_json
from engine.forms.faults import Faults
from engine.forms.field import Field, Section
from engine.forms.form import Form
from engine.forms.question import field_of, rule_of, validator

MOST_FIELDS = 100


def read(data: bytes, file: str) -> Form:
    """The form in a file of the pack, e.g. `forms/intake.json`.

    Raises:
        FormInvalid: every cause, each with its field and what to write instead.
    """
    schema = strict_json.load(data, file)
    faults = Faults(file)
    name = file.rsplit("/", 1)[-1].removesuffix(".json")
    if not keywords.is_name(name):
        faults.add("", f"{name!r} names the form's data in expressions and is no plain name.", "Rename the file.")
    _check_top(schema, faults)
    properties = {
        key: spec for key, spec in _mapping(schema.get("properties")).items() if _check_property(key, spec, faults)
    }
    faults.stop()
    fields, titles = _fields(properties, frozenset(schema.get("required", [])), faults)
    _check_together(fields, faults)
    rules = {field.name: rule_of(field, properties[field.name], faults) for field in fields}
    sections = _sections(fields, titles, faults)
    faults.stop()
    required = [field.name for field in fields if field.required]
    return Form(
        name, file, schema["title"].strip(), schema.get("description", ""), tuple(fields), sections,
        validator({"type": "object", "properties": rules, "required": required}),
    )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _check_top(schema: dict[str, Any], faults: Faults) -> None:
    for key in sorted(set(schema) - keywords.TOP):
        faults.add("", f"{key!r} is not a keyword that forms know.", f"Known: {', '.join(sorted(keywords.TOP))}.")
    for key in ("title", "description"):
        if (key in schema or key == "title") and not keywords.TAKES[key][0](schema.get(key)):
            faults.add("", f"{key!r} is missing or no text.", f"It takes {keywords.TAKES[key][1]}.")
    if schema.get("$schema", keywords.DRAFT) != keywords.DRAFT:
        faults.add("", "This is another draft of JSON Schema.", f"Write {keywords.DRAFT}.")
    if schema.get("type", "object") != "object":
        faults.add("", "A form is of type object.")
    if schema.get("additionalProperties", False) is not False:
        faults.add("", "A form takes its own fields only.", "Delete additionalProperties or set it to false.")
    _check_names(schema, faults)


def _check_names(schema: dict[str, Any], faults: Faults) -> None:
    """`properties` and `required`: present, plain and about each other."""
    properties, required = schema.get("properties"), schema.get("required", [])
    if not isinstance(properties, dict) or not 0 < len(properties) <= MOST_FIELDS:
        faults.add("", f"A form has 1 to {MOST_FIELDS} fields under 'properties'.")
    if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
        faults.add("", "'required' is a list of field names.")
        return
    for name in sorted(set(required) - set(_mapping(properties))):
        faults.add(name, "'required' names this field, which the form does not have.")


def _check_property(name: str, spec: Any, faults: Faults) -> bool:
    if not keywords.is_name(name):
        faults.add(name[:60], "This cannot be a field's name.", "Use letters, digits, _; no word of expressions.")
        return False
    if name in keywords.OF_PAGES:
        faults.add(name, "The pages around a form use this name themselves.", "Choose another name.")
        return False
    if not isinstance(spec, dict):
        faults.add(name, "A field is an object with at least a title and a type.")
        return False
    keywords.check(name, spec, faults)
    return True


def _fields(properties: dict[str, Any], required: frozenset[str], faults: Faults) -> tuple[list[Field], dict[str, str]]:
    """The fields in order, and the titles of their sections by key. Without a section of its own a
    field belongs to that of the field before it."""
    fields: list[Field] = []
    titles: dict[str, str] = {}
    title = ""
    for name, spec in properties.items():
        title = spec.get("x-amends-section", title).strip()
        key = _key(title)
        if titles.setdefault(key, title) != title:
            faults.add(name, f"The sections {titles[key]!r} and {title!r} are too alike.", "Rename one.")
        fields.append(field_of(name, spec, key, name in required, faults))
    return fields, titles


def _key(title: str) -> str:
    """The section's name in an address: plain small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or ("section" if title else "")


def _sections(fields: list[Field], titles: dict[str, str], faults: Faults) -> tuple[Section, ...]:
    if "" in titles and len(titles) > 1:
        faults.add(fields[0].name, "The first fields stand in no section.", "Give the first one x-amends-section.")
    return tuple(
        Section(key, title, tuple(field for field in fields if field.section == key)) for key, title in titles.items()
    )


def _check_together(fields: list[Field], faults: Faults) -> None:
    for kept in ("fact", "party", "column"):
        seen: dict[str, str] = {}
        for field in fields:
            where = getattr(field, kept)
            if where and seen.setdefault(where, field.name) != field.name:
                faults.add(field.name, f"{where!r} is kept by the field {seen[where]!r} already.")
    earlier: dict[str, Field] = {}
    for field in fields:
        for name, wanted in field.show:
            _check_condition(field, earlier.get(name), name, wanted, faults)
        earlier[field.name] = field


def _check_condition(field: Field, asked: Field | None, name: str, wanted: tuple[Any, ...], faults: Faults) -> None:
    if asked is None:
        faults.add(field.name, f"x-amends-show looks at {name[:60]!r}, which is no field before this one.")
        return
    possible = asked.domain.values
    if not possible:
        faults.add(field.name, f"x-amends-show looks at {name!r}, which has no options and is no yes or no.")
    for value in wanted:
        if possible and not any(value == one and type(value) is type(one) for one in possible):
            faults.add(field.name, f"x-amends-show waits for {value!r}, which {name!r} never is.")
