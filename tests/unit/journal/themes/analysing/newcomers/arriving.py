"""Texts that arrive after an analysis, and where they are placed."""

import itertools
import uuid
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from journal.accounts.models import Lab
from journal.db import Database
from journal.entries.models import Passage
from journal.themes.analysing.joining import join_waiting
from nlp.encoding import centroid_of
from nlp.themes.drift import Closeness, closeness, nearest_without_itself
from nlp.types import Vectors
from tests.factories import NOW, make_person
from tests.factories_themes import GROUPS, UNTIL, make_voiced_entry

AFTER = NOW + timedelta(hours=1)
BUS, CRECHE, RECRUITER, STAGE, NOTHING_KNOWN = 0, 1, 2, 3, 40
_numbers = itertools.count()


def vectors(passages: Sequence[Passage]) -> Vectors:
    return np.array([np.frombuffer(passage.vector, dtype=np.float32) for passage in passages])


def centroid(passages: Sequence[Passage]) -> Vectors:
    return centroid_of(vectors(passages))


def closeness_of(said: Sequence[Sequence[Passage]]) -> Closeness:
    passages, main = zip(*[(p, group) for group, some in enumerate(said) for p in some], strict=True)
    near = nearest_without_itself(vectors(passages), main, [centroid(some) for some in said])
    return closeness([str(p.entry.author_id) for p in passages], near)


def arrive(database: Database, lab_id: uuid.UUID, *groups: int, **values: object) -> list[uuid.UUID]:
    """One more person for each of these groups shares a text after the analysis; the worker has them join."""
    with database.write() as session:
        lab = session.get_one(Lab, lab_id)
        made = [
            make_voiced_entry(session, make_person(session, lab), words_near(group), group, 7_000 + n, **late(values))
            for n, group in enumerate(groups)
        ]
        ids = [entry.passages[0].id for entry in made]
        session.commit()
    join_waiting(database)
    return ids


def words_near(group: int) -> str:
    said = list(GROUPS.values())[group] if group < len(GROUPS) else "autre chose"
    return f"nouveau {next(_numbers)} sur {said}"


def late(values: dict[str, object]) -> dict[str, object]:
    return {"masked_at": AFTER, "happened_on": UNTIL} | values
