"""Quotes: proposed by the machine, chosen by the team, accepted one by one by their authors, who may withdraw them."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.db import hold
from journal.entries.models import Entry, EntryEmotion, Passage
from journal.entries.queries import readable_by_staff
from journal.errors import DomainError
from journal.months import last_of
from journal.narrative import queries, rules, whose_words
from journal.narrative.models import Digest, DigestStatus, Quote, QuoteState
from journal.narrative.removing.withdrawals import leave_out, remove_quote
from journal.text import fold
from journal.themes import passages
from journal.themes.models import AnalysisRun, ThemeMember, ThemeState
from nlp.rare_facts import risks
from nlp.types import Zone

PER_THEME = 3
SHORTEST, LONGEST = 40, 320
# « Fortement », « très fortement ».
INTENSE = 4
# When the rare voice is in one of these states, another may be proposed.
GONE = frozenset({QuoteState.REFUSED, QuoteState.WITHDRAWN})
# Where a draft keeps which passages the team left aside: a later analysis of its month does not propose them again.
LEFT_ASIDE = "left_aside"


def propose(
    session: Session, digest: Digest, states: Collection[ThemeState], *, floor: int, now: datetime
) -> list[Quote]:
    """Propose to the team the passages that best represent each theme, at most one per person in a digest.

    None is proposed for a theme with fewer than ``floor`` people behind its core: its passages are not shown.
    """
    held = passages.held_cores(session, states, floor=floor)
    before = session.execute(sa.select(Quote.author_id, Quote.theme_id).where(Quote.digest_id == digest.id)).all()
    known, already = {row.author_id for row in before}, Counter(row.theme_id for row in before)
    made: list[Quote] = []
    for state in sorted(
        (each for each in states if each.id in held), key=lambda each: (-each.participants, each.theme.label)
    ):
        theme_quotes = already[state.theme_id]
        for passage, entry in _candidates(session, state, digest):
            if theme_quotes >= PER_THEME:
                break
            if entry.author_id in known:
                continue
            known.add(entry.author_id)
            made.append(_proposed(session, digest, passage, entry, state.theme_id, now))
            theme_quotes += 1
    session.flush()
    return made


def _candidates(session: Session, state: ThemeState, digest: Digest) -> list[tuple[Passage, Entry]]:
    """Passages that readers would recognise as the theme's: first those with most words of its name, then its terms."""
    rows = [(row[0], row[1]) for row in session.execute(_typical(state, digest)) if _may_be_asked(row[0].text)]
    name = rules.name_words(state.theme.label)
    own_words = [fold(text) for text, _, _ in state.terms]

    def distance(row: tuple[Passage, Entry]) -> tuple[int, bool]:
        text = f" {fold(row[0].text)}"
        return -sum(f" {word}" in text for word in name), not any(f" {word}" in text for word in own_words)

    # Sorting keeps the order of the query among equals.
    return sorted(rows, key=distance)


def _may_be_asked(text: str) -> bool:
    """Whether a passage is long enough to mean something, short enough to quote, and seems to identify nobody."""
    return SHORTEST <= len(text) <= LONGEST and not risks(text)


def propose_minority(session: Session, digest: Digest, run: AnalysisRun, *, now: datetime) -> Quote | None:
    """Propose one rare and intense passage that is in no theme: a place kept for a voice that numbers would drown out.

    The most intense comes first. Another is proposed when the first was left aside, or refused by its author.
    """
    before = session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id)).all()
    if any(quote.theme_id is None and quote.state not in GONE for quote in before):
        return None
    known = {quote.author_id for quote in before}
    for passage, entry in session.execute(_rare(digest, run)):
        if entry.author_id not in known and _may_be_asked(passage.text):
            return _proposed(session, digest, passage, entry, None, now)
    return None


def _rare(digest: Digest, run: AnalysisRun) -> sa.Select[Passage, Entry]:
    placed = sa.select(ThemeMember.passage_id).join(ThemeState).where(ThemeState.run_id == run.id)
    strongest = (
        sa.select(sa.func.max(EntryEmotion.intensity)).where(EntryEmotion.entry_id == Entry.id).scalar_subquery()
    )
    return (
        sa.select(Passage, Entry)
        .join(Passage.entry)
        .where(Entry.lab_id == digest.lab_id, readable_by_staff(), _in_month(digest), strongest >= INTENSE)
        .where(Passage.counts, Passage.id.not_in(placed), _not_left_aside(digest))
        .order_by(strongest.desc(), Passage.text, Passage.id)
    )


def ask(session: Session, digest: Digest, chosen: Iterable[Quote], *, now: datetime) -> int:
    """Ask the authors of the quotes that the team has chosen; return how many were asked.

    Raises
    ------
    DomainError
        When the month is no longer a draft, so an accepted quote could not be added.
    """
    if digest.status is not DigestStatus.DRAFT:
        raise DomainError("Ce récit n’est plus un brouillon\u00a0: une citation n’y entrerait plus.")
    # Public pages name the Lab and the month: quotes from a small Lab stay inside it.
    for_public = session.get_one(Lab, digest.lab_id).is_public and not queries.go_unnamed(session, digest.lab_id)
    asked = [quote for quote in chosen if quote.state is QuoteState.PROPOSED and quote.digest_id == digest.id]
    for quote in asked:
        quote.state, quote.asked_at, quote.for_public = QuoteState.ASKED, now, for_public
    session.flush()
    return len(asked)


