"""Everything the site holds about a person, as plain values: the JSON, the page and the PDF are made from these."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapper, Session

from journal.accounts.models import AuditEvent, Consent, Person, Reopening, WebSession
from journal.calls.models import CallNotice, Idea, IdeaSupport, IdeaWords
from journal.common_good.models import Answer, Proposal, Reserve, Words
from journal.contact.models import ContactRequest
from journal.entries import queries
from journal.entries.hiding import day_hidden
from journal.entries.models import Draft, Entry, NextStep, SharingChange
from journal.experiments.models import ExperimentStep, ExperimentVoice
from journal.indicators.models import Indicator, IndicatorChange, IndicatorOpinion, Measure
from journal.messages.models import TeamMessage
from journal.narrative.models import Contribution, DigestDelivery, MonthReply, Quote, Resonance
from journal.partners.models import Partner
from journal.pathways.queries import pathway_of
from journal.rights.models import MonthlyNotice
from journal.rights.queries import consultations
from journal.tables import Base

FORMAT = "recit-collectif/1"
# Each table that names a participant, and the part of the export that holds it.
EXPORTED = {
    "person": "account",
    "consent": "consents",
    "web_session": "sessions",
    "reopening": "reopening_by_mail",
    "pathway": "pathway",
    "entry": "entries",
    "next_step": "next_steps",
    "draft": "drafts",
    "quote": "quotes",
    "resonance": "resonances",
    "contribution": "contributions",
    "experiment_voice": "experiment_voices",
    "partner": "organisation",
    "common_good_proposal": "proposals",
    "common_good_answer": "proposal_answers",
    "common_good_words": "proposal_words",
    "common_good_reserve": "reserves",
    "idea": "ideas",
    "idea_words": "idea_words",
    "idea_support": "idea_supports",
    "digest_delivery": "mails",
    "contact_request": "contact_requests",
    "team_message": "team_messages",
    "monthly_notice": "notices",
    "call_notice": "call_notices",
    # What partners write for their organisation.
    "month_reply": "month_replies",
    "experiment_step": "experiment_steps",
    "indicator": "indicators",
    "indicator_change": "indicator_changes",
    "indicator_opinion": "indicator_opinions",
    "measure": "measures",
    "audit_event": "events",
}
# Never sent out: secrets that would open the account, keys of other tables, vectors, indexes, who of the team decided.
LEFT_OUT = frozenset(
    {
        *("passphrase_hash", "recovery_hash", "totp_secret", "totp_last_step", "token_hash", "secret_hash"),
        *("data", "vector", "email_index", "address_index"),
        *("decided_by_id", "closed_by_id", "answered_by_id", "taken_by_id", "sent_by_id"),
    }
)
# What names the person in each table whose rows leave as they are.
OWNERS: tuple[InstrumentedAttribute[Any], ...] = (
    Consent.person_id,
    WebSession.person_id,
    Reopening.person_id,
    NextStep.author_id,
    Draft.author_id,
    Quote.author_id,
    Resonance.participant_id,
    Contribution.author_id,
    ExperimentVoice.participant_id,
    Partner.person_id,
    Proposal.author_id,
    Answer.person_id,
    Words.author_id,
    Reserve.person_id,
    IdeaWords.author_id,
    IdeaSupport.person_id,
    DigestDelivery.person_id,
    ContactRequest.person_id,
    MonthReply.author_id,
    ExperimentStep.by_id,
    Indicator.by_id,
    IndicatorChange.by_id,
    IndicatorOpinion.by_id,
    Measure.by_id,
    MonthlyNotice.person_id,
    CallNotice.person_id,
)


def gather(session: Session, person: Person, *, now: datetime) -> dict[str, Any]:
    """All of a person's data, ready for JSON."""
    told: dict[str, Any] = {
        EXPORTED[owner.parent.class_.__tablename__]: _rows(session, owner.parent.class_, owner == person.id)
        for owner in OWNERS
    } | {
        "account": _row(person) | {"lab": person.lab.name, "cohort": person.cohort.name if person.cohort else None},
        "pathway": _pathway(session, person.id),
        "entries": [_entry(session, entry) for entry in session.scalars(queries.timeline(person.id))],
        "ideas": [_idea(idea) for idea in session.scalars(sa.select(Idea).where(Idea.author_id == person.id))],
        "team_messages": [_message(row) for row in session.scalars(_messages(person))],
        "events": _events(session, person),
    }
    readings = [
        {"day": _jsonable(one.day), "role": one.role.value, "what": one.what.value, "texts": one.texts}
        for one in consultations(session, person)
    ]
    made = {"format": FORMAT, "made_at": _jsonable(now)}
    return made | {part: told[part] for part in EXPORTED.values()} | {"readings": readings}


