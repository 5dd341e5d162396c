"""Passages a coordinator wants kept together, in whichever theme: said once, it binds every later analysis."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.errors import Refused
from journal.themes import queries
from journal.themes.deciding import members
from journal.themes.deciding.decisions import Signed, add_constraint, log_decision
from journal.themes.deciding.pairs import apart_from, bound_to, home_to_tie
from journal.themes.excerpts import Excerpt, left_out, readable
from journal.themes.models import ReviewAction, Theme, ThemeReview
from journal.themes.passages import kept_back
from journal.themes.rules import shared_out
from journal.themes.runs import WINDOW
from nlp.encoding import unpacked
from nlp.types import ConstraintKind


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that says nearly the same as another, and the theme it is in."""

    excerpt: Excerpt
    theme: Theme | None


def nearest(session: Session, passage: Passage, *, limit: int, floor: int, unplaced: bool = False) -> list[Near]:
    """The passages nearest to one in meaning, among those coordinators may read; none already said of it.

    ``unplaced``, only among those that are in no theme.
    """
    run = queries.latest_success(session, passage.entry.lab_id)
    if run is None or not passage.vector:
        return []
    said = bound_to(session, passage.id) | apart_from(session, passage.id)
    among = left_out(run) if unplaced else ()
    rows = session.execute(
        sa.select(Passage.id, Passage.vector, Entry.author_id)
        .join(Passage.entry)
        .where(Entry.lab_id == run.lab_id, Entry.happened_on > run.until - WINDOW, readable_by_staff())
        .where(Passage.encoder == passage.encoder, Passage.vector.is_not(None), Passage.counts)
        .where(Passage.id.not_in(said | {passage.id}), *among)
        .where(Passage.id.not_in(kept_back(session, run.id, floor=floor)))
        .order_by(Passage.id)
    ).all()
    if not rows:
        return []
    vectors = np.array([unpacked(row.vector) for row in rows])
    order = np.argsort(-vectors @ unpacked(passage.vector), kind="stable")
    chosen = shared_out([rows[n] for n in order], limit, shown=Counter([passage.entry.author_id]))
    keys = [row.id for row in chosen]
    found, homes = readable(session, run.lab_id, keys), queries.homes_of(session, run.lab_id, keys)
    return [Near(found[key], homes.get(key)) for key in keys]


def keep_together(session: Session, passage: Passage, others: Collection[Passage], signed: Signed) -> ThemeReview:
    """Say that passages go with one that is in a theme: they join it there, and follow it in later analyses."""
    home = home_to_tie(session, passage, others)
    if {other.id for other in others} & apart_from(session, passage.id):
        raise Refused("Ces passages ont été séparés : annulez d’abord cette décision.")
    came_from = {str(other.id): _move(session, other, home) for other in others}
    made = [add_constraint(session, ConstraintKind.TOGETHER, passage.id, signed, other_id=other.id) for other in others]
    after = {"passage": str(passage.id), "others": came_from, "constraints": made}
    return log_decision(session, home, ReviewAction.TOGETHER, {}, after, signed)


def _move(session: Session, passage: Passage, home: Theme) -> str | None:
    source = queries.home_of(session, home.lab_id, passage.id)
    if source is not home:
        members.put(session, home, passage.id)
    return str(source.id) if source else None
