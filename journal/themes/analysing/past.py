"""Reads what an analysis must know of earlier ones, and of what people decided. ``saving`` writes its own results."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.themes.analysing.proposing import pending_changes, refused_changes
from journal.themes.models import (
    AnalysisRun,
    RunStatus,
    Theme,
    ThemeConstraint,
    ThemeMember,
    ThemeState,
    ThemeStatus,
)
from journal.themes.queries import what_themes_are_made_of
from nlp.encoding import unpacked
from nlp.themes.continuity import Past
from nlp.themes.corrections import Constraint
from nlp.themes.matching import KnownTheme
from nlp.themes.proposals import Candidate
from nlp.types import ConstraintKind


class MadeOf(NamedTuple):
    """What people may change of a theme: its passages, whether they pinned it, whether it joined another."""

    members: frozenset[str]
    pinned: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What people may decide at any moment, while a run thinks too: two readings of it are compared."""

    themes: Mapping[str, MadeOf]
    corrections: Sequence[Constraint]
    refused: Set[Candidate]


def read_past(session: Session, run: AnalysisRun, *, present: Collection[str]) -> Past:
    """Everything a run needs to know before it starts; ``present`` are the passages it reads."""
    return Past(
        known_themes(session, run.lab_id),
        corrections(session, run.lab_id, present),
        pending_changes(session, run),
        refused_changes(session, run.lab_id),
    )


def decided_in(past: Past) -> Decided:
    """What people had decided when it was read."""
    themes = {theme.id: MadeOf(theme.members, theme.pinned, theme.retired) for theme in past.known}
    return Decided(themes, past.corrections, frozenset(past.refused))


def read_decided(session: Session, run: AnalysisRun, *, present: Collection[str]) -> Decided:
    """``decided_in`` at this moment, without reading the rest of the past."""
    of_lab = what_themes_are_made_of(AnalysisRun.lab_id == run.lab_id)
    made_of = {theme_id: state_id for state_id, theme_id in session.execute(of_lab)}
    members = _members_of(session, made_of.values())
    found = session.scalars(sa.select(Theme).where(Theme.lab_id == run.lab_id, Theme.id.in_(list(made_of))))
    themes = {str(row.id): MadeOf(members[made_of[row.id]], row.pinned, _is_retired(row)) for row in found}
    refused = frozenset(refused_changes(session, run.lab_id))
    return Decided(themes, corrections(session, run.lab_id, present), refused)


def known_themes(session: Session, lab_id: uuid.UUID) -> list[KnownTheme]:
    """Every theme of a Lab under its identity, as the last run that saw it left it."""
    order = _order_of_runs(session, lab_id)
    histories = _histories(session, lab_id, order)
    members = _members_of(session, [_last_with_passages(states).id for _, states in histories])
    return [_known(theme, states, order, members) for theme, states in histories]


def _order_of_runs(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """The rank of each run that succeeded, the oldest first."""
    runs = session.scalars(
        sa.select(AnalysisRun.id)
        .where(AnalysisRun.lab_id == lab_id, AnalysisRun.status == RunStatus.SUCCEEDED)
        .order_by(AnalysisRun.until, AnalysisRun.finished_at, AnalysisRun.id)
    )
    return {run_id: rank for rank, run_id in enumerate(runs)}


def _histories(
    session: Session, lab_id: uuid.UUID, order: Mapping[uuid.UUID, int]
) -> list[tuple[Theme, list[ThemeState]]]:
    """Each theme that a run saw, with its states, the oldest first."""
    histories: dict[uuid.UUID, list[ThemeState]] = {}
    states = session.scalars(sa.select(ThemeState).where(ThemeState.run_id.in_(list(order))))
    for state in sorted(states, key=lambda state: order[state.run_id]):
        histories.setdefault(state.theme_id, []).append(state)
    themes = session.scalars(sa.select(Theme).where(Theme.lab_id == lab_id).order_by(Theme.id))
    return [(theme, histories[theme.id]) for theme in themes if theme.id in histories]


def _known(
    theme: Theme,
    states: list[ThemeState],
    order: Mapping[uuid.UUID, int],
    members: Mapping[uuid.UUID, frozenset[str]],
) -> KnownTheme:
    made_of, latest = _last_with_passages(states), states[-1]
    return KnownTheme(
        id=str(theme.id),
        label=theme.label,
        color=theme.color,
        members=members[made_of.id],
        centroid=unpacked(made_of.centroid),
        announced=made_of.announced,
        pinned=theme.pinned,
        alive=order[latest.run_id] == len(order) - 1 and latest.passages > 0,
        quiet=latest.quiet,
        retired=_is_retired(theme),
    )


def _last_with_passages(states: Sequence[ThemeState]) -> ThemeState:
    """The state that says what a theme is made of, even when the latest analysis no longer saw it."""
    return next((state for state in reversed(states) if state.passages), states[-1])


def _members_of(session: Session, states: Iterable[uuid.UUID]) -> dict[uuid.UUID, frozenset[str]]:
    """The passages of which each state is the main theme."""
    members: dict[uuid.UUID, set[str]] = {state_id: set() for state_id in states}
    main = sa.select(ThemeMember.state_id, ThemeMember.passage_id).where(ThemeMember.main)
    for state_id, passage_id in session.execute(main.where(ThemeMember.state_id.in_(list(members)))):
        members[state_id].add(str(passage_id))
    return {state_id: frozenset(found) for state_id, found in members.items()}


def _is_retired(theme: Theme) -> bool:
    return theme.status is ThemeStatus.MERGED


def corrections(session: Session, lab_id: uuid.UUID, present: Collection[str]) -> list[Constraint]:
    """What coordinators corrected, about passages this run reads. A theme that joined another left it its passages."""
    themes = {theme.id: theme for theme in session.scalars(sa.select(Theme).where(Theme.lab_id == lab_id))}
    rows = session.scalars(
        sa.select(ThemeConstraint)
        .where(ThemeConstraint.lab_id == lab_id)
        .order_by(ThemeConstraint.at, ThemeConstraint.id)
    )
    found = []
    for row in rows:
        kind, home = ConstraintKind(row.kind), themes.get(row.theme_id) if row.theme_id else None
        while home is not None and home.merged_into_id is not None and kind is ConstraintKind.BELONGS:
            home = themes.get(home.merged_into_id)
        ids = [str(row.passage_id), *([str(row.other_passage_id)] if row.other_passage_id else [])]
        if all(key in present for key in ids) and (home is None or home.status is not ThemeStatus.MERGED):
            theme, other = str(home.id) if home else "", ids[1] if len(ids) > 1 else ""
            found.append(Constraint(kind, ids[0], theme=theme, other=other))
    return found
