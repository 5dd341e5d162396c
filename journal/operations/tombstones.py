"""The marks of what people erased or took back, so that a restored backup does not bring it back.

Erased: accounts, entries, contributions, requests to be contacted, messages of the team and their answers, what was
said of the common good or given to a call for ideas, experiments and indicators written by mistake, the choice to come
back by mail. Taken back: a shared text made private, rewritten or masked further, by its author or by the team; a
contribution or an idea in which the team hid words; what the team hid, wherever it did
(``journal.operations.hidden_again``); an idea written otherwise; a quote; a paragraph of a published month; the words
of a step of an experiment; a message of the team; a subscription, or that one takes such messages. A mark is a hash of
a random identifier: it holds nothing of the person. Marks also live in a file beside the database, because a restored
database only knows those of its own day; the worker adds to it every minute.
"""

import uuid
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Reopening, Tombstone
from journal.accounts.subscriptions import Subscription
from journal.calls import ideas
from journal.calls.models import Idea, IdeaSupport, IdeaWords
from journal.clock import now
from journal.common_good.models import Answer, Proposal, Reserve, Words
from journal.config import Settings
from journal.contact.models import ContactRequest
from journal.entries import services as entries
from journal.entries.models import Entry, Sharing
from journal.entries.words import MaskedWords
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, ExperimentStep
from journal.indicators.models import Indicator
from journal.messages.models import MessageAnswer, TeamMessage
from journal.narrative.making import contributions
from journal.narrative.models import (
    Contribution,
    ContributionState,
    Digest,
    DigestParagraph,
    DigestStatus,
    Quote,
    QuoteState,
)
from journal.narrative.taking_back import hidden_further, taking_down, withdrawals
from journal.operations import hidden_again
from journal.operations.files import replace_privately
from journal.operations.marks import mark
from journal.replication.models import OpenedExperiment
from journal.rights.services import erase_everything

# The rows whose erasure is marked, and the name of their mark.
Marked = type[
    Person
    | Reopening
    | Entry
    | Contribution
    | ContactRequest
    | TeamMessage
    | MessageAnswer
    | Proposal
    | Answer
    | Reserve
    | Words
    | Idea
    | IdeaWords
    | IdeaSupport
    | Experiment
    | Indicator
    | OpenedExperiment
]
MARKED: dict[Marked, str] = {
    Person: "person",
    Reopening: "reopening",
    Entry: "entry",
    Contribution: "contribution",
    ContactRequest: "contact_request",
    TeamMessage: "team_message",
    MessageAnswer: "message_answer",
    Proposal: "proposal",
    Answer: "proposal_answer",
    Reserve: "reserve",
    Words: "words",
    Idea: "idea",
    IdeaWords: "idea_words",
    IdeaSupport: "idea_support",
    Experiment: "experiment",
    Indicator: "indicator",
    OpenedExperiment: "opened_experiment",
}
# The mark of a shared text names its version: shared again later, the text has a new version, which is not marked. So
# do those of a contribution in which the team hid words, and of an idea.
SHARED, SENT, QUOTE, PARAGRAPH, STEP = "shared_entry", "sent_contribution", "quote", "paragraph", "experiment_step"
IDEA = "sent_idea"
MESSAGE = "handed_message"
# What one wants of the site, until one wants it no more.
WANTED = (*Subscription, "takes_messages")
OVERLAP = timedelta(hours=1)


def init_app(app: Flask) -> None:
    """Mark whatever is erased or taken back, from any feature, in the transaction that does it."""
    event.listen(app.extensions["database"].write, "before_flush", _bury)


def _bury(session: Session, *_: object) -> None:
    erased = [mark(MARKED[type(row)], row.id) for row in session.deleted if type(row) in MARKED]
    taken_back = [each for row in session.dirty for each in _taken_back(row)]
    texts = [row for row in session.dirty if isinstance(row, Entry | MaskedWords)]
    hidden = [each for row in texts for each in hidden_again.marks_of(row)]
    for digest in {*erased, *taken_back, *hidden}:
        session.merge(Tombstone(digest=digest, at=now()))


