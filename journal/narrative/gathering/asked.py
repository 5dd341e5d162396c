"""What came back of the question that the last récit asked: who shared an answer to it since, counted in people.

A text keeps the words of the question it started from. It answers the question of a month when it was written once that
month was published; it counts, whatever the day it tells of, until the next month is drafted, or composed again: what
is written while authors are asked for their quotes does not hold the publication up.

Nobody is quoted there: beside a question that as few as five answered, a sentence would be one of five. An answer may
be quoted in the part of its theme, or as the rare voice, as any other text.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.clock import day_of
from journal.counting.rules import parts_of_published
from journal.entries.models import Entry, EntryEmotion
from journal.entries.queries import counted, has_text
from journal.narrative import evidence, queries
from journal.narrative.figures import PublishedFigures
from journal.narrative.models import Digest, DigestParagraph, DigestStatus
from journal.text import clean_text
from journal.themes.models import AnalysisRun, ThemeMember, ThemeState
from journal.themes.queries import counted_members
from nlp.emotions import Emotion
from nlp.prose.drafts import EvidenceKind, ParagraphKind
from nlp.prose.types import AskedFact, ThemeFacts

EMOTION, THEME = "emotions/", "themes/"
People = dict[str, set[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Question:
    """The question of a published month, and how to know who answers it before the next is drafted."""

    digest: Digest
    on: date  # when it was asked: the day its month was published
    words: str
    until: datetime

    def themes(self) -> set[str]:
        """The refs of the themes it is about; none when someone of the team asked something else."""
        asking = [part.sentences for part in self.digest.paragraphs if part.kind == ParagraphKind.QUESTION]
        asked = [each for sentences in asking for each in sentences if each["text"] in self.words]
        return set(evidence.refs(asked, EvidenceKind.THEME))

    def is_answered(self) -> sa.ColumnElement[bool]:
        """Whether a text answers it and is shared: its author alone knows of any other."""
        asked = (Entry.lab_id == self.digest.lab_id, Entry.prompt == clean_text(self.words))
        return sa.and_(*asked, Entry.written_at.between(self.digest.published_at, self.until), counted(), has_text())


def last_question(session: Session, lab_id: uuid.UUID, month: date, *, until: datetime) -> Question | None:
    """What the month before this one asks, if it was published by then and may still be repeated."""
    earlier = queries.digests(lab_id, DigestStatus.PUBLISHED).where(Digest.month < month, Digest.published_at <= until)
    last = session.scalar(earlier.limit(1))
    words = queries.question_of(session, last) if last else ""
    return Question(last, day_of(last.published_at), words, until) if last and last.published_at and words else None


def of_month(
    session: Session, digest: Digest, run: AnalysisRun, themes: Collection[ThemeFacts], figures: PublishedFigures
) -> AskedFact | None:
    """The last question and what came back of it; in public, only a question that anyone may read."""
    question = last_question(session, digest.lab_id, digest.month, until=digest.drafted_at)
    if question is None or (figures.is_public and not _is_public(question)):
        return None
    month = question.digest.month
    name, who = f"asked/{month:%Y-%m}", set(session.scalars(sa.select(Entry.author_id).where(question.is_answered())))
    people = figures.people(f"{name}/participants", who)
    if people is None:
        return AskedFact(month, question.on, question.words)
    parts = _felt(session, question) | _led(session, question, run, themes)
    # What few say is not even kept beside what is told.
    counts = {"people": len(who)} | {key: len(some) for key, some in parts.items() if len(some) >= figures.floor}
    # Nor is what all of them say, or all but a few: it would be known of each.
    said = {person: sorted(key for key, some in parts.items() if person in some) for person in who}
    told = figures.amounts(f"{name}/told", said, counts)
    # The same for both editions, less what this one has too few people or no theme for.
    here = {key: told[key] for key in counts if key in told}
    shown = {key: here[key] for key in parts_of_published(here, people, floor=figures.floor)}
    emotions = tuple((Emotion(key), min(n / told["people"], 1.0)) for key, n in _of_kind(shown, EMOTION))
    led = tuple(key for key, _ in _of_kind(shown, THEME))
    return AskedFact(month, question.on, question.words, people, emotions, led)


@dataclass(frozen=True, slots=True)
class Asked:
    """The month whose question a text answers, and the published part that says what came back, if one does."""

    month: date
    told: DigestParagraph | None
    is_last: bool  # so that the next month may tell


def question_answered(session: Session, entry: Entry) -> Asked | None:
    """What its author may know of the question of a month that a text started from."""
    if not entry.prompt:
        return None
    months = session.scalars(queries.digests(entry.lab_id, DigestStatus.PUBLISHED)).all()
    asked = next((each for each in months if _asks(each, entry)), None)
    if asked is None:
        return None
    told = next((part for part in repeating(months, f"{asked.month:%Y-%m}") if part.text), None)
    return Asked(asked.month, told, is_last=asked is months[0])


def _asks(digest: Digest, entry: Entry) -> bool:
    words = {clean_text(part.text) for part in digest.paragraphs if part.kind == ParagraphKind.QUESTION}
    return digest.published_at is not None and digest.published_at <= entry.written_at and entry.prompt in words


def repeating(digests: Iterable[Digest], month: str) -> Iterator[DigestParagraph]:
    """The paragraphs that repeat the question of a month (« 2026-10 »)."""
    for part in (part for digest in digests for part in digest.paragraphs if part.kind == ParagraphKind.ASKED):
        if month in evidence.refs(part.sentences, EvidenceKind.QUESTION):
            yield part


def _is_public(question: Question) -> bool:
    """Whether anyone may read it in these very words: the public edition of its month may have asked another."""
    parts = question.digest.public_paragraphs or ()
    return any(part["kind"] == ParagraphKind.QUESTION and part["text"] == question.words for part in parts)


def _of_kind(told: Mapping[str, int], kind: str) -> Iterator[tuple[str, int]]:
    return ((key.removeprefix(kind), n) for key, n in sorted(told.items()) if key.startswith(kind))


def _felt(session: Session, question: Question) -> People:
    rows = session.execute(
        sa.select(EntryEmotion.emotion, Entry.author_id).join(EntryEmotion.entry).where(question.is_answered())
    )
    return _people((f"{EMOTION}{emotion.value}", author) for emotion, author in rows)


def _led(session: Session, question: Question, run: AnalysisRun, themes: Collection[ThemeFacts]) -> People:
    """Who leads to each theme told beside, the one asked about left out: it goes without saying."""
    here = {uuid.UUID(theme.ref) for theme in themes} - {uuid.UUID(ref) for ref in question.themes()}
    members = counted_members(ThemeState.theme_id, Entry.author_id).join(ThemeMember.state)
    told = (ThemeState.run_id == run.id, ThemeState.theme_id.in_(here), question.is_answered())
    return _people((f"{THEME}{theme}", author) for theme, author in session.execute(members.where(*told)))


def _people(rows: Iterable[tuple[str, uuid.UUID]]) -> People:
    found: People = defaultdict(set)
    for key, author in rows:
        found[key].add(author)
    return found
