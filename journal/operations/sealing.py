"""Backups encrypted in the age format, whose key is never on the machine that makes them.

https://age-encryption.org/v1
"""

from pathlib import Path

import pyrage

SUFFIX = ".age"


class SealError(Exception):
    """A key is invalid, or does not open this file; the message says which."""


def new_key() -> tuple[str, str]:
    """A key to keep elsewhere, and the recipient to put in the settings."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def seal(path: Path, into: Path, recipient: str) -> None:
    """Encrypt a file into another, for a recipient."""
    # Written by Python: pyrage's own writer says nothing of a disk that is full, and the copy would be cut short.
    with path.open("rb") as plain, into.open("wb") as sealed:
        pyrage.encrypt_io(plain, sealed, [pyrage.x25519.Recipient.from_str(recipient)])


def unseal(path: Path, key_file: Path, into: Path) -> None:
    """Decrypt a file into another, readable by its owner only.

    Raises
    ------
    SealError
        When the file holds no key, or another backup's.
    """
    lines = [line.strip() for line in key_file.read_text(encoding="utf-8").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    try:
        identities = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        raise SealError(f"{key_file.name} does not hold a key: recit backup-key makes one.") from None
    try:
        with path.open("rb") as sealed, into.open("wb") as plain:
            pyrage.decrypt_io(sealed, plain, identities)
    except pyrage.DecryptError:
        raise SealError(f"This key does not open {path.name}.") from None
