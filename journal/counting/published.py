"""Counts of answers on pages that anyone may read at any time: published by the worker, never computed on the page.

Even rounded, a live count read just before and just after an answer would reveal that answer. So the counts of a row
are published together, and again only once at least five people have come, left or changed their answer. All published
counts are kept: any two of them differ by at least five people.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from journal.counting.rules import STICKY, hashed
from journal.db import Database
from journal.tables import Key

Answers = Mapping[str, str]
# Separates the columns that together make an answer.
TOGETHER = "/"
# What counts are compared with before any was published.
NOTHING: Mapping[str, Any] = {"counts": {}, "by": {}}


class PublishedCounts:
    """Mixin for a table whose rows people answer."""

    id: Mapped[Key]
    # [{"counts": {answer: people}, "by": {person: answer}}, …]: all that was published; pages show the last. What is
    # under "by" is kept as keyed hashes.
    published: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


# The tables whose rows people answer, each with what selects the answers: registered in journal.features.
COUNTED: list[tuple[type[PublishedCounts], Callable[[], sa.Select[*tuple[Any, ...]]]]] = []


def published_counts(row: PublishedCounts) -> Counter[str]:
    """The published number of people for each answer: the page still has to round it and to leave out small numbers."""
    return Counter(row.published[-1]["counts"]) if row.published else Counter()


def differing(one: Answers, other: Answers) -> int:
    """How many people are in only one of the two, or answer differently."""
    return sum(one.get(person) != other.get(person) for person in one.keys() | other.keys())


def next_published(
    published: Sequence[Mapping[str, Any]], now: Answers, given: Mapping[str, int]
) -> dict[str, Any] | None:
    """The counts to publish now; None while fewer than five people differ from those published last.

    When people came back to within five of counts published before, these are published again.

    Parameters
    ----------
    published
        All that was published, the oldest first.
    now
        Who answers what, hashed.
    given
        How many people give each answer.
    """
    known = [NOTHING, *published]
    if differing(known[-1]["by"], now) < STICKY:
        return None
    near = [each for each in known if differing(each["by"], now) < STICKY]
    return dict(near[-1]) if near else {"counts": dict(given), "by": dict(now)}


def publish_again(
    database: Database, kind: type[PublishedCounts], answers: sa.Select[*tuple[Any, ...]], *, key: str
) -> int:
    """Publish again the counts of the rows where enough people answer otherwise; return how many rows that is.

    ``answers`` selects the row, the person and what is counted: one answer, or several columns taken together.
    """
    with database.read() as session:
        if not _to_publish(session, kind, answers, key):
            return 0
    with database.write() as session:
        to_publish = _to_publish(session, kind, answers, key)
        for row_id, published in to_publish.items():
            session.execute(sa.update(kind).where(kind.id == row_id).values(published=published))
        session.commit()
    return len(to_publish)


def _to_publish(
    session: Session, kind: type[PublishedCounts], answers: sa.Select[*tuple[Any, ...]], key: str
) -> dict[uuid.UUID, list[Any]]:
    by_row: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    for row_id, person_id, *answer in session.execute(answers):
        by_row[row_id][person_id] = TOGETHER.join(str(part) for part in answer)
    found = {}
    for row_id, published in session.execute(sa.select(kind.id, kind.published)):
        now = {_hash(who, key): _hash(f"{row_id}/{who}/{answer}", key) for who, answer in by_row[row_id].items()}
        following = next_published(published, now, Counter(by_row[row_id].values()))
        if following is not None:
            found[row_id] = [*published, following]
    return found


def _hash(what: object, key: str) -> str:
    return hashed([what], key=key)[0]