def drop(session: Session, digest: Digest, left: Iterable[Quote]) -> int:
    """Delete proposals, and note in the draft which passages not to propose again; return how many were deleted.

    A quote whose author was already asked stays.
    """
    hold(session, Digest, digest.id)
    dropped = [quote for quote in left if quote.state is QuoteState.PROPOSED and quote.digest_id == digest.id]
    passages_left = [str(quote.passage_id) for quote in dropped if quote.passage_id]
    digest.provenance = digest.provenance | {LEFT_ASIDE: [*left_aside(digest), *passages_left]}
    for quote in dropped:
        session.delete(quote)
    session.flush()
    return len(dropped)


def left_aside(digest: Digest) -> list[str]:
    """The passages that the team chose not to ask for in this month, until it is published."""
    return list(digest.provenance.get(LEFT_ASIDE, ()))


def answer(session: Session, quote: Quote, *, accept: bool, now: datetime) -> None:
    """Record the author's yes or no, possible until the digest is published.

    Repeating a yes does not restart its waiting time; a yes after a no does.
    """
    hold(session, Digest, quote.digest_id)
    digest = session.get_one(Digest, quote.digest_id)
    if quote.state in {QuoteState.PROPOSED, QuoteState.WITHDRAWN}:
        raise DomainError("Cette citation a été retirée.")
    if digest.status is DigestStatus.PUBLISHED:
        raise DomainError("Ce récit est déjà publié. Vous pouvez encore retirer votre citation.")
    state = QuoteState.ACCEPTED if accept else QuoteState.REFUSED
    if quote.state is not state:
        quote.state, quote.answered_at = state, now
    if not accept:
        remove_quote(session, quote, now=now)
    session.flush()


def close(session: Session, digest: Digest) -> None:
    """Close the quotes of a month on publication: no answer means no, and words that are not published are deleted."""
    printed = printed_in(session, digest)
    for quote in session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id)):
        if quote in printed:
            continue
        if quote.state is QuoteState.PROPOSED:
            session.delete(quote)
            continue
        if quote.state is QuoteState.ASKED:
            quote.state = QuoteState.REFUSED
        elif quote.state is QuoteState.ACCEPTED:
            leave_out(digest, quote)
            quote.state = QuoteState.UNUSED
        quote.text = ""
    digest.provenance = {name: value for name, value in digest.provenance.items() if name != LEFT_ASIDE}
    session.flush()


def printed_in(session: Session, digest: Digest) -> list[Quote]:
    """The quotes that appear in the text of a month, in the order they were asked for."""
    text = "\n".join(paragraph.text for paragraph in digest.paragraphs)
    return [quote for quote in accepted_for(session, digest) if whose_words.shares_words(text, quote.text)]


def accepted_for(session: Session, digest: Digest) -> Sequence[Quote]:
    """The accepted quotes of a month."""
    return session.scalars(
        sa.select(Quote)
        .where(Quote.digest_id == digest.id, Quote.state == QuoteState.ACCEPTED)
        .order_by(Quote.asked_at, Quote.id)
    ).all()


def accepted_in(session: Session, lab_id: uuid.UUID) -> Sequence[Quote]:
    """The accepted quotes of a Lab."""
    accepted = sa.select(Quote).join(Quote.digest)
    return session.scalars(accepted.where(Digest.lab_id == lab_id, Quote.state == QuoteState.ACCEPTED)).all()


def _typical(state: ThemeState, digest: Digest) -> sa.Select[Passage, Entry]:
    return (
        sa.select(Passage, Entry)
        .join(Passage.entry)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .where(ThemeMember.state_id == state.id, ThemeMember.main, readable_by_staff(), _in_month(digest))
        # A passage that the theme may lose at the next analysis does not represent it.
        .where(ThemeMember.zone == Zone.CORE, _not_left_aside(digest))
        .order_by(
            sa.func.coalesce(ThemeMember.excerpt_rank, 10_000), ThemeMember.strength.desc(), Passage.text, Passage.id
        )
    )


def _not_left_aside(digest: Digest) -> sa.ColumnElement[bool]:
    return Passage.id.not_in(map(uuid.UUID, left_aside(digest)))


def _in_month(digest: Digest) -> sa.ColumnElement[bool]:
    return Entry.happened_on.between(digest.month, last_of(digest.month))


def _proposed(
    session: Session, digest: Digest, passage: Passage, entry: Entry, theme_id: uuid.UUID | None, now: datetime
) -> Quote:
    quote = Quote(
        digest_id=digest.id,
        passage_id=passage.id,
        author_id=entry.author_id,
        theme_id=theme_id,
        text=passage.text,
        state=QuoteState.PROPOSED,
        asked_at=now,
    )
    session.add(quote)
    return quote
