"""The notice of November, prepared and sent on the first of December."""

from datetime import UTC, datetime

from flask import Flask

from journal.config import Settings
from journal.rights import notices

FIRST_OF_DECEMBER = datetime(2026, 12, 1, 3, 10, tzinfo=UTC)
PAGE = "/mes-droits/mois/2026-11"


def prepare(app: Flask, settings: Settings, now: datetime = FIRST_OF_DECEMBER) -> int:
    return notices.prepare(app.extensions["database"], settings, now=now)
