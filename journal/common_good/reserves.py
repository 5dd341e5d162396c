"""The reserves that stay under an adopted text: created from answers, masked with their words, lifted."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal.common_good.models import Answer, Proposal, Reserve, Stance, Turn, Words


def left_by(turn: Turn) -> list[Reserve]:
    """The reserves that the answers to an agreed text leave under it: those whose reason was sent."""
    return [_made_from(each) for each in turn.answers if each.stance is Stance.RESERVE and _said(each)]


def lift(session: Session, reserve: Reserve) -> None:
    """Withdraw the reserve left under a statement, and the answer it came from."""
    came_from = (
        sa.select(Answer)
        .join(Answer.turn)
        .join(Turn.proposal)
        .where(Proposal.statement_id == reserve.statement_id, Answer.person_id == reserve.person_id)
    )
    for made in session.scalars(came_from).all():
        session.delete(made)
    session.delete(reserve)
    session.flush()


def _made_from(made: Answer) -> Reserve:
    return Reserve(person_id=made.person_id, role=made.role, actor_id=made.actor_id, text=_said(made), at=made.at)


def _said(made: Answer) -> str:
    return made.words.said if made.words else ""


@event.listens_for(Session, "before_flush")
def _follow_masks_of_reserves(session: Session, *_: object) -> None:
    """Mask a reserve further when the words it comes from are."""
    for words in [row for row in session.dirty if isinstance(row, Words) and row.is_sent]:
        for before in filter(None, sa.inspect(words).attrs.masked_text.history.deleted or ()):
            mine = sa.select(Reserve).where(Reserve.person_id == words.author_id, Reserve.text == before)
            with session.no_autoflush:
                for reserve in session.scalars(mine):
                    reserve.text = words.said
