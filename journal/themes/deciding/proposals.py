"""Merges and splits the runs propose: accepted or refused by a person, in both cases with the reason kept."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.errors import Refused
from journal.themes import rules
from journal.themes.deciding import members, services
from journal.themes.deciding.decisions import Signed, log_decision
from journal.themes.models import ProposalState, ReviewAction, Theme, ThemeProposal, ThemeStatus
from journal.themes.wording import merge_reasons, split_reasons
from nlp.types import Change


def open_proposals(session: Session, lab_id: uuid.UUID) -> list[ThemeProposal]:
    """What waits for a decision, oldest first; nothing about themes that were merged, or that are set aside."""
    rows = session.scalars(
        sa.select(ThemeProposal)
        .where(ThemeProposal.lab_id == lab_id, ThemeProposal.state == ProposalState.OPEN)
        .order_by(ThemeProposal.at, ThemeProposal.id)
    )
    gone = {ThemeStatus.MERGED, ThemeStatus.SET_ASIDE}
    return [row for row in rows if not any(theme.status in gone for theme in themes_of(session, row))]


def themes_of(session: Session, proposal: ThemeProposal) -> list[Theme]:
    found = (session.get(Theme, uuid.UUID(key)) for key in proposal.theme_ids)
    return [theme for theme in found if theme is not None and theme.lab_id == proposal.lab_id]


def reasons(proposal: ThemeProposal) -> str:
    """Why the analyses propose it, in sentences."""
    wins = int(proposal.reasons["wins"])
    if proposal.change == Change.MERGE:
        return merge_reasons(proposal.reasons["share"], wins)
    return split_reasons(len(proposal.parts), wins)


def accept(session: Session, proposal: ThemeProposal, signed: Signed, *, floor: int) -> Theme:
    """Do what a proposal says; return the theme that stays.

    Raises
    ------
    Refused
        When it was decided already, or the themes have changed too much since.
    """
    _check_open(proposal)
    themes = themes_of(session, proposal)
    if proposal.change == Change.MERGE and len(themes) == 2:
        kept, absorbed = sorted(
            themes, key=lambda t: (not t.pinned, t.status is not ThemeStatus.ADOPTED, t.born_on, t.id)
        )
        services.merge(session, kept, absorbed, signed)
    elif proposal.change == Change.SPLIT and len(themes) == 1:
        kept = themes[0]
        _split(session, kept, proposal, signed, floor=floor)
    else:
        raise Refused("Ces thèmes n’existent plus : la proposition n’a plus d’objet.")
    _close(proposal, ProposalState.ACCEPTED, signed)
    session.flush()
    return kept


def _split(session: Session, theme: Theme, proposal: ThemeProposal, signed: Signed, *, floor: int) -> None:
    for number, part in enumerate(proposal.parts[1:], start=2):
        owned = members.main_passages(session, theme)
        label = f"{theme.label[: rules.LONGEST_LABEL - 4]} ({number})"
        chosen = {uuid.UUID(key) for key in part} & owned
        services.split(session, theme, chosen, label, signed, floor=floor)


def refuse(session: Session, proposal: ThemeProposal, signed: Signed) -> None:
    """Leave the themes as they are; the same proposal is not made again."""
    _check_open(proposal)
    if not signed.note:
        raise Refused("Dites en quelques mots pourquoi : la personne qui relira cette décision le saura.")
    _close(proposal, ProposalState.REFUSED, signed)
    for theme in themes_of(session, proposal):
        told = {"proposal": str(proposal.id), "change": proposal.change}
        log_decision(session, theme, ReviewAction.REFUSE, {}, told, signed)
    session.flush()


def _check_open(proposal: ThemeProposal) -> None:
    if proposal.state is not ProposalState.OPEN:
        raise Refused("Cette proposition a déjà reçu une réponse.")


def _close(proposal: ThemeProposal, state: ProposalState, signed: Signed) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, signed.by.id, signed.at
