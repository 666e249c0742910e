"""A real mail server on this machine, for tests: it keeps what it gets and answers as it is told."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

OK = "250 OK"
PATIENCE = 30


class PostOffice:
    """`on_address` and `on_mail` are its answers to a recipient and to a whole mail; `dies` makes it
    end the connection when it has taken a mail, before it says so; `meanwhile` is called while it
    has a mail in its hands and the sender waits."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.on_address = OK
        self.on_mail = OK
        self.dies = False
        self.meanwhile: Callable[[], object] = lambda: None
        self._port = 0
        self._counter: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._port}"

    def open(self) -> None:
        """Open the counter; a second time at the same address."""
        self._counter = _Counter(self, hostname="127.0.0.1", port=self._port, ready_timeout=PATIENCE)
        self._counter.start()
        self._port = self._counter.port

    def close(self) -> None:
        """Close the counter: whoever comes is turned away."""
        if self._counter is not None:
            self._counter.stop()
            self._counter = None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.on_address == OK:
            envelope.rcpt_tos.append(address)
        return self.on_address

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        await asyncio.to_thread(self.meanwhile)
        if self.on_mail == OK:
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
            self.recipients.append(envelope.rcpt_tos)
        if self.dies:
            server.transport.abort()
        return self.on_mail


class _Counter(Controller):
    """Takes any free port when it is given none."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def opened() -> Iterator[PostOffice]:
    """A post office that is open, and closed in the end."""
    office = PostOffice()
    office.open()
    try:
        yield office
    finally:
        office.close()
