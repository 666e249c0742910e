"""Letters: a template a process owner writes, and what it says with the facts of a case.

The first line is `Subject: ...`, then an empty line, then the body in Markdown. `{{ name }}` puts a
value in; `{{#name}} ... {{/name}}` is kept when the name has a value, `{{^name}} ... {{/name}}` when
it has none, `{{#name is word}} ... {{/name}}` when it is, or as a list holds, that word. Nothing is
evaluated: what is no such tag (`{{7*7}}`, `${x}`) is text (S9). Values are put in after Markdown was
made into HTML, so that nothing a complainant wrote can become markup or a link (S8).
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from engine.errors import Cause, LetterInvalid

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

STANDARD = frozenset({
    "reference", "complainant", "organisation", "owner", "received_on", "topic", "next_date", "final_date",
    "missed_date", "link", "code", "edr_body", "edr_window", "edr_url", "regime_name", "reader", "question",
    "extension_reason", "new_date", "corrected_subject", "corrected_on", "correction_wrong", "correction_right",
})
"""What every letter can say; besides these, every fact of the case. What a letter has no value for is empty."""

LIMIT_BYTES = 50_000
MARK, END_MARK = "\ue000", "\ue001"
"""Private characters that stand for a value while Markdown is made into HTML."""
MARKED = re.compile(f"{MARK}([0-9]+){END_MARK}")

TAG = re.compile(
    r"\{\{ {0,3}(?:(?P<kind>[#^]) {0,3}(?P<section>[A-Za-z]\w{0,39})(?: is (?P<word>[\w-]{1,64}))?"
    r"|/ {0,3}(?P<end>[A-Za-z]\w{0,39})|(?P<name>[A-Za-z]\w{0,39})) {0,3}\}\}",
    re.ASCII,
)
LONE_TAG_LINE = re.compile(r"^[ \t]*(\{\{[#^/][^{}\n]{1,120}\}\})[ \t]*\n", re.MULTILINE)
LOOKS_LIKE_SECTION = re.compile(r"\{\{\s*[#^/]")
ODD_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000\ue001]")
CAN_TAKE_IN = re.compile(r"\]\(|[<&]")
"""Without one of these there is no address of a link, nor a character written by its number."""
IN_AN_ADDRESS = re.compile(r"(?:\]\(|<https?:|https?://)[^\s)>]*\{\{")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]{1,2000}\Z")
MANY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Piece:
    """A stretch of a template. `kind`: text, value, if, unless, end; `text` the text or the name."""

    kind: str
    text: str
    word: str = ""


@dataclass(frozen=True)
class Worded:
    """A stored value with the words for it: sections ask for the value, people read the words."""

    value: Any
    words: str


@dataclass(frozen=True)
class Rendered:
    """A letter as it leaves: one-line subject, plain text, and HTML for the inside of a page."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Letter:
    """One letter in one language; `variables` is every name it uses."""

    name: str
    language: str
    subject: str
    body: str
    variables: frozenset[str]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(_pieces(self.body))


def read(data: bytes, file: str) -> Letter:
    """The letter in a file of the pack, e.g. `forms/letters/en/L1_ack.md`.

    Raises:
        LetterInvalid: every cause, with the line and what to write instead.
    """
    if len(data) > LIMIT_BYTES:
        raise LetterInvalid(Cause(f"{len(data):,} bytes; a letter may have {LIMIT_BYTES:,}.", file))
    try:
        content = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        raise LetterInvalid(Cause("This is not UTF-8 text.", file, repair="Save it as UTF-8.")) from wrong
    head, _, rest = content.partition("\n")
    subject = head.removeprefix("Subject:").strip()
    causes = [
        Cause(message, file, rule="letter", repair=repair, line=_line(content, place))
        for message, repair, place in _faults(head, rest, content)
    ]
    if causes:
        raise LetterInvalid(causes)
    path = PurePosixPath(file)
    pieces = [*_pieces(subject), *_pieces(rest)]
    variables = frozenset(piece.text for piece in pieces if piece.kind != "text")
    letter = Letter(path.stem, path.parent.name, subject, rest.strip() + "\n", variables)
    _check_places(letter, file, content)
    return letter


