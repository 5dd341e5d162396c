"""Queries about the récit. Each stays inside one Lab."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.models import Person
from journal.accounts.queries import participants
from journal.db import count, holding
from journal.entries.models import Entry, Passage
from journal.entries.prompts import Prompt, of_the_month
from journal.months import by_week
from journal.narrative import redacting, rules, whose_words
from journal.narrative.models import (
    Contribution,
    ContributionState,
    Digest,
    DigestStatus,
    Narrative,
    Quote,
    QuoteState,
)
from journal.themes.excerpts import Excerpt, excerpt
from journal.themes.models import Theme
from journal.themes.queries import adopted, heirs
from nlp.prose.drafts import ParagraphKind


def narrative_of(session: Session, lab_id: uuid.UUID) -> Narrative | None:
    return session.scalar(sa.select(Narrative).where(Narrative.lab_id == lab_id))


def parts_to_read(session: Session, lab_id: uuid.UUID, parts: list[Any] | None) -> list[dict[str, Any]]:
    """The parts of the living récit that may be shown now: none about a theme that was set aside or merged.

    The worker composes it again within a minute, but a theme may be set aside because it hurts someone.
    """
    still = {str(theme.id) for theme in adopted(session, lab_id)}
    return rules.without_themes(parts or [], lambda theme: theme not in still)


def go_unnamed(session: Session, lab_id: uuid.UUID) -> bool:
    """Whether a Lab is so small that no quote may appear next to its name or the month."""
    return participants(session, lab_id) < rules.NAMED_FROM


@dataclass(frozen=True, slots=True)
class Subject:
    """A theme that a contribution is about, and what the living récit says of it."""

    label: str
    part: dict[str, Any] | None


def subjects(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID, Subject]:
    """Every theme that contributions may be about; for a merged theme, the one it ended up in."""
    narrative = narrative_of(session, lab_id)
    parts = {part["theme"]: part for part in parts_to_read(session, lab_id, narrative.paragraphs if narrative else [])}
    themes, merged = session.scalars(sa.select(Theme).where(Theme.lab_id == lab_id)), heirs(session, lab_id)
    told = {theme.id: merged.get(theme.id, theme) for theme in themes}
    return {key: Subject(theme.label, parts.get(str(theme.id))) for key, theme in told.items()}


def digests(lab_id: uuid.UUID, *statuses: DigestStatus) -> sa.Select[Digest]:
    statement = sa.select(Digest).where(Digest.lab_id == lab_id).order_by(Digest.month.desc())
    return statement.where(Digest.status.in_(statuses)) if statuses else statement


def public_digests(session: Session, lab_id: uuid.UUID) -> list[Digest]:
    """Months anyone may read, newest first: those published while the Lab was open."""
    found = session.scalars(digests(lab_id, DigestStatus.PUBLISHED))
    return [digest for digest in found if digest.public_paragraphs]


def digest_of(session: Session, lab_id: uuid.UUID, month: date, *, lock: bool = False) -> Digest | None:
    """The récit of a month. With ``lock``, the row is re-read and locked until the transaction ends."""
    found = sa.select(Digest).where(Digest.lab_id == lab_id, Digest.month == month)
    found = found.options(selectinload(Digest.paragraphs))
    return session.scalar(holding(found) if lock else found)


def neighbours(session: Session, digest: Digest) -> tuple[date | None, date | None]:
    """The months published before and after this one."""
    published = sa.and_(Digest.lab_id == digest.lab_id, Digest.status == DigestStatus.PUBLISHED)
    before = session.scalar(sa.select(sa.func.max(Digest.month)).where(published, Digest.month < digest.month))
    after = session.scalar(sa.select(sa.func.min(Digest.month)).where(published, Digest.month > digest.month))
    return before, after


def question_asked(session: Session, person: Person, month: str) -> str:
    """The question that a published month (« 2026-10 ») asks its Lab; empty when there is none."""
    try:
        digest = digest_of(session, person.lab_id, date.fromisoformat(f"{month}-01"))
    except ValueError:
        return ""
    return question_of(session, digest) if digest and digest.status is DigestStatus.PUBLISHED else ""


def question_of(session: Session, digest: Digest) -> str:
    """The question of a published month; empty when it repeats words of a quote or a contribution.

    Entries keep the question they answer, so these words would stay there after being withdrawn.
    """
    question = next((part.text for part in digest.paragraphs if part.kind == ParagraphKind.QUESTION), "")
    said = [*(quote.text for quote in quotes_of(session, digest)), *contributed(session, digest.lab_id)]
    borrows = any(whose_words.shares_words(question, words) for words in said)
    return "" if borrows or redacting.WITHDRAWN in question else question


def question_of_the_last_month(session: Session, person: Person) -> list[Prompt]:
    """The question that the last published récit asks, for whoever writes."""
    last = session.scalar(digests(person.lab_id, DigestStatus.PUBLISHED).limit(1))
    words = question_of(session, last) if last else ""
    return [of_the_month(words, last.month)] if last and words else []


def contributed(session: Session, lab_id: uuid.UUID) -> list[str]:
    """Words of contributions that the team may have copied into a text."""
    rows = session.scalars(sa.select(Contribution).where(Contribution.lab_id == lab_id, may_be_read_by_staff()))
    return [words for row in rows for words in whose_words.own_words(row)]


@dataclass(frozen=True, slots=True)
class Revision:
    at: datetime
    what: str


RARE = "Une voix plus rare"
REVISIONS = {
    "publication": "publication",
    "withdrawal": "une citation retirée à la demande de son auteur·e",
    "taken_down": "un paragraphe retiré par l’équipe",
    "sentence_taken_down": "une phrase retirée par l’équipe",
    "masked": "des mots cachés par l’équipe, qui désignaient quelqu’un",
}


def revisions(digest: Digest) -> list[Revision]:
    """What has changed in a published text, oldest first."""
    return [Revision(datetime.fromisoformat(each["at"]), REVISIONS[each["what"]]) for each in digest.revisions]


def quotes_of(session: Session, digest: Digest) -> Sequence[Quote]:
    return session.scalars(
        sa.select(Quote).where(Quote.digest_id == digest.id).order_by(Quote.theme_id, Quote.asked_at, Quote.id)
    ).all()


def theme_names(session: Session, lab_id: uuid.UUID) -> dict[uuid.UUID | None, str]:
    """The names of what quotes are about, by theme; a quote without a theme is the rare voice of its month."""
    rows = session.execute(sa.select(Theme.id, Theme.label).where(Theme.lab_id == lab_id))
    return {None: RARE, **{row.id: row.label for row in rows}}


def quotes_by_theme(session: Session, digest: Digest, *states: QuoteState) -> list[tuple[str, list[Quote]]]:
    """Quotes of a month in these states under the name of their theme, the rare voice last."""
    names = theme_names(session, digest.lab_id)
    found: dict[str, list[Quote]] = {}
    for quote in quotes_of(session, digest):
        if quote.state in states and quote.text:
            found.setdefault(names[quote.theme_id], []).append(quote)
    return sorted(found.items(), key=lambda each: (each[0] == RARE, each[0]))


def passages_quoted(session: Session, digest: Digest) -> list[Excerpt]:
    """The passages whose words the editor of a digest shows: reading them is logged like any other reading."""
    rows = session.execute(
        sa.select(Passage, Entry)
        .join(Passage.entry)
        .join(Quote, Quote.passage_id == Passage.id)
        .where(Quote.digest_id == digest.id, Quote.text != "")
    )
    return [excerpt(passage, entry) for passage, entry in rows]


def questions_for(session: Session, person: Person) -> int:
    """How many of a person's quotes await their answer."""
    return count(session, Quote, Quote.author_id == person.id, awaits_an_answer())


