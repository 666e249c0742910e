"""A polite browser without a screen: cookies, redirects, and forms sent as people send them."""

import secrets
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tools.pages import Form, Page

TIMEOUT_SECONDS = 30


class Browser:
    """One visitor of one site: addresses without a host mean that site."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.page = Page(0, site, "")
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, address: str) -> Page:
        """Go to a page."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.site, address)))

    def submit(self, form: Form | None = None, **typed: str) -> Page:
        """Fill in a form of the page, what is required and not typed with something fitting, and send it.

        Raises:
            LookupError: the page has no form to post, or no field of a name that was typed.
        """
        form = form or self.page.form()
        if form is None:
            raise LookupError(f"{self.page.address} has no form to send.")
        if unknown := typed.keys() - form.fields.keys():
            has = ", ".join(form.fields)
            raise LookupError(f"{self.page.address} has no field {', '.join(sorted(unknown))}; it has {has}.")
        body, kind = (_multipart if form.multipart else _urlencoded)(form.filled(typed))
        target = urllib.parse.urljoin(self.page.address, form.action or self.page.address)
        headers = {"Content-Type": kind, "Referer": self.page.address, "Origin": self.site}
        return self._open(urllib.request.Request(target, body, headers))

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=TIMEOUT_SECONDS)
        except urllib.error.HTTPError as error:
            answer = error  # a page too: forms with errors come back with 422
        with answer:
            self.page = Page(answer.status, answer.url, answer.read().decode())
        return self.page


def _urlencoded(sent: list[tuple[str, str]]) -> tuple[bytes, str]:
    return urllib.parse.urlencode(sent).encode(), "application/x-www-form-urlencoded"


def _multipart(sent: list[tuple[str, str]]) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in sent]
    return f"{''.join(parts)}--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
