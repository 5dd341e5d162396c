"""What waits for a coordinator outside the themes: contributions, quotes, answers, trials. No participant's words."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.clock import day_of
from journal.common_good.queries import waiting as proposals_waiting
from journal.contact.queries import untaken
from journal.cooperation.queries import overdue_answers, unanswered_themes
from journal.db import count
from journal.experiments import lines as experiments
from journal.indicators import lines as indicators
from journal.narrative import lines as months
from journal.narrative.models import Contribution, ContributionState, Digest, DigestStatus, Quote, QuoteState
from journal.web.lines import Line


def awaiting(session: Session, person: Person, now: datetime) -> list[Line]:
    """The lines of someone's Monday page, in the order they are best done."""
    lab_id = person.lab_id
    contacts = untaken(session, lab_id)
    contributions = count(
        session, Contribution, Contribution.lab_id == lab_id, Contribution.state == ContributionState.WAITING
    )
    today = day_of(now)
    overdue = overdue_answers(session, lab_id, today)
    proposals = proposals_waiting(session, lab_id)
    draft = sa.select(Digest.id).where(Digest.lab_id == lab_id, Digest.status != DigestStatus.PUBLISHED)
    quotes = count(session, Quote, Quote.digest_id.in_(draft), Quote.state == QuoteState.ASKED)
    found = (
        (contacts, "personne attend", "personnes attendent", "un signe de l’équipe", "contact.requests"),
        (contributions, "contribution attend", "contributions attendent", "votre médiation", "narrative.mediation"),
        (
            proposals,
            "proposition sur le bien commun attend",
            "propositions sur le bien commun attendent",
            "votre médiation",
            "common_good.mediation",
        ),
        (overdue, "réponse du Lab a dépassé", "réponses du Lab ont dépassé", "la date promise", "cooperation.answers"),
        (quotes, "citation attend", "citations attendent", "l’accord de qui a écrit", "narrative.digests"),
    )
    counted = [
        Line(f"{'Une' if waiting == 1 else waiting} {one if waiting == 1 else several} {end}.", endpoint)
        for waiting, one, several, end, endpoint in found
        if waiting
    ]
    return [
        *counted,
        *_unanswered(session, lab_id),
        *months.on_monday(session, person, today),
        *experiments.on_monday(session, lab_id, today),
        *indicators.on_monday(session, lab_id, today),
    ]


def _unanswered(session: Session, lab_id: uuid.UUID) -> list[Line]:
    found = unanswered_themes(session, lab_id)
    told = "Un thème adopté attend" if found == 1 else f"{found} thèmes adoptés attendent"
    return [Line(f"{told} une première réponse du Lab.", "cooperation.answers")] if found else []
