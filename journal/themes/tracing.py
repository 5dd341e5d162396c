"""Between the rows of themes and what continuity knows of them, both ways."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.themes.corpus import Corpus
from journal.themes.figures import figures_of
from journal.themes.models import (
    AnalysisRun,
    ProposalState,
    RunStatus,
    Theme,
    ThemeConstraint,
    ThemeMember,
    ThemeProposal,
    ThemeState,
    ThemeStatus,
)
from nlp.continuity import Continuity, TracedTheme
from nlp.corrections import Constraint, Kind
from nlp.matching import KnownTheme
from nlp.proposals import Candidate, Change, Pending
from nlp.theme_map import next_color, place
from nlp.types import FoundTheme, Solidity, Term, ThemeEvent, ThemeReport, Vectors, Zone


def last_run(session: Session, lab_id: uuid.UUID) -> AnalysisRun | None:
    """The last run that found something."""
    return session.scalar(
        sa.select(AnalysisRun)
        .where(AnalysisRun.lab_id == lab_id, AnalysisRun.status == RunStatus.SUCCEEDED)
        .order_by(AnalysisRun.until.desc(), AnalysisRun.finished_at.desc())
        .limit(1)
    )


def known_themes(session: Session, lab_id: uuid.UUID) -> list[KnownTheme]:
    """Every theme of a Lab under its identity, as the last run that saw it left it."""
    run = last_run(session, lab_id)
    order = {r: i for i, r in enumerate(session.scalars(_finished(lab_id)))}
    themes = session.scalars(
        sa.select(Theme)
        .where(Theme.lab_id == lab_id)
        .options(selectinload(Theme.states).selectinload(ThemeState.members))
        .order_by(Theme.id)
    )
    return [known for theme in themes if (known := _known(theme, order, run)) is not None]


def _finished(lab_id: uuid.UUID) -> sa.Select[Any]:
    return (
        sa.select(AnalysisRun.id)
        .where(AnalysisRun.lab_id == lab_id, AnalysisRun.status == RunStatus.SUCCEEDED)
        .order_by(AnalysisRun.until, AnalysisRun.finished_at)
    )


def _known(theme: Theme, order: Mapping[uuid.UUID, int], run: AnalysisRun | None) -> KnownTheme | None:
    states = sorted((s for s in theme.states if s.run_id in order), key=lambda s: order[s.run_id])
    if not states:
        return None
    # The last state that had members says what the theme is made of; the last one says whether it is alive.
    state = next((s for s in reversed(states) if s.members), states[-1])
    alive = run is not None and states[-1].run_id == run.id and bool(states[-1].members)
    return KnownTheme(
        id=str(theme.id),
        label=theme.label,
        color=theme.color,
        members=frozenset(str(m.passage_id) for m in state.members if m.main),
        centroid=np.frombuffer(state.centroid, dtype=np.float32),
        participants=state.told,
        last_seen=order[state.run_id],
        pinned=theme.pinned,
        alive=alive,
        retired=theme.status is ThemeStatus.MERGED,
    )


def corrections(session: Session, lab_id: uuid.UUID, present: Mapping[str, str]) -> list[Constraint]:
    """What coordinators corrected, about passages this run reads."""
    rows = session.scalars(
        sa.select(ThemeConstraint)
        .join(Theme, Theme.id == ThemeConstraint.theme_id, isouter=True)
        .where(ThemeConstraint.lab_id == lab_id, sa.or_(Theme.id.is_(None), Theme.status != ThemeStatus.MERGED))
        .order_by(ThemeConstraint.at, ThemeConstraint.id)
    )
    return [
        Constraint(
            Kind(row.kind),
            str(row.passage_id),
            theme=str(row.theme_id or ""),
            other=str(row.other_passage_id or ""),
        )
        for row in rows
        if str(row.passage_id) in present and (not row.other_passage_id or str(row.other_passage_id) in present)
    ]


def pending_changes(session: Session, run: AnalysisRun) -> list[Pending]:
    previous = last_run(session, run.lab_id)
    return [Pending(_candidate(item), item["wins"]) for item in (previous.pending if previous else ())]


def refused_changes(session: Session, lab_id: uuid.UUID) -> list[Candidate]:
    rows = session.scalars(
        sa.select(ThemeProposal).where(ThemeProposal.lab_id == lab_id, ThemeProposal.state == ProposalState.REFUSED)
    )
    return [
        _candidate({"change": row.change, "themes": row.theme_ids, "parts": row.parts, **row.reasons}) for row in rows
    ]


def _candidate(item: Mapping[str, Any]) -> Candidate:
    return Candidate(
        change=Change(item["change"]),
        themes=tuple(item["themes"]),
        found=tuple(item.get("found", ())),
        parts=tuple(frozenset(part) for part in item["parts"]),
        shared=item["shared"],
        share=item["share"],
        cosine=item["cosine"],
    )


def _packed(pending: Pending) -> dict[str, Any]:
    packed = asdict(pending.candidate) | {"wins": pending.wins, "change": pending.candidate.change.value}
    packed["parts"] = [sorted(part) for part in pending.candidate.parts]
    packed["themes"], packed["found"] = list(pending.candidate.themes), list(pending.candidate.found)
    packed["share"], packed["cosine"] = float(packed["share"]), float(packed["cosine"])
    packed["shared"] = int(packed["shared"])
    return packed


def save_themes(
    session: Session, run: AnalysisRun, corpus: Corpus, report: ThemeReport, continuity: Continuity, *, floor: int
) -> None:
    """Write what the run saw of each theme; new themes get a name, a colour and a place."""
    found = {theme.key: theme for theme in report.themes}
    themes = {theme.id: theme for theme in session.scalars(sa.select(Theme).where(Theme.lab_id == run.lab_id))}
    seen: dict[uuid.UUID, Vectors] = {}
    for traced in continuity.themes:
        source = found.get(traced.found[0]) if traced.found else None
        theme = themes.get(uuid.UUID(traced.known)) if traced.known else None
        if theme is None:
            if source is None:
                continue
            theme = _born(session, run, source, [known.color for known in themes.values()])
            themes[theme.id] = theme
        elif source is not None:
            theme.machine_label = source.label
        state = _state(run, theme, traced, source, corpus, floor)
        session.add(state)
        seen[theme.id] = traced.centroid
    _set_places(themes, seen)
    session.flush()


def _born(session: Session, run: AnalysisRun, source: FoundTheme, used: Sequence[str]) -> Theme:
    theme = Theme(
        id=uuid.uuid4(),
        lab_id=run.lab_id,
        label=source.label,
        machine_label=source.label,
        color=next_color(used),
        born_on=run.until,
    )
    session.add(theme)
    return theme


def _state(
    run: AnalysisRun, theme: Theme, traced: TracedTheme, source: FoundTheme | None, corpus: Corpus, floor: int
) -> ThemeState:
    texts = corpus.by_key
    main = [m for m in traced.members if m.main and m.zone is not Zone.UNCLASSIFIED]
    entries = [corpus.entries[key] for key in dict.fromkeys(texts[m.passage].entry for m in main)]
    figures = figures_of(entries, floor=floor)
    ranks = {key: rank for rank, key in enumerate(traced.excerpts)}
    return ThemeState(
        id=uuid.uuid4(),
        run_id=run.id,
        theme_id=theme.id,
        event=traced.event or ThemeEvent.STABLE,
        solidity=source.solidity if source else Solidity.WATCH,
        stability=source.stability if source else 0.0,
        participants=len({texts[m.passage].author for m in main}),
        passages=len(main),
        told=traced.told,
        terms=_terms(source.terms if source else ()),
        anti_terms=_terms(source.anti_terms if source else ()),
        centroid=np.asarray(traced.centroid, dtype=np.float32).tobytes(),
        members=[
            ThemeMember(
                passage_id=uuid.UUID(m.passage),
                strength=float(m.strength),
                zone=m.zone,
                main=m.main,
                excerpt_rank=ranks.get(m.passage),
            )
            for m in traced.members
        ],
        **asdict(figures),
    )


def _terms(terms: Sequence[Term]) -> list[list[Any]]:
    return [[term.text, round(float(term.weight), 3), term.participants] for term in terms]


def _set_places(themes: Mapping[uuid.UUID, Theme], seen: Mapping[uuid.UUID, Vectors]) -> None:
    """Lay the map out again; a theme already placed keeps its place as far as it can."""
    before = {str(key): (themes[key].x, themes[key].y) for key in seen if (themes[key].x, themes[key].y) != (0.0, 0.0)}
    places = place({str(key): centroid for key, centroid in seen.items()}, before)
    for key, (x, y) in places.items():
        theme = themes[uuid.UUID(key)]
        theme.x, theme.y = round(x, 4), round(y, 4)


def save_proposals(session: Session, run: AnalysisRun, continuity: Continuity, moment: datetime) -> None:
    """Open what is ripe, close what is no longer seen."""
    run.pending = [_packed(pending) for pending in continuity.pending]
    still_open = session.scalars(
        sa.select(ThemeProposal).where(ThemeProposal.lab_id == run.lab_id, ThemeProposal.state == ProposalState.OPEN)
    ).all()
    ripe = {(p.candidate.change.value, tuple(sorted(p.candidate.themes))): p for p in continuity.proposals}
    for row in still_open:
        seen = ripe.pop((row.change, tuple(sorted(row.theme_ids))), None)
        if seen is None:
            row.state = ProposalState.GONE
        else:
            _describe(row, seen)
    for pending in ripe.values():
        row = ThemeProposal(lab_id=run.lab_id, run_id=run.id, at=moment)
        _describe(row, pending)
        session.add(row)


def _describe(row: ThemeProposal, pending: Pending) -> None:
    packed = _packed(pending)
    row.change, row.theme_ids, row.parts = packed["change"], packed["themes"], packed["parts"]
    row.reasons = {name: packed[name] for name in ("wins", "shared", "share", "cosine")}
