"""Counts of answers on a page that is always open: they hold still until five people answer otherwise.

A count read before and after one more answer would tell what that person said, even rounded. So a page tells what the
worker last kept, which moves whole, once five people at least came, left or changed their answer. All that was told is
remembered: no two counts ever told differ by fewer.
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
# What a page tells before it tells anything.
NOTHING: Mapping[str, Any] = {"counts": {}, "by": {}}


class HeldAnswers:
    """The column of a table whose rows people answer."""

    id: Mapped[Key]
    # [{"counts": {answer: people}, "by": {person: answer}}, …], the last is told. The second as keyed hashes.
    told: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


def counts(row: HeldAnswers) -> Counter[str]:
    """How many people gave each answer, as it is told: not rounded yet, and small numbers still to be left out."""
    return Counter(row.told[-1]["counts"]) if row.told else Counter()


def differing(one: Answers, other: Answers) -> int:
    """How many people are in one only, or answer otherwise."""
    return sum(one.get(person) != other.get(person) for person in one.keys() | other.keys())


def next_told(told: Sequence[Mapping[str, Any]], now: Answers, given: Mapping[str, int]) -> dict[str, Any] | None:
    """What is told next; None while too few people answer otherwise than in what is told.

    Parameters
    ----------
    told
        All that was told, the last still is.
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
    """Let what is told of a table follow what people answer, where enough of them do; return how many rows moved.

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
