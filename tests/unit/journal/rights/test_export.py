"""Nothing the site holds of a person is missing from what they may take away."""

import json

import sqlalchemy as sa
from sqlalchemy.orm import Session

import journal.models  # noqa: F401  every table is known
from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import Person, Role
from journal.entries.models import Draft, NextStep
from journal.indicators.models import ChangeKind, Indicator, IndicatorChange, Wanted
from journal.pathways import services as pathways
from journal.pathways.models import StepKind
from journal.rights import export
from journal.tables import Base
from nlp.emotions import Emotion
from tests.factories import NOW, make_entry, make_person

# Columns that name a person only as someone of the team.
STAFF_ONLY = {
    "act.by_id": "which coordinator noted it",
    "alliance_revision.by_id": "which coordinator wrote it",
    "analysis_run.requested_by_id": "which coordinator asked for it",
    "api_token.made_by_id": "which coordinator made it",
    "call_for_ideas.by_id": "which coordinator opened it",
    "call_for_ideas.closed_by_id": "which coordinator closed it",
    "common_good.by_id": "which coordinator wrote it",
    "common_good_turn.by_id": "which coordinator reformulated",
    "digest.approved_by_id": "which coordinator approved",
    "digest.drafted_by_id": "which coordinator began it",
    "digest_paragraph.edited_by_id": "which coordinator corrected it",
    "experiment.by_id": "which coordinator began it",
    "idea_answer.by_id": "which coordinator wrote it",
    "idea_question.by_id": "which coordinator asks",
    "invitation.created_by_id": "who made it",
    "lab_answer.by_id": "which coordinator wrote it",
    "meeting.by_id": "which coordinator foresaw it",
    "opened_experiment.by_id": "which coordinator opened it",
    "theme_comment.by_id": "which coordinator said it",
    "theme_constraint.by_id": "which coordinator decided",
    "theme_proposal.decided_by_id": "which coordinator decided",
    "theme_reading.by_id": "which coordinator reads it so",
    "theme_review.by_id": "which coordinator decided",
    "theme_visit.person_id": "until when a coordinator read",
}
# Columns that hold the number of a row without saying of which table, and what it is of.
UNTIED = {
    "audit_event.actor_id": "a person",
    "audit_event.subject_id": "a person, or anything else",
    "audit_event.lab_id": "a Lab",
    "reading_attempt.text_id": "a text",
    "opened_experiment.words_id": "the words of a sheet, open or shut",
    "web_session.public_id": "the session itself",
}


def named_people() -> set[str]:
    """Each column that names a person by a foreign key."""
    return {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }


def test_every_column_that_names_a_person_is_exported_or_names_staff_only() -> None:
    people = named_people() | {column for column, of in UNTIED.items() if of.startswith("a person")}
    missing = {column for column in people if column.partition(".")[0] not in export.EXPORTED}
    assert missing == set(STAFF_ONLY)


def test_every_number_of_a_row_says_of_which_table_or_is_known_not_to() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Uuid) and not column.foreign_keys and column.name != "id"
    }
    assert found == set(UNTIED)


def test_a_partner_takes_away_what_they_wrote_for_their_organisation(session: Session) -> None:
    partner, other = (make_person(session, role=Role.PARTNER) for _ in range(2))
    for by, word in ((partner, "canari-mien"), (other, "canari-autre")):
        row = Indicator(lab_id=by.lab_id, by_id=by.id, at=NOW, name=word, tells="", counting="", unit="")
        row.wanted, row.counts_people, row.perspectives = Wanted.UP, False, []
        row.changes = [IndicatorChange(kind=ChangeKind.PROPOSED, reason=word, by_id=by.id, at=NOW)]
        session.add(row)
    session.flush()

    data = export.gather(session, partner, now=NOW)

    assert [row["name"] for row in data["indicators"]] == ["canari-mien"]
    assert [row["reason"] for row in data["indicator_changes"]] == ["canari-mien"]
    assert "canari-autre" not in json.dumps(data)


def test_the_export_holds_what_the_log_keeps_of_someone_and_not_who_else_did_it(session: Session) -> None:
    person, admin = make_person(session), make_person(session, role=Role.ADMIN)
    for by in (person, admin):
        audit.record(
            session, "change_person", by=by, on=Subject("person", person.id), at=NOW, key="k", beside=str(admin.id)
        )
    audit.record(session, "sharing", by=admin, on=Subject("entry", admin.id), at=NOW, key="k")

    data = export.gather(session, person, now=NOW)

    told = [(event["by_oneself"], event["role"], event["action"]) for event in data["events"]]
    assert told == [(True, "participant", "change_person"), (False, "admin", "change_person")]
    assert data["events"][1]["detail"] == {}


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


def test_the_export_holds_nothing_of_someone_else_of_the_lab(session: Session) -> None:
    me = make_person(session)
    other = make_person(session, me.lab, username="voisine", email="voisine@exemple.org")
    entry = make_entry(session, other, "Un texte de la voisine.")
    session.add(NextStep(author_id=other.id, entry_id=entry.id, text="Un pas de la voisine.", created_at=NOW))
    session.flush()

    assert "voisine" in json.dumps(export.gather(session, other, now=NOW))
    assert "voisine" not in json.dumps(export.gather(session, me, now=NOW))


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
