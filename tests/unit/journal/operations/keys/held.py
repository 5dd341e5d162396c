"""What a database held under another secret."""

from flask import Flask

from journal.config import Settings
from journal.operations.doctor import Health, examine
from tests.factories import NOW

ADDRESS, FORMER = "amina@exemple.org", "the secret of before, long enough to be one"


def found(app: Flask, settings: Settings) -> tuple[Health, str]:
    return next(
        (f.health, f.sentence) for f in examine(app.extensions["database"], settings, now=NOW) if f.name == "encryption"
    )
