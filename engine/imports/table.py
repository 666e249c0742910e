"""A CSV file as rows with their line numbers, of which a damaged one spoils only itself."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from engine.errors import FileRefused

LONGEST_ROW = 1000
"""Lines that a row may have; beyond, a quotation mark was opened and never closed."""


@dataclass(frozen=True)
class Row:
    """One row: `line` is where it begins in the file, counted from 1; either `fields` by column or
    `wrong`, the reason why it cannot be read."""

    line: int
    fields: Mapping[str, str]
    wrong: str = ""


def heading(path: Path) -> list[str]:
    """The column names, in one spelling (`date_received`).

    Raises:
        FileRefused: there is no such file, or it does not begin with a line of names.
    """
    with _open(path) as file:
        return _heading(path, *_reader(file))


def rows(path: Path) -> Iterator[Row]:
    """The rows below the heading; quoted fields may have line breaks, empty lines count for nothing.

    Raises:
        FileRefused: see `heading`.
    """
    with _open(path) as file:
        reader, lines = _reader(file)
        columns = _heading(path, reader, lines)
        while True:
            lines.mark()
            record = _next(reader, lines)
            if record is None:
                return
            if record:
                yield _row(columns, record, lines)


def count(path: Path) -> int:
    """How many rows there are; see `rows`."""
    return sum(1 for _ in rows(path))


def _open(path: Path) -> TextIO:
    """UTF-8, with or without a mark at its beginning; other bytes are kept apart, to be told of by row."""
    try:
        return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as wrong:
        raise FileRefused(f"{path} cannot be opened: {wrong.strerror}.") from wrong


def _reader(file: TextIO) -> "tuple[Iterator[list[str]], _Lines]":
    lines = _Lines(file)
    return csv.reader(lines, strict=True), lines


def _heading(path: Path, reader: Iterator[list[str]], lines: "_Lines") -> list[str]:
    names = _next(reader, lines)
    if not isinstance(names, list) or not any(names):
        raise FileRefused(f"{path} does not begin with a line of column names.")
    return [re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_") for name in names]


def _next(reader: Iterator[list[str]], lines: "_Lines") -> list[str] | str | None:
    """The next record, the reason why it cannot be read, or None at the end of the file."""
    try:
        return next(reader, None) if lines.more() else None
    except csv.Error as wrong:
        if "unexpected end" in str(wrong):
            return "a quotation mark is opened and never closed"
        return f"it is no CSV: {wrong}"


def _row(columns: list[str], record: list[str] | str, lines: "_Lines") -> Row:
    wrong = record if isinstance(record, str) else ""
    if len(record) != len(columns) and not wrong:
        wrong = f"it has {len(record)} columns, the heading has {len(columns)}"
    if wrong:
        lines.back()
        return Row(lines.begin, {}, wrong)
    text = "".join(record)
    if "\0" in text:
        return Row(lines.begin, {}, "it has a character that is no text (U+0000)")
    try:
        text.encode()
    except UnicodeEncodeError:
        return Row(lines.begin, {}, "it is not UTF-8")
    return Row(lines.begin, dict(zip(columns, record, strict=True)))


class _Lines:
    """The lines of a file for a CSV reader, which takes as many as a record needs; those after the
    first can be given back, so that an open quotation mark does not swallow what follows."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file = file
        self._waiting: list[str] = []
        self._given: list[str] = []
        self._passed = 0

    @property
    def begin(self) -> int:
        """The line at which the record now at hand begins."""
        return self._passed + 1

    @property
    def taken(self) -> int:
        return len(self._given)

    def mark(self) -> None:
        """A new record begins here."""
        self._passed += len(self._given)
        self._given = []

    def back(self) -> None:
        """Give back all lines of this record but its first."""
        self._waiting += self._given[:0:-1]
        self._given = self._given[:1]

    def more(self) -> bool:
        if not self._waiting:
            line = next(self._file, None)
            if line is None:
                return False
            self._waiting.append(line)
        return True

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self._given) >= LONGEST_ROW or not self.more():
            raise StopIteration
        line = self._waiting.pop()
        self._given.append(line)
        return line
