"""What authors do with their entries: write, edit, share, withdraw, erase."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.db import hold
from journal.entries import rules
from journal.entries.hiding import carried
from journal.entries.masked import may_be_shown
from journal.entries.models import (
    Draft,
    Entry,
    EntryEmotion,
    MaskingState,
    NextStep,
    NextStepState,
    Origin,
    Sharing,
    SharingChange,
)
from journal.entries.words import AS_IT_IS
from journal.errors import DomainError, TooManyTries
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from nlp.spans import take_out


class NotMaskedYet(DomainError):
    title = "Encore un instant"


class NothingToShare(DomainError):
    title = "Rien à partager"


@dataclass(frozen=True, slots=True)
class EntryContent:
    """What an author fills in: a text, an emotion, or both."""

    text: str
    happened_on: date
    step: StepKind | None = None
    emotions: Sequence[tuple[Emotion, int | None]] = field(default=())
    free_emotion: str = ""
    helped: str = ""
    hindered: str = ""
    agency: int | None = None
    next_step: str = ""
    next_step_on: date | None = None
    prompt: str = ""


def write_entry(
    session: Session,
    author: Person,
    content: EntryContent,
    *,
    submission: str,
    now: datetime,
    origin: Origin = Origin.WRITTEN,
) -> Entry:
    """Save an entry as private. The same submission sent twice gives the same entry.

    Raises
    ------
    TooManyTries
        When someone writes faster than a person can.
    """
    hold(session, Person, author.id)  # a double click sends the same text twice at once
    known = session.scalar(sa.select(Entry).where(Entry.author_id == author.id, Entry.submission == submission))
    if known is not None:
        return known
    if origin is Origin.WRITTEN:
        _refuse_flood(session, author, now)
    entry = Entry(
        id=uuid.uuid4(),
        author_id=author.id,
        lab_id=author.lab_id,
        cohort_id=author.cohort_id,
        submission=submission,
        origin=origin,
        sharing=Sharing.PRIVATE,
        masking_state=MaskingState.RECEIVED,
        written_at=now,
    )
    _fill(entry, content, now)
    _mask_nothing(entry, now)
    session.add(entry)
    session.execute(sa.delete(Draft).where(Draft.author_id == author.id, Draft.submission == submission))
    session.flush()
    return entry


def edit_entry(session: Session, entry: Entry, content: EntryContent, *, now: datetime) -> bool:
    """Change an entry; return whether it stopped being shared.

    When its words change, it becomes private again until its author has read the new masked text.
    """
    changed = any(getattr(entry, name) != getattr(content, name) for name in rules.MASKED_FIELDS)
    stops = changed and entry.sharing is not Sharing.PRIVATE
    if changed:
        _forget_masking(entry, keep_author_masks=content.text == entry.text)
        entry.team_masks = carried(entry, content.text)
        if stops:
            share(session, entry, Sharing.PRIVATE, now=now)
    _fill(entry, content, now)
    _mask_nothing(entry, now)
    if entry.sharing not in rules.sharing_choices(entry):
        stops = share(session, entry, Sharing.PRIVATE, now=now)
    entry.edited_at = now
    entry.version += 1
    session.execute(sa.delete(Draft).where(Draft.author_id == entry.author_id, Draft.entry_id == entry.id))
    session.flush()
    return stops


def add_emotions(session: Session, entry: Entry, emotions: Sequence[Emotion], *, now: datetime) -> None:
    """Add emotions that the author picked among those suggested, up to three in all. Their intensity was not asked."""
    present = {row.emotion for row in entry.emotions}
    room = rules.MOST_EMOTIONS - len(present)
    for emotion in [e for e in emotions if e not in present][:room]:
        entry.emotions.append(EntryEmotion(emotion=emotion, position=len(entry.emotions)))
    entry.edited_at = now
    entry.version += 1
    session.flush()


def share(session: Session, entry: Entry, level: Sharing, *, now: datetime) -> bool:
    """Choose who an entry is for; return whether anything changed.

    Raises
    ------
    NotMaskedYet
        When the masked text is not ready, so its author cannot have read it.
    NothingToShare
        When there is no text to quote, or nothing to count.
    """
    if level is entry.sharing:
        return False
    if level not in rules.sharing_choices(entry):
        raise NothingToShare("Sans texte, rien ne peut être cité ni rejoindre un thème.")
    if level is not Sharing.PRIVATE and not rules.may_be_shared(entry):
        raise NotMaskedYet("Le masquage n’est pas terminé. Rien n’est partagé en attendant.")
    session.add(
        SharingChange(entry_id=entry.id, old=entry.sharing, new=level, text_version=rules.SHARING_TEXT_VERSION, at=now)
    )
    entry.sharing = level
    entry.version += 1
    session.flush()
    return True


def mask_more(session: Session, entry: Entry, spans: Sequence[tuple[int, int]]) -> None:
    """Set what the author masks besides what the machine does. The worker then makes the masked text again."""
    hidden = rules.merge_spans(spans, len(entry.text))
    entry.author_masks = [list(span) for span in hidden]
    entry.author_shown = [list(span) for span in take_out([(a, b) for a, b in entry.author_shown], hidden)]
    entry.masking_state = MaskingState.RECEIVED
    entry.masked_text = None
    entry.passages.clear()
    entry.version += 1
    session.flush()


def show_again(session: Session, entry: Entry, spans: Sequence[tuple[int, int]], *, now: datetime) -> int:
    """Lift masks of an entry; return how many. Its author must read the result again before sharing it.

    Masks over names of people, or ways to reach them, cannot be lifted: they protect someone else too. Those added by
    the team can, since the team may be wrong; the team is not told.
    """
    lifted = sorted(may_be_shown(entry.text, entry.masks) & set(spans))
    if lifted:
        own = take_out([(a, b) for a, b in entry.author_masks], lifted)
        shown = [(a, b) for a, b in entry.author_shown]
        share(session, entry, Sharing.PRIVATE, now=now)
        entry.team_masks = [[*part, *rest] for a, b, *rest in entry.team_masks for part in take_out([(a, b)], lifted)]
        entry.author_shown = [list(span) for span in rules.merge_spans([*shown, *lifted], len(entry.text))]
        mask_more(session, entry, own)
    return len(lifted)


def answer_next_step(session: Session, step: NextStep, state: NextStepState, outcome: str, *, now: datetime) -> None:
    """Record what became of a next step."""
    step.state, step.outcome, step.changed_at = state, outcome, now
    session.flush()


def set_due(step: NextStep, day: date | None) -> None:
    """Set, change or remove the day of a next step; its author is asked how a new day went."""
    if day != step.due_on:
        step.due_on, step.put_aside_at = day, None


def put_aside(session: Session, step: NextStep, *, now: datetime) -> None:
    """Stop asking how the day of a next step went."""
    step.put_aside_at = now
    session.flush()


def erase_entry(session: Session, entry: Entry) -> None:
    """Delete an entry and everything made from it."""
    session.delete(entry)
    session.flush()


def _refuse_flood(session: Session, author: Person, now: datetime) -> None:
    recent = session.scalars(
        sa.select(Entry.written_at).where(Entry.author_id == author.id, Entry.written_at > now - timedelta(days=1))
    )
    if rules.too_many(recent, now):
        raise TooManyTries(
            "Vous avez beaucoup écrit en peu de temps. Tout est gardé : recommencez l’envoi dans un moment."
        )


def _forget_masking(entry: Entry, *, keep_author_masks: bool) -> None:
    entry.masking_state = MaskingState.RECEIVED
    entry.masked_text = None
    entry.masked_helped = entry.masked_hindered = ""
    entry.masks = []
    entry.author_masks = entry.author_masks if keep_author_masks else []
    entry.author_shown = entry.author_shown if keep_author_masks else []
    entry.masked_at = entry.masked_further_at = None
    entry.passages.clear()


def _mask_nothing(entry: Entry, now: datetime) -> None:
    """Mark an entry without any text as masked at once: there is nothing to mask."""
    if entry.masking_state is MaskingState.RECEIVED and not any(getattr(entry, name) for name in rules.MASKED_FIELDS):
        entry.masking_state, entry.masking_version = MaskingState.MASKED, AS_IT_IS
        entry.masked_text, entry.masked_at = "", now


def _fill(entry: Entry, content: EntryContent, now: datetime) -> None:
    for name in ("text", "happened_on", "step", "free_emotion", "helped", "hindered", "agency", "prompt"):
        setattr(entry, name, getattr(content, name))
    kept = {e.emotion: e for e in entry.emotions}
    entry.emotions = [
        _placed(kept.get(emotion) or EntryEmotion(emotion=emotion), intensity, position)
        for position, (emotion, intensity) in enumerate(content.emotions[: rules.MOST_EMOTIONS])
    ]
    _set_next_step(entry, content, now)


def _placed(row: EntryEmotion, intensity: int | None, position: int) -> EntryEmotion:
    row.intensity, row.position = intensity, position
    return row


def _set_next_step(entry: Entry, content: EntryContent, now: datetime) -> None:
    if not content.next_step:
        entry.next_step = None
        return
    if entry.next_step is None:
        entry.next_step = NextStep(author_id=entry.author_id, created_at=now)
    entry.next_step.text = content.next_step
    set_due(entry.next_step, content.next_step_on)
