"""The pathway step by step, from everyone’s shared texts: what the living récit may tell of it.

A step’s figures are figures of the récit: they hold still until five of its people differ, and no two sets of people
ever told differ by one to four. Only texts say where their author was, many do not, and one person writes at several
steps: no sum of steps makes the total, so that a step left untold cannot be worked out from the others.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from statistics import fmean, pstdev

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only

from journal.counting.rules import fewest_with_parts, part_of_published
from journal.entries.arc import mood_of
from journal.entries.models import Entry
from journal.entries.queries import counted
from journal.narrative.figures import PublishedFigures
from journal.narrative.linked import EVERYONE, WHOLE, Scope, exposed
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from nlp.prose.types import StepFacts

EMOTION = "emotions/"
MOST_EMOTIONS = 3
# A person’s mean on the dial, from 1 « j’ai tout subi » to 5 « j’ai agi ».
CARRIED, ACTED = 2.5, 3.5
# Standard deviations under which people are said to be alike, then to vary: of moods, then of the dial.
MOOD_SPREADS, DIAL_SPREADS = (0.3, 0.4), (0.7, 1.1)
# Nothing is kept as 0, which a mood may be.
NEUTRAL = 100


@dataclass(slots=True)
class Lived:
    """What one person wrote at one step, all their texts together: they count once."""

    emotions: set[Emotion] = field(default_factory=set)
    moods: list[float] = field(default_factory=list)
    dials: list[int] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self.emotions |= {row.emotion for row in entry.emotions}
        mood = mood_of(entry)
        if mood is not None:
            self.moods.append(mood.valence)
        if entry.agency is not None:
            self.dials.append(entry.agency)

    def said(self) -> str:
        """All that this person contributes to what is told of the step, whatever the order of their texts."""
        return f"{sorted(self.emotions)} {sorted(self.moods)} {sorted(self.dials)}"


def steps_told(
    session: Session, lab_id: uuid.UUID, span: tuple[date, date], figures: PublishedFigures, *, everyone: int
) -> tuple[StepFacts, ...]:
    """The steps that may be told, in their order; none in public, where a step would point at few people.

    Parameters
    ----------
    session, lab_id, span
        The shared texts of a Lab, and between which days.
    figures
        Where each figure is decided.
    everyone
        How many people the same text says have written.
    """
    if figures.is_public:
        return ()
    lived = _lived(session, lab_id, span)
    told = [_step_facts(kind, lived[kind], figures, everyone) for kind in StepKind]
    return tuple(step for step in told if step is not None)


def _lived(
    session: Session, lab_id: uuid.UUID, span: tuple[date, date]
) -> Mapping[StepKind, Mapping[uuid.UUID, Lived]]:
    entries = session.scalars(
        sa.select(Entry)
        .where(Entry.lab_id == lab_id, counted(), Entry.step.is_not(None), Entry.happened_on.between(*span))
        .options(load_only(Entry.author_id, Entry.step, Entry.agency))
    )
    lived: dict[StepKind, dict[uuid.UUID, Lived]] = defaultdict(lambda: defaultdict(Lived))
    for entry in entries:
        if entry.step is not None:
            lived[entry.step][entry.author_id].add(entry)
    return lived


def _step_facts(
    kind: StepKind, lived: Mapping[uuid.UUID, Lived], figures: PublishedFigures, everyone: int
) -> StepFacts | None:
    name, people = f"{WHOLE}/steps/{kind.value}", set(lived)
    participants = figures.people(f"{name}/{EVERYONE}", people)
    if participants is None or participants < fewest_with_parts(figures.floor):
        return None
    # As if all of them had written: who only felt did not, so that fewer seem to be elsewhere, and more is hidden.
    scope = Scope(WHOLE, {EVERYONE: everyone, kind.value: participants})
    if exposed(scope, [], floor=figures.floor):
        return None  # both hold still, each from another day: together they would say too much
    kept = figures.amounts(
        f"{name}/told",
        {who: each.said() for who, each in lived.items()},
        counts_of(lived.values(), floor=figures.floor),
    )
    at_least = partial(part_of_published, everyone=participants, floor=figures.floor)
    return StepFacts(
        ref=kind.value,
        participants=participants,
        mood=(kept["mood"] - NEUTRAL) / 100 if kept.get("mood") else None,
        spread=kept.get("spread", 0),
        emotions=_leading(kept, at_least),
        acted=at_least(kept.get("acted", 0)),
        carried=at_least(kept.get("carried", 0)),
        agency_spread=kept.get("agency_spread", 0),
    )


def counts_of(lived: Collection[Lived], *, floor: int) -> dict[str, int]:
    """The exact amounts of a step’s people, before any is rounded; a mean only of a floor of people at least."""
    counts = Counter(f"{EMOTION}{emotion.value}" for person in lived for emotion in person.emotions)
    moods = [fmean(person.moods) for person in lived if person.moods]
    dials = [fmean(person.dials) for person in lived if person.dials]
    if len(moods) >= floor:
        counts["mood"] = NEUTRAL + 10 * round(fmean(moods) * 10)
        counts["spread"] = _spread(moods, MOOD_SPREADS)
    if len(dials) >= floor:
        counts["agency_spread"] = _spread(dials, DIAL_SPREADS)
        counts["acted"] = sum(dial > ACTED for dial in dials)
        counts["carried"] = sum(dial < CARRIED for dial in dials)
    return dict(counts)


def _spread(values: Collection[float], limits: tuple[float, float]) -> int:
    return 1 + sum(pstdev(values) >= limit for limit in limits)


def _leading(kept: Mapping[str, int], at_least: "partial[int]") -> tuple[tuple[Emotion, int], ...]:
    felt = [(-count, key.removeprefix(EMOTION)) for key, count in kept.items() if key.startswith(EMOTION)]
    told = [(Emotion(value), at_least(-count)) for count, value in sorted(felt)]
    return tuple((emotion, people) for emotion, people in told if people)[:MOST_EMOTIONS]