def awaits_an_answer() -> sa.ColumnElement[bool]:
    """Whether a quote is waiting for its author. None of a published month is: publication closes the question."""
    return sa.and_(Quote.state == QuoteState.ASKED, Quote.text != "")


def quotes_by(session: Session, person: Person) -> Sequence[tuple[Quote, Digest]]:
    """Quotes asked of a person, with the month they are for: those to answer first.

    When a month was published without a quote its author had accepted, its words are not kept and the author is told.
    """
    rows = session.execute(
        sa.select(Quote, Digest)
        .join(Quote.digest)
        .where(Quote.author_id == person.id, Quote.state != QuoteState.PROPOSED)
        .where((Quote.text != "") | (Quote.state == QuoteState.UNUSED))
        .order_by(Quote.state != QuoteState.ASKED, Digest.month.desc(), Quote.id)
    )
    return [(quote, digest) for quote, digest in rows]


def may_be_read_by_staff() -> sa.ColumnElement[bool]:
    """Masked, read again by its author, and sent."""
    return sa.and_(Contribution.state != ContributionState.UNSENT, Contribution.masked_text.is_not(None))


def contribution_for_staff(
    session: Session, lab_id: uuid.UUID, contribution_id: uuid.UUID, *, lock: bool = False
) -> Contribution | None:
    """A contribution that a coordinator of its Lab may read and answer.

    With ``lock``, the row is re-read and locked until the transaction ends.
    """
    found = sa.select(Contribution).where(
        Contribution.id == contribution_id, Contribution.lab_id == lab_id, may_be_read_by_staff()
    )
    return session.scalar(holding(found) if lock else found)


def contributions(lab_id: uuid.UUID, *, waiting: bool) -> sa.Select[Contribution]:
    """Contributions a coordinator may read: masked ones only."""
    state = Contribution.state == ContributionState.WAITING
    return (
        sa.select(Contribution)
        .where(Contribution.lab_id == lab_id, may_be_read_by_staff(), state if waiting else ~state)
        .order_by(Contribution.answered_at.desc(), Contribution.id)  # never by when people wrote, which nobody is told
    )


def waiting_on_the_same(session: Session, found: Contribution) -> Sequence[Contribution]:
    """The other contributions about the same theme that wait for an answer."""
    others = contributions(found.lab_id, waiting=True).where(Contribution.theme_id == found.theme_id)
    return by_week(session.scalars(others.where(Contribution.id != found.id)))


def contributions_by(session: Session, person: Person) -> Sequence[Contribution]:
    return session.scalars(
        sa.select(Contribution).where(Contribution.author_id == person.id).order_by(Contribution.at.desc())
    ).all()
