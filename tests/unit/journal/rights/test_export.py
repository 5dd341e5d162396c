"""Nothing the site holds of a person is missing from what they may take away."""

import json

from sqlalchemy.orm import Session

import journal.models  # noqa: F401  every table is known
from journal.accounts.models import Person
from journal.db import Base
from journal.entries.models import Draft, NextStep
from journal.pathways import services as pathways
from journal.pathways.models import StepKind
from journal.rights import export
from nlp.emotions import Emotion
from tests.factories import NOW, make_entry, make_person

# Tables that name a person only as staff, or through an entry that is exported with them.
STAFF_ONLY = {
    "invitation": "who made it",
    "lab_answer": "which coordinator wrote it",
    "theme_review": "which coordinator decided",
    "theme_visit": "until when a coordinator read",
}


def named_people() -> dict[str, set[str]]:
    """Each table that names a person, and by which columns."""
    found: dict[str, set[str]] = {}
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "person":
                found.setdefault(table.name, set()).add(key.parent.name)
    return found


def test_every_table_that_names_a_participant_is_exported_or_names_staff_only() -> None:
    for table, columns in named_people().items():
        staff = all(name.endswith("by_id") for name in columns)
        assert table in export.EXPORTED or table in STAFF_ONLY or staff, f"{table} is missing from the export"


def test_the_export_holds_each_part_and_every_word(session: Session) -> None:
    person = make_person(session)
    entry = make_entry(session, person, "canari-texte", emotions={Emotion.HOPE: 4}, helped="canari-aide")
    session.add(NextStep(author_id=person.id, entry_id=entry.id, text="canari-pas", created_at=NOW))
    session.add(Draft(author_id=person.id, submission="s", content={"text": "canari-brouillon"}, updated_at=NOW))
    pathway = pathways.begin(session, person.id)
    pathways.add_target_job(session, pathway, "canari-métier")
    pathways.add_step(session, pathway, StepKind.TRAINING, NOW.date(), note="canari-étape")
    make_entry(session, make_person(session), "canari-des-autres")

    data = export.gather(session, person, now=NOW)
    text = json.dumps(data, ensure_ascii=False)

    assert set(export.EXPORTED.values()) < set(data)
    for word in ("texte", "aide", "pas", "brouillon", "métier", "étape"):
        assert f"canari-{word}" in text
    assert "canari-des-autres" not in text
    assert data["entries"][0]["emotions"] == [{"emotion": "hope", "intensity": 4}]


def test_no_secret_leaves_with_the_export(session: Session) -> None:
    person = make_person(session, recovery_hash="canari-secours", totp_secret="canari-totp")

    text = json.dumps(export.gather(session, person, now=NOW))

    assert person.passphrase_hash is not None
    for secret in (person.passphrase_hash, "canari-secours", "canari-totp"):
        assert secret not in text


def test_the_same_person_at_the_same_moment_exports_the_same_thing(session: Session) -> None:
    person = make_person(session)
    for number in range(3):
        make_entry(session, person, f"Texte {number}")

    assert export.gather(session, person, now=NOW) == export.gather(
        session, session.get_one(Person, person.id), now=NOW
    )
