"""The thresholds and the key under which figures are disclosed, so that none reveals a few people."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from journal.config import Settings
from journal.counting.keys import figures_key


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The fewest people a figure may stand for, in the Lab and in public, and the key that hashes who they are."""

    floor: int
    public_floor: int
    key: str = field(repr=False)


def disclosure(session: Session, settings: Settings) -> Disclosure:
    """The rules of this site, with the key of its database."""
    return Disclosure(settings.lab_threshold, settings.public_threshold, figures_key(session, settings))