def _entry(session: Session, entry: Entry) -> dict[str, Any]:
    return _row(entry) | {
        # The day alone, as everywhere: the hour would tell when someone of the team was at work.
        "team_masks": [[*place, _jsonable(day_hidden(at))] for *place, at in entry.team_masks],
        "emotions": [{"emotion": row.emotion.value, "intensity": row.intensity} for row in entry.emotions],
        "passages": [_row(passage) for passage in entry.passages],
        "sharing_changes": _rows(session, SharingChange, SharingChange.entry_id == entry.id),
    }


def _idea(idea: Idea) -> dict[str, Any]:
    """An idea with the questions of the team and the answer of the Lab, without naming team members."""
    answer = idea.answer
    return _row(idea) | {
        "call": {"question": idea.call.question, "why": idea.call.why},
        "questions": [{"number": each.number, "text": each.text} for each in idea.questions],
        "answer": answer and {"kind": answer.kind.value, "text": answer.text, "due_on": _jsonable(answer.due_on)},
        "experiment": idea.outcome and str(idea.outcome.experiment_id),
    }


def _messages(person: Person) -> sa.Select[TeamMessage]:
    return sa.select(TeamMessage).where(TeamMessage.person_id == person.id).order_by(TeamMessage.sent_at)


def _message(message: TeamMessage) -> dict[str, Any]:
    return _row(message) | {"answer": _row(message.answer) if message.answer else None}


def _pathway(session: Session, person_id: uuid.UUID) -> dict[str, Any] | None:
    found = pathway_of(session, person_id)
    if found is None:
        return None
    parts: dict[str, Sequence[Base]] = {"steps": found.steps, "target_jobs": found.target_jobs, "pauses": found.pauses}
    return {name: [_row(part) for part in rows] for name, rows in parts.items()}


def _events(session: Session, person: Person) -> list[dict[str, Any]]:
    """What the log holds about someone: what they did, and what a role, never named, did to their account."""
    own, about = AuditEvent.actor_id == person.id, AuditEvent.subject_id == person.id
    return [
        {
            "at": _jsonable(event.at),
            "by_oneself": event.actor_id == person.id,
            "role": event.actor_role,
            "action": event.action,
            "subject": event.subject,
            "detail": event.detail if event.actor_id == person.id else {},
        }
        for event in session.scalars(sa.select(AuditEvent).where(own | about).order_by(AuditEvent.sequence))
    ]


def _rows(session: Session, table: type[Base], where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    rows = [_row(row) for row in session.scalars(sa.select(table).where(where))]
    return sorted(rows, key=lambda row: str(sorted(row.items(), key=str)))


def _row(row: Base) -> dict[str, Any]:
    mapper: Mapper[Any] = sa.inspect(type(row))
    # By the name of the column: an encrypted one has its text under that name.
    names = [str(each.columns[0].name) for each in mapper.column_attrs]
    return {name: _jsonable(getattr(row, name)) for name in names if name not in LEFT_OUT}


_AS_JSON: dict[type, Callable[[Any], Any]] = {
    uuid.UUID: str,
    datetime: lambda value: value.isoformat(),
    date: lambda value: value.isoformat(),
}


def _jsonable(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    convert = _AS_JSON.get(type(value))
    return convert(value) if convert else value
