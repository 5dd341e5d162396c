"""The right of reply: an organisation answers a part of a published month, and the coordination decides.

Published, a reply stands beside the part (``journal.narrative.beside``): the frozen text, its figures and people’s
words do not move.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.actors.models import Actor
from journal.db import Backlog, backlog, holding
from journal.entries.hiding import write_otherwise
from journal.entries.rules import mark_of
from journal.entries.sending import check_pace
from journal.entries.words import leave_as_it_is
from journal.errors import DomainError, Refused, SeenOtherwise
from journal.narrative import queries
from journal.narrative.beside import part_key
from journal.narrative.making import editions, quotes
from journal.narrative.making.checks import borrowed_in
from journal.narrative.models import Digest, MonthReply, ReplyState
from journal.narrative.whose_words import shared_with
from journal.partners.services import may_speak
from journal.web.typography import in_guillemets
from nlp.prose.drafts import ParagraphKind

Parts = dict[str, dict[str, Any]]
# What speaks of nobody: what is asked of those who write, and how the récit is made.
SAYS_NOTHING = frozenset({ParagraphKind.QUESTION, ParagraphKind.LEDGER})
# What the coordination may decide, from each state: what it published, it may publish no more.
NEXT: Mapping[ReplyState, frozenset[ReplyState]] = {
    ReplyState.SENT: frozenset({ReplyState.PUBLISHED, ReplyState.RETURNED, ReplyState.DECLINED}),
    ReplyState.RETURNED: frozenset(),
    ReplyState.PUBLISHED: frozenset({ReplyState.RETURNED, ReplyState.DECLINED}),
    ReplyState.DECLINED: frozenset(),
}
# While the organisation may write it otherwise: what everyone reads does not change under their eyes.
OPEN = frozenset({ReplyState.SENT, ReplyState.RETURNED})


def parts_of(session: Session, digest: Digest) -> Parts:
    """The parts of a month that an organisation may read, so answer: those that anyone may, while the Lab is open."""
    if digest.published_at is None or not session.get_one(Lab, digest.lab_id).is_public:
        return {}
    return _by_key(editions.in_public(session, digest))


def write(
    session: Session, digest: Digest, part: str, text: str, *, actor: Actor, by: Person, now: datetime
) -> MonthReply:
    """Send an organisation’s reply to a part of a month; the coordination reads it before anyone else.

    The caller holds the digest until the transaction ends.

    Raises
    ------
    DomainError
        When the organisation has left the Lab, or has a reply to this part already.
    Refused
        When it says someone’s words.
    TooManyTries
        When someone writes more in a day than a team can answer.
    """
    _check(session, actor, text)
    if part in given_to(session, digest, actor):
        raise DomainError("Votre organisation a déjà répondu à cette partie. Reprenez cette réponse pour la récrire.")
    check_pace(session, MonthReply, by=by, now=now)
    made = MonthReply(lab_id=digest.lab_id, digest_id=digest.id, part=part, actor_id=actor.id, text=text, at=now)
    made.author_id, made.state = by.id, ReplyState.SENT
    leave_as_it_is(made)
    session.add(made)
    session.flush()
    return made


def rewrite(session: Session, reply: MonthReply, text: str, *, seen: str, by: Person, now: datetime) -> None:
    """Write a reply otherwise, and send it again; what the team hid of it stays hidden.

    The caller holds the reply until the transaction ends.

    Raises
    ------
    DomainError
        When the coordination decided meanwhile, or when the organisation has left the Lab.
    SeenOtherwise
        When a colleague wrote it otherwise meanwhile.
    Refused
        When it says someone’s words.
    """
    _check(session, reply.actor, text)
    if reply.state not in OPEN:
        raise DomainError("La coordination a décidé de cette réponse entre-temps.")
    if seen != mark_of(reply.text):
        raise SeenOtherwise("Quelqu’un de votre organisation l’a récrite entre-temps. Relisez-la avant de l’envoyer.")
    write_otherwise(reply, text)
    leave_as_it_is(reply)
    reply.author_id, reply.at = by.id, now
    reply.state, reply.reason, reply.decided_by_id, reply.decided_at = ReplyState.SENT, "", None, None
    session.flush()


def settle(
    session: Session, reply: MonthReply, state: ReplyState, reason: str, *, seen: str, by: Person, now: datetime
) -> None:
    """Publish a reply beside its part, or say why it is not, or not any more.

    Raises
    ------
    SeenOtherwise
        When its words are no longer those that were read, or someone decided already.
    DomainError
        When that is not possible from where it stands.
    Refused
        When the part it answers is no longer published, or when what the organisation is told says someone’s words.
    """
    if seen != read_mark(reply):
        raise SeenOtherwise("Cette réponse a changé, ou quelqu’un en a déjà décidé. Relisez-la avant de décider.")
    if state not in NEXT[reply.state]:
        raise DomainError("Cela ne peut pas se décider d’une réponse qui en est là.")
    if state is ReplyState.PUBLISHED and reply.part not in parts_answered(session, reply.digest):
        gone = "La partie à laquelle elle répond n’est plus publiée\u00a0: rien ne peut paraître à côté."
        raise Refused(gone, "decision")
    _check_reason(session, reply, reason)
    reply.version += reply.state is ReplyState.PUBLISHED  # a backup that comes back must not show it again
    reply.state, reply.decided_by_id, reply.decided_at = state, by.id, now
    reply.reason = "" if state is ReplyState.PUBLISHED else reason
    session.flush()


def withdraw(session: Session, reply: MonthReply) -> None:
    """Take a reply back: it leaves every page, and nothing says that it was there."""
    session.delete(reply)
    session.flush()


def read_mark(reply: MonthReply) -> str:
    """Names what was read before deciding: the words, and where they stood."""
    return mark_of(reply.said, reply.state)


def parts_answered(session: Session, digest: Digest) -> Parts:
    """The parts of a month that are still published, each as the organisations that answer it read it."""
    inside, public = _by_key(editions.carried_away(session, digest)), _by_key(editions.in_public(session, digest))
    return {key: public.get(key, part) for key, part in inside.items()}


def of_organisation(session: Session, actor: Actor) -> Sequence[MonthReply]:
    """All that an organisation answered, the latest first."""
    mine = sa.select(MonthReply).where(MonthReply.actor_id == actor.id, MonthReply.lab_id == actor.lab_id)
    return session.scalars(mine.order_by(MonthReply.at.desc(), MonthReply.id)).all()


def given_to(session: Session, digest: Digest, actor: Actor) -> dict[str, MonthReply]:
    """What an organisation answers already, by part of a month: after a refusal, it may write another reply."""
    mine = sa.select(MonthReply).where(MonthReply.digest_id == digest.id, MonthReply.actor_id == actor.id)
    return {reply.part: reply for reply in session.scalars(mine.where(MonthReply.state != ReplyState.DECLINED))}


def own(session: Session, actor: Actor, reply_id: uuid.UUID, *, lock: bool = False) -> MonthReply | None:
    """A reply, only for its organisation."""
    mine = sa.select(MonthReply).where(MonthReply.id == reply_id, MonthReply.actor_id == actor.id)
    return session.scalar(holding(mine, of=MonthReply) if lock else mine)


def for_team(session: Session, lab_id: uuid.UUID, reply_id: uuid.UUID, *, lock: bool = False) -> MonthReply | None:
    """A reply, only inside its Lab."""
    found = sa.select(MonthReply).where(MonthReply.id == reply_id, MonthReply.lab_id == lab_id)
    return session.scalar(holding(found, of=MonthReply) if lock else found)


def of_lab(session: Session, lab_id: uuid.UUID, *states: ReplyState, most: int | None = None) -> Sequence[MonthReply]:
    """The replies of a Lab in these states, the latest first."""
    found = sa.select(MonthReply).where(MonthReply.lab_id == lab_id, MonthReply.state.in_(states))
    return session.scalars(found.order_by(MonthReply.at.desc(), MonthReply.id).limit(most)).all()


def waiting(session: Session, lab_id: uuid.UUID) -> Backlog:
    return backlog(session, MonthReply.at, MonthReply.lab_id == lab_id, MonthReply.state == ReplyState.SENT)


def months_to_read(session: Session, lab: Lab) -> list[Digest]:
    """The months that an organisation may read, so answer."""
    return queries.public_digests(session, lab.id) if lab.is_public else []


def _by_key(parts: Iterable[dict[str, Any]]) -> Parts:
    keyed = {part_key(part["kind"], part["theme"]): part for part in parts}
    return {key: part for key, part in keyed.items() if part["kind"] not in SAYS_NOTHING}


def _check_reason(session: Session, reply: MonthReply, reason: str) -> None:
    """Refuse what would tell an organisation someone’s words, other than those it wrote or reads in the month."""
    read = [reply.said, *(part["text"] for part in parts_of(session, reply.digest).values())]
    run = borrowed_in(session, reply.lab_id, reason, allowed=read)
    if run:
        whose = f"Ce texte reprend des mots de quelqu’un\u00a0: {in_guillemets(run)}."
        raise Refused(f"{whose} Dites-le avec les vôtres.", "reason")


def _check(session: Session, actor: Actor, text: str) -> None:
    """Refuse what an organisation that left the Lab says, and the words of someone: they leave with their author."""
    if not may_speak(actor):
        raise DomainError("Votre organisation n’est plus parmi les acteurs du Lab.")
    # Those of public months alone: nobody learns here of words they could not read.
    public = {digest.id for digest in queries.public_digests(session, actor.lab_id)}
    told = [quote for quote in quotes.accepted_in(session, actor.lab_id) if quote.for_public]
    said = [quote.text for quote in told if quote.digest_id in public]
    run = shared_with(text, said)
    if run:
        whose = f"Cette réponse reprend des mots de quelqu’un\u00a0: {in_guillemets(run)}."
        raise Refused(f"{whose} Répondez avec les vôtres.", "text")
