"""What part of a theme's people feels this or stands there, under the sticky rule too.

A text says it in words: « la plupart », « environ un tiers ». A word changes when a count crosses a line, and one
person would be enough; so the counts behind the words hold still until five of these people differ.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import enough_for_shares
from journal.entries.models import Entry, EntryEmotion
from journal.narrative.figures import PublishedFigures
from journal.pathways.models import StepKind
from journal.themes.models import ThemeMember, ThemeState
from journal.themes.queries import counted_members
from nlp.emotions import Emotion

People = set[uuid.UUID]
# What one person says, each part apart.
Parts = list[list[str]]
PeopleBy = defaultdict[Any, People]
EMOTION, STEP = "emotions/", "steps/"


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares from 0 to 1 over the theme's people; ``agency`` is a mean of the dial."""

    emotions: tuple[tuple[Emotion, float], ...]
    steps: tuple[tuple[str, float], ...]
    agency: float | None


def shares_of(session: Session, states: Collection[ThemeState], figures: PublishedFigures) -> dict[uuid.UUID, Shares]:
    """What a text may say of the people of each theme, whatever few of them came, left or changed."""
    felt, there = people_by(session, states, EntryEmotion.emotion), people_by(session, states, Entry.step)
    said = said_of(session, states, felt, there, people_by(session, states, Entry.agency))
    return {state.id: _shares(state, said[state.id], felt[state.id], there[state.id], figures) for state in states}


def said_of(
    session: Session, states: Collection[ThemeState], *parts: Mapping[uuid.UUID, PeopleBy]
) -> dict[uuid.UUID, dict[uuid.UUID, Parts]]:
    """What each person of each theme contributes to its counts, of these parts."""
    everyone = people_by(session, states)
    return {
        state.id: {
            who: [sorted(str(value) for value, people in part[state.id].items() if who in people) for part in parts]
            for who in everyone[state.id][None]
        }
        for state in states
    }


def _shares(
    state: ThemeState, said: Mapping[uuid.UUID, object], felt: PeopleBy, there: PeopleBy, figures: PublishedFigures
) -> Shares:
    counts = {"people": len(said)}
    counts |= {f"{EMOTION}{key}": len(felt[Emotion(key)]) for key in state.emotions}
    counts |= {f"{STEP}{key}": len(there[StepKind(key)]) for key in state.steps}
    if state.agency is not None:
        counts["agency"] = round(state.agency * 100)
    told = figures.amounts(f"{state.theme_id}/told", said, counts)
    total = told.get("people", 0)
    agency = told.get("agency", 0) if state.agency_told(figures.floor) is not None else 0
    parts = told if enough_for_shares(total, floor=figures.floor) else {}
    enough = {key: count for key, count in parts.items() if count >= figures.floor}
    emotions = [(Emotion(key.removeprefix(EMOTION)), _share(enough[key], total)) for key in enough if EMOTION in key]
    # None that would tell about the few who are elsewhere.
    steps = [key for key in enough if STEP in key and not 0 < total - enough[key] < figures.floor]
    steps.sort(key=lambda key: (-enough[key], key))
    named = [(StepKind(key.removeprefix(STEP)).label.lower(), _share(enough[key], total)) for key in steps]
    return Shares(tuple(emotions), tuple(named), agency / 100 if agency else None)


def _share(count: int, total: int) -> float:
    return round(min(count / total, 1.0), 2)


def people_by(session: Session, states: Iterable[ThemeState], by: Any = None) -> dict[uuid.UUID, PeopleBy]:
    """Who is behind each theme as things are now, by a column of their texts; under None, by default, all of them."""
    found: dict[uuid.UUID, PeopleBy] = {state.id: defaultdict(set) for state in states}
    statement = counted_members(ThemeMember.state_id, Entry.author_id, sa.null() if by is None else by)
    if by is EntryEmotion.emotion:
        statement = statement.join(Entry.emotions)
    for state_id, author_id, value in session.execute(statement.where(ThemeMember.state_id.in_(found)).distinct()):
        found[state_id][value].add(author_id)
    return found
