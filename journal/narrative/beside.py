"""What organisations answer to a published month, as its readers have it: beside a part, never in its sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import day_of
from journal.narrative.models import Digest, MonthReply, ReplyState
from nlp.french import starts_with_vowel_sound


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as its readers have it."""

    organisation: str
    text: str
    on: date


# The replies published beside the parts of a month, by part.
Beside = Mapping[str, Sequence[Said]]


def part_key(kind: str, theme: object) -> str:
    """The name of a part of a month, the same inside the Lab and in public: its kind, and its theme if it has one."""
    return f"{kind}.{theme}" if theme else kind


def reply_of(organisation: str) -> str:
    """« Réponse d’Atelier Mistral », as everyone reads whose it is."""
    return f"Réponse {'d’' if starts_with_vowel_sound(organisation) else 'de '}{organisation}"


def replies_to(session: Session, digest: Digest) -> Beside:
    """The published replies to a month, by the part they stand beside, in the order they were published."""
    rows = session.scalars(
        sa.select(MonthReply)
        .where(MonthReply.digest_id == digest.id, MonthReply.state == ReplyState.PUBLISHED)
        .order_by(MonthReply.decided_at, MonthReply.id)
    )
    found: dict[str, list[Said]] = {}
    for row in rows:
        found.setdefault(row.part, []).append(Said(row.actor.name, row.said, day_of(row.decided_at or row.at)))
    return found
