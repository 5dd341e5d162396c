"""Queries about themes that several modules need. Each stays inside one Lab."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.models import Person
from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.themes.models import (
    AnalysisRun,
    RunStatus,
    Theme,
    ThemeComment,
    ThemeMember,
    ThemeReading,
    ThemeState,
    ThemeStatus,
)
from nlp.themes.theme_map import next_color

LATEST_FIRST = (AnalysisRun.until.desc(), AnalysisRun.finished_at.desc())


def latest_success(session: Session, lab_id: uuid.UUID, *among: sa.ColumnElement[bool]) -> AnalysisRun | None:
    """The last successful analysis of a Lab, or the last of those that meet these conditions."""
    done = sa.select(AnalysisRun).where(AnalysisRun.lab_id == lab_id, AnalysisRun.status == RunStatus.SUCCEEDED)
    return session.scalar(done.where(*among).order_by(*LATEST_FIRST).limit(1))


def latest_state(session: Session, theme_id: uuid.UUID) -> ThemeState | None:
    """A theme as the last successful run saw it."""
    return session.scalar(
        sa.select(ThemeState)
        .join(ThemeState.run)
        .where(ThemeState.theme_id == theme_id, AnalysisRun.status == RunStatus.SUCCEEDED)
        .order_by(*LATEST_FIRST)
        .limit(1)
        .options(selectinload(ThemeState.members))
    )


def states_of_run(session: Session, run: AnalysisRun) -> Sequence[ThemeState]:
    """The states of a run for themes that were not merged since, those with most people first."""
    return session.scalars(
        sa.select(ThemeState)
        .join(ThemeState.theme)
        .where(ThemeState.run_id == run.id, Theme.status != ThemeStatus.MERGED)
        .order_by(ThemeState.participants.desc(), ThemeState.theme_id)
        .options(selectinload(ThemeState.theme))
    ).all()


def states_of_theme(session: Session, theme_id: uuid.UUID) -> Sequence[ThemeState]:
    """The states of a theme in all successful runs, oldest first."""
    return session.scalars(
        sa.select(ThemeState)
        .join(ThemeState.run)
        .where(ThemeState.theme_id == theme_id, AnalysisRun.status == RunStatus.SUCCEEDED)
        .order_by(AnalysisRun.until, AnalysisRun.finished_at)
        .options(selectinload(ThemeState.run))
    ).all()


def what_themes_are_made_of(*runs: sa.ColumnElement[bool]) -> sa.Select[uuid.UUID, uuid.UUID]:
    """For each theme, the ids of its last state that has passages (or else its last one) and of the theme."""
    empty_last = sa.case((ThemeState.passages > 0, 0), else_=1)
    latest = (empty_last, *LATEST_FIRST, AnalysisRun.id.desc())
    place = sa.func.row_number().over(partition_by=ThemeState.theme_id, order_by=latest)
    ranked = (
        sa.select(ThemeState.id, ThemeState.theme_id, place.label("place"))
        .join(ThemeState.run)
        .where(AnalysisRun.status == RunStatus.SUCCEEDED, *runs)
        .subquery()
    )
    return sa.select(ranked.c.id, ranked.c.theme_id).where(ranked.c.place == 1)


def people_behind(session: Session, passages: Collection[uuid.UUID]) -> int:
    """How many people wrote these passages, leaving out passages that no longer count."""
    statement = sa.select(sa.func.count(sa.distinct(Entry.author_id))).join(Entry.passages)
    return session.scalar(statement.where(Passage.id.in_(passages), counted())) or 0


def counted_members(*columns: Any) -> sa.Select[Any]:
    """Select columns of the main passages of themes, without entries that are private or not masked."""
    return (
        sa.select(*columns)
        .select_from(ThemeMember)
        .join(ThemeMember.passage)
        .join(Passage.entry)
        .where(ThemeMember.main, counted())
    )


def people_now(session: Session, state: ThemeState) -> set[uuid.UUID]:
    """The people behind a theme now."""
    return set(session.scalars(counted_members(Entry.author_id).distinct().where(ThemeMember.state_id == state.id)))


def with_enough_people(
    session: Session, states: Iterable[ThemeState], *among: sa.ColumnElement[bool], floor: int
) -> set[uuid.UUID]:
    """The ids of the states that have enough people behind them now; ``among`` are conditions on the members."""
    return set(
        session.scalars(
            counted_members(ThemeMember.state_id)
            .where(ThemeMember.state_id.in_([state.id for state in states]), *among)
            .group_by(ThemeMember.state_id)
            .having(sa.func.count(sa.distinct(Entry.author_id)) >= floor)
        )
    )


def heir(session: Session, theme: Theme) -> Theme:
    """The theme itself, or the one it was merged into."""
    while theme.status is ThemeStatus.MERGED and theme.merged_into_id:
        theme = session.get_one(Theme, theme.merged_into_id)
    return theme


def heirs(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, Theme]:
    """For each merged theme of a Lab, by id, the theme it ended up in."""
    merged = sa.select(Theme).where(Theme.lab_id == lab_id, Theme.status == ThemeStatus.MERGED)
    return {theme.id: heir(session, theme) for theme in session.scalars(merged).all()}


def themes_of_lab(session: Session, lab_id: uuid.UUID) -> Sequence[Theme]:
    """Every theme of a Lab that was not merged, whatever its status."""
    return session.scalars(
        sa.select(Theme)
        .where(Theme.lab_id == lab_id, Theme.status != ThemeStatus.MERGED)
        .order_by(Theme.label, Theme.id)
    ).all()


def free_color(session: Session, lab_id: uuid.UUID) -> str:
    """A colour for a new theme, if possible one that no theme in use has."""
    run = latest_success(session, lab_id)
    seen = {state.theme_id for state in states_of_run(session, run) if state.passages} if run else set()
    themes = session.scalars(sa.select(Theme).where(Theme.lab_id == lab_id)).all()
    return next_color([t.color for t in themes if keeps_color(t) or t.id in seen], [t.color for t in themes])


def keeps_color(theme: Theme) -> bool:
    """Whether a theme keeps its colour for itself even when no analysis sees it."""
    return theme.status is ThemeStatus.ADOPTED or theme.pinned


def adopted(session: Session, lab_id: uuid.UUID) -> Sequence[Theme]:
    """The adopted themes of a Lab."""
    return [theme for theme in themes_of_lab(session, lab_id) if theme.status is ThemeStatus.ADOPTED]


def other_themes(session: Session, theme: Theme) -> list[Theme]:
    return [other for other in themes_of_lab(session, theme.lab_id) if other.id != theme.id]


def readings(session: Session, theme_id: uuid.UUID) -> Sequence[Any]:
    """Each person's reading of a theme, oldest first, with their name."""
    return _signed(session, ThemeReading, theme_id)


