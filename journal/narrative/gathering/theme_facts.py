"""One theme as a text may tell it: what its people say now, whoever has left since the analysis."""

import uuid
from collections.abc import Collection, Iterable
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
from journal.themes.models import Theme, ThemeMember, ThemeReading, ThemeState
from journal.themes.queries import counted_members
from nlp.prose import types
from nlp.themes.growth import growth
from nlp.types import ThemeEvent

MOST_QUOTES = 2


def facts_of_theme(
    session: Session, state: ThemeState, figures: PublishedFigures, span: tuple[date, date], digest: Digest | None
) -> types.ThemeFacts | None:
    """A theme as a text may tell it; nothing when too few people stand behind it."""
    theme = state.theme
    people = people_of(session, state, span)
    name = f"{theme.id}/participants" if digest else f"narrative/{theme.id}/participants"
    participants = figures.people(name, people)
    if participants is None:
        return None
    before, now = figures.before(name), live(session, [state])[state.id]
    event = _event(before, participants, digest)
    shares = shares_of(session, state, figures)
    first, second = _readings(session, theme)
    return types.ThemeFacts(
        ref=str(theme.id),
        label=theme.label,
        participants=participants,
        event=event,
        previous=before[0] if before else None,
        months=1 if event is ThemeEvent.BORN else max(1, round((state.run.until - theme.born_on).days / 30) + 1),
        emotions=shares.emotions,
        helped=still_said(state.helped, floor=figures.floor, gone=now.gone),
        hindered=still_said(state.hindered, floor=figures.floor, gone=now.gone),
        steps=shares.steps,
        quotes=_quotes(session, digest, theme, public=figures.is_public),
        agency=shares.agency,
        solidity=state.solidity,
        definition=theme.definition,
        first_reading=first,
        second_reading=second,
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


def people_of(session: Session, state: ThemeState, span: tuple[date, date]) -> set[uuid.UUID]:
    """Who stands behind a theme in these days, as things are now."""
    return set(
        session.scalars(
            counted_members(Entry.author_id).where(ThemeMember.state_id == state.id, Entry.happened_on.between(*span))
        )
    )


def published_quotes(session: Session, themes: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Quote]]:
    """Quotes of each of these themes already published, the latest first."""
    found: dict[uuid.UUID, list[Quote]] = {theme_id: [] for theme_id in themes}
    for quote in session.scalars(_accepted(themes).where(Digest.status == DigestStatus.PUBLISHED)):
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


def _quotes(session: Session, digest: Digest | None, theme: Theme, *, public: bool) -> tuple[types.QuoteFact, ...]:
    """Quotes of this digest; in the living récit, those already published."""
    chosen = Quote.digest_id == digest.id if digest else Digest.status == DigestStatus.PUBLISHED
    statement = _accepted([theme.id]).where(chosen)
    if public:
        if go_unnamed(session, theme.lab_id):
            return ()
        statement = statement.where(Quote.for_public)
    quotes = _of_different_people(session.scalars(statement))
    return tuple(types.QuoteFact(ref=str(quote.id), text=quote.text) for quote in quotes)


def _readings(session: Session, theme: Theme) -> tuple[str, str]:
    """How the first person reads it, and how another does."""
    told = sa.select(ThemeReading.text).where(ThemeReading.theme_id == theme.id)
    first, second, *_ = *session.scalars(told.order_by(ThemeReading.at, ThemeReading.text).limit(2)), "", ""
    return first, second
