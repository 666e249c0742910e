"""A form that can be used: what people typed goes in, data or errors come out."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema_rs import Draft202012Validator

from engine.forms import answers
from engine.forms.answers import Here
from engine.forms.field import Domain, Field, FieldError, Section

Typed = Mapping[str, Sequence[str]]
"""What a page sends: every field's texts by name."""

RULES = {
    "required": "required", "const": "must_be_yes", "enum": "not_an_option", "format": "not_an_email",
    "pattern": "pattern", "minLength": "too_short", "maxLength": "too_long", "minimum": "too_small",
    "maximum": "too_large", "minItems": "too_few", "maxItems": "too_many",
}
"""The kinds of error by the JSON Schema keyword that finds them."""

NOWHERE = Here()
LINES = {"too_few": "too_few_lines", "too_many": "too_many_lines"}


@dataclass(frozen=True)
class Submission:
    """What became of a filled-in form.

    `data` holds JSON values of the questions that were asked and answered; `typed` what to show
    again in each field, as it was typed.
    """

    data: Mapping[str, Any]
    errors: tuple[FieldError, ...]
    typed: Mapping[str, tuple[str, ...]]

    @property
    def ok(self) -> bool:
        return not self.errors


@dataclass(frozen=True)
class Form:
    """One form of a pack. `name` is the file's, under which its data goes into a run."""

    name: str
    file: str
    title: str
    description: str
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    schema: Draft202012Validator = dataclasses.field(repr=False, compare=False)

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: the form has no such field.
        """
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.fields)

    def domain(self, name: str) -> Domain:
        """The values that a field can give."""
        return self.field(name).domain

    def parse(self, typed: Typed, only: str | None = None, here: Here = NOWHERE) -> Submission:
        """Read what was typed; with `only`, judge and keep the section of that key alone.

        Undeclared names are ignored, hidden questions dropped. Conditions look at all of `typed`,
        so that a page may depend on the one before.
        """
        data, wrong, asked = self._read(typed, here)
        # An answer that cannot be read is missing from data; what is wrong with it outweighs that.
        errors = {error.field: error for error in self._faults(data)} | wrong
        kept = [one.name for one in self.fields if only is None or one.section == only]
        return Submission(
            data={name: data[name] for name in kept if name in data},
            errors=tuple(errors[name] for name in kept if name in errors and name in asked),
            typed={name: tuple(map(answers.printable, typed[name])) for name in kept if name in typed},
        )

    def _read(self, typed: Typed, here: Here) -> tuple[dict[str, Any], dict[str, FieldError], set[str]]:
        """Values, unreadable answers, and the names of the questions that were asked."""
        data: dict[str, Any] = {}
        wrong: dict[str, FieldError] = {}
        asked: set[str] = set()
        for one in self.fields:
            # In order: a condition names earlier fields only, so that a hidden one hides what hangs on it.
            if not one.is_shown(data):
                continue
            asked.add(one.name)
            try:
                value = answers.value_of(one, typed.get(one.name, ()), here)
            except answers.Wrong as reason:
                wrong[one.name] = FieldError(one.name, str(reason))
                continue
            if value is None and not one.required:
                value = one.default
            if value is not None:
                data[one.name] = value
        return data, wrong, asked

    def _faults(self, data: Mapping[str, Any]) -> Iterator[FieldError]:
        """What the schema finds; also for questions that were not asked."""
        for fault in self.schema.iter_errors(dict(data)):
            about = fault.kind.as_dict()
            name = str(about["property"] if fault.kind.name == "required" else fault.instance_path[0])
            params = {"limit": about["limit"]} if "limit" in about else {}
            kind = RULES[fault.kind.name]
            if len(fault.instance_path) > 1:
                yield FieldError(name, "line_too_long", params | {"number": int(fault.instance_path[1]) + 1})
            else:
                yield FieldError(name, LINES.get(kind, kind) if self.field(name).type == "lines" else kind, params)

    def as_typed(self, data: Mapping[str, Any], here: Here = NOWHERE) -> dict[str, tuple[str, ...]]:
        """Data as a page would have sent it, to open a form with answers in it."""
        return {
            one.name: answers.text_of(one, data[one.name], here)
            for one in self.fields if data.get(one.name) is not None
        }

    def prefill(self, facts: Mapping[str, Any], here: Here = NOWHERE) -> dict[str, tuple[str, ...]]:
        """What a fresh form shows: the facts that are known already, else what is suggested, else the defaults."""
        return self.as_typed({one.name: _first(one, facts) for one in self.fields}, here)

    def facts(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Every fact the form declares; None where the question was hidden or left open.

        All of them: a second submission must take back what the first one said. Only what the form
        is to keep stays as it was when the question is not asked.
        """
        return {
            one.fact: data.get(one.name) for one in self.fields if one.fact and (one.is_shown(data) or not one.keep)
        }

    def party(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Who complains, by column of the party; empty where not given."""
        return {one.party: data.get(one.name, "") for one in self.fields if one.party}

    def case_columns(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the case itself keeps, by column; only what was answered."""
        return {one.column: data[one.name] for one in self.fields if one.column and one.name in data}

    def workflow(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What may go into a run: no identity, and nothing that the case keeps in a column anyway."""
        return {
            one.name: data[one.name] for one in self.fields if one.name in data and not (one.party or one.column)
        }

    def shown(
        self, data: Mapping[str, Any], *, yes: str = "Yes", no: str = "No", identity: bool = False,
        here: Here = NOWHERE,
    ) -> list[tuple[str, str]]:
        """Questions and answers in words, for a timeline or a page of checking.

        `yes` and `no` are the reader's words for them. Who complains is left out unless asked for.
        """
        rows = []
        for one in self.fields:
            value = data.get(one.name)
            if value is None or (one.party and not identity):
                continue
            if isinstance(value, bool):
                rows.append((one.title, yes if value else no))
            else:
                values = value if isinstance(value, list) else [value]
                between = "\n" if one.type == "lines" else ", "
                rows.append((one.title, between.join(answers.said(one, each, here) for each in values)))
        return rows


def _first(field: Field, facts: Mapping[str, Any]) -> Any:
    """What a question begins with; None: nothing."""
    known = [facts.get(name) for name in (field.fact, field.suggested) if name]
    return next((value for value in known if value is not None), field.default)