def render(letter: Letter, values: Mapping[str, Any]) -> Rendered:
    """The letter with these values: texts, numbers, yes/no, lists of texts, None, or any of them `Worded`.

    Raises:
        LetterInvalid: the letter uses a name that is neither standard nor in `values`, or a value that is
            no plain one; every such name is in the message.
    """
    values = {**dict.fromkeys(STANDARD), **values}
    where = f"{letter.language}/{letter.name}"
    causes = [
        Cause(f"{{{{ {name} }}}} is not known to this case.", where) for name in sorted(letter.variables - set(values))
    ]
    causes += [
        Cause(f"{{{{ {name} }}}} is a {type(values[name]).__name__}, which a letter cannot say.", where)
        for name in sorted(letter.variables & set(values)) if not _can_be_said(values[name])
    ]
    if causes:
        raise LetterInvalid(causes)
    subject = "".join(_said(piece, values) for piece in _kept(_pieces(letter.subject), values))
    kept = list(_kept(letter.pieces, values))
    text = "".join(_plain(piece.text) if piece.kind == "text" else _said(piece, values) for piece in kept)
    return Rendered(" ".join(subject.split()), MANY_LINES.sub("\n\n", text).strip() + "\n", _html(kept, values))


def _faults(head: str, rest: str, content: str) -> Iterator[tuple[str, str, int]]:
    """What is wrong, what to do, and where in the content it is, before anything is taken apart."""
    if not head.startswith("Subject:") or not head.removeprefix("Subject:").strip():
        yield "The first line gives no subject.", "Write: Subject: Your complaint {{ reference }}", 0
    if rest and rest.partition("\n")[0].strip():
        yield "The second line is not empty.", "Leave one empty line between subject and letter.", len(head) + 1
    if not rest.strip():
        yield "The letter is empty.", "", 0
    if odd := ODD_CHARACTERS.search(content):
        yield "There are control or private characters in it.", "Delete them.", odd.start()
    for where, part, begins in (("subject", head, 0), ("letter", rest, len(head) + 1)):
        for message, place in _unbalanced(part):
            yield (f"In the {where}: {message}", "Every {{#name}} or {{^name}} needs its {{/name}}, in reverse order.",
                   begins + place)


def _unbalanced(text: str) -> Iterator[tuple[str, int]]:
    """The first part that is not opened and closed as it should be, and where."""
    if misspelt := LOOKS_LIKE_SECTION.search(TAG.sub(lambda tag: " " * len(tag[0]), text)):
        yield "a section tag is misspelt.", misspelt.start()
        return
    open_sections: list[tuple[str, int]] = []
    for tag in TAG.finditer(text):
        if tag["section"]:
            open_sections.append((tag["section"], tag.start()))
        elif tag["end"] and (not open_sections or open_sections.pop()[0] != tag["end"]):
            yield f"{{{{/{tag['end']}}}}} closes nothing that is open there.", tag.start()
            return
    for name, place in open_sections[-1:]:
        yield f"{{{{#{name}}}}} is never closed.", place


def _line(content: str, place: int) -> int:
    return content.count("\n", 0, place) + 1


def _check_places(letter: Letter, file: str, content: str) -> None:
    """A value may stand wherever words may: not in the address of a link, where Markdown would take it in."""
    if not CAN_TAKE_IN.search(letter.body):
        return
    kept = [piece for piece in letter.pieces if piece.kind in ("text", "value")]
    wanted = sum(piece.kind == "value" for piece in kept)
    if len(MARKED.findall(_markup(kept))) != wanted:
        found = IN_AN_ADDRESS.search(content)
        raise LetterInvalid(Cause(
            "A value stands inside a link's address.", file, rule="letter",
            line=_line(content, found.end() if found else 0),
            repair="Write {{ link }} on its own: it becomes a link by itself.",
        ))


