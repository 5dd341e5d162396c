"""Passages a coordinator says have nothing to do with another: said once, no later analysis puts them with it."""

from collections.abc import Collection

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.errors import Refused
from journal.themes import queries
from journal.themes.deciding import members
from journal.themes.deciding.decisions import Signed, add_constraint, log_decision
from journal.themes.deciding.pairs import bound_to, home_to_tie
from journal.themes.excerpts import Excerpt, excerpt
from journal.themes.models import ReviewAction, Theme, ThemeMember, ThemeReview
from journal.themes.passages import held_cores, may_be_read
from nlp.encoding import unpacked
from nlp.types import ConstraintKind


def farthest(session: Session, passage: Passage, home: Theme, *, floor: int) -> list[Excerpt]:
    """The passages of its theme, those that resemble one least first, among those coordinators may read.

    None it was said to go with, and none at all while fewer people than the floor speak of the theme.
    """
    state = queries.latest_state(session, home.id)
    if state is None or len(queries.people_now(session, state)) < floor:
        return []
    rows = session.execute(
        sa.select(Passage, Entry)
        .join(Passage.entry)
        .join(ThemeMember, ThemeMember.passage_id == Passage.id)
        .where(ThemeMember.state_id == state.id, ThemeMember.main, readable_by_staff())
        .where(Passage.id.not_in(bound_to(session, passage.id) | {passage.id}))
        .where(may_be_read(held_cores(session, [state], floor=floor)))
        .order_by(Passage.id)
    ).all()
    nearness = [_nearness(passage, other) for other, _ in rows]
    order = np.argsort(np.array(nearness), kind="stable")
    return [excerpt(rows[n].Passage, rows[n].Entry) for n in order]


def _nearness(one: Passage, other: Passage) -> float:
    if not one.vector or not other.vector or one.encoder != other.encoder:
        return 0.0
    return float(unpacked(one.vector) @ unpacked(other.vector))


def set_apart(session: Session, passage: Passage, others: Collection[Passage], signed: Signed) -> ThemeReview:
    """Say that passages have nothing to do with one of the same theme: they leave it, and meet it in no later one.

    Raises
    ------
    Refused
        When none is chosen, one is not of the theme, or was said to go with this one.
    """
    home = home_to_tie(session, passage, others)
    homes = queries.homes_of(session, home.lab_id, [other.id for other in others])
    if any(homes.get(other.id) is not home for other in others):
        raise Refused("Un des passages n’est plus dans ce thème. Rechargez la page, puis recommencez.")
    if {other.id for other in others} & bound_to(session, passage.id):
        raise Refused("Ces passages ont été gardés ensemble : annulez d’abord cette décision.")
    for other in others:
        members.remove(session, home, other.id)
    made = [add_constraint(session, ConstraintKind.APART, passage.id, signed, other_id=other.id) for other in others]
    after = {"passage": str(passage.id), "others": [str(other.id) for other in others], "constraints": made}
    return log_decision(session, home, ReviewAction.APART, {}, after, signed)
