"""Backups only the holder of a key opens, in the age format: the key is never on the machine that makes them.

https://age-encryption.org/v1
"""

import os
from pathlib import Path

import pyrage

SUFFIX = ".age"


class SealError(Exception):
    """A key is not one, or does not open this file; the message says which."""


def new_key() -> tuple[str, str]:
    """A key to keep elsewhere, and the recipient to give in the settings."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def seal(path: Path, recipient: str) -> Path:
    """Encrypt a file for a recipient; the readable one goes, whatever happens."""
    sealed = path.with_name(path.name + SUFFIX)
    os.close(os.open(sealed, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        pyrage.encrypt_file(str(path), str(sealed), [pyrage.x25519.Recipient.from_str(recipient)])
        with sealed.open("rb") as written:
            os.fsync(written.fileno())
    except BaseException:
        sealed.unlink()
        raise
    finally:
        path.unlink()
    return sealed


def unseal(path: Path, key_file: Path, into: Path) -> None:
    """Decrypt a file into another, for its owner's eyes.

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
    into.unlink(missing_ok=True)
    os.close(os.open(into, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        pyrage.decrypt_file(str(path), str(into), identities)
    except pyrage.DecryptError:
        into.unlink()
        raise SealError(f"This key does not open {path.name}.") from None
