"""The current month: its récit in draft, with a quote asked of a participant the visitor can sign in as."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import Lab, Person
from journal.accounts.readings import Reading
from journal.config import Settings
from journal.counting.disclosure import disclosure
from journal.demo.heard import answer_the_question
from journal.demo.loading import Clock
from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.narrative.making import quotes
from journal.narrative.making import services as narrative
from journal.narrative.making.covering import run_for
from journal.narrative.models import Digest, Quote, QuoteState
from journal.narrative.queries import passages_quoted
from journal.themes.deciding.services import write_reading
from journal.themes.models import ThemeMember, ThemeState
from journal.themes.pages.ordering import to_review
from journal.themes.queries import latest_success, states_of_run

ASKED = "meleze-51"
UNSURE = "Je lis ici plusieurs choses à la fois. Tiennent-elles ensemble\u00a0?"


def leave_in_draft(session: Session, lab: Lab, clock: Clock, settings: Settings, *, by: Person) -> None:
    """Prepare the month and ask for one quote; leave the others and all that follows to the visitor."""
    month = clock.dates.first_of(0)
    run = run_for(session, lab.id, month)
    if run is None:
        return  # not enough was shared yet: nothing is told
    answer_the_question(session, run, month, now=clock.now)
    rules = disclosure(session, settings)
    digest = narrative.draft_digest(session, lab, month, by=by, now=clock.now, disclosure=rules)
    ask(session, digest, clock)
    # The page of a draft shows these passages: a coordinator has read them.
    for read in passages_quoted(session, digest):
        on = Subject("entry", read.entry_id)
        audit.record(session, Reading.PASSAGES.value, by=by, on=on, at=clock.now, key=settings.key_for("audit"))


def leave_a_reading(session: Session, lab: Lab, clock: Clock, *, by: Person) -> None:
    """Write the second coordinator's reading of the last undecided theme, hidden until the visitor writes one."""
    run = latest_success(session, lab.id)
    fresh = to_review(states_of_run(session, run)) if run else []
    if len(fresh) > 1:
        write_reading(session, fresh[-1], UNSURE, by=by, now=clock.now)


def ask(session: Session, digest: Digest, clock: Clock) -> None:
    """Ask for the quote proposed from a person, or else for one from their last text of the month."""
    author = session.scalars(sa.select(Person).where(Person.lab_id == digest.lab_id, Person.username == ASKED)).one()
    proposed = sa.select(Quote).where(Quote.digest_id == digest.id, Quote.author_id == author.id)
    quote = session.scalar(proposed) or _propose(session, digest, author, clock)
    quotes.ask(session, digest, [quote] if quote else [], now=clock.now)


def _propose(session: Session, digest: Digest, author: Person, clock: Clock) -> Quote | None:
    written = (
        sa.select(Passage)
        .join(Passage.entry)
        .where(Entry.author_id == author.id, readable_by_staff(), Entry.happened_on >= digest.month, Passage.counts)
        .order_by(Entry.happened_on.desc(), Passage.position)
    )
    passage = session.scalars(written).first()
    if passage is None:
        return None
    about = (
        sa.select(ThemeState.theme_id)
        .join(ThemeState.members)
        .where(ThemeState.run_id == digest.run_id, ThemeMember.passage_id == passage.id, ThemeMember.main)
    )
    quote = Quote(
        digest_id=digest.id,
        passage_id=passage.id,
        author_id=author.id,
        theme_id=session.scalar(about),
        text=passage.text,
        state=QuoteState.PROPOSED,
        asked_at=clock.now,
    )
    session.add(quote)
    session.flush()
    return quote
