"""Codes people copy by hand: invitations and recovery codes, without letters that look alike."""

import hashlib
import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GROUP = 4


def new_code(groups: int = 4) -> str:
    """A code such as ``K7QM-2XBD-…``; four groups carry 80 bits, more than the throttle lets anyone try."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def tidy(code: str) -> str:
    """A code as typed, read leniently: case, spaces and dashes are ignored, and O is read as 0."""
    letters = code.upper().replace("0", "O").replace("1", "I")
    return "".join(c for c in letters if c in ALPHABET or c in "OI")


def hash_code(code: str) -> str:
    return hashlib.sha256(tidy(code).encode()).hexdigest()
