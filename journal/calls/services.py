"""Opening, extending and closing a call for ideas."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.calls import queries
from journal.calls.models import Call, Idea, IdeaWords, Invited
from journal.clock import day_of
from journal.common_good.models import Part
from journal.common_good.queries import current
from journal.db import hold
from journal.errors import DomainError, Refused
from journal.experiments.models import Experiment
from journal.narrative.models import Digest, DigestStatus
from journal.narrative.whose_words import own_words, shared_with
from journal.themes.queries import adopted
from journal.web.typography import in_guillemets, spaced


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a call comes from; anything of another Lab is ignored."""

    themes: Sequence[uuid.UUID] = ()
    part: Part | None = None
    digest: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """What a Lab asks and why, of whom, until when, and where it comes from."""

    question: str
    why: str
    invited: Invited
    open_until: date
    origins: Origins = Origins()


def open_call(session: Session, asking: Asking, *, by: Person, now: datetime) -> Call:
    """Open a call in the name of the Lab.

    Raises
    ------
    Refused
        When its last day is past.
    """
    _check_day(asking.open_until, day_of(now))
    origins = asking.origins
    # It is the title of a page, and stands in sentences of the site: spaced as they are.
    made = Call(lab_id=by.lab_id, question=spaced(asking.question), why=asking.why, by_id=by.id, at=now)
    made.invited, made.open_until = asking.invited, asking.open_until
    made.themes = [theme for theme in adopted(session, by.lab_id) if theme.id in origins.themes]
    statement = current(session, by.lab_id) if origins.part else None
    if statement is not None:
        made.part, made.statement_id = origins.part, statement.id
    digest = session.get(Digest, origins.digest) if origins.digest else None
    if digest is not None and digest.lab_id == by.lab_id and digest.status is DigestStatus.PUBLISHED:
        made.digest_id = digest.id
    session.add(made)
    session.flush()
    return made


def move_last_day(session: Session, call: Call, open_until: date, *, today: date) -> None:
    """Keep a call open until another day, even if its last day is past.

    Raises
    ------
    Refused
        When it is closed, or the day is past.
    """
    if call.closed_at is not None:
        raise Refused("Cet appel est clos.", "open_until")
    _check_day(open_until, today)
    call.open_until = open_until
    session.flush()


def close(session: Session, call: Call, conclusion: str, *, by: Person, now: datetime) -> None:
    """Close a call once every idea it received has an answer.

    Raises
    ------
    Refused
        While an idea has no answer, or when the conclusion says somebody's words.
    """
    hold(session, Call, call.id, whole=True)
    if call.closed_at is not None:
        raise DomainError("Cet appel est déjà clos.")
    ideas = queries.sent_to(session, call)
    owed = queries.owed(ideas)
    if owed:
        raise Refused("Des idées attendent encore une réponse du Lab\u00a0: l’appel se clôt quand chacune en a une.")
    check_nobody_is_borrowed_from(ideas, conclusion, field="conclusion")
    call.conclusion, call.closed_at, call.closed_by_id = conclusion, now, by.id
    session.flush()


def remove(session: Session, call: Call) -> None:
    """Delete a call opened by mistake.

    Raises
    ------
    Refused
        Once someone has written an idea, or an experiment came from one.
    """
    hold(session, Call, call.id, whole=True)
    if not queries.is_untouched(session, call):
        raise Refused("Des personnes ont déjà écrit pour cet appel\u00a0: il ne peut plus être effacé.")
    session.delete(call)
    session.flush()


def check_nobody_is_borrowed_from(ideas: Iterable[Idea], text: str, *, field: str) -> None:
    """Refuse a text for everyone that repeats the words of an idea, whose author may withdraw them.

    Raises
    ------
    Refused
        When it does: says which words.
    """
    said = [each for idea in ideas for words in _sent_with(idea) for each in own_words(words)]
    run = shared_with(text, said)
    if run:
        raise Refused(
            f"Cette phrase reprend des mots de quelqu’un\u00a0: {in_guillemets(run)}. Dites-le avec les vôtres.", field
        )


def check_origin_is_not_borrowed_from(session: Session, row: Experiment, said: Mapping[str, str]) -> None:
    """An experiment that comes from an idea holds the words of none given to the same call, however it is changed.

    Raises
    ------
    Refused
        When it does, beside the field that says them.
    """
    origin = queries.origin_of(session, row.id)
    received = queries.sent_to(session, origin.call) if origin else []
    for field, text in said.items():
        check_nobody_is_borrowed_from(received, text, field=field)


def _sent_with(idea: Idea) -> list[IdeaWords]:
    """An idea, and what its author replied about it."""
    replied = [question.words for question in idea.questions if question.words and question.words.is_sent]
    return [idea.words, *replied]


def _check_day(open_until: date, today: date) -> None:
    if open_until < today:
        raise Refused("Ce jour est passé\u00a0: choisissez-en un à venir.", "open_until")
