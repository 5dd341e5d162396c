"""On PostgreSQL, a query that forgets its Lab reads nothing of another, and without a Lab nothing at all."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from journal import models  # noqa: F401  # registers every table
from journal.accounts.models import Lab, Role
from journal.common_good.models import CommonGood
from journal.config import ROOT, Settings
from journal.db import see_labs
from journal.entries.models import Entry, Passage
from journal.experiments.models import Experiment
from journal.experiments.services import ExperimentDescription
from journal.indicators.models import Indicator, IndicatorSign
from journal.narrative.models import Resonance, ResonanceAnswer
from journal.operations import backups
from journal.replication import services as replication
from journal.replication.models import OpenedExperiment, Replication, ShutSheet
from journal.replication.services import Sheet
from journal.tables import Base
from journal.themes.models import Theme
from journal.web.database import database, get_session, see_lab
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_theme
from tests.whole_app.replication import evaluated
from tests.whole_app.world import World

# Read before anyone is known, so that the Lab may be; none holds words of participants.
BEFORE_THE_LAB = {"person", "cohort", "invitation", "api_token", "audit_event", "legal_notice"}
# Without a Lab of their own, and holding what people wrote or answered: in that of the row they hang from.
THROUGH_ANOTHER = {
    *("passage", "message_answer", "draft", "next_step", "pathway", "step", "pause", "target_job"),
    *("idea_question", "idea_answer", "idea_support"),
    *("common_good_turn", "common_good_answer", "common_good_reserve"),
    *("digest_paragraph", "quote", "resonance", "theme_comment", "theme_reading", "theme_review"),
    *("experiment_step", "experiment_voice"),
    *("indicator_change", "indicator_opinion", "indicator_sign", "measure"),
    *("alliance_member", "alliance_revision"),
}
# Neither a Lab nor a policy, and why.
OPEN = {
    "read before the Lab is known": {"consent", "lab", "partner_invitation", "reopening", "web_session"},
    "of the site, and of no Lab": {
        *("audit_anchor", "figures_key", "reading_attempt", "sign_in_attempt", "site_mark", "tombstone"),
    },
    "counted or found by the machine": {
        *("before_after", "theme_arrival", "theme_drift", "theme_member", "theme_resonance", "theme_state"),
    },
    "ties rows that have policies, and holds no words": {
        *("call_theme", "entry_emotion", "experiment_actor", "experiment_theme", "idea_experiment"),
        *("partner", "typical_passage"),
    },
    "when something was sent, seen or chosen": {
        *("call_notice", "digest_delivery", "monthly_notice", "sharing_change", "theme_visit"),
    },
}
OF_A_LAB = {table.name for table in Base.metadata.sorted_tables if "lab_id" in table.c}
PROTECTED = OF_A_LAB - BEFORE_THE_LAB | THROUGH_ANOTHER

FORCED = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
PROGRAMS = Path(str(find_spec("pgserver").submodule_search_locations[0])) / "pginstall" / "bin"


@pytest.fixture(autouse=True)
def _on_postgresql(settings: Settings) -> None:
    if settings.database.startswith("sqlite"):
        pytest.skip("about PostgreSQL")


@pytest.fixture
def labs(session: Session) -> tuple[Lab, Lab]:
    """Two Labs, each with a shared entry and a theme."""
    both = make_lab(session), make_lab(session)
    for lab in both:
        make_entry(session, make_person(session, lab))
        make_theme(session, make_run(session, lab))
    session.commit()
    return both


@pytest.fixture
def request_of_nobody(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        g.person = None
        yield


def seen(session: Session) -> list[int]:
    """How many entries, passages and themes a query without any condition reads."""
    return [session.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in (Entry, Passage, Theme)]


def in_tables(session: Session, tables: Iterable[str]) -> Counter[str]:
    """How many rows of each table a query without any condition reads."""
    return Counter({name: session.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in tables})  # noqa: S608


def test_a_connection_that_names_no_lab_reads_nothing(app: Flask, labs: tuple[Lab, Lab]) -> None:
    with app.extensions["database"].engine.connect() as connection:
        assert [connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in sorted(PROTECTED)] == [  # noqa: S608
            0 for _ in PROTECTED
        ]


def test_a_session_that_says_nothing_reads_nothing(app: Flask, labs: tuple[Lab, Lab]) -> None:
    with Session(app.extensions["database"].engine) as silent:
        assert seen(silent) == [0, 0, 0]


def test_what_hangs_from_a_row_of_a_lab_is_read_in_that_lab_alone(
    world: World, session: Session, request_of_nobody: None
) -> None:
    indicator, statement = session.scalars(sa.select(Indicator)).first(), session.scalars(sa.select(CommonGood)).first()
    session.add(IndicatorSign(indicator_id=indicator.id, statement_id=statement.id, place=0, words="Un car."))
    said = {"answer": ResonanceAnswer.YES, "part_version": "1", "at": NOW}
    session.add(Resonance(theme_id=world.theme.id, participant_id=world.other.id, **said))
    empty = make_lab(session)
    session.commit()
    everything, unknown = in_tables(session, THROUGH_ANOTHER), in_tables(get_session(), THROUGH_ANOTHER)
    assert [name for name, rows in everything.items() if not rows] == []
    assert unknown.total() == 0

    by_lab = {}
    for lab in session.scalars(sa.select(Lab.id)).all():
        with database().write() as of_one:
            see_labs(of_one, [lab])
            by_lab[lab] = in_tables(of_one, THROUGH_ANOTHER)

    assert by_lab[empty.id].total() == 0
    assert sum(by_lab.values(), Counter()) == everything


def test_a_request_reads_nothing_until_its_lab_is_known(labs: tuple[Lab, Lab], request_of_nobody: None) -> None:
    assert seen(get_session()) == [0, 0, 0]
    see_lab(labs[0].id)
    assert seen(get_session()) == seen(get_session(write=True)) == [1, 1, 1]


def test_it_then_reads_its_lab_alone_even_by_the_keys_of_another(
    session: Session, labs: tuple[Lab, Lab], request_of_nobody: None
) -> None:
    (other,) = session.scalars(sa.select(Entry.id).where(Entry.lab_id == labs[1].id)).all()
    see_lab(labs[0].id)

    assert get_session().get(Entry, other) is None
    assert get_session().scalars(sa.select(Passage).where(Passage.entry_id == other)).all() == []
    assert get_session().scalars(sa.select(Theme.lab_id)).all() == [labs[0].id]


def test_it_writes_nothing_in_another(labs: tuple[Lab, Lab], request_of_nobody: None) -> None:
    see_lab(labs[0].id)
    writing = get_session(write=True)

    moved = writing.execute(sa.update(Theme).where(Theme.lab_id == labs[1].id).values(label="Ailleurs"))
    assert moved.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"):
        make_run(writing, labs[1])


def test_what_a_lab_opens_to_others_is_read_by_them_and_changed_by_none(
    session: Session, labs: tuple[Lab, Lab], request_of_nobody: None
) -> None:
    team = [make_person(session, lab, Role.COORDINATOR) for lab in labs]
    row = evaluated(session, team[0], "Le minibus")
    sheet = replication.open_to_others(session, row, Sheet("Un car", "Un car.", "Tôt."), [], by=team[0], now=NOW)
    assert get_session().scalars(sa.select(OpenedExperiment.id)).all() == []
    replication.take_up(session, sheet, ExperimentDescription("Un car ici", "Un car.", "Nous."), by=team[1], now=NOW)
    session.commit()
    get_session().rollback()

    see_lab(labs[1].id)
    assert get_session().scalars(sa.select(OpenedExperiment.title)).all() == ["Un car"]
    assert get_session().scalars(sa.select(Experiment.title)).all() == ["Un car ici"]
    assert get_session(write=True).execute(sa.update(OpenedExperiment).values(title="Autre")).rowcount == 0
    get_session(write=True).rollback()
    with database().write() as first:
        see_labs(first, [labs[0].id])
        assert first.scalars(sa.select(Replication.lab_id)).all() == [labs[1].id]
        assert first.execute(sa.update(Replication).values(found="Autre")).rowcount == 0

    replication.shut(session, sheet, now=NOW)
    session.commit()
    for lab, read in ((labs[0], ["Un car."]), (labs[1], [])):
        with database().read() as team_of_lab:
            see_labs(team_of_lab, [lab.id])
            assert team_of_lab.scalars(sa.select(ShutSheet.tried)).all() == read


def test_the_lab_holds_for_the_transactions_that_follow_and_not_for_the_connection(
    app: Flask, labs: tuple[Lab, Lab]
) -> None:
    with app.extensions["database"].write() as writing:
        see_labs(writing, [labs[0].id])
        assert seen(writing) == [1, 1, 1]
        writing.commit()
        assert seen(writing) == [1, 1, 1]
        used = writing.connection().connection.dbapi_connection
        writing.rollback()
    engine = app.extensions["database"].engine
    with ExitStack() as stack:
        kept = [stack.enter_context(engine.connect()) for _ in range(engine.pool.checkedin())]
        again = next(one for one in kept if one.connection.dbapi_connection is used)
        assert again.scalar(sa.select(sa.func.count()).select_from(Theme)) == 0


def test_the_worker_and_the_commands_see_every_lab(app: Flask, labs: tuple[Lab, Lab]) -> None:
    with app.app_context(), database().read() as reading:
        assert seen(reading) == [2, 2, 2]


def test_every_table_of_a_lab_is_protected_even_from_its_owner(session: Session) -> None:
    assert set(session.scalars(sa.text(FORCED))) == PROTECTED


def test_every_other_table_says_why_it_is_not() -> None:
    told = [name for names in OPEN.values() for name in names]

    assert sorted([*told, *BEFORE_THE_LAB, *PROTECTED]) == sorted(Base.metadata.tables)


def test_only_what_runs_without_a_person_sees_every_lab() -> None:
    naming = [path for path in Path(ROOT / "journal").rglob("*.py") if re.search(r"\bEVERY_LAB\b", path.read_text())]

    assert {str(path.relative_to(ROOT / "journal")) for path in naming} == {
        "db.py",
        "operations/backups.py",
        "operations/schema.py",
    }


def test_a_dump_holds_every_lab_and_comes_back_whole(
    settings: Settings, session: Session, labs: tuple[Lab, Lab], monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    monkeypatch.setenv("PATH", f"{PROGRAMS}:/usr/bin:/bin")  # those of the server: a dump of a newer one is refused
    url = sa.make_url(settings.database)

    made = backups.back_up(settings)
    session.rollback()
    for table in ("passage", "theme", "entry"):
        session.execute(sa.text(f"TRUNCATE {table} CASCADE"))
    session.commit()
    app.extensions["database"].close()
    session.get_bind().dispose()
    place = ["--dbname", str(url.database), "--host", str(url.query["host"]), "--username", str(url.username)]
    subprocess.run([PROGRAMS / "pg_restore", "--clean", "--if-exists", *place, made], check=True)

    with app.app_context(), database().read() as reading:
        assert seen(reading) == [2, 2, 2]
        assert set(reading.scalars(sa.text(FORCED))) == PROTECTED
