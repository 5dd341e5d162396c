"""What people, organisations or the team took back, marked so that a restored backup does not show it again.

Nothing of it is a row that goes: a text is private once more, a quote is withdrawn, a paragraph is taken down.
"""

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
from journal.narrative.taking_back import hidden_further, taking_down, withdrawals
from journal.operations.marks import mark

# The mark of a shared text names its version: shared again later, the text has a new version, which is not marked. So
# do those of a contribution in which the team hid words, of an idea, and of a reply to a month.
SHARED, QUOTE, PARAGRAPH, STEP, MESSAGE = "shared_entry", "quote", "paragraph", "experiment_step", "handed_message"
SENT_AS: dict[type, str] = {Contribution: "sent_contribution", IdeaWords: "sent_idea", MonthReply: "sent_reply"}
# What one wants of the site, until one wants it no more.
WANTED = (*Subscription, "takes_messages")


def marks_of(row: object) -> Iterator[str]:
    """The marks of what is about to be taken back of a row."""
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
    """What is handed to someone no more: a message that the team takes back, or what they no longer want."""
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
    elif _stands_no_more(text):
        # A backup may hold any version until then: what is taken back may stand in each.
        yield from (mark(SENT_AS[type(text)], f"{text.id}:{version}") for version in range(1, before + 1))


def _stands_no_more(text: Contribution | IdeaWords | MonthReply) -> bool:
    if isinstance(text, MonthReply):
        return _is_no_more(text)
    return hidden_further.was_hidden_by_team(text) or _written_otherwise(text)


def _is_no_more(reply: MonthReply) -> bool:
    """Whether a reply has just been written otherwise, or is published no more."""
    was_published = _before(reply, "state", reply.state) is ReplyState.PUBLISHED
    return _before(reply, "text", reply.text) != reply.text or (was_published and reply.state != ReplyState.PUBLISHED)


def _written_otherwise(text: Contribution | IdeaWords) -> bool:
    """Whether its author has just taken a sent idea back to write it otherwise."""
    return isinstance(text, IdeaWords) and not text.is_sent and _before(text, "sent_at", None) is not None


def _hidden_by_team(entry: Entry) -> bool:
    """Whether someone of the team has just hidden words of it: a backup that comes back would show them."""
    return len(entry.team_masks) > len(_before(entry, "team_masks", entry.team_masks))


def _before(row: object, name: str, unchanged: Any) -> Any:
    """What a column held before what is about to be written."""
    history = sa.inspect(row).attrs[name].history
    return next(iter(history.deleted or ()), unchanged)


def take_back_again(session: Session, wanted: Collection[str]) -> int:
    """Take back again what bears a mark; return how many things were."""
    taken = 0
    shared = sa.select(Entry.id, Entry.version).where(Entry.sharing != Sharing.PRIVATE)
    for entry_id, version in session.execute(shared).all():
        if mark(SHARED, f"{entry_id}:{version}") in wanted:
            entries.withdraw(session, session.get_one(Entry, entry_id), now=now())
            taken += 1
    for quote in session.scalars(
        sa.select(Quote).where(Quote.state.in_((QuoteState.PROPOSED, QuoteState.ASKED, QuoteState.ACCEPTED)))
    ).all():
        if mark(QUOTE, quote.id) in wanted:
            withdrawals.withdraw(session, quote, now=now())
            taken += 1
    taken += _give_back_again(session, wanted)
    taken += _unsay_again(session, wanted) + _take_down_again(session, wanted)
    taken += _forget_again(session, wanted) + _hand_no_more_again(session, wanted)
    for each in WANTED:
        for person in session.scalars(sa.select(Person).where(getattr(Person, each))).all():
            if mark(each, person.id) in wanted:
                setattr(person, each, False)
                taken += 1
    session.flush()
    return taken


def _give_back_again(session: Session, wanted: Collection[str]) -> int:
    sent = session.scalars(sa.select(Contribution).where(Contribution.state != ContributionState.UNSENT)).all()
    again = [each for each in sent if mark(SENT_AS[Contribution], f"{each.id}:{each.version}") in wanted]
    for contribution in again:
        contributions.give_back(session, contribution, now=now())
    written = session.scalars(sa.select(IdeaWords).where(IdeaWords.sent_at.is_not(None))).all()
    ideas_again = [
        each.idea for each in written if each.idea and mark(SENT_AS[IdeaWords], f"{each.id}:{each.version}") in wanted
    ]
    for idea in ideas_again:
        ideas.give_back(session, idea)
    return len(again) + len(ideas_again)


def _unsay_again(session: Session, wanted: Collection[str]) -> int:
    """Drop what an organisation had written otherwise, or the Lab published no more: it may be sent again."""
    versions = session.execute(sa.select(MonthReply.id, MonthReply.version)).all()
    again = [reply_id for reply_id, version in versions if mark(SENT_AS[MonthReply], f"{reply_id}:{version}") in wanted]
    for reply_id in again:
        session.delete(session.get_one(MonthReply, reply_id))
    return len(again)


def _take_down_again(session: Session, wanted: Collection[str]) -> int:
    published = sa.select(DigestParagraph).join(Digest).where(Digest.status == DigestStatus.PUBLISHED)
    found = session.scalars(published.where(DigestParagraph.text != "")).all()
    again = [paragraph for paragraph in found if mark(PARAGRAPH, paragraph.id) in wanted]
    for paragraph in again:
        taking_down.take_down(session, paragraph, now=now())
    return len(again)


def _hand_no_more_again(session: Session, wanted: Collection[str]) -> int:
    handed = session.scalars(sa.select(TeamMessage).where(TeamMessage.taken_back_at.is_(None))).all()
    again = [message for message in handed if mark(MESSAGE, message.id) in wanted]
    for message in again:
        message.taken_back_at = now()
    return len(again)


def _forget_again(session: Session, wanted: Collection[str]) -> int:
    told = session.scalars(sa.select(ExperimentStep).where(ExperimentStep.evidence != "")).all()
    again = [step for step in told if mark(STEP, step.id) in wanted]
    for step in again:
        experiments.forget_words(step)
    return len(again)
