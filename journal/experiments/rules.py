"""The ladder: up one rung at a time, down with a reason, out with what was learnt. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.experiments.models import Experiment, ExperimentStep, Rung
from journal.web import typography

LADDER = (Rung.IDEA, Rung.TRIAL, Rung.EVALUATED, Rung.REPLICATED, Rung.PRACTICE, Rung.NORM)
# An experiment nobody has written about for so long is asked after.
QUIET_AFTER = timedelta(days=91)


def may_follow(path: Sequence[Rung]) -> tuple[Rung, ...]:
    """The rungs an experiment may go to, higher ones first.

    Parameters
    ----------
    path
        The rungs it went through, in order; nothing before it begins, and then it begins as an idea.
    """
    if not path:
        return (Rung.IDEA,)
    here = path[-1]
    if here is Rung.ABANDONED:
        # Taken up again where it was left, or lower: what was proved then does not have to be proved again.
        left = next(rung for rung in reversed(path) if rung is not Rung.ABANDONED)
        return tuple(reversed(LADDER[: LADDER.index(left) + 1]))
    place = LADDER.index(here)
    return (*LADDER[place + 1 : place + 2], *reversed(LADDER[:place]), Rung.ABANDONED)


def is_climb(path: Sequence[Rung], rung: Rung) -> bool:
    """Whether going to this rung is going up."""
    return bool(path) and path[-1] in LADDER[:-1] and rung is LADDER[LADDER.index(path[-1]) + 1]


def asked(path: Sequence[Rung], rung: Rung) -> str:
    """The question that the words of a step answer."""
    if rung is Rung.ABANDONED or not path or is_climb(path, rung):
        return rung.question
    if path[-1] is Rung.ABANDONED:
        return "Pourquoi le reprendre\u00a0?"
    return "Pourquoi revenir en arrière\u00a0?"


def accepted(row: Experiment) -> list[ExperimentStep]:
    """The steps that count, in the order they were accepted."""
    return sorted((step for step in row.steps if step.number is not None), key=lambda step: step.number or 0)


@dataclass(frozen=True, slots=True)
class StepAsRead:
    """A step in its last wording, and those it replaced, latest first."""

    step: ExperimentStep
    before: tuple[ExperimentStep, ...]


def path_as_read(steps: Iterable[ExperimentStep]) -> list[StepAsRead]:
    """The path so far: each step in its last wording, in the order the rungs were reached.

    Parameters
    ----------
    steps
        Accepted steps, in the order they were written.
    """
    wordings: dict[object, list[ExperimentStep]] = {}
    first: dict[object, object] = {}
    for step in steps:
        first[step.id] = first.get(step.corrects_id, step.id)
        wordings.setdefault(first[step.id], []).append(step)
    return [StepAsRead(words[-1], tuple(reversed(words[:-1]))) for words in wordings.values()]


def path_of(steps: Iterable[ExperimentStep]) -> list[Rung]:
    """The rungs of the path."""
    return [each.step.rung for each in path_as_read(steps)]


def day_problem(days: Sequence[date], place: int, day: date, today: date) -> str | None:
    """Why a step cannot have this day, as a sentence.

    ``days`` are those of the path as it is told; ``place`` says which of them would change, or their number for one
    more.
    """
    if day > today:
        return "Cette date n’est pas encore arrivée."
    if place and day < days[place - 1]:
        earlier = typography.day(days[place - 1])
        return (
            f"La marche d’avant est plus récente\u00a0: elle est du {earlier}. "
            "Prenez ce jour-là, ou un jour d’après, ou corrigez d’abord sa date."
        )
    if place + 1 < len(days) and day > days[place + 1]:
        later = typography.day(days[place + 1])
        return (
            f"La marche d’après est plus ancienne\u00a0: elle est du {later}. "
            "Prenez ce jour-là, ou un jour d’avant, ou corrigez d’abord sa date."
        )
    return None


def is_quiet(path: Sequence[Rung], last: date, today: date) -> bool:
    """Whether an ongoing experiment was left unchanged for three months."""
    return path[-1] not in {Rung.NORM, Rung.ABANDONED} and today - last > QUIET_AFTER
