"""Under which rules the figures of a Lab are disclosed, so that none tells of a few people."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from journal.config import Settings
from journal.counting.keys import figures_key


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The fewest people a figure speaks for, in the Lab and in public, and the key of who stands behind it."""

    floor: int
    public_floor: int
    key: str = field(repr=False)


def disclosure(session: Session, settings: Settings) -> Disclosure:
    """The rules of this site, with the key of its database."""
    return Disclosure(settings.lab_threshold, settings.public_threshold, figures_key(session, settings))
