"""A page as a program sees it: its texts by id, its links, and forms that can be filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BUTTONS = ("submit", "image", "button", "reset")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Field:
    """One control. `options` are the values of a select, or of all radio buttons of that name."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    options: list[str] = field(default_factory=list)
    least: str = ""


@dataclass
class Form:
    """A form; `main` tells whether it is in the page's main part."""

    action: str
    method: str
    multipart: bool
    main: bool
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, typed: dict[str, str]) -> list[tuple[str, str]]:
        """What a browser would send: what is typed, what is there, and something fitting where a value is required."""
        sent = []
        for name, one in self.fields.items():
            value = typed.get(name, one.value) or (fitting(one) if one.required else "")
            if value or one.kind not in ("radio", "checkbox", "file"):
                sent.append((name, value))
        return sent + [button for button in self.buttons[:1] if button[0]]


def fitting(one: Field) -> str:
    """A value that the control takes."""
    if one.kind in ("radio", "select"):
        return next((option for option in one.options if option), "")
    if one.kind == "checkbox":
        return one.options[0]
    known = {"email": "smoke@example.org", "tel": "+44 20 7946 0000", "date": "2026-01-15", "file": ""}
    if one.kind in ("number", "range"):
        return one.least or "1"
    return known.get(one.kind, "A test of the public pages")


class Page(HTMLParser):
    """What came back: `status`, `address` after redirects, and what can be read off the HTML."""

    def __init__(self, status: int, address: str, html: str) -> None:
        super().__init__()
        self.status, self.address, self.html = status, address, html
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.by_id: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []  # tag and id of what is not closed yet
        self._select: Field | None = None
        self._area: Field | None = None
        self.feed(html)
        self.close()

    def form(self) -> Form | None:
        """The form a person would fill in here: the first that is posted, in the main part if there is one."""
        posted = [form for form in self.forms if form.method == "post"]
        return next((form for form in posted if form.main), posted[0] if posted else None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, about.get("id", "")))
        if about.get("id"):
            self.by_id.setdefault(about["id"], "")
        if tag == "a" and "href" in about:
            self.links.append(about["href"])
        elif tag == "form":
            main = any(name == "main" for name, _ in self._open)
            multipart = about.get("enctype") == "multipart/form-data"
            self.forms.append(Form(about.get("action", ""), about.get("method", "get").lower(), multipart, main))
        elif self.forms and "disabled" not in about:
            self._control(tag, about)

    def handle_endtag(self, tag: str) -> None:
        if tag in [name for name, _ in self._open]:
            while self._open.pop()[0] != tag:
                pass
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        for _, id in self._open:
            if id:
                self.by_id[id] += data
        if self._area is not None:
            self._area.value += data

    def _control(self, tag: str, about: dict[str, str]) -> None:
        name, value = about.get("name", ""), about.get("value", "")
        kind = about.get("type", "text" if tag == "input" else "submit").lower()
        if tag == "option" and self._select is not None:
            self._select.options.append(value)
            if "selected" in about:
                self._select.value = value
        elif tag in ("input", "button") and kind in BUTTONS:
            if kind == "submit" and "formaction" not in about:
                self.forms[-1].buttons.append((name, value))
        elif name and tag in ("input", "select", "textarea"):
            one = self._field(name, kind if tag == "input" else tag, "required" in about, about.get("min", ""))
            self._start(one, tag, value or ("on" if kind == "checkbox" else ""), "checked" in about)

    def _field(self, name: str, kind: str, required: bool, least: str) -> Field:
        one = self.forms[-1].fields.setdefault(name, Field(name, kind, least=least))
        one.required = one.required or required
        return one

    def _start(self, one: Field, tag: str, value: str, checked: bool) -> None:
        if tag == "select":
            self._select = one
        elif tag == "textarea":
            self._area = one
        elif one.kind in ("radio", "checkbox"):
            one.options.append(value)
            if checked:
                one.value = value
        else:
            one.value = value
