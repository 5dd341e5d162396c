"""Passphrases: hashed with argon2id, a few at a time, and refused when they are easy to guess."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from journal.text import fold

SHORTEST = 12
LONGEST = 128
# OWASP's minimum for argon2id: 25 ms and 19 MiB each on the machines a Lab can pay for.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Twenty sign-ins at once must not fill the memory. Threads of its own, not a limit on those of the site: what a thread
# has hashed with stays its own, so that each of the site's would end up keeping 19 MiB.
_hashing = ThreadPoolExecutor(4, thread_name_prefix="passphrases")
_CONTEXT_WORDS = ("recitcollectif", "francetravail", "motdepasse", "demandeurdemploi")


def weakness(passphrase: str, *, username: str = "") -> str | None:
    """Why a passphrase is refused, as a sentence; None when it is good enough."""
    if len(passphrase) < SHORTEST:
        return f"Il faut au moins {SHORTEST} caractères. Trois ou quatre mots mis bout à bout suffisent."
    if len(passphrase) > LONGEST:
        return f"Il faut au plus {LONGEST} caractères."
    plain, name = _letters(passphrase), _letters(username)
    stripped = plain.strip("0123456789")
    if len(set(plain)) < 4 or plain in common() or stripped in common():
        return "Cette phrase est parmi les premières que quelqu’un essaierait. Choisissez-en une autre."
    if any(word in plain and len(plain) < len(word) + 6 for word in (*_CONTEXT_WORDS, name) if len(word) > 3):
        return "Cette phrase ressemble trop à votre identifiant ou au nom du site. Choisissez-en une autre."
    return None


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


@cache
def common() -> frozenset[str]:
    text = resources.files("journal.accounts").joinpath("common_passphrases.txt").read_text("utf-8")
    return frozenset(text.split())


def hash_passphrase(passphrase: str) -> str:
    return _hashing.submit(_hasher.hash, _normal(passphrase)).result()


def verify(stored: str | None, passphrase: str) -> bool:
    """Check a passphrase in the same time whether the account exists or not."""
    if len(passphrase) > LONGEST:
        return False
    try:
        checked = _hashing.submit(_hasher.verify, stored or _nobody(), _normal(passphrase))
        return checked.result() and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)


def _normal(passphrase: str) -> str:
    """One form for each accented letter: an iPhone and a PC do not encode « é » alike."""
    return unicodedata.normalize("NFC", passphrase)


@cache
def _nobody() -> str:
    return hash_passphrase("the passphrase of nobody")
