"""What was withdrawn or taken down, marked so that a restored backup does not show it again.

No row is deleted in these cases: a text becomes private again, a quote is withdrawn, a paragraph is taken down.
"""

import uuid
from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.accounts.subscriptions import Subscription
from journal.calls import ideas
from journal.calls.models import IdeaWords
from journal.clock import now
from journal.entries import services as entries
from journal.entries.models import Entry, Sharing
from journal.experiments import services as experiments
from journal.experiments.models import ExperimentStep
from journal.messages.models import TeamMessage
from journal.narrative.making import contributions
from journal.narrative.models import (
    Contribution,
    ContributionState,
    Digest,
    DigestParagraph,
    DigestStatus,
    MonthReply,
    Quote,
    QuoteState,
    ReplyState,
)
from journal.narrative.removing import hidden_further, taking_down, withdrawals
from journal.operations.marks import mark

# The mark of a shared text names its version: shared again later, the text has a new version, which is not marked. So
# do those of a contribution in which the team hid words, of an idea, and of a reply to a month.
SHARED, QUOTE, PARAGRAPH, STEP, MESSAGE = "shared_entry", "quote", "paragraph", "experiment_step", "handed_message"
SENT_AS: dict[type, str] = {Contribution: "sent_contribution", IdeaWords: "sent_idea", MonthReply: "sent_reply"}
# What a person may ask the site for, and no longer want.
WANTED = (*Subscription, "takes_messages")


def marks_of(row: object) -> Iterator[str]:
    """The marks of what is about to be withdrawn."""
    if isinstance(row, Entry | Contribution | IdeaWords | MonthReply):
        yield from _closed(row)
    elif isinstance(row, Quote):
        no_more = row.state is QuoteState.REFUSED and _before(row, "state", None) is QuoteState.ACCEPTED
        if no_more or row.state is QuoteState.WITHDRAWN:
            yield mark(QUOTE, row.id)
    elif isinstance(row, DigestParagraph):
        if not row.text and _before(row, "text", "") and row.digest.status is DigestStatus.PUBLISHED:
            yield mark(PARAGRAPH, row.id)
    elif isinstance(row, ExperimentStep):
        if not row.evidence and _before(row, "evidence", ""):
            yield mark(STEP, row.id)
    elif isinstance(row, TeamMessage | Person):
        yield from _ended(row)


def _ended(row: TeamMessage | Person) -> Iterator[str]:
    """A message that the team takes back, or a subscription that a person ends."""
    if isinstance(row, Person):
        ended = [each for each in WANTED if _before(row, each, False) and not getattr(row, each)]
        yield from (mark(each, row.id) for each in ended)
    elif row.taken_back_at and _before(row, "taken_back_at", row.taken_back_at) is None:
        yield mark(MESSAGE, row.id)


def _closed(text: Entry | Contribution | IdeaWords | MonthReply) -> Iterator[str]:
    before = _before(text, "version", text.version)
    if isinstance(text, Entry):
        if withdrawals.was_counted(text) or withdrawals.is_no_longer_quotable(text) or _hidden_by_team(text):
            yield mark(SHARED, f"{text.id}:{before}")
    elif _is_withdrawn(text):
        # A backup may hold any earlier version, each of which may contain what is withdrawn.
        yield from (mark(SENT_AS[type(text)], f"{text.id}:{version}") for version in range(1, before + 1))


def _is_withdrawn(text: Contribution | IdeaWords | MonthReply) -> bool:
    if isinstance(text, MonthReply):
        return _reply_is_withdrawn(text)
    return hidden_further.was_hidden_by_team(text) or _written_otherwise(text)


def _reply_is_withdrawn(reply: MonthReply) -> bool:
    """Whether a reply has just been rewritten, or is no longer published."""
    was_published = _before(reply, "state", reply.state) is ReplyState.PUBLISHED
    return _before(reply, "text", reply.text) != reply.text or (was_published and reply.state != ReplyState.PUBLISHED)


def _written_otherwise(text: Contribution | IdeaWords) -> bool:
    """Whether its author has just withdrawn a sent idea to rewrite it."""
    return isinstance(text, IdeaWords) and not text.is_sent and _before(text, "sent_at", None) is not None


def _hidden_by_team(entry: Entry) -> bool:
    """Whether the team has just hidden words of it, which a restored backup would show."""
    return len(entry.team_masks) > len(_before(entry, "team_masks", entry.team_masks))


def _before(row: object, name: str, unchanged: Any) -> Any:
    """The value of a column before this flush."""
    history = sa.inspect(row).attrs[name].history
    return next(iter(history.deleted or ()), unchanged)


# What a restored backup may still show of each kind, withdrawn one kind after the other.
PUBLISHED = DigestParagraph.digest.has(Digest.status == DigestStatus.PUBLISHED)
QUOTABLE = (QuoteState.PROPOSED, QuoteState.ASKED, QuoteState.ACCEPTED)
STANDING: tuple[tuple[str, type[Any], sa.ColumnElement[bool]], ...] = (
    (SHARED, Entry, Entry.sharing != Sharing.PRIVATE),
    (QUOTE, Quote, Quote.state.in_(QUOTABLE)),
    (SENT_AS[Contribution], Contribution, Contribution.state != ContributionState.UNSENT),
    (SENT_AS[IdeaWords], IdeaWords, sa.and_(IdeaWords.sent_at.is_not(None), IdeaWords.idea_id.is_not(None))),
    (SENT_AS[MonthReply], MonthReply, sa.true()),
    (PARAGRAPH, DigestParagraph, sa.and_(PUBLISHED, DigestParagraph.text != "")),
    (STEP, ExperimentStep, ExperimentStep.evidence != ""),
    (MESSAGE, TeamMessage, TeamMessage.taken_back_at.is_(None)),
    *((each, Person, getattr(Person, each)) for each in WANTED),
)


def withdraw_again(session: Session, wanted: Collection[str]) -> int:
    """Withdraw again what bears a mark; return how many things were."""
    taken = 0
    for name, kind, stands in STANDING:
        for key in _marked(session, name, kind, stands, wanted):
            _withdraw(session, name, session.get_one(kind, key))
            taken += 1
    session.flush()
    return taken


def _marked(
    session: Session, name: str, kind: type[Any], stands: sa.ColumnElement[bool], wanted: Collection[str]
) -> list[uuid.UUID]:
    """The rows of a kind that bear a mark of this name; the others are not read."""
    if name not in {SHARED, *SENT_AS.values()}:
        return [key for key in session.scalars(sa.select(kind.id).where(stands)) if mark(name, key) in wanted]
    versions = session.execute(sa.select(kind.id, kind.version).where(stands)).all()
    return [key for key, version in versions if mark(name, f"{key}:{version}") in wanted]


def _withdraw(session: Session, name: str, row: object) -> None:
    match row:
        case Entry():
            entries.share(session, row, Sharing.PRIVATE, now=now())
        case Quote():
            withdrawals.withdraw(session, row, now=now())
        case Contribution():
            contributions.return_to_author(session, row, now=now())
        case IdeaWords():
            ideas.return_to_author(session, row.about)
        case MonthReply():  # its organisation may send it again
            session.delete(row)
        case DigestParagraph():
            taking_down.take_down(session, row, now=now())
        case ExperimentStep():
            experiments.forget_words(row)
        case TeamMessage() | Person():
            _end(row, name)


def _end(row: TeamMessage | Person, name: str) -> None:
    if isinstance(row, Person):
        setattr(row, name, False)
    else:
        row.taken_back_at = now()
