"""Writes the results of an analysis: themes, their states, their places on the map."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.themes.analysing.corpus import Corpus, entries_of, main_members
from journal.themes.analysing.words import ThemeWords
from journal.themes.figures import figures_of
from journal.themes.models import (
    AnalysisRun,
    Theme,
    ThemeMember,
    ThemeState,
)
from journal.themes.queries import keeps_color
from nlp.encoding import packed
from nlp.themes.continuity import Continuity, TracedTheme
from nlp.themes.labels import NO_LABEL
from nlp.themes.theme_map import Position, next_color, place
from nlp.types import Solidity, Term, ThemeEvent, ThemeReport, Vectors

FRAME = 0.9  # of a map that spans -1 to 1
# From the least to the most: a theme put together from pieces is as solid as its least solid one.
SOLIDITIES = (Solidity.WATCH, Solidity.FRAGILE, Solidity.SOLID)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run saw, ready to be written."""

    corpus: Corpus
    report: ThemeReport
    continuity: Continuity
    words: Mapping[str, ThemeWords]


def save_themes(session: Session, run: AnalysisRun, seen: Seen, *, floor: int) -> None:
    """Write what the run saw of each theme; new themes get a name, a colour and a place."""
    themes = {theme.id: theme for theme in session.scalars(sa.select(Theme).where(Theme.lab_id == run.lab_id))}
    centroids: dict[uuid.UUID, Vectors] = {}
    # A theme nobody sees any more gives its colour back, unless people have adopted it.
    alive = _alive(seen.continuity)
    colors = [theme.color for key, theme in themes.items() if key in alive or keeps_color(theme)]
    before = [theme.color for theme in themes.values()]
    for traced in seen.continuity.themes:
        label = _as_a_name(seen.words[traced.slot].keywords.label)
        theme = themes.get(uuid.UUID(traced.known)) if traced.known else None
        if theme is None:
            if not traced.found:
                continue
            theme = _new_theme(session, run, label, next_color(colors, before))
            colors.append(theme.color)
            themes[theme.id] = theme
        elif label != NO_LABEL:
            named = {"label": label} if theme.label == NO_LABEL else {}
            _set_by_machine(session, theme, machine_label=label, **named)
        session.add(_state(run, theme, traced, seen, floor))
        if traced.members:
            centroids[theme.id] = traced.centroid
    session.flush()
    _set_places(session, themes, centroids)


def _alive(continuity: Continuity) -> set[uuid.UUID]:
    return {uuid.UUID(traced.known) for traced in continuity.themes if traced.known and traced.members}


def _as_a_name(label: str) -> str:
    return label[:1].upper() + label[1:]


def _set_by_machine(session: Session, theme: Theme, **values: Any) -> None:
    """Write what belongs to the machine without a new version: a form a coordinator has open stays good."""
    session.execute(sa.update(Theme).where(Theme.id == theme.id).values(**values))
    session.expire(theme, list(values))


def _new_theme(session: Session, run: AnalysisRun, label: str, color: str) -> Theme:
    theme = Theme(
        id=uuid.uuid4(),
        lab_id=run.lab_id,
        label=label,
        machine_label=label,
        color=color,
        born_on=run.until,
    )
    session.add(theme)
    return theme


def _state(run: AnalysisRun, theme: Theme, traced: TracedTheme, seen: Seen, floor: int) -> ThemeState:
    texts = seen.corpus.by_key
    main = main_members(traced)
    words = seen.words[traced.slot]
    pieces = [found for found in seen.report.themes if found.key in traced.found]
    return ThemeState(
        id=uuid.uuid4(),
        run_id=run.id,
        theme_id=theme.id,
        event=traced.event or ThemeEvent.STABLE,
        solidity=min((p.solidity for p in pieces), key=SOLIDITIES.index, default=Solidity.WATCH),
        stability=min((p.stability for p in pieces), default=0.0),
        participants=len({texts[m.passage].author for m in main}),
        passages=len(main),
        announced=traced.announced,
        quiet=traced.quiet,
        terms=_terms(words.keywords.terms),
        anti_terms=_terms(words.keywords.anti_terms),
        helped=words.helped,
        hindered=words.hindered,
        parts=words.parts,
        centroid=packed(traced.centroid if main else np.zeros_like(traced.centroid)),
        members=_members(traced),
        **asdict(figures_of(entries_of(seen.corpus, traced), floor=floor)),
    )


def _members(traced: TracedTheme) -> list[ThemeMember]:
    ranks = {key: rank for rank, key in enumerate(traced.excerpts)}
    return [
        ThemeMember(
            passage_id=uuid.UUID(m.passage),
            strength=float(m.strength),
            zone=m.zone,
            main=m.main,
            excerpt_rank=ranks.get(m.passage),
        )
        for m in traced.members
    ]


def _terms(terms: Sequence[Term]) -> list[list[Any]]:
    return [[term.text, round(float(term.weight), 3), term.participants] for term in terms]


def _set_places(session: Session, themes: Mapping[uuid.UUID, Theme], seen: Mapping[uuid.UUID, Vectors]) -> None:
    """Lay the map out again; a theme already placed keeps its place as far as it can."""
    before = {str(key): (themes[key].x, themes[key].y) for key in seen if (themes[key].x, themes[key].y) != (0.0, 0.0)}
    places = place({str(key): centroid for key, centroid in seen.items()}, before)
    for key, (x, y) in _framed(places).items():
        _set_by_machine(session, themes[uuid.UUID(key)], x=x, y=y)


def _framed(places: Mapping[str, Position]) -> dict[str, Position]:
    """Centre the map and stretch it to its frame: fitting each map onto the last one shrinks and shifts it a little."""
    if not places:
        return {}
    points = np.array([places[key] for key in places])
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    points *= FRAME / max(float(np.abs(points).max()), FRAME / 10)
    return {key: (round(float(x), 4), round(float(y), 4)) for key, (x, y) in zip(places, points, strict=True)}
