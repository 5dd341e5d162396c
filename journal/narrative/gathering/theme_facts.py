"""Themes as a text may tell them: what their people say now, whoever has left since the analysis."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import still_said
from journal.entries.models import Entry
from journal.months import shift
from journal.narrative.figures import PublishedFigures
from journal.narrative.gathering.shares import shares_of
from journal.narrative.models import Digest, DigestStatus, Quote, QuoteState
from journal.narrative.queries import go_unnamed
from journal.themes.live import live
from journal.themes.models import ThemeMember, ThemeReading, ThemeState
from journal.themes.queries import counted_members
from nlp.prose import types
from nlp.themes.growth import growth
from nlp.types import ThemeEvent

MOST_QUOTES = 2


def facts_of_themes(
    session: Session,
    states: Collection[ThemeState],
    figures: PublishedFigures,
    span: tuple[date, date],
    digest: Digest | None,
) -> list[types.ThemeFacts]:
    """Themes as a text may tell them, save those behind which too few people stand.

    The number of queries does not depend on how many they are.
    """
    names = {s.id: f"{s.theme_id}/participants" if digest else f"narrative/{s.theme_id}/participants" for s in states}
    people = people_of(session, states, span)
    told = {s: n for s in states if (n := figures.people(names[s.id], people[s.id])) is not None}
    themes = [state.theme_id for state in told]
    now, shares = live(session, told), shares_of(session, told, figures)
    readings, quotes = _readings(session, themes), _quotes(session, digest, themes, figures)
    return [
        replace(
            _facts(state, participants, figures.before(names[state.id]), digest),
            emotions=shares[state.id].emotions,
            steps=shares[state.id].steps,
            agency=shares[state.id].agency,
            helped=still_said(state.helped, floor=figures.floor, gone=now[state.id].gone),
            hindered=still_said(state.hindered, floor=figures.floor, gone=now[state.id].gone),
            quotes=tuple(types.QuoteFact(ref=str(quote.id), text=quote.text) for quote in quotes[state.theme_id]),
            first_reading=readings[state.theme_id][0],
            second_reading=readings[state.theme_id][1],
        )
        for state, participants in told.items()
    ]


def _facts(
    state: ThemeState, participants: int, before: tuple[int, date] | None, digest: Digest | None
) -> types.ThemeFacts:
    """What the theme itself says, and how many people it speaks for."""
    event = _event(before, participants, digest)
    return types.ThemeFacts(
        ref=str(state.theme_id),
        label=state.theme.label,
        participants=participants,
        event=event,
        previous=before[0] if before else None,
        months=1 if event is ThemeEvent.BORN else max(1, round((state.run.until - state.theme.born_on).days / 30) + 1),
        solidity=state.solidity,
        definition=state.theme.definition,
    )


def _event(before: tuple[int, date] | None, now: int, digest: Digest | None) -> ThemeEvent:
    """What the published figures themselves show: prose and numbers never disagree.

    A theme told for the first time is new to who reads, however long the analyses have known it.
    """
    if digest is None:
        return ThemeEvent.STABLE
    if before is None:
        return ThemeEvent.BORN
    previous, month = before
    if month < shift(digest.month, -1):
        return ThemeEvent.REAPPEARS
    return growth(previous, now)


def people_of(
    session: Session, states: Iterable[ThemeState], span: tuple[date, date]
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Who stands behind each of these states in these days, as things are now."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {state.id: set() for state in states}
    statement = counted_members(ThemeMember.state_id, Entry.author_id).where(
        ThemeMember.state_id.in_(found), Entry.happened_on.between(*span)
    )
    for state_id, author_id in session.execute(statement.distinct()):
        found[state_id].add(author_id)
    return found


def published_quotes(session: Session, themes: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Quote]]:
    """Quotes of each of these themes already published, the latest first."""
    return _by_theme(session, themes, _accepted(themes).where(Digest.status == DigestStatus.PUBLISHED))


def _by_theme(
    session: Session, themes: Iterable[uuid.UUID], statement: sa.Select[Quote]
) -> dict[uuid.UUID, list[Quote]]:
    found: dict[uuid.UUID, list[Quote]] = {theme_id: [] for theme_id in themes}
    for quote in session.scalars(statement):
        if quote.theme_id is not None:
            found[quote.theme_id].append(quote)
    return {theme_id: _of_different_people(quotes) for theme_id, quotes in found.items()}


def _of_different_people(quotes: Iterable[Quote]) -> list[Quote]:
    """One quote for each person: « another voice » must be another person, and not another month of the same one."""
    first: dict[uuid.UUID | None, Quote] = {}
    for quote in quotes:
        first.setdefault(quote.author_id, quote)
    return list(first.values())[:MOST_QUOTES]


def _accepted(themes: Collection[uuid.UUID]) -> sa.Select[Quote]:
    return (
        sa.select(Quote)
        .join(Digest, Digest.id == Quote.digest_id)
        .where(Quote.theme_id.in_(themes), Quote.state == QuoteState.ACCEPTED)
        .order_by(Digest.month.desc(), Quote.asked_at, Quote.text, Quote.id)
    )


def _quotes(
    session: Session, digest: Digest | None, themes: Collection[uuid.UUID], figures: PublishedFigures
) -> dict[uuid.UUID, list[Quote]]:
    """Quotes of this digest; in the living récit, those already published."""
    chosen = Quote.digest_id == digest.id if digest else Digest.status == DigestStatus.PUBLISHED
    statement = _accepted(themes).where(chosen)
    if figures.is_public:
        if go_unnamed(session, figures.lab_id):
            return {theme_id: [] for theme_id in themes}
        statement = statement.where(Quote.for_public)
    return _by_theme(session, themes, statement)


def _readings(session: Session, themes: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """How the first person reads each, and how another does; empty when nobody does."""
    found: dict[uuid.UUID, list[str]] = {theme_id: [] for theme_id in themes}
    told = sa.select(ThemeReading.theme_id, ThemeReading.text).where(ThemeReading.theme_id.in_(themes))
    for theme_id, text in session.execute(told.order_by(ThemeReading.at, ThemeReading.text)):
        found[theme_id].append(text)
    return {theme_id: ([*texts, "", ""][0], [*texts, "", ""][1]) for theme_id, texts in found.items()}