def _pieces(text: str) -> Iterator[Piece]:
    """Take a template apart, in one pass; a section tag alone on a line takes the line with it."""
    text = LONE_TAG_LINE.sub(r"\1", text)
    at = 0
    for tag in TAG.finditer(text):
        if tag.start() > at:
            yield Piece("text", text[at:tag.start()])
        at = tag.end()
        if tag["section"]:
            yield Piece("if" if tag["kind"] == "#" else "unless", tag["section"], tag["word"] or "")
        else:
            yield Piece("end", tag["end"]) if tag["end"] else Piece("value", tag["name"])
    if at < len(text):
        yield Piece("text", text[at:])


def _kept(pieces: Sequence[Piece] | Iterator[Piece], values: Mapping[str, Any]) -> Iterator[Piece]:
    """The texts and values that stand in no section that is left out."""
    showing = [True]
    for piece in pieces:
        if piece.kind in ("if", "unless"):
            showing.append(showing[-1] and _holds(values[piece.text], piece.word) == (piece.kind == "if"))
        elif piece.kind == "end":
            showing.pop()
        elif showing[-1]:
            yield piece


def _holds(value: Any, word: str) -> bool:
    """True if the value is there (0, no, empty texts and lists are not), or is the word."""
    if isinstance(value, Worded):
        value = value.value
    if not word:
        return bool(value.strip() if isinstance(value, str) else value)
    return word in map(str, value) if isinstance(value, list | tuple) else word == str(value)


def _can_be_said(value: Any) -> bool:
    if isinstance(value, Worded):
        value = value.value
    if isinstance(value, list | tuple):
        return all(isinstance(one, str | int | float) for one in value)
    return value is None or isinstance(value, str | int | float)


def _said(piece: Piece, values: Mapping[str, Any]) -> str:
    """A text as it is, a value as words without private characters."""
    if piece.kind == "text":
        return piece.text
    value = values[piece.text]
    if isinstance(value, Worded):
        value = value.words
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text.replace(MARK, "\ufffd").replace(END_MARK, "\ufffd")


def _plain(markdown: str) -> str:
    """The template's own Markdown for people who read plain text: without marks of heading, weight and link."""
    text = re.sub(r"\[([^\[\]\n]{1,300})\]\(((?:https?://|mailto:)[^()\s]{1,500})\)", r"\1 (\2)", markdown)
    return re.sub(r"^#{1,6}[ ]", "", text, flags=re.MULTILINE).replace("**", "")


def _html(pieces: list[Piece], values: Mapping[str, Any]) -> str:
    return MARKED.sub(lambda mark: _value_html(pieces[int(mark[1])], values), _markup(pieces))


def _markup(pieces: list[Piece]) -> str:
    """HTML of the template with a mark where each value goes."""
    marked = "".join(
        piece.text if piece.kind == "text" else f"{MARK}{number}{END_MARK}" for number, piece in enumerate(pieces)
    )
    return str(_markdown().render(marked))


@cache
def _markdown() -> "MarkdownIt":
    """Paragraphs, headings, lists, weight, links to the web: no raw HTML, pictures or code."""
    # Imported here: a check of letters without links has no use for it.
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(["html_block", "html_inline", "image", "code", "fence", "reference", "backticks"])
    reader.validateLink = lambda url: url.startswith(("https://", "http://", "mailto:"))  # type: ignore[method-assign]
    return reader


def _value_html(piece: Piece, values: Mapping[str, Any]) -> str:
    """A value as text; of a link of ours (by its name, never by what it says) an anchor."""
    text = _said(piece, values).strip()
    escaped = html.escape(text)
    if (piece.text == "link" or piece.text.endswith(("_url", "_link"))) and WEB_ADDRESS.match(text):
        return f'<a href="{escaped}">{escaped}</a>'
    return escaped.replace("\n", "<br>\n")
