"""What is wrong with an answer, sizes and codes, in the words of whoever reads.

`register` makes these and web.moments filters of the templates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask

from engine.forms import Field, FieldError, Form
from web import moments
from web.catalogue import format_decimal, gettext, ngettext


def register(app: Flask) -> None:
    """Give the app's templates the filters."""
    app.jinja_env.filters.update(
        day=moments.day, short_day=moments.short_day, moment=moments.moment, short_moment=moments.short_moment,
        hour_in_zone=moments.hour_in_zone, deadline=moments.deadline,
        span=moments.span, away=moments.away, lasting=moments.lasting,
        is_iso_date=moments.is_iso_date, is_iso_moment=moments.is_iso_moment, size=size, grouped=grouped,
    )


@dataclass(frozen=True)
class Told:
    """What is wrong with a form: a sentence by field name, and for the summary above it name and
    sentence, which there says the question too."""

    at_fields: Mapping[str, str]
    summary: Sequence[tuple[str, str]]


NOTHING_WRONG = Told({}, ())


def faults(form: Form, errors: Iterable[FieldError]) -> dict[str, str]:
    """A sentence by field name, in the order of the form."""
    return {error.field: fault(error, form.field(error.field)) for error in errors}


def summed(form: Form, errors: Iterable[FieldError]) -> list[tuple[str, str]]:
    """Name and sentence for the summary above a form: each says which question it is about."""
    return [(name, about(form.field(name).title, sentence)) for name, sentence in faults(form, errors).items()]


def about(question: str, sentence: str) -> str:
    """What is wrong, for a summary that stands away from the question."""
    return gettext("%(question)s – %(fault)s", question=question, fault=sentence)


def told(form: Form | None, errors: Sequence[FieldError], refused_files: Sequence[str] = ()) -> Told:
    """Errors in words; the sentences about files stand at the field `files`, after the others."""
    at_fields = faults(form, errors) if form else {}
    summary = summed(form, errors) if form else []
    if refused_files:
        at_fields["files"] = " ".join(refused_files)
    return Told(at_fields, summary + [("files", sentence) for sentence in refused_files])


def fault(error: FieldError, field: Field) -> str:
    """What is wrong with one answer and how to mend it."""
    limit = error.params.get("limit", 0)
    if error.kind == "required":
        return gettext("Please choose an answer.") if field.options else gettext("Please answer this.")
    if error.kind == "too_short":
        return ngettext("Write at least %(num)s character.", "Write at least %(num)s characters.", limit)
    if error.kind == "too_long":
        return ngettext("Write at most %(num)s character.", "Write at most %(num)s characters.", limit)
    if error.kind == "too_few":
        return ngettext("Choose at least %(num)s answer.", "Choose at least %(num)s answers.", limit)
    if error.kind == "too_many":
        return ngettext("Choose at most %(num)s answer.", "Choose at most %(num)s answers.", limit)
    if error.kind in ("too_few_lines", "too_many_lines", "line_too_long"):
        return _fault_of_lines(error, limit)
    if error.kind == "too_small":
        return gettext("The smallest number here is %(limit)s.", limit=format_decimal(limit))
    if error.kind == "too_large":
        return gettext("The largest number here is %(limit)s.", limit=format_decimal(limit))
    return _plain_fault(error.kind)


def _fault_of_lines(error: FieldError, limit: int) -> str:
    if error.kind == "too_few_lines":
        return ngettext("Fill in at least %(num)s line.", "Fill in at least %(num)s lines.", limit)
    if error.kind == "too_many_lines":
        return ngettext("Fill in at most %(num)s line.", "Fill in at most %(num)s lines.", limit)
    return ngettext(
        "Line %(line)s is too long: write at most %(num)s character.",
        "Line %(line)s is too long: write at most %(num)s characters.", limit, line=error.params.get("number", 1),
    )


def _plain_fault(kind: str) -> str:
    return {
        "must_be_yes": gettext("This must be ticked to go on."),
        "not_an_option": gettext("Choose one of the answers given here."),
        "not_a_number": gettext("Write a number, such as 120 or 120.50."),
        "ambiguous_number": gettext(
            "This can be read in two ways. Write it without a sign between the thousands, such as 1200 or 1200.50."
        ),
        "not_whole": gettext("Write a whole number, such as 12."),
        "not_a_date": gettext("Write the date as year, month, day, such as 2026-11-24."),
        "not_a_person": gettext("Choose only people who are named here."),
        "not_a_moment": gettext("Write day and time as year, month, day, hour and minute, such as 2026-11-24 09:30."),
        "still_to_come": gettext("This day is still to come. Write today's date or an earlier one."),
        "not_an_email": gettext("Write an e-mail address, such as name@example.org."),
        "pattern": gettext("This is not written in the form that is asked for."),
        "characters": gettext("This holds a character that cannot be stored. Please type it instead of pasting it."),
        "one_line": gettext("Write this on one line."),
    }[kind]


def size(value: int) -> str:
    """The size of a file, given in bytes."""
    if value < 1_000_000:
        return gettext("%(num)s kB", num=format_decimal(max(1, round(value / 1000))))
    return gettext("%(num)s MB", num=format_decimal(round(value / 1_000_000, 1)))


def grouped(code: str, by: int = 4) -> list[str]:
    """A code in pieces that can be read aloud; marks between them are dropped."""
    plain = "".join(sign for sign in code if sign.isalnum())
    return [plain[start:start + by] for start in range(0, len(plain), by)]
