"""Default settings for a first look. Never used by ``recit serve``."""

import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from journal.config import ROOT

DEFAULTS = {"JOURNAL_INSECURE_HTTP": "1", "JOURNAL_STAFF_SECOND_FACTOR": "0", "JOURNAL_DEMO": "1"}

ANY_HOST = ("0.0.0.0", "::")  # noqa: S104  compared with, never listened to


def give_settings(environ: MutableMapping[str, str], folder: Path = ROOT / "var") -> None:
    """Complete the environment: data in ``var/``, a generated secret stored there, plain HTTP on this machine."""
    folder = Path(environ.setdefault("JOURNAL_DATA_DIR", str(folder)))
    for name, value in DEFAULTS.items():
        environ.setdefault(name, value)
    if "JOURNAL_SECRET_KEY" not in environ:
        environ["JOURNAL_SECRET_KEY"] = kept_secret(folder / "secret")


def give_address(environ: MutableMapping[str, str], host: str, port: int) -> str:
    """Return where the demonstration answers; emails and invitations give it too, unless another is set."""
    address = f"http://{'127.0.0.1' if host in ANY_HOST else host}:{port}"
    environ.setdefault("JOURNAL_BASE_URL", address)
    return address


def kept_secret(path: Path) -> str:
    """The secret in a file that only its owner can read, created the first time."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()
