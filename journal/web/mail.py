"""Every email that the site sends goes through here, to the mail server of the settings."""

import logging
import re
import smtplib
import ssl
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TypeVar
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import now
from journal.config import Settings
from journal.db import Database

log = logging.getLogger(__name__)
C = TypeVar("C")
BEFORE_TRYING_AGAIN = timedelta(minutes=15)
PATIENCE = 30  # seconds given to the mail server
# One address that every mail server reads alike: no list, no comment, no accent, no encoded word.
_ATOM = r"[\w!#$%&'*+/=^`{|}~-]+"
ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)
SIGNATURE = "-- \n"  # RFC 3676: the space is part of it
CLOSING, NO_ADDRESS = 421, 553  # as mail servers say it


@dataclass(frozen=True, slots=True)
class Posted:
    """How many messages were sent, and how many the server asks to send again later."""

    sent: int
    put_off: int


def to_try(tried_at: sa.SQLColumnExpression[datetime | None], moment: datetime) -> sa.ColumnElement[bool]:
    """Whether a message was never tried, or long enough ago to be tried again."""
    return sa.or_(tried_at.is_(None), tried_at < moment - BEFORE_TRYING_AGAIN)


def is_address(text: str) -> bool:
    return ADDRESS.fullmatch(text) is not None


def is_public_address(text: str) -> bool:
    """Whether an address may be someone's own: a domain without a dot is a slip of the keyboard."""
    return is_address(text) and "." in text.rpartition("@")[2]


@contextmanager
def server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """An open connection, encrypted and signed in as the settings say."""
    with smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=PATIENCE) as connection:
        if settings.mail_tls:
            # Left to itself, smtplib takes any certificate, and whoever stood on the way would read links to journals.
            connection.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            connection.login(settings.mail_user, settings.mail_password)
        yield connection


def message(settings: Settings, to: str, subject: str, *, reference: str, leave: str = "") -> EmailMessage:
    """A message without its text yet.

    ``reference`` names it for ever: sent twice, it is shown once. ``leave`` is the address that ends a subscription.
    What is no address is left out, and the message refused when it is sent: one row must not stop all the others.
    """
    found = EmailMessage()
    found["Subject"], found["From"] = subject, settings.mail_from
    if is_address(to):
        found["To"] = to
    found["Date"] = format_datetime(now())
    found["Message-ID"] = f"<{reference}@{urlsplit(settings.base_url).hostname}>"
    found["Auto-Submitted"] = "auto-generated"
    if leave:
        found["List-Unsubscribe"] = f"<{leave}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def letter(*paragraphs: str, foot: str = "") -> str:
    """The text of a short mail; ``foot`` stands under the line that mail programs take for a signature’s."""
    return laid_out("Bonjour,", *paragraphs, foot=foot)


def laid_out(*paragraphs: str, foot: str = "") -> str:
    """Each paragraph on one line, folded by each program to its own width: cut here, a phone would cut it once more.

    An address is given a line to itself, so that nothing that follows is taken for its end.
    """
    return "\n\n".join([*paragraphs, f"{SIGNATURE}{foot}"] if foot else paragraphs) + "\n"


def post_rows(
    database: Database,
    settings: Settings,
    claim: Callable[[Session], C | None],
    messages: Callable[[C], Iterable[tuple[uuid.UUID, EmailMessage]]],
    told: Callable[[C], sa.Update],
    *,
    insist: bool = False,
) -> int:
    """``post_waiting`` of what waits in rows: no transaction is open while the mail server answers, or does not.

    ``claim`` finds the next row and marks it as tried, which is committed so that no other worker takes it; ``told``
    is what is written once it was told.
    """

    def claimed() -> C | None:
        with database.write() as session:
            found = claim(session)
            if found is not None:
                session.commit()
                session.expunge_all()
            return found

    def write(found: C) -> None:
        with database.write() as session:
            session.execute(told(found))
            session.commit()

    return post_waiting(settings, claimed, messages, write, insist=insist)


def post_waiting(
    settings: Settings,
    claim: Callable[[], C | None],
    messages: Callable[[C], Iterable[tuple[uuid.UUID, EmailMessage]]],
    told: Callable[[C], None],
    *,
    insist: bool = False,
) -> int:
    """Send what waits, one claim after another, on one connection; return how many messages were sent.

    ``claim`` marks the next thing to tell as tried and gives it, None when nothing waits; ``messages`` says it, once
    the server has answered; ``told`` writes that it was told, which it is not while every message about it is put off,
    nor, with ``insist``, until one was sent. When the server itself must be tried again, the rest waits: what it
    answers may hold an address, and is not logged.
    """
    claimed, sent = claim() if settings.mail_host else None, 0
    if claimed is None:
        return 0
    try:
        with server(settings) as connection:
            while claimed is not None:
                posted = _post(connection, messages(claimed))
                sent += posted.sent
                if posted.sent or not (insist or posted.put_off):
                    told(claimed)
                claimed = claim()
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail server: %s, what is left waits", type(error).__name__)
    return sent


def _post(connection: smtplib.SMTP, messages: Iterable[tuple[uuid.UUID, EmailMessage]]) -> Posted:
    """Send each message, named in the log by its person's id."""
    sent = put_off = 0
    for person_id, each in messages:
        code = refusal(connection, each)
        sent += code is None
        put_off += code is not None and code < 500
        if code is not None:
            log.warning("message to %s refused: %s", person_id, code)
    return Posted(sent, put_off)


def refusal(connection: smtplib.SMTP, message: EmailMessage) -> int | None:
    """Send a message; return the code of its refusal when it is about this message alone.

    A server that closes, or refuses whoever sends, would refuse all the others: that is raised.
    """
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=NO_ADDRESS)
        if code == CLOSING:
            raise
        return code
    except smtplib.SMTPDataError as error:
        if error.smtp_code == CLOSING:
            raise
        return error.smtp_code
    return None
