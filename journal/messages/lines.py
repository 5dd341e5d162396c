"""What other pages say of messages to authors: where passages and words are read, Monday's page, and
the journal of whoever is written to.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.models import Person
from journal.db import Backlog
from journal.entries.models import Passage
from journal.entries.words import MaskedWords
from journal.messages import queries, rules
from journal.messages.models import TeamMessage
from journal.messages.writings import Sent, key_of, may_be_written_about
from journal.web.lines import Line
from journal.web.typography import day
from journal.web.waiting import Urgency, Waiting, how_many


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """That a message waits; neither what it says nor what it is about."""
    if queries.current(session, person, now=clock.now()) is None:
        return []
    return [Line("Quelqu’un de l’équipe de votre Lab vous a écrit un mot.", "messages.read", link="Le lire")]


def on_monday(session: Session, lab_id: uuid.UUID, now: datetime) -> list[Waiting]:
    """Unread answers, without the day since which they wait, which no page tells the team."""
    unread = Backlog(queries.unread_answers(session, lab_id, now=now), None)
    one, several = "Une réponse à un mot de l’équipe attend", "réponses à des mots de l’équipe attendent"
    return how_many(unread, Urgency.WORRYING, one, several, "votre lecture", "messages.sent")


def about_a_passage(session: Session, passage: Passage, now: datetime) -> Line:
    """The link to write to its author, or that someone already did: the same whoever the author is."""
    last, link = queries.last_about(session, passage), "Écrire à la personne qui a écrit ce passage"
    return _way(last, "ce passage", Line("", "messages.write", {"passage_id": passage.id}, link), now)


def about_words(session: Session, words: Sequence[MaskedWords], now: datetime) -> dict[uuid.UUID, Line]:
    """The same for texts in mediation, if their author accepted messages when sending them."""
    sent = [each for each in words if isinstance(each, Sent) and may_be_written_about(each)]
    last, link = queries.last_about_each(session, sent), "Écrire à cette personne"
    there = "messages.of_words"
    return {
        each.id: _way(last.get(each.id), "ce texte", Line("", there, {key_of(each): each.id}, link), now)
        for each in sent
    }


def _way(last: TeamMessage | None, what: str, way: Line, now: datetime) -> Line:
    told = f"Un mot est parti à propos de {what} le {day(last.sent_at)}" if last else ""
    if last:
        told += ", puis a été repris." if last.taken_back_at else "."
    if not rules.may_be_written_about(last, now):
        return Line(told, "messages.sent", link="Voir les mots envoyés")
    return replace(way, sentence=told)
