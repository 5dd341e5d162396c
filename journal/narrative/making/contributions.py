"""What a participant says is missing: written, masked, read again, sent, answered, withdrawn."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.db import holding
from journal.entries.sending import check_as_read, check_pace
from journal.entries.words import SENDING_TEXT_VERSION
from journal.errors import DomainError, Refused
from journal.narrative.making import checks
from journal.narrative.models import Contribution, ContributionState
from journal.narrative.removing.withdrawals import remove_contribution
from journal.themes.models import Theme


class AlreadyAnswered(DomainError):
    status = 409
    title = "Une réponse est déjà faite"


def write(session: Session, theme: Theme, text: str, *, by: Person, now: datetime) -> Contribution:
    """Keep what someone writes, for their eyes only until they send it.

    Raises
    ------
    TooManyTries
        When someone writes more in a day than a team can answer.
    """
    check_pace(session, Contribution, by=by, now=now)
    made = Contribution(lab_id=theme.lab_id, theme_id=theme.id, author_id=by.id, text=text, at=now)
    session.add(made)
    session.flush()
    return made


def own(
    session: Session, author_id: uuid.UUID, contribution_id: uuid.UUID, *, lock: bool = False
) -> Contribution | None:
    """A contribution, only for the person who wrote it.

    With ``lock``, the row is re-read and locked until the transaction ends.
    """
    found = sa.select(Contribution).where(Contribution.id == contribution_id, Contribution.author_id == author_id)
    return session.scalar(holding(found) if lock else found)


def check_not_sent(contribution: Contribution) -> None:
    """Refuse to hide more of what is sent already: what was read cannot be hidden, it can be withdrawn."""
    if contribution.state is not ContributionState.UNSENT:
        raise DomainError("Votre texte est déjà envoyé. Vous pouvez encore le retirer.")


def send(session: Session, contribution: Contribution, *, seen: str, now: datetime) -> None:
    """Send to mediation the very text its author has just read.

    Raises
    ------
    SeenOtherwise
        When it is no longer the text they read, or not masked yet.
    """
    check_as_read(contribution, seen)
    contribution.state, contribution.at = ContributionState.WAITING, now
    contribution.sent_under = SENDING_TEXT_VERSION
    session.flush()


def mediate(
    session: Session,
    contribution: Contribution,
    state: ContributionState,
    text: str,
    *,
    by: Person,
    now: datetime,
    for_readers: str = "",
) -> None:
    """Answer a contribution, once: its author may have read the answer. ``for_readers``, the next récit tells.

    Raises
    ------
    AlreadyAnswered
        When someone else just did.
    Refused
        When readers would be told of what changes nothing, or in somebody's words.
    """
    if contribution.state is not ContributionState.WAITING:
        raise AlreadyAnswered("Quelqu’un de l’équipe a déjà répondu. Votre réponse n’est pas partie, la voici.")
    if for_readers:
        if state is not ContributionState.ACCEPTED:
            raise Refused(
                "Le récit dit ce qui change. Choisissez «\u00a0Nous en tenons compte\u00a0», ou videz ce champ."
            )
        checks.nobody_is_borrowed_from(session, contribution, for_readers)
    contribution.state, contribution.answer, contribution.for_readers = state, text, for_readers
    contribution.answered_by_id, contribution.answered_at = by.id, now
    session.flush()


def return_to_author(session: Session, contribution: Contribution, *, now: datetime) -> None:
    """Make a contribution private again, without its answer; its words are removed from the récit."""
    remove_contribution(session, contribution, now=now)
    contribution.state, contribution.version = ContributionState.UNSENT, contribution.version + 1
    contribution.answer = contribution.for_readers = ""
    contribution.answered_by_id = contribution.answered_at = None
    session.flush()


def withdraw(session: Session, contribution: Contribution) -> None:
    """Erase a contribution and its answer; its words are removed from the récit."""
    session.delete(contribution)
    session.flush()
