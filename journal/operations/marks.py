"""How a mark of erasure is written: a hash that names what it is about and holds nothing of it."""

import hashlib


def mark(kind: str, subject: object) -> str:
    return hashlib.sha256(f"tombstone:{kind}:{subject}".encode()).hexdigest()
