"""Where one's words went, and who read them: for their author only."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person, Role
from journal.accounts.readings import Reading
from journal.calls.models import Idea
from journal.clock import day_of
from journal.common_good.models import Proposal
from journal.contact.models import ContactRequest
from journal.cooperation.models import LabAnswer
from journal.entries import rules
from journal.entries.models import Entry, Passage
from journal.experiments import following
from journal.experiments.following import Followed, FollowedExperiment
from journal.messages.models import TeamMessage
from journal.months import first_of
from journal.narrative.models import Contribution, Digest, DigestParagraph, DigestStatus, Quote
from journal.themes import arrivals
from journal.themes import queries as themes
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeMember, ThemeState, ThemeStatus

# What one writes that staff may read, and who wrote it.
WRITTEN: tuple[tuple[Any, Any], ...] = (
    (Entry, Entry.author_id),
    (Contribution, Contribution.author_id),
    (Proposal, Proposal.author_id),
    (Idea, Idea.author_id),
    (ContactRequest, ContactRequest.person_id),
    (TeamMessage, TeamMessage.person_id),  # for its answer
)
MOST_MENTIONS = 3
# The figures of a theme that are words, and say little away from the others.
WORDS_COUNTED = ("/helped", "/hindered")


@dataclass(frozen=True, slots=True)
class Consultation:
    """How many of the things one wrote were read, on one day, in one role."""

    day: date
    role: Role
    what: Reading
    texts: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A published part of the récit about a theme, with its sentence that carries one's words, or its first.

    No sentence when it opens on somebody else's words, or only counts some.
    """

    digest: Digest
    position: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A theme that a passage joined, unnamed while it has too few people or nobody reviewed it."""

    label: str
    since: date | None  # none while it is provisional: the last analysis had not read it
    answers: Sequence[LabAnswer] = field(default=())
    experiments: Sequence[FollowedExperiment] = field(default=())
    mentions: Sequence[Mention] = field(default=())
    theme_id: uuid.UUID | None = None  # of one that has a name


@dataclass(frozen=True, slots=True)
class Trace:
    """One masked passage, what it joined, and the months that asked to quote it."""

    passage: Passage
    joined: Sequence[Joined]
    quotes: Sequence[tuple[Quote, Digest]]


def consultations(session: Session, person: Person) -> list[Consultation]:
    """Who consulted what a person wrote, by role and day, latest first."""
    own = sa.union_all(*(sa.select(table.id).where(written_by == person.id) for table, written_by in WRITTEN))
    events = session.execute(
        sa.select(AuditEvent.at, AuditEvent.actor_role, AuditEvent.action, AuditEvent.subject_id).where(
            AuditEvent.action.in_([each.value for each in Reading]),
            AuditEvent.lab_id == person.lab_id,
            AuditEvent.subject_id.in_(own),
        )
    )
    texts: dict[tuple[date, Role, Reading], set[uuid.UUID | None]] = {}
    for at, role, action, row_id in events:
        texts.setdefault((day_of(at), Role(role), Reading(action)), set()).add(row_id)
    return [Consultation(*key, len(texts[key])) for key in sorted(texts, reverse=True)]


def traces(session: Session, entry: Entry, *, floor: int) -> list[Trace]:
    """What each passage of an entry became in the last analysis; empty when the entry counts nowhere."""
    if not rules.counts_in_themes(entry):
        return []
    run, led_to = themes.latest_success(session, entry.lab_id), following.of_lab(session, entry.lab_id)
    return [
        Trace(
            passage,
            list(_joined(session, run, passage, led_to, floor)) if run else [],
            _quotes(session, passage),
        )
        for passage in entry.passages
    ]


def _joined(
    session: Session, run: AnalysisRun, passage: Passage, led_to: dict[uuid.UUID, Followed], floor: int
) -> Iterator[Joined]:
    found = session.execute(
        sa.select(Theme, ThemeState)
        .join(Theme.states)
        .join(ThemeState.members)
        .where(ThemeState.run_id == run.id, ThemeMember.passage_id == passage.id)
        .order_by(ThemeMember.strength.desc(), Theme.id)
    )
    for theme, state in found:
        named = theme.status is ThemeStatus.ADOPTED and len(themes.people_now(session, state)) >= floor
        if theme.status in {ThemeStatus.ADOPTED, ThemeStatus.PROPOSED}:
            since = _first_day(session, theme, passage) or run.until
            if named:
                mentions = _mentions(session, theme, passage, since)
                yield _named(theme, since, led_to, mentions)
            else:
                yield Joined("", since)
    for theme in arrivals.themes_of(session, run, passage.id):
        if theme.status in {ThemeStatus.ADOPTED, ThemeStatus.PROPOSED}:
            named = theme.status is ThemeStatus.ADOPTED and _speaks_for_enough(session, run, theme, floor)
            yield _named(theme, None, led_to) if named else Joined("", None)


def _named(
    theme: Theme, since: date | None, led_to: dict[uuid.UUID, Followed], mentions: Sequence[Mention] = ()
) -> Joined:
    """A theme that may be named, with what became of it."""
    followed = led_to.get(theme.id, Followed())
    return Joined(theme.label, since, followed.answers, followed.experiments, mentions, theme.id)


def _speaks_for_enough(session: Session, run: AnalysisRun, theme: Theme, floor: int) -> bool:
    state = session.scalar(sa.select(ThemeState).where(ThemeState.run_id == run.id, ThemeState.theme_id == theme.id))
    return state is not None and len(themes.people_now(session, state)) >= floor


def _first_day(session: Session, theme: Theme, passage: Passage) -> date | None:
    return session.scalar(
        sa.select(sa.func.min(AnalysisRun.until))
        .join(AnalysisRun.states)
        .join(ThemeState.members)
        .where(
            ThemeState.theme_id == theme.id,
            ThemeMember.passage_id == passage.id,
            AnalysisRun.status == RunStatus.SUCCEEDED,
        )
    )


def _mentions(session: Session, theme: Theme, passage: Passage, since: date) -> list[Mention]:
    """Where published months mention a theme since a passage joined it, latest first."""
    found = session.execute(
        sa.select(Digest, DigestParagraph)
        .join(Digest.paragraphs)
        .where(DigestParagraph.theme_id == theme.id, Digest.status == DigestStatus.PUBLISHED)
        .where(Digest.month >= first_of(since), DigestParagraph.text != "")
        .order_by(Digest.month.desc(), DigestParagraph.position)
    )
    own = {str(quote.id) for quote, _ in _quotes(session, passage)}
    mentions: dict[uuid.UUID, Mention] = {}
    for digest, part in found:
        carrying = [s["text"] for s in part.sentences if any(ref in own for _, ref in s["evidence"])]
        kept = next((text for text in carrying if text in part.text), "")
        if kept or digest.id not in mentions:
            mentions[digest.id] = Mention(digest, part.position, kept or _opening(part))
    return list(mentions.values())[:MOST_MENTIONS]


def _opening(part: DigestParagraph) -> str:
    """The first sentence of a part, if it is about the theme and nobody changed it."""
    first: dict[str, Any] | None = next(iter(part.sentences), None)
    if first is None or not part.text.startswith(first["text"]):
        return ""
    quotes = any(kind == "passage" for kind, _ in first["evidence"])
    counts_words = any(ref.endswith(WORDS_COUNTED) for kind, ref in first["evidence"] if kind == "figure")
    return "" if quotes or counts_words else str(first["text"])


def _quotes(session: Session, passage: Passage) -> Sequence[tuple[Quote, Digest]]:
    found = session.execute(
        sa.select(Quote, Digest)
        .join(Quote.digest)
        .where(Quote.passage_id == passage.id, Digest.status == DigestStatus.PUBLISHED)
        .order_by(Digest.month.desc(), Quote.id)
    )
    return [(quote, digest) for quote, digest in found]
