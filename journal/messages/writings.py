"""What a message may be about: a passage of an entry, or another text that a participant sent to the team.

Whether a message may be written depends only on that text, and on what its author accepted when sending it, never on
who they are.
"""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.readings import Reading
from journal.calls.models import IdeaWords
from journal.common_good.models import Words
from journal.common_good.queries import proposal_of
from journal.entries.models import Passage
from journal.entries.words import MaskedWords
from journal.messages.models import TeamMessage
from journal.messages.rules import is_given
from journal.narrative.models import Contribution
from journal.themes.excerpts import readable_passage

Sent = Contribution | Words | IdeaWords
Writing = Passage | Sent
# By the name of the key of a message, the words it may point to.
SENT: dict[str, type[Sent]] = {"contribution_id": Contribution, "words_id": Words, "idea_words_id": IdeaWords}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the team reads a text, where its author does, and how the log names its reading."""

    named: str
    endpoint: str
    values: dict[str, uuid.UUID]
    own_endpoint: str
    reading: Reading
    row_id: uuid.UUID


def may_be_written_about(words: MaskedWords) -> bool:
    """Whether the author of a text accepted, when sending it, that the team writes to them about it.

    None did of those sent before they were told of it, nor of those of a role or an organisation.
    """
    return bool(is_given(words) and words.said and words.sent_under)


def find(session: Session, lab_id: uuid.UUID, key: str, row_id: uuid.UUID) -> Writing | None:
    """What the team of a Lab may write about; None for anything else."""
    if key == "passage_id":
        return readable_passage(session, lab_id, row_id)
    kind = SENT[key]
    found = session.scalar(sa.select(kind).where(kind.id == row_id, kind.lab_id == lab_id))
    return found if isinstance(found, Sent) and may_be_written_about(found) else None


def key_of(writing: Writing) -> str:
    """The name of the foreign key of a message that refers to this."""
    if isinstance(writing, Passage):
        return "passage_id"
    return next(key for key, kind in SENT.items() if isinstance(writing, kind))


def keys_of(writing: Writing) -> dict[str, uuid.UUID]:
    """The foreign keys of a message about this; a passage also by its entry, in case it is cut again."""
    whole = {"entry_id": writing.entry_id} if isinstance(writing, Passage) else {}
    return {key_of(writing): writing.id, **whole}


def author_of(writing: Writing) -> uuid.UUID:
    return writing.entry.author_id if isinstance(writing, Passage) else writing.author_id


def words_of(message: TeamMessage) -> Sent | None:
    """The text a message is about, unless it is about a passage."""
    return message.contribution or message.common_good_words or message.idea_words


def place_of(session: Session, writing: Writing) -> Place:
    """Where to return after writing a message about this."""
    if isinstance(writing, Passage):
        named, values = "Ce passage", {"passage_id": writing.id}
        return Place(named, "themes.passage", values, "entries.entry", Reading.PASSAGES, writing.entry_id)
    if isinstance(writing, Contribution):
        named, values = "Ce qu’une personne dit du récit", {"contribution_id": writing.id}
        end = (values, "narrative.contribution", Reading.CONTRIBUTION, writing.id)
        return Place(named, "narrative.mediate", *end)
    if isinstance(writing, Words):
        about = proposal_of(session, writing)
        if about is None:
            raise ValueError("words about nothing")
        named, there, values = (
            "Ce qu’une personne dit du bien commun",
            "common_good.proposal",
            {"proposal_id": about.id},
        )
        return Place(named, there, values, there, Reading.PROPOSAL, about.id)
    idea, there = writing.about, "calls.idea"
    return Place(
        "Ce qu’une personne répond à un appel à idées", there, {"idea_id": idea.id}, there, Reading.IDEA, idea.id
    )
