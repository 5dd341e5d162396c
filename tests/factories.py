"""Rows for tests, with believable values and one argument for what the test is about."""

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from journal.accounts.models import Cohort, Lab, Person, Role
from journal.accounts.passphrases import hash_passphrase
from journal.entries.models import Entry, EntryEmotion, MaskingState, Passage, Sharing
from nlp.emotions import Emotion
from nlp.masking import MASKING_VERSION

PASSPHRASE = "quatre mots pour entrer"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_numbers = itertools.count(1)


def make_lab(session: Session, name: str = "") -> Lab:
    lab = Lab(name=name or f"Lab {next(_numbers)}", created_at=NOW)
    session.add(lab)
    session.flush()
    return lab


def make_cohort(session: Session, lab: Lab, **values: Any) -> Cohort:
    cohort = Cohort(lab_id=lab.id, **({"name": f"Groupe {next(_numbers)}", "size": 20} | values))
    session.add(cohort)
    session.flush()
    return cohort


def make_person(session: Session, lab: Lab | None = None, role: Role = Role.PARTICIPANT, **values: Any) -> Person:
    (person,) = make_people(session, 1, lab or make_lab(session), role, **values)
    return person


def make_people(session: Session, number: int, lab: Lab, role: Role = Role.PARTICIPANT, **values: Any) -> list[Person]:
    """People written at once: each sent alone takes as long as all of them."""
    people = []
    for _ in range(number):
        defaults: dict[str, Any] = {
            "id": uuid.uuid4(),
            "username": f"personne-{next(_numbers)}",
            "passphrase_hash": hash_passphrase(PASSPHRASE),
            "created_at": NOW - timedelta(days=90),
        }
        people.append(Person(lab_id=lab.id, role=role, **(defaults | values)))
    session.add_all(people)
    session.flush()
    return people


def make_entry(
    session: Session, author: Person, text: str = "J’ai attendu le bus une heure ce matin.", **values: Any
) -> Entry:
    """An entry, as ``entry_of`` describes it, written."""
    entry = entry_of(author, text, **values)
    session.add(entry)
    session.flush()
    return entry


def entry_of(
    author: Person, text: str, *, emotions: dict[Emotion, int | None] | None = None, masked: bool = True, **values: Any
) -> Entry:
    """An entry, masked already unless told otherwise, with one passage that holds its whole text when it has one."""
    defaults: dict[str, Any] = {
        "happened_on": date(2026, 11, 12),
        "sharing": Sharing.PRIVATE,
        "written_at": NOW,
        "submission": uuid.uuid4().hex,
        "masking_state": MaskingState.MASKED if masked else MaskingState.RECEIVED,
        "masked_text": text if masked else None,
        "masked_at": NOW if masked else None,
        "masking_version": MASKING_VERSION if masked else "",
    }
    entry = Entry(
        author_id=author.id, lab_id=author.lab_id, cohort_id=author.cohort_id, text=text, **(defaults | values)
    )
    for position, (emotion, intensity) in enumerate((emotions or {}).items()):
        entry.emotions.append(EntryEmotion(emotion=emotion, intensity=intensity, position=position))
    if masked and text:
        entry.passages.append(Passage(position=0, start=0, end=len(text), text=text, counts=True))
    return entry
