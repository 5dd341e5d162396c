"""The people of the demonstration Lab. Their passphrases are public, since they protect nobody's words."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import STAFF, Cohort, Consent, Lab, Person, Role
from journal.accounts.passphrases import hash_passphrase
from journal.accounts.services import CONSENT_VERSION, create_cohort, create_lab
from journal.clock import day_of
from journal.demo.dates import DemoDates
from journal.demo.files import COHORTS, DemoParticipant
from journal.legal import services as legal
from journal.legal.models import LegalBasis
from journal.pathways.models import Pathway, Step, TargetJob

LAB = "Lab Provence"
# A second Lab, for what goes from one to another.
NEIGHBOUR = "Lab Littoral"
CONTACT = "lab-provence@example.org"
# Nobody is behind these: the telephone numbers are among those kept for fiction.
FACTS = {
    "controller": "Service de l’emploi de Provence (imaginaire)\n1 place de l’Exemple, 13000 Marseille\n04 65 71 00 00",
    "publication_director": "Camille Exemple, directrice (personnage de fiction)",
    "dpo": "Mission protection des données (imaginaire)",
    "dpo_email": "donnees@example.org",
    "host": "Hébergement de démonstration (imaginaire)\n2 rue du Modèle, 04000 Digne-les-Bains\n04 65 71 00 01",
    "basis": LegalBasis.PUBLIC_TASK,
}
# A few more than those who write: the silent ones belong to the cohort too.
COHORT_SIZES = {"marseille": 28, "haute-provence": 26}


@dataclass(frozen=True, slots=True)
class Account:
    """An account for visitors."""

    username: str
    passphrase: str
    role: Role
    what: str


ACCOUNTS = (
    Account("coordination", "le mistral se leve demain", Role.COORDINATOR, "coordinator"),
    Account("coordination-2", "la garrigue sent le thym", Role.COORDINATOR, "second coordinator, to approve"),
    Account("administration", "sept galets dans la riviere", Role.ADMIN, "administrator"),
    Account("partenaire", "trois tournesols au bord du canal", Role.PARTNER, "partner, for a training body"),
    Account("arbousier-7", "des cerises sur le balcon", Role.PARTICIPANT, "participant in Marseille"),
    Account("meleze-51", "un banc face a la montagne", Role.PARTICIPANT, "participant in Haute-Provence"),
)


def find_lab(session: Session) -> Lab | None:
    return session.scalar(sa.select(Lab).where(Lab.name == LAB))


def add_lab(session: Session, dates: DemoDates, *, now: datetime) -> Lab:
    """The Lab, its cohorts and its staff."""
    lab = create_lab(session, LAB, contact=CONTACT, now=now)
    legal.write(session, lab, {"name": LAB, "contact": CONTACT, **FACTS}, now=now)
    for key, name in COHORTS.items():
        cohort = create_cohort(session, lab, name, size=COHORT_SIZES[key])
        cohort.starts_on = dates.first_of(-6)
    for account in ACCOUNTS:
        if account.role is not Role.PARTICIPANT:
            _add_person(session, lab, account.username, account.role, None, now)
    return lab


def add_participants(
    session: Session, lab: Lab, participants: list[DemoParticipant], dates: DemoDates, *, now: datetime
) -> dict[str, Person]:
    """Each participant with their consent and pathway, by key."""
    cohorts = {cohort.name: cohort for cohort in session.scalars(sa.select(Cohort).where(Cohort.lab_id == lab.id))}
    people = {}
    for participant in participants:
        cohort = cohorts[COHORTS[participant.cohort]]
        first = min(step.month for step in participant.steps)
        joined = dates.moment(dates.first_of(first), participant.key, before=now)
        person = _add_person(session, lab, participant.username, Role.PARTICIPANT, cohort, joined)
        session.add(Consent(person_id=person.id, text_version=CONSENT_VERSION, at=joined))
        session.add(_pathway(person, participant, dates))
        people[participant.key] = person
    session.flush()
    return people


def _add_person(
    session: Session, lab: Lab, username: str, role: Role, cohort: Cohort | None, joined: datetime
) -> Person:
    known = {account.username: account.passphrase for account in ACCOUNTS}
    person = Person(
        lab_id=lab.id,
        cohort_id=cohort.id if cohort else None,
        role=role,
        username=username,
        # The others cannot sign in.
        passphrase_hash=hash_passphrase(known[username]) if username in known else None,
        email=f"{username}@example.org" if role in STAFF else None,
        created_at=joined,
        last_seen_on=day_of(joined) if username in known else None,
    )
    session.add(person)
    session.flush()
    return person


def _pathway(person: Person, participant: DemoParticipant, dates: DemoDates) -> Pathway:
    days = [(step.kind, dates.day(step.month, step.day)) for step in participant.steps]
    ends = [day for _, day in days[1:]]
    return Pathway(
        participant_id=person.id,
        target_jobs=[TargetJob(title=title) for title in participant.target_jobs],
        steps=[
            Step(kind=kind, starts_on=start, ends_on=end)
            for (kind, start), end in zip(days, [*ends, None], strict=True)
        ],
    )
