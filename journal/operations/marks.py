"""How a mark of erasure is written: a hash that identifies a row and reveals nothing about it."""

import hashlib


def mark(kind: str, subject: object) -> str:
    return hashlib.sha256(f"tombstone:{kind}:{subject}".encode()).hexdigest()