def read_as(session: Session, theme_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """The readings of each of these themes that has some, oldest first."""
    texts = defaultdict(list)
    written = sa.select(ThemeReading.theme_id, ThemeReading.text).where(ThemeReading.theme_id.in_(list(theme_ids)))
    for theme_id, text in session.execute(written.order_by(ThemeReading.at, ThemeReading.id)):
        texts[theme_id].append(text)
    return {theme_id: tuple(each) for theme_id, each in texts.items()}


def readers(session: Session, theme_ids: Iterable[uuid.UUID]) -> Counter[uuid.UUID]:
    """How many people have written a reading of each theme."""
    counts = (
        sa.select(ThemeReading.theme_id, sa.func.count())
        .where(ThemeReading.theme_id.in_(list(theme_ids)))
        .group_by(ThemeReading.theme_id)
    )
    return Counter(dict(session.execute(counts).all()))


def read_by(session: Session, person_id: uuid.UUID) -> set[uuid.UUID]:
    """The themes of which this person wrote what they understand."""
    return set(session.scalars(sa.select(ThemeReading.theme_id).where(ThemeReading.by_id == person_id)))


def own_reading(session: Session, theme_id: uuid.UUID, person_id: uuid.UUID) -> str:
    statement = sa.select(ThemeReading.text)
    return session.scalar(statement.where(ThemeReading.theme_id == theme_id, ThemeReading.by_id == person_id)) or ""


def comments(session: Session, theme_id: uuid.UUID) -> Sequence[Any]:
    """Coordinators' comments on a theme, oldest first, with their names."""
    return _signed(session, ThemeComment, theme_id)


def _signed(session: Session, kind: type[ThemeReading | ThemeComment], theme_id: uuid.UUID) -> Sequence[Any]:
    rows = sa.select(kind, Person.username).outerjoin(Person, Person.id == kind.by_id)
    return session.execute(rows.where(kind.theme_id == theme_id).order_by(kind.at, kind.id)).all()


def home_of(session: Session, lab_id: uuid.UUID, passage_id: uuid.UUID) -> Theme | None:
    """The theme a passage is in, according to the last analysis and the decisions made since."""
    return homes_of(session, lab_id, [passage_id]).get(passage_id)


def homes_of(session: Session, lab_id: uuid.UUID, passage_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Theme]:
    """``home_of`` each of these passages that is in a theme."""
    run = latest_success(session, lab_id)
    if run is None:
        return {}
    rows = session.execute(
        sa.select(ThemeMember.passage_id, Theme)
        .join(ThemeMember.state)
        .join(ThemeState.theme)
        .where(ThemeState.run_id == run.id, ThemeMember.passage_id.in_(passage_ids), ThemeMember.main)
        .where(Theme.status != ThemeStatus.MERGED)
    )
    return dict(rows.all())
