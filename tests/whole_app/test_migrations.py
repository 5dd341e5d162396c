"""Migrations lead to the schema the models describe, both ways, and never stop half-way."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from journal import models  # noqa: F401  # registers every table
from journal.config import Settings
from journal.db import EVERY_LAB, LABS, make_engine
from journal.narrative import reception
from journal.narrative.models import (
    Digest,
    DigestParagraph,
    DigestStatus,
    Resonance,
    ResonanceAnswer,
    ThemeResonance,
)
from journal.operations import schema
from journal.tables import Base
from tests.factories import NOW, make_cohort, make_entry, make_lab, make_person
from tests.unit.journal.narrative.scenes import make_scene

SCRIPTS = ScriptDirectory.from_config(schema.alembic_config())
REVISIONS = [script.revision for script in reversed([*SCRIPTS.walk_revisions()])]


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = make_engine(settings.database)
    yield engine
    engine.dispose()


def go(engine: Engine, revision: str) -> None:
    config = schema.alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        current = MigrationContext.configure(connection).get_current_revision()
        down = revision == "base" or (current in REVISIONS and _place(revision) < _place(current))
        (command.downgrade if down else command.upgrade)(config, revision)


def seeing(engine: Engine) -> Session:
    """A session that sees every Lab, as a command does."""
    return Session(engine, info={LABS: EVERY_LAB})


def _place(revision: str) -> int:
    return len(REVISIONS) if revision == "head" else REVISIONS.index(revision)


def shape(engine: Engine) -> dict[str, list[str]]:
    """Tables with their columns, indexes and unique constraints."""
    inspector = sa.inspect(engine)
    return {
        table: sorted(
            [f"{column['name']} {column['type']} {column['nullable']}" for column in inspector.get_columns(table)]
            + [f"index {index['name']} {index['column_names']}" for index in inspector.get_indexes(table)]
        )
        for table in inspector.get_table_names()
    }


def test_there_is_one_head() -> None:
    assert len(SCRIPTS.get_heads()) == 1


def test_the_migrated_schema_is_the_one_the_models_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_everything_can_be_undone_and_done_again(engine: Engine) -> None:
    head = shape(engine)

    go(engine, "base")
    assert set(shape(engine)) <= {"alembic_version", "sqlite_sequence"}
    go(engine, "head")

    assert shape(engine) == head


def test_words_survive_the_last_migration_undone_and_done_again(engine: Engine) -> None:
    with seeing(engine) as session:
        lab = make_lab(session)
        author = make_person(session, lab, cohort_id=make_cohort(session, lab).id)
        make_entry(session, author, "J’ai attendu le car. 😢")
        session.commit()

    go(engine, REVISIONS[-2])
    go(engine, "head")

    with seeing(engine) as session:
        assert session.scalars(sa.text("SELECT text FROM entry")).all() == ["J’ai attendu le car. 😢"]
        assert session.scalar(sa.text("SELECT count(*) FROM passage")) == 1


def test_what_was_emptied_before_a_month_was_published_leaves_its_public_edition(engine: Engine) -> None:
    with seeing(engine) as session:
        lab = make_lab(session)
        digest = Digest(lab_id=lab.id, month=date(2026, 11, 1), title="Novembre", drafted_at=NOW)
        digest.status, digest.published_at = DigestStatus.PUBLISHED, NOW
        kinds = {"opening": "Environ quinze personnes ont écrit.", "question": "", "ledger": "Le compte."}
        digest.paragraphs = [
            DigestParagraph(position=n, kind=kind, heading="", sentences=[], text=text, draft_text="")
            for n, (kind, text) in enumerate(kinds.items())
        ]
        digest.public_paragraphs = [
            {"kind": kind, "theme": "", "heading": "", "sentences": [], "text": f"Public {kind}"} for kind in kinds
        ]
        session.add(digest)
        session.commit()

    for _ in range(2):  # done again, it finds nothing more
        go(engine, "0211")
        go(engine, "head")

    with seeing(engine) as session:
        found = session.scalars(sa.select(Digest)).one()
        assert [part["kind"] for part in found.public_paragraphs or ()] == ["opening", "ledger"]
        assert [revision["what"] for revision in found.revisions] == ["taken_down"]


def test_an_answer_given_before_the_team_wrote_otherwise_is_not_about_its_words_of_today(engine: Engine) -> None:
    with seeing(engine) as session:
        scene = make_scene(session)
        now_told = reception.versions_now(session, scene.lab.id)[scene.theme.id]
        for person, at in zip(scene.people, (NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)), strict=False):
            reception.answer(session, scene.theme, ResonanceAnswer.NO, version=now_told, by=person, now=at)
        counts = session.scalars(sa.select(ThemeResonance)).one()
        counts.id, counts.published = scene.theme.id, [{"counts": {}, "by": {}}]
        digests = [(date(2026, 10, 1), NOW - timedelta(days=9)), (date(2026, 11, 1), NOW + timedelta(days=9))]
        for month, at in digests:
            part = DigestParagraph(
                position=0, kind="theme", heading="Les trajets", sentences=[], text="", draft_text=""
            )
            part.theme_id = scene.theme.id
            session.add(Digest(lab_id=scene.lab.id, month=month, title="", drafted_at=at, paragraphs=[part]))
        session.commit()
        people = [person.id for person in scene.people[:3]]

    go(engine, "0236")
    go(engine, "head")

    with seeing(engine) as session:
        given = {row.participant_id: row.part_version for row in session.scalars(sa.select(Resonance))}
        assert [given[key] for key in people] == ["", now_told, now_told]
        months = sa.select(DigestParagraph.part_version).join(Digest).order_by(Digest.month)
        assert session.scalars(months).all() == ["", now_told]
        kept = session.scalars(sa.select(ThemeResonance)).one()
        assert (kept.part_version, kept.published) == (now_told, [{"counts": {}, "by": {}}])


def test_a_crash_in_the_middle_of_migrations_changes_nothing(engine: Engine) -> None:
    go(engine, "base")
    before = shape(engine)

    with pytest.raises(RuntimeError, match="the power went out"):
        _upgrade_until_the_power_goes(engine)

    assert shape(engine) == before
    go(engine, "head")


def _upgrade_until_the_power_goes(engine: Engine) -> None:
    config = schema.alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        raise RuntimeError("the power went out")


def test_migrations_import_nothing_of_the_application() -> None:
    for script in SCRIPTS.walk_revisions():
        lines = Path(script.path).read_text("utf-8").splitlines()
        ours = ("from journal", "import journal", "from nlp", "import nlp")
        assert [line for line in lines if line.startswith(ours)] == [], script.path


def test_migrations_stay_in_the_transaction_of_their_upgrade() -> None:
    for script in SCRIPTS.walk_revisions():
        words = Path(script.path).read_text("utf-8").lower()
        assert [left for left in ("concurrently", "autocommit") if left in words] == [], script.path
