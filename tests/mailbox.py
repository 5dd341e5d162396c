"""A real mail server on this machine, that keeps what it receives."""

import email
import email.policy
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from journal.config import Settings
from tests.pages import check_typography

ADDRESS = re.compile(r"https?://\S+")


class Mailbox:
    """Keeps what it receives; may refuse an address or every sender, put one off, hang up after so many messages.

    ``meanwhile`` is what happens elsewhere while it takes its time to answer.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.hangs_up_after = 1000
        self.puts_off = "plus-tard"
        self.refuses_senders = False
        self.meanwhile: Callable[[], object] = lambda: None

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # noqa: N802  # aiosmtpd's name
        if self.refuses_senders:
            return "550 not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802  # aiosmtpd's name
        if address.startswith("fermeture"):
            return "421 closing"
        if address.startswith("inconnu"):
            return "550 no such mailbox"
        if self.puts_off and address.startswith(self.puts_off):
            return "451 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if len(self.received) >= self.hangs_up_after:
            return "421 closing"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.meanwhile()
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    yield mailbox
    for message in mailbox.received:
        check_mail(message)


def check_mail(message: EmailMessage) -> None:
    """Assert that a mail keeps the promises of every mail."""
    subject = message["Subject"]
    assert message["Date"].datetime is not None, f"{subject}: no date"
    plain = message.get_body(("plain",))
    assert plain is not None, f"{subject}: no plain text"
    text = plain.get_content().replace("\r\n", "\n")
    check_typography(f"{subject}\n{ADDRESS.sub('', text)}", subject)
    for line in text.splitlines():
        assert "://" not in line or ADDRESS.fullmatch(line), f"{subject}: an address needs a line to itself: {line!r}"
    leave = message["List-Unsubscribe"]
    if leave:
        foot = text.split("\n-- \n")[-1]
        assert foot.endswith(f"\u00a0:\n{leave.strip('<>')}\n"), f"{subject}: does not end with how to end it"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def posted(settings: Settings, mailbox: Mailbox) -> Iterator[Settings]:
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield replace(settings, mail_host="127.0.0.1", mail_port=port)
    controller.stop()
