"""Passages that are in no theme: making one of them, or keeping them together until an analysis finds theirs."""

import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of
from journal.db import hold
from journal.entries.models import Passage
from journal.errors import Refused
from journal.themes import queries, rules
from journal.themes.deciding import members
from journal.themes.deciding.decisions import Signed, add_constraint, log_decision
from journal.themes.deciding.pairs import apart_from, bound_to, kept_with, loose_bonds
from journal.themes.deciding.too_few import TooFew
from journal.themes.models import ReviewAction, Theme
from nlp.counts import number
from nlp.types import ConstraintKind


def make_theme(session: Session, passages: Sequence[Passage], label: str, signed: Signed, *, floor: int) -> Theme:
    """Make a theme of passages that are in none; later analyses leave them there.

    Raises
    ------
    Refused
        When the name is, when one of them is in a theme, or when they are the words of too few people.
    """
    problem = rules.label_problem(label)
    if problem:
        raise Refused(problem)
    _check(session, passages, signed.by.lab_id)
    if queries.people_behind(session, [passage.id for passage in passages]) < floor:
        raise TooFew(
            f"Il faut {number(floor)} personnes\u00a0: gardez-les ensemble, la prochaine analyse les rapprochera."
        )
    run = queries.latest_success(session, signed.by.lab_id)
    if run is None or not all(passage.vector for passage in passages):
        raise Refused("Ces passages viennent d’arriver. Recommencez dans quelques minutes.")
    theme = members.open_theme(session, signed.by.lab_id, label, day_of(signed.at))
    members.gather(session, run, theme, passages)
    made = [
        add_constraint(session, ConstraintKind.BELONGS, passage.id, signed, theme_id=theme.id) for passage in passages
    ]
    after = {"passages": [str(passage.id) for passage in passages], "constraints": made}
    log_decision(session, theme, ReviewAction.MAKE, {}, after, signed)
    return theme


def keep_together(session: Session, passages: Sequence[Passage], signed: Signed) -> None:
    """Say that passages in no theme go with one another: later analyses bring them together.

    Raises
    ------
    Refused
        When they are fewer than two, one is in a theme, or two of them were set apart.
    """
    if len(passages) < 2:
        raise Refused("Cochez au moins deux passages.")
    _check(session, passages, signed.by.lab_id)
    first, *others = passages
    keys = {passage.id for passage in passages}
    if any(apart_from(session, passage.id) & keys for passage in passages):
        raise Refused("Deux de ces passages ont été séparés\u00a0: annulez d’abord cette décision.")
    known = kept_with(session, first.id)
    for other in others:
        if other.id not in known:
            add_constraint(session, ConstraintKind.TOGETHER, first.id, signed, other_id=other.id)


def let_go(session: Session, passage: Passage, signed: Signed) -> None:
    """Keep a passage with no other any more; those it was kept with stay together.

    Raises
    ------
    Refused
        When nothing keeps it with others but decisions that are in a theme's history.
    """
    hold(session, Lab, signed.by.lab_id)
    bonds = loose_bonds(session, signed.by.lab_id, passage.id)
    if not bonds:
        raise Refused("Rien à défaire ici\u00a0: annulez la décision dans l’historique du thème.")
    ends = [key for bond in bonds for key in (bond.passage_id, bond.other_passage_id) if key is not None]
    first, *others = dict.fromkeys(key for key in ends if key != passage.id)
    for bond in bonds:
        session.delete(bond)
    session.flush()
    for other in others:
        if other not in bound_to(session, first) | apart_from(session, first):
            add_constraint(session, ConstraintKind.TOGETHER, first, signed, other_id=other)


def _check(session: Session, passages: Sequence[Passage], lab_id: uuid.UUID) -> None:
    hold(session, Lab, lab_id)  # clicked twice, a button does it once
    if not passages:
        raise Refused("Cochez les passages qui vont ensemble.")
    if queries.homes_of(session, lab_id, [passage.id for passage in passages]):
        raise Refused("Un des passages est déjà dans un thème. Rechargez la page, puis recommencez.")
