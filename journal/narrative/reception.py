"""How participants receive each theme's part, version by version: their answers, and what may be shown of them.

An answer is about the version that was read, in the living récit or in a month. Once the team has written another, the
answer is kept but no longer applies, and the same person is asked again.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.counting.published import TOGETHER, published_counts
from journal.db import hold
from journal.narrative import queries, resonance
from journal.narrative.models import Resonance, ResonanceAnswer, ThemeResonance
from journal.themes.models import Theme, ThemeReading
from journal.themes.queries import adopted
from journal.themes.rules import READINGS_NEEDED

# Which version of the part of each theme.
Versions = Mapping[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a participant answered about a theme, and whether it was about this version of its part."""

    answer: ResonanceAnswer
    is_current: bool


def versions_now(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The current version of each adopted theme's part, which depends on what the team wrote."""
    read: dict[uuid.UUID, list[str]] = defaultdict(list)
    told = sa.select(ThemeReading).join(Theme, Theme.id == ThemeReading.theme_id).where(Theme.lab_id == lab_id)
    for row in session.scalars(told.order_by(ThemeReading.at, ThemeReading.text)):
        read[row.theme_id].append(row.text)
    return {
        theme.id: resonance.part_version(theme.label, theme.definition, read[theme.id][:READINGS_NEEDED])
        for theme in adopted(session, lab_id)
    }


def living(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The version of each theme's part of a Lab's living récit that may be read now."""
    narrative = queries.narrative_of(session, lab_id)
    return versions_of(queries.parts_to_read(session, lab_id, narrative.paragraphs if narrative else []))


def versions_of(parts: Iterable[Mapping[str, Any]]) -> dict[uuid.UUID, str]:
    """The version of each theme's part of a living récit, as it was composed."""
    return {uuid.UUID(part["theme"]): part.get("version", "") for part in parts if part["theme"]}


def answer(session: Session, theme: Theme, said: ResonanceAnswer, *, version: str, by: Person, now: datetime) -> None:
    """Record whether a participant recognises themselves in a version of a part; it replaces an earlier answer."""
    hold(session, Theme, theme.id)
    counted = (ThemeResonance.theme_id == theme.id, ThemeResonance.part_version == version)
    if session.scalar(sa.select(ThemeResonance.id).where(*counted)) is None:
        session.add(ThemeResonance(theme_id=theme.id, part_version=version))
    row = session.scalar(sa.select(Resonance).where(Resonance.theme_id == theme.id, Resonance.participant_id == by.id))
    if row is None:
        row = Resonance(theme_id=theme.id, participant_id=by.id)
        session.add(row)
    row.answer, row.part_version, row.at = said, version, now
    session.flush()


def given_by(session: Session, person: Person, versions: Versions) -> dict[str, Given]:
    """What a participant answered of these parts, under the theme of each as text."""
    mine = sa.select(Resonance).where(Resonance.participant_id == person.id, Resonance.theme_id.in_(versions))
    return {
        str(row.theme_id): Given(row.answer, row.part_version == versions[row.theme_id])
        for row in session.scalars(mine)
    }


def resonances_given() -> sa.Select[uuid.UUID, uuid.UUID, ResonanceAnswer, uuid.UUID | None]:
    """Select the answers to count: version of a part, participant, answer, cohort."""
    same = sa.and_(ThemeResonance.theme_id == Resonance.theme_id, ThemeResonance.part_version == Resonance.part_version)
    return (
        sa.select(ThemeResonance.id, Resonance.participant_id, Resonance.answer, Person.cohort_id)
        .join(Resonance, same)
        .join(Person, Person.id == Resonance.participant_id)
    )


def received(session: Session, versions: Versions, *, floor: int) -> dict[str, str]:
    """How far participants recognise themselves in each of these parts, in words, under the theme of each as text.

    From published counts alone, which no single answer moves; nothing under the floor.
    """
    rows = session.scalars(sa.select(ThemeResonance).where(ThemeResonance.theme_id.in_(versions)))
    scores = {
        str(row.theme_id): resonance.score(_published(row), floor=floor)
        for row in rows
        if row.part_version == versions[row.theme_id]
    }
    return {theme: resonance.in_words(score) for theme, score in scores.items() if score is not None}


def _published(row: ThemeResonance) -> list[tuple[ResonanceAnswer, str]]:
    """Each published answer with the cohort of who gave it: the groups that weigh the same."""
    given = [key.split(TOGETHER, 1) for key in published_counts(row).elements()]
    return [(ResonanceAnswer(said), cohort) for said, cohort in given]


def contested(session: Session, lab_id: uuid.UUID, *, floor: int) -> list[Theme]:
    """The themes whose part of the living récit is contested as it stands, by name."""
    heard = received(session, living(session, lab_id), floor=floor)
    return [theme for theme in adopted(session, lab_id) if resonance.is_contested(heard.get(str(theme.id), ""))]
