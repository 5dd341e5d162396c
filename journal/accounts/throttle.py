"""How often a secret may be tried, counted in the database and so shared by all processes."""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal.accounts.models import SignInAttempt
from journal.db import Lock, count, lock
from journal.errors import TooManyTries

# How many failures, in how long, and what is said then.
PER_ACCOUNT = (5, timedelta(minutes=1), "Trop d’essais en peu de temps. Attendez une minute, puis reprenez.")
PER_PLACE = (
    30,
    timedelta(hours=1),
    "Trop d’essais ont échoué depuis cet endroit. Reprenez dans une heure, ou par un autre réseau\u00a0: "
    "un téléphone sans le wifi du lieu, par exemple.",
)
Keys = tuple[str, str]


def keys(account: str, address: str, *, key: str) -> Keys:
    """Keyed hashes of the account and of the network of the request: no address is stored."""
    network = ".".join(address.split(".")[:3]) if "." in address else ":".join(address.split(":")[:3])
    hashed = [
        hmac.new(key.encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
        for kind, value in (("account", account), ("place", network))
    ]
    return hashed[0], hashed[1]


def check(session: Session, tried: Keys, *, now: datetime) -> None:
    """Refuse a try when this account or this network failed too often lately.

    Raises
    ------
    TooManyTries
        Never for ever: the account opens again as the window passes.
    """
    # Forty tries sent at once must not all be counted before any of them failed.
    lock(session, Lock.SIGN_IN, tried[0])
    for key, (limit, window, sentence) in zip(tried, (PER_ACCOUNT, PER_PLACE), strict=True):
        if count(session, SignInAttempt, SignInAttempt.key == key, SignInAttempt.at > now - window) >= limit:
            raise TooManyTries(sentence)


def count_failure(session: Session, tried: Keys, *, now: datetime) -> None:
    session.add_all(SignInAttempt(key=key, at=now) for key in tried)
    session.flush()
