"""What became of a theme: the answers of the Lab, then its experiments, step after step.

Whoever shows it says first whether the theme may be named to its reader; nothing here comes from anyone's words.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.cooperation.queries import by_theme
from journal.experiments.models import Experiment, Rung
from journal.experiments.queries import all_of
from journal.experiments.rules import accepted, path_as_read
from journal.themes.queries import heirs


@dataclass(frozen=True, slots=True)
class Move:
    """A rung that an experiment reached: on what day, and since when the Lab could read it."""

    rung: Rung
    on: date
    readable_from: date


@dataclass(frozen=True, slots=True)
class FollowedExperiment:
    """An experiment tried from a theme: its moves, oldest first, and the answer that it carries out."""

    experiment: Experiment
    moves: tuple[Move, ...]
    answer: LabAnswer | None = None

    @property
    def now(self) -> Move:
        return self.moves[-1]


@dataclass(slots=True)
class Followed:
    """What became of a theme: answers, latest first, and experiments, most recently moved first."""

    answers: list[LabAnswer] = field(default_factory=list)
    experiments: list[FollowedExperiment] = field(default_factory=list)


def of_lab(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, Followed]:
    """What became of each theme of a Lab, by id; a merged theme passes everything on to the other."""
    found: dict[uuid.UUID, Followed] = defaultdict(Followed)
    answered: dict[uuid.UUID | None, tuple[uuid.UUID, LabAnswer]] = {}
    for theme_id, rows in by_theme(session, lab_id).items():
        found[theme_id].answers = rows
        answered |= {row.id: (theme_id, row) for row in rows}
    joined = heirs(session, lab_id)
    for row in all_of(session, lab_id):
        promised, answer = answered.get(row.answer_id, (None, None))
        tied = {joined[theme.id].id if theme.id in joined else theme.id for theme in row.themes}
        for theme_id in tied | ({promised} if promised else set()):
            found[theme_id].experiments.append(
                FollowedExperiment(row, moves_of(row), answer if theme_id == promised else None)
            )
    for each in found.values():
        each.experiments.sort(key=lambda followed: (followed.now.on, followed.experiment.title), reverse=True)
    return dict(found)


def moves_of(row: Experiment) -> tuple[Move, ...]:
    """The rungs an experiment reached, oldest first; a corrected step is still the same move."""
    told = path_as_read(accepted(row))
    firsts = [each.before[-1] if each.before else each.step for each in told]
    return tuple(
        Move(each.step.rung, each.step.happened_on, day_of(first.decided_at or first.at))
        for each, first in zip(told, firsts, strict=True)
    )
