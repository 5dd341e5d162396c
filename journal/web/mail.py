"""The mail server of the settings: every message of the site leaves through here."""

import logging
import smtplib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import urlsplit

from journal.config import Settings

log = logging.getLogger(__name__)
PATIENCE = 30  # seconds given to the mail server


@contextmanager
def server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """An open connection, encrypted and signed in as the settings say."""
    with smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=PATIENCE) as connection:
        if settings.mail_tls:
            connection.starttls()
        if settings.mail_user:
            connection.login(settings.mail_user, settings.mail_password)
        yield connection


def message(settings: Settings, to: str, subject: str, *, reference: str, leave: str = "") -> EmailMessage:
    """A message without its text yet.

    ``reference`` names it for ever: sent twice, it is shown once. ``leave`` is the address that ends a subscription.
    """
    found = EmailMessage()
    found["Subject"], found["From"], found["To"] = subject, settings.mail_from, to
    found["Message-ID"] = f"<{reference}@{urlsplit(settings.base_url).hostname}>"
    found["Auto-Submitted"] = "auto-generated"
    if leave:
        found["List-Unsubscribe"] = f"<{leave}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def post(settings: Settings, messages: Iterable[tuple[uuid.UUID, EmailMessage]]) -> int | None:
    """Send each message, named in the log by its person's id; return how many left.

    An address that does not exist is not tried again. Nothing is returned when the server must be: what it answers may
    hold an address, and is not logged.
    """
    sent = 0
    try:
        with server(settings) as connection:
            for person_id, each in messages:
                try:
                    connection.send_message(each)
                    sent += 1
                except smtplib.SMTPRecipientsRefused:
                    log.warning("message to %s refused: its recipient", person_id)
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail server: %s, a message waits", type(error).__name__)
        return None
    return sent