def _taken_back(row: object) -> Iterator[str]:
    if isinstance(row, Entry | Contribution | IdeaWords):
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


def _closed(text: Entry | Contribution | IdeaWords) -> Iterator[str]:
    before = _before(text, "version", text.version)
    if isinstance(text, Contribution | IdeaWords):
        if hidden_further.was_hidden_by_team(text) or _written_otherwise(text):
            # A backup may hold any version until then: the name stands in each.
            kind = SENT if isinstance(text, Contribution) else IDEA
            yield from (mark(kind, f"{text.id}:{version}") for version in range(1, before + 1))
    elif withdrawals.was_counted(text) or withdrawals.is_no_longer_quotable(text) or _hidden_by_team(text):
        yield mark(SHARED, f"{text.id}:{before}")


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


def file_of(settings: Settings) -> Path:
    return settings.data_dir / "tombstones.txt"


def export(session: Session, settings: Settings) -> int:
    """Add the marks of the database to the file, and of which Labs it is; return how many marks the file holds."""
    labs = {of_lab(lab_id) for lab_id in session.scalars(sa.select(Lab.id))}
    marks = read_file(file_of(settings)) | labs | set(session.scalars(sa.select(Tombstone.digest)))
    replace_privately(file_of(settings), "".join(f"{digest}\n" for digest in sorted(marks)))
    return len(marks)


def keep_up(session: Session, settings: Settings) -> None:
    """Write in the file what was erased or taken back since; its date says up to when it knows of everything."""
    path = file_of(settings)
    known = written_at(path)
    # What was marked just before is looked for again: its transaction may have ended after.
    recent = sa.exists().where(Tombstone.at > known - OVERLAP) if known else sa.true()
    if session.scalar(sa.select(recent)):
        export(session, settings)
    else:
        path.touch()


def of_lab(lab_id: uuid.UUID) -> str:
    return mark("lab", lab_id)


def written_at(path: Path) -> datetime | None:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None


def read_file(path: Path) -> set[str]:
    return set(path.read_text("ascii").split()) if path.exists() else set()


def replay(session: Session, marks: Collection[str]) -> int:
    """Erase and take back again whatever bears a mark; return how many things came back and left.

    It calls the services the pages call, so that listeners on the session (quotes, récits) follow here too.
    """
    wanted = set(marks)
    left = _erase_again(session, wanted) + _take_back_again(session, wanted)
    left += hidden_again.hide_again(session, wanted, now=now())
    for digest in wanted:
        session.merge(Tombstone(digest=digest, at=now()))
    session.flush()
    return left


def _erase_again(session: Session, wanted: Collection[str]) -> int:
    erased = 0
    for model, kind in MARKED.items():
        for row_id in session.scalars(sa.select(model.id)).all():
            row = session.get(model, row_id) if mark(kind, row_id) in wanted else None
            if isinstance(row, Person):
                erase_everything(session, row)
            elif row is not None:
                session.delete(row)
            erased += row is not None
        session.flush()
    return erased


def _take_back_again(session: Session, wanted: Collection[str]) -> int:
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
    taken += _take_down_again(session, wanted) + _forget_again(session, wanted) + _hand_no_more_again(session, wanted)
    for each in WANTED:
        for person in session.scalars(sa.select(Person).where(getattr(Person, each))).all():
            if mark(each, person.id) in wanted:
                setattr(person, each, False)
                taken += 1
    session.flush()
    return taken


def _give_back_again(session: Session, wanted: Collection[str]) -> int:
    sent = session.scalars(sa.select(Contribution).where(Contribution.state != ContributionState.UNSENT)).all()
    again = [each for each in sent if mark(SENT, f"{each.id}:{each.version}") in wanted]
    for contribution in again:
        contributions.give_back(session, contribution, now=now())
    written = session.scalars(sa.select(IdeaWords).where(IdeaWords.sent_at.is_not(None))).all()
    ideas_again = [each.idea for each in written if each.idea and mark(IDEA, f"{each.id}:{each.version}") in wanted]
    for idea in ideas_again:
        ideas.give_back(session, idea)
    return len(again) + len(ideas_again)


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
