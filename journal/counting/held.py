"""Counts of answers on pages that are always open: published by the worker, not counted when the page is read.

Read just before and just after one more answer, a live count would tell what that person said, even rounded. So the
counts of a row are published together, and published again only once five people at least came, left or changed their
answer. All published counts are kept: between any two of them, five people at least differ.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from journal.counting.rules import STICKY, hashed
from journal.db import Database, Key

Answers = Mapping[str, str]
# What counts are compared with before any was published.
NOTHING: Mapping[str, Any] = {"counts": {}, "by": {}}


class HeldAnswers:
    """The column of a table whose rows people answer."""

    id: Mapped[Key]
    # [{"counts": {answer: people}, "by": {person: answer}}, …]: all that was published; pages show the last. What is
    # under "by" is kept as keyed hashes.
    told: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


def counts(row: HeldAnswers) -> Counter[str]:
    """The published number of people for each answer: the page still has to round it and to leave out small numbers."""
    return Counter(row.told[-1]["counts"]) if row.told else Counter()


def differing(one: Answers, other: Answers) -> int:
    """How many people are in one only, or answer otherwise."""
    return sum(one.get(person) != other.get(person) for person in one.keys() | other.keys())


def next_told(told: Sequence[Mapping[str, Any]], now: Answers, given: Mapping[str, int]) -> dict[str, Any] | None:
    """The counts to publish now; None while fewer than five people differ from those published last.

    When people came back to within five of counts published before, these are published again.

    Parameters
    ----------
    told
        All that was published, the oldest first.
    now
        Who answers what, hashed.
    given
        How many people give each answer.
    """
    known = [NOTHING, *told]
    if differing(known[-1]["by"], now) < STICKY:
        return None
    near = [each for each in known if differing(each["by"], now) < STICKY]
    return dict(near[-1]) if near else {"counts": dict(given), "by": dict(now)}


def move(database: Database, kind: type[HeldAnswers], said: sa.Select[uuid.UUID, uuid.UUID, Any], *, key: str) -> int:
    """Publish again the counts of the rows where enough people answer otherwise; return how many rows that is.

    ``said`` selects the row, the person and the answer.
    """
    with database.read() as session:
        if not _moving(session, kind, said, key):
            return 0
    with database.write() as session:
        moving = _moving(session, kind, said, key)
        for row_id, told in moving.items():
            session.execute(sa.update(kind).where(kind.id == row_id).values(told=told))
        session.commit()
    return len(moving)


def _moving(
    session: Session, kind: type[HeldAnswers], said: sa.Select[uuid.UUID, uuid.UUID, Any], key: str
) -> dict[uuid.UUID, list[Any]]:
    answers: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    for row_id, person_id, answer in session.execute(said):
        answers[row_id][person_id] = answer.value
    found = {}
    for row_id, told in session.execute(sa.select(kind.id, kind.told)):
        now = {_hash(who, key): _hash(f"{row_id}/{who}/{answer}", key) for who, answer in answers[row_id].items()}
        following = next_told(told, now, Counter(answers[row_id].values()))
        if following is not None:
            found[row_id] = [*told, following]
    return found


def _hash(what: object, key: str) -> str:
    return hashed([what], key=key)[0]
