"""The legal notices of Labs, and of which Lab a page speaks."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.legal.models import LegalNotice
from journal.legal.rules import Facts


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of one Lab or, when the page cannot know which, the Labs to choose from."""

    facts: Facts | None
    labs: tuple[Lab, ...] = ()


def facts_of(session: Session, lab_id: uuid.UUID) -> Facts:
    """The facts of a Lab, published yet or not."""
    lab = session.get_one(Lab, lab_id)
    notice = session.get(LegalNotice, lab_id)
    if notice is None:
        return Facts(lab.id, lab.name, lab.contact)
    return Facts(
        lab.id,
        lab.name,
        lab.contact,
        notice.controller,
        notice.publication_director,
        notice.dpo,
        notice.dpo_email,
        notice.host,
        notice.basis,
        notice.changed_at,
    )


def told_to(session: Session, person: Person | None, asked: uuid.UUID | None) -> Told:
    """What to show a reader: their Lab when signed in; otherwise the requested Lab, or the only one.

    Where several Labs share a site, a visitor who names none chooses: each answers for what it keeps, and the law wants
    anyone to find who that is. A Lab's name is all the list says.
    """
    if person is not None:
        return Told(facts_of(session, person.lab_id))
    labs = tuple(session.scalars(sa.select(Lab).order_by(Lab.name)))
    chosen = next((lab for lab in labs if lab.id == asked), labs[0] if len(labs) == 1 else None)
    return Told(facts_of(session, chosen.id), labs) if chosen else Told(None, labs)
