"""An administrator reads what runs and what waits, from rows, and nothing of who writes."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import AuditEvent, Lab, Role
from journal.clock import now
from journal.config import Settings
from journal.entries.models import MaskingState
from journal.home.models import Mark, SiteMark
from journal.home.state import note
from journal.narrative.mails.mailing import MOST_TRIES
from journal.narrative.models import Contribution, DigestDelivery
from journal.operations import audit_head, sealing
from journal.themes.models import AnalysisRun, RunStatus
from journal.web.typography import day
from tests.conftest import SignIn
from tests.factories import make_entry, make_lab, make_person
from tests.pages import Browser
from tests.tampering import drop_triggers
from tests.unit.journal.narrative import scenes
from tests.worker import sweep

ADDRESS = "/etat"


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def desk(session: Session, lab: Lab, sign_in: SignIn) -> Browser:
    person = make_person(session, lab, Role.ADMIN)
    session.commit()
    return sign_in(person)


def told(desk: Browser) -> dict[str, str]:
    page = desk.get(ADDRESS)
    return {row.dt.text: row.dd.get_text(" ", strip=True) for row in page.select("dl.facts > div")}


def test_before_anything_happened_it_says_so(desk: Browser) -> None:
    found = told(desk)

    assert found["Travail de fond"].startswith(
        "À voir Il n’a jamais tourné\u00a0: rien n’est masqué ni analysé. Demandez "
    )
    assert found["Dernière sauvegarde"].startswith("À voir Aucune n’est connue. Demandez ")
    assert found["Registre de ce qui est fait"].startswith("Il n’a pas encore été vérifié")
    assert found["Dernière analyse"] == "Aucune n’a encore été faite."
    assert found["Mails"] == "Aucun serveur de mail n’est réglé\u00a0: rien ne part."
    assert desk.get("/", follow=True).h1.text == "État du site"


def test_the_worker_is_seen_until_it_stops(app: Flask, session: Session, desk: Browser) -> None:
    assert jobs.report in jobs.SWEEPS
    sweep(app, [jobs.report])
    sweep(app, [jobs.report])
    assert told(desk)["Travail de fond"].startswith("Vu le ")

    session.execute(sa.update(SiteMark).values(at=now() - timedelta(hours=1)))
    session.commit()

    assert told(desk)["Travail de fond"].startswith("À voir Il ne donne plus signe depuis le ")


def test_a_backup_says_its_day_and_whether_it_is_sealed(app: Flask, settings: Settings, desk: Browser) -> None:
    if not settings.database.startswith("sqlite"):
        pytest.skip("the server of the tests may be newer than the machine's pg_dump")
    run = app.test_cli_runner()
    assert run.invoke(args=["backup", "--unsealed"]).exit_code == 0
    assert "À voir" in told(desk)["Dernière sauvegarde"]
    assert "n’est pas scellée" in told(desk)["Dernière sauvegarde"]

    app.extensions["settings"] = replace(settings, backup_recipient=sealing.new_key()[1])
    assert run.invoke(args=["backup"]).exit_code == 0

    assert told(desk)["Dernière sauvegarde"] == f"Le {day(now())}, scellée."


def test_an_old_backup_calls_for_someone(session: Session, desk: Browser) -> None:
    note(session, Mark.BACKUP, well=True, now=now() - timedelta(days=3))
    session.commit()

    assert told(desk)["Dernière sauvegarde"].startswith("À voir Le ")


def test_a_purge_that_no_longer_ends_calls_for_someone_and_its_hour_is_not_told(
    app: Flask, session: Session, desk: Browser
) -> None:
    sweep(app, [jobs.purge])
    assert told(desk)["Nettoyage de ce qui est effacé"] == f"Fait le {day(now())}."

    session.execute(sa.update(SiteMark).values(at=now() - timedelta(hours=25)))
    session.commit()

    late = told(desk)["Nettoyage de ce qui est effacé"]
    assert late.startswith(f"À voir Il n’aboutit plus depuis le {day(now() - timedelta(hours=25))}. Demandez ")
    assert "recit purge" in late


def test_the_log_is_checked_each_night(app: Flask, session: Session, desk: Browser) -> None:
    assert jobs.check_log in jobs.NIGHTLY
    sweep(app, [jobs.check_log])
    assert told(desk)["Registre de ce qui est fait"] == f"Vérifié le {day(now())}\u00a0: il est entier."

    first = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)).first()
    assert first is not None
    drop_triggers(session)
    first.action = "erase_entry"
    session.commit()
    sweep(app, [jobs.check_log])

    assert "une ligne manque ou a été changée" in told(desk)["Registre de ce qui est fait"]


def test_a_log_whose_end_was_cut_off_is_said_night_after_night(
    app: Flask, settings: Settings, session: Session, desk: Browser
) -> None:
    desk.get("/compte")
    for _ in range(2):
        sweep(app, [jobs.check_log])
        assert "il est entier" in told(desk)["Registre de ce qui est fait"]
    assert (settings.data_dir / audit_head.FILE).stat().st_mode & 0o777 == 0o600

    drop_triggers(session)
    session.execute(
        sa.delete(AuditEvent).where(
            AuditEvent.sequence == sa.select(sa.func.max(AuditEvent.sequence)).scalar_subquery()
        )
    )
    session.commit()

    for _ in range(2):
        sweep(app, [jobs.check_log])
        assert "une ligne manque ou a été changée" in told(desk)["Registre de ce qui est fait"]
    assert "its end was cut off" in app.test_cli_runner().invoke(args=["doctor"]).output


def test_the_last_analysis_of_the_lab_is_told(session: Session, lab: Lab, desk: Browser) -> None:
    common = {"until": now().date(), "requested_at": now()}
    session.add(AnalysisRun(lab_id=lab.id, status=RunStatus.FAILED, finished_at=now(), **common))
    session.commit()
    assert told(desk)["Dernière analyse"].startswith("À voir Elle a échoué le ")

    session.add(AnalysisRun(lab_id=lab.id, status=RunStatus.TOO_LITTLE, finished_at=now(), **common))
    session.commit()
    assert told(desk)["Dernière analyse"].startswith("Elle n’a pas trouvé assez de textes partagés le ")

    session.add(AnalysisRun(lab_id=lab.id, status=RunStatus.SUCCEEDED, finished_at=now(), **common))
    session.commit()

    assert told(desk)["Dernière analyse"].startswith("Elle s’est terminée le ")


def test_only_what_waits_for_long_is_told_so_that_no_line_moves_when_someone_writes(
    session: Session, lab: Lab, desk: Browser
) -> None:
    before, author = told(desk), make_person(session, lab)
    entry = make_entry(session, author, "Un mot.", masked=False, written_at=now())
    session.commit()
    assert told(desk) == before

    entry.written_at = now() - timedelta(hours=2)
    session.commit()
    assert told(desk)["Masquage"].startswith("À voir Des textes attendent")

    entry.masking_state = MaskingState.FAILED
    session.commit()
    assert told(desk)["Masquage"] == "Aucun texte n’attend depuis plus d’une heure."
    assert told(desk)["Masquages manqués"].startswith("À voir Des textes")


def test_what_is_added_to_the_recit_is_told_with_the_entries(session: Session, sign_in: SignIn) -> None:
    scene = scenes.make_scene(session)
    admin = make_person(session, scene.lab, Role.ADMIN)
    common = {"lab_id": scene.lab.id, "theme_id": scene.theme.id, "author_id": scene.people[0].id}
    added = Contribution(**common, text="Il manque le car.", at=now() - timedelta(hours=2))
    session.add(added)
    session.commit()

    assert told(sign_in(admin))["Masquage"].startswith("À voir Des textes attendent")


def test_texts_of_another_lab_are_not_told(session: Session, desk: Browser) -> None:
    other = make_person(session, make_lab(session, "Lab Bretagne"))
    make_entry(session, other, "Un mot.", masked=False, written_at=now() - timedelta(hours=2))
    session.commit()

    assert told(desk)["Masquage"] == "Aucun texte n’attend depuis plus d’une heure."


def test_mails_that_could_not_leave_are_told(app: Flask, settings: Settings, session: Session, sign_in: SignIn) -> None:
    scene = scenes.make_scene(session)
    admin, month = make_person(session, scene.lab, Role.ADMIN), scenes.publish(session, scene)
    delivery = DigestDelivery(digest_id=month.id, person_id=scene.people[0].id, tries=0)
    month.mailed_at = None
    session.add(delivery)
    session.commit()
    app.extensions["settings"] = replace(settings, mail_host="mail.example.org")
    desk = sign_in(admin)
    assert told(desk)["Mails"] == "Aucun n’attend."

    delivery.tried_at, delivery.tries = now(), 1
    session.commit()
    assert told(desk)["Mails"].startswith("À voir Des mails n’ont pas pu partir\u00a0: ils seront essayés à nouveau.")

    delivery.tries = MOST_TRIES
    session.commit()
    assert "refusent ceux qu’on leur envoie" in told(desk)["Mails"]


def test_a_team_too_small_to_publish_or_to_answer_is_to_be_looked_into(
    desk: Browser, session: Session, lab: Lab
) -> None:
    assert told(desk)["L’équipe"].startswith("À voir Personne n’est à la coordination")

    for sentence in ("À voir Une seule personne est à la coordination", "Elle compte assez de personnes."):
        make_person(session, lab, Role.COORDINATOR)
        make_person(session, None, Role.COORDINATOR)
        make_person(session, lab, Role.COORDINATOR, disabled_at=now())
        session.commit()
        assert told(desk)["L’équipe"].startswith(sentence)
