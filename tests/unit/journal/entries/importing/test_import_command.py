"""``recit import`` writes a whole file or nothing, and says in French what is wrong."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.entries.models import Entry, Sharing
from tests.factories import make_cohort, make_lab


@pytest.fixture(autouse=True)
def lab(session: Session) -> None:
    lab = make_lab(session, "Lab Provence")
    make_cohort(session, lab, name="Marseille")
    session.commit()


def run(app: Flask, file: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["import", str(file), "--lab", "Lab Provence", *options])


def test_a_file_becomes_private_entries_of_people_of_the_cohort(app: Flask, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "recits.csv"
    file.write_text("id,récit\n1,Le car de sept heures\n1,Encore le car\n2,Un entretien\n", "utf-8")

    result = run(app, file, "--text-column", "récit", "--author-column", "id", "--cohort", "Marseille")

    assert result.exit_code == 0, result.output
    assert "3 entrées importées, 2 nouvelles personnes" in result.output.replace("\u00a0", " ")
    assert set(session.scalars(sa.select(Entry.sharing))) == {Sharing.PRIVATE}
    assert session.scalars(sa.select(Person.cohort_id)).all().count(None) == 0


def test_one_wrong_line_and_nothing_is_written(app: Flask, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "recits.jsonl"
    file.write_text('{"text": "un"}\n{"text": "deux"}\n{"text": \n', "utf-8")

    result = run(app, file)

    assert result.exit_code == 1
    assert "Ligne 3" in result.output
    assert "Rien n’a été écrit." in result.output
    assert session.scalars(sa.select(Entry)).all() == []
    assert session.scalars(sa.select(Person)).all() == []


def test_sharing_without_a_consent_is_refused_before_the_file_is_read(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "recits.csv"
    file.write_text("not even a header", "utf-8")

    result = run(app, file, "--sharing", "themes")

    assert result.exit_code == 1
    assert "--consent" in result.output


def test_a_file_imported_private_is_not_shared_by_giving_it_again_and_this_is_said(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "recits.csv"
    file.write_text("text\nLe car de sept heures\n", "utf-8")
    run(app, file)

    again = run(app, file, "--sharing", "themes", "--consent", "formulaire signé")

    assert "1 ligne était déjà là, avec le partage d’alors." in again.output.replace("\u00a0", " ")
    assert session.scalars(sa.select(Entry.sharing)).all() == [Sharing.PRIVATE]


def test_the_audit_log_keeps_how_many_and_never_the_words(app: Flask, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "CANARI.csv"
    file.write_text("text\nCANARI\n", "utf-8")

    run(app, file)

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "import")).one()
    assert event.detail == {"entries": 1, "people": 1, "sharing": "private"}
    assert "CANARI" not in str([event.subject, event.detail])


def test_a_formula_is_kept_as_the_words_it_is(app: Flask, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "recits.csv"
    file.write_text('text\n"=HYPERLINK(""http://x"")"\n', "utf-8")

    run(app, file)

    assert session.scalars(sa.select(Entry.text)).all() == ['=HYPERLINK("http://x")']
