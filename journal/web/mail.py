"""The mail server of the settings: every message of the site leaves through here."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

from journal.config import Settings

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
