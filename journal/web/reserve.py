"""A disk reserve: erasing also writes, and must never find the disk full."""

import shutil
from pathlib import Path

from flask import Flask, current_app, g, request

from journal.config import Settings
from journal.errors import DomainError
from journal.web.access import PUBLIC, declared, is_open_when_full
from journal.web.database import may_change

MEGABYTE = 1024 * 1024


class DiskFull(DomainError):
    status = 503
    title = "Le site n’a plus de place"


def init_app(app: Flask) -> None:
    app.before_request(_guard)


def is_low(settings: Settings) -> bool:
    """Whether the disk of a local database has less room than the reserve."""
    return settings.database.startswith("sqlite") and free_megabytes(settings.data_dir) < settings.disk_reserve_mb


def free_megabytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free // MEGABYTE


def refuse_when_low(settings: Settings) -> None:
    """Refuse what would make the database grow.

    Raises
    ------
    DiskFull
    """
    if is_low(settings):
        raise DiskFull("Rien de nouveau ne peut y être enregistré pour l’instant. Réessayez plus tard.")


def _guard() -> None:
    if not may_change() or request.endpoint is None or is_open_when_full(current_app, request.endpoint):
        return
    if g.get("person") is None and declared(current_app, request.endpoint) != PUBLIC:
        return  # the page asks to sign in first
    refuse_when_low(current_app.extensions["settings"])
