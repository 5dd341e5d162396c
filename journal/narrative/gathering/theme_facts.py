"""Themes as a text may tell them: what their people say now, whoever has left since the analysis."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import still_said
from journal.entries.models import Entry
from journal.months import last_of, shift
from journal.narrative.figures import PublishedFigures
from journal.narrative.gathering.moved import people_unmoved
from journal.narrative.gathering.reorganised import last_told, reorganised
from journal.narrative.gathering.shares import shares_of
from journal.narrative.models import Digest, DigestStatus, Quote, QuoteState
from journal.narrative.queries import go_unnamed
from journal.themes.live import live
from journal.themes.models import ThemeConstraint, ThemeMember, ThemeReading, ThemeState
from journal.themes.queries import counted_members
from nlp.prose import types
from nlp.themes.growth import growth
from nlp.types import ConstraintKind, ThemeEvent

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
    readings, quotes = _readings(session, themes), _quotes(session, digest, states, figures)
    before = {state.theme_id: figures.before(names[state.id]) for state in told}
    changed = _changed(session, digest, told, people, figures, before) if digest else {}
    return [
        replace(
            _facts(state, participants, before[state.theme_id], digest, changed.get(state.theme_id)),
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


def _changed(
    session: Session,
    digest: Digest,
    told: Mapping[ThemeState, int],
    people: Mapping[uuid.UUID, set[uuid.UUID]],
    figures: PublishedFigures,
    before: Mapping[uuid.UUID, tuple[int, date] | None],
) -> dict[uuid.UUID, ThemeEvent]:
    """What the team made of these themes since each was last told; of one whose texts it moved, what stands without."""
    since = last_told(session, digest, {key: last and last[1] for key, last in before.items()})
    span = (digest.month, last_of(digest.month))
    events = {}
    for state_id, unmoved in people_unmoved(session, digest.lab_id, told, since, span).items():
        state = next(each for each in told if each.id == state_id)
        last, without = before[state.theme_id], told[state] + len(unmoved) - len(people[state_id])
        event = _event(last, told[state], digest)
        is_new = event in (ThemeEvent.BORN, ThemeEvent.REAPPEARS)
        stands = len(unmoved) >= figures.floor if is_new else _event(last, without, digest) is event
        events[state.theme_id] = event if stands else ThemeEvent.MOVED
    return events | reorganised(session, digest.lab_id, since)


def _facts(
    state: ThemeState,
    participants: int,
    before: tuple[int, date] | None,
    digest: Digest | None,
    changed: ThemeEvent | None,
) -> types.ThemeFacts:
    """What the theme itself says, and how many people it speaks for; ``changed``, what people made of it since."""
    event = changed or _event(before, participants, digest)
    return types.ThemeFacts(
        ref=str(state.theme_id),
        label=state.theme.label,
        participants=participants,
        event=event,
        previous=before[0] if before and not changed else None,
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


def published_quotes(session: Session, states: Collection[ThemeState]) -> dict[uuid.UUID, list[Quote]]:
    """Quotes of each of these themes already published, the latest first."""
    return _by_theme(session, states, _accepted(states).where(Digest.status == DigestStatus.PUBLISHED))


def _by_theme(
    session: Session, states: Iterable[ThemeState], statement: sa.Select[Quote]
) -> dict[uuid.UUID, list[Quote]]:
    found: dict[uuid.UUID, list[Quote]] = {state.theme_id: [] for state in states}
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


def _accepted(states: Collection[ThemeState]) -> sa.Select[Quote]:
    themes = [state.theme_id for state in states]
    return (
        sa.select(Quote)
        .join(Quote.digest)
        .where(Quote.theme_id.in_(themes), Quote.state == QuoteState.ACCEPTED)
        .where(~_has_left({state.run_id for state in states}))
        .order_by(Digest.month.desc(), Quote.asked_at, Quote.text, Quote.id)
    )


def _has_left(runs: Collection[uuid.UUID]) -> sa.ColumnElement[bool]:
    """Whether the words quoted are no longer those of the theme: it was split, or they are of another one now.

    Their author said yes to seeing them there: they are not told under another theme instead. Words that these runs
    place nowhere stay, unless a person removed them.
    """
    where = (ThemeMember.passage_id == Quote.passage_id, ThemeMember.main, ThemeState.run_id.in_(runs))
    placed = sa.select(ThemeMember.passage_id).join(ThemeMember.state).where(*where)
    removed = sa.or_(
        sa.and_(
            ThemeConstraint.kind == ConstraintKind.NOT_BELONGS,
            ThemeConstraint.passage_id == Quote.passage_id,
            ThemeConstraint.theme_id == Quote.theme_id,
        ),
        sa.and_(
            ThemeConstraint.kind == ConstraintKind.APART,
            ThemeConstraint.other_passage_id == Quote.passage_id,
        ),
    )
    return sa.and_(
        ~placed.where(ThemeState.theme_id == Quote.theme_id).exists(),
        sa.or_(placed.exists(), sa.select(ThemeConstraint.id).where(removed).exists()),
    )


def _quotes(
    session: Session, digest: Digest | None, states: Collection[ThemeState], figures: PublishedFigures
) -> dict[uuid.UUID, list[Quote]]:
    """Quotes of this digest; in the living récit, those already published."""
    chosen = Quote.digest_id == digest.id if digest else Digest.status == DigestStatus.PUBLISHED
    statement = _accepted(states).where(chosen)
    if figures.is_public:
        if go_unnamed(session, figures.lab_id):
            return {state.theme_id: [] for state in states}
        statement = statement.where(Quote.for_public)
    return _by_theme(session, states, statement)


def _readings(session: Session, themes: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """How the first person reads each, and how another does; empty when nobody does."""
    found: dict[uuid.UUID, list[str]] = {theme_id: [] for theme_id in themes}
    told = sa.select(ThemeReading.theme_id, ThemeReading.text).where(ThemeReading.theme_id.in_(themes))
    for theme_id, text in session.execute(told.order_by(ThemeReading.at, ThemeReading.text)):
        found[theme_id].append(text)
    return {theme_id: ([*texts, "", ""][0], [*texts, "", ""][1]) for theme_id, texts in found.items()}
