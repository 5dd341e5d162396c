"""The settings of the running application."""

from typing import cast

from flask import current_app

from journal.config import Settings


def settings() -> Settings:
    return cast("Settings", current_app.extensions["settings"])
