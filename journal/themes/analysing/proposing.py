"""Reads and writes proposed merges and splits: pending, refused, open."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.themes.models import AnalysisRun, ProposalState, ReviewAction, Theme, ThemeProposal, ThemeReview
from journal.themes.queries import latest_success
from nlp.themes.continuity import Continuity
from nlp.themes.proposals import Candidate, Pending
from nlp.types import Change


def pending_changes(session: Session, run: AnalysisRun) -> list[Pending]:
    previous = latest_success(session, run.lab_id)
    return [Pending(_candidate(item), item["wins"]) for item in (previous.pending if previous else ())]


def refused_changes(session: Session, lab_id: uuid.UUID) -> list[Candidate]:
    """Changes nobody should hear of again: those refused, and the opposite of those people made themselves."""
    rows = session.scalars(
        sa.select(ThemeProposal).where(ThemeProposal.lab_id == lab_id, ThemeProposal.state == ProposalState.REFUSED)
    )
    refused = [
        _candidate({"change": row.change, "themes": row.theme_ids, "parts": row.parts, **row.reasons}) for row in rows
    ]
    reviews = session.scalars(
        sa.select(ThemeReview)
        .join(Theme, Theme.id == ThemeReview.theme_id)
        .where(
            Theme.lab_id == lab_id,
            ThemeReview.action.in_((ReviewAction.MERGE, ReviewAction.SPLIT)),
            ThemeReview.undone_at.is_(None),
        )
    )
    return refused + [_opposite(review) for review in reviews]


def _opposite(review: ThemeReview) -> Candidate:
    other, moved = review.after["into"], frozenset(review.after["moved"])
    if review.action == ReviewAction.SPLIT:
        return Candidate(Change.MERGE, tuple(sorted((str(review.theme_id), other))), (), (), 0, 0.0, 0.0)
    return Candidate(Change.SPLIT, (other,), (), (frozenset(review.after["own"]), moved), 0, 0.0, 0.0)


def _candidate(item: Mapping[str, Any]) -> Candidate:
    return Candidate(
        change=Change(item["change"]),
        themes=tuple(item["themes"]),
        found=tuple(item.get("found", ())),
        parts=tuple(frozenset(part) for part in item["parts"]),
        shared=item["shared"],
        share=item["share"],
        cosine=item["cosine"],
    )


def _packed(pending: Pending) -> dict[str, Any]:
    packed = asdict(pending.candidate) | {"wins": pending.wins, "change": pending.candidate.change.value}
    packed["parts"] = [sorted(part) for part in pending.candidate.parts]
    packed["themes"], packed["found"] = list(pending.candidate.themes), list(pending.candidate.found)
    packed["share"], packed["cosine"] = float(packed["share"]), float(packed["cosine"])
    packed["shared"] = int(packed["shared"])
    return packed


def save_proposals(session: Session, run: AnalysisRun, continuity: Continuity, moment: datetime) -> None:
    """Open what is ripe, close what is no longer seen."""
    run.pending = [_packed(pending) for pending in continuity.pending]
    still_open = session.scalars(
        sa.select(ThemeProposal).where(ThemeProposal.lab_id == run.lab_id, ThemeProposal.state == ProposalState.OPEN)
    ).all()
    ripe = {(p.candidate.change.value, tuple(sorted(p.candidate.themes))): p for p in continuity.proposals}
    for row in still_open:
        seen = ripe.pop((row.change, tuple(sorted(row.theme_ids))), None)
        if seen is None:
            row.state = ProposalState.GONE
        else:
            _describe(row, seen)
    for pending in ripe.values():
        row = ThemeProposal(lab_id=run.lab_id, run_id=run.id, at=moment)
        _describe(row, pending)
        session.add(row)


def _describe(row: ThemeProposal, pending: Pending) -> None:
    packed = _packed(pending)
    row.change, row.theme_ids, row.parts = packed["change"], packed["themes"], packed["parts"]
    row.reasons = {name: packed[name] for name in ("wins", "shared", "share", "cosine")}
