"""Coordinators read the map from dated acts, written, corrected, withdrawn, weighed in the open. Nobody else does."""

import csv
import io

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person, Role
from journal.actors import workshop
from journal.actors.mapping import draw_up
from journal.actors.models import Act, Actor, Axis, PointOfApplication
from journal.clock import today
from tests.conftest import SignIn
from tests.factories import make_person
from tests.factories_actors import EDGE, make_act, make_actor, make_alliance, make_point
from tests.factories_themes import make_run, make_theme
from tests.pages import Browser
from tests.web.actors.map.writing import FORM, MAP, said, write


def test_without_a_point_of_application_there_is_no_map_yet(team: Browser) -> None:
    assert "Ouvrir un point d’application" in said(team.get(MAP))
    team.get(f"{MAP}.csv", status=303)


def test_a_point_is_opened_an_act_is_written_and_the_map_places_the_actor(team: Browser, actor: Actor) -> None:
    points = team.get("/cooperation/points")
    team.submit(points, {"sentence": "Venir sans voiture"}, form=FORM, status=303)

    before = said(team.get(MAP))
    write(team, actor)
    page = team.get(MAP)

    assert "Aucun acteur n’a encore d’acte connu" in before
    assert "Venir sans voiture" in said(page)
    row = " ".join(page.select_one("tbody tr").text.split())
    assert "Autocars des Collines" in row
    assert "3 · coopérant" in row
    assert "sans acte connu" in row
    assert "Militant" in row


def test_the_form_puts_synergy_before_antagonism_and_says_each_behaviour(
    team: Browser, actor: Actor, point: PointOfApplication
) -> None:
    page = team.get(f"/cooperation/acteurs/{actor.id}/actes")

    values = [option["value"] for option in page.select("input[name=shows]")]
    assert values == [f"{axis}-{level}" for axis in ("synergy", "antagonism") for level in range(1, 5)]
    for words in ("Des actes, pas des opinions.", "une position, jamais une personnalité", "prend des initiatives"):
        assert words.lower() in said(page).lower()


def test_a_position_opens_to_the_acts_it_comes_from_and_what_each_weighs(
    team: Browser, session: Session, actor: Actor, point: PointOfApplication, coordinator: Person
) -> None:
    make_act(session, actor, point, coordinator, level=4, text="A déplacé un départ.", on=today())
    make_act(session, actor, point, coordinator, level=2, text="Est venu à la réunion.", on=today())
    session.commit()

    page = said(team.get(f"/cooperation/acteurs/{actor.id}"))

    assert "Synergie 4, engagé" in page
    assert page.count("Pèse 50 %.") == 2
    assert "Attitude proposée : Militant" in page
    assert "Ce n’est pas un verdict." in page


def test_a_corrected_act_shows_its_new_words_and_its_new_level(
    team: Browser, session: Session, actor: Actor, point: PointOfApplication
) -> None:
    write(team, actor)
    act_id = session.scalars(sa.select(Act.id)).one()
    session.commit()

    form = team.get(f"/cooperation/actes/{act_id}")
    team.submit(form, {"text": "A prêté deux salles.", "shows": "synergy-4"}, form=FORM, status=303)

    assert "Synergie 4" in said(team.get(f"/cooperation/acteurs/{actor.id}"))
    session.expire_all()
    assert session.scalars(sa.select(Act.text)).one() == "A prêté deux salles."


def test_a_withdrawn_act_stays_in_sight_and_counts_for_nothing(
    team: Browser, session: Session, actor: Actor, point: PointOfApplication
) -> None:
    write(team, actor)
    act_id = session.scalars(sa.select(Act.id)).one()
    session.commit()

    team.post(f"/cooperation/actes/{act_id}/retirer", status=303)
    page = said(team.get(f"/cooperation/acteurs/{actor.id}"))

    assert "A prêté une salle." in page
    assert "Ne compte plus." in page
    assert "Sans acte connu" in said(team.get(MAP))
    team.post(f"/cooperation/actes/{act_id}/remettre", status=303)
    assert team.get(MAP).select_one("tbody tr") is not None


def test_a_fact_that_seems_to_name_somebody_is_asked_about(
    team: Browser, session: Session, actor: Actor, point: PointOfApplication
) -> None:
    page = write(team, actor, text="Samira Benali n’est pas venue.", status=422)

    assert "semble nommer quelqu’un" in said(page)
    assert session.scalars(sa.select(Act)).all() == []
    session.commit()
    team.submit(page, {"confirmed": "Samira Benali n’est pas venue."}, form=FORM, status=303)


def test_what_has_not_happened_is_refused_beside_its_day(
    team: Browser, actor: Actor, point: PointOfApplication
) -> None:
    assert "pas encore venu" in said(write(team, actor, happened_on="2999-01-01", status=422))


def test_the_log_names_ids_and_levels_and_never_words(
    team: Browser, session: Session, actor: Actor, point: PointOfApplication
) -> None:
    write(team, actor)

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "act_write")).one()

    assert event.subject_id == session.scalars(sa.select(Act.id)).one()
    assert event.detail == {"axis": "synergy", "level": 3}


def test_a_closed_point_takes_no_act_and_keeps_its_map(team: Browser, actor: Actor, point: PointOfApplication) -> None:
    write(team, actor)
    team.post(f"/cooperation/points/{point.id}/clore", status=303)

    assert "Aucun point d’application n’est ouvert" in said(team.get(f"/cooperation/acteurs/{actor.id}/actes"))
    assert "Point d’application clos" in said(team.get(f"{MAP}?point={point.id}"))
    team.post(f"/cooperation/points/{point.id}/rouvrir", status=303)
    write(team, actor)


def test_a_point_is_written_again(team: Browser, point: PointOfApplication) -> None:
    form = team.get(f"/cooperation/points/{point.id}")
    team.submit(form, {"sentence": "Venir le matin sans voiture"}, form=FORM, status=303)

    assert "Venir le matin sans voiture" in said(team.get("/cooperation/points"))


def test_a_point_keeps_the_theme_it_comes_from_once_that_is_no_longer_adopted(
    team: Browser, session: Session, coordinator: Person, point: PointOfApplication
) -> None:
    theme = make_theme(session, make_run(session, coordinator.lab), label="Le bus")  # proposed only
    session.merge(point).theme_id = theme.id
    session.commit()

    form = team.get(f"/cooperation/points/{point.id}")
    team.submit(form, {"sentence": "Venir le matin"}, form=FORM, status=303)

    session.expire_all()
    assert session.scalars(sa.select(PointOfApplication.theme_id)).one() == theme.id


@pytest.mark.any_database
@pytest.mark.parametrize(
    "asked", ["point=rien", "jour=hier", "jour=0001-01-01", "mois=99", "jour=2999-01-01&mois=&point="]
)
def test_an_unreadable_address_gives_the_usual_map(team: Browser, point: PointOfApplication, asked: str) -> None:
    assert team.get(f"{MAP}?{asked}").select_one("#mois option[selected]")["value"] == "3"


def test_the_map_is_taken_away_as_a_table_no_spreadsheet_runs(
    team: Browser, session: Session, point: PointOfApplication, coordinator: Person
) -> None:
    known, silent = make_actor(session, coordinator.lab, "=Autocars"), make_actor(session, coordinator.lab, "Fonds")
    make_act(session, known, point, coordinator, axis=Axis.ANTAGONISM, level=3, on=today())
    session.commit()

    team.get(f"{MAP}.csv")
    rows = list(csv.DictReader(io.StringIO(team.response.data.decode("utf-8-sig")), delimiter=";"))

    assert team.response.mimetype == "text/csv"
    assert [row["Acteur"] for row in rows] == ["'=Autocars", silent.name]
    assert (rows[0]["Synergie"], rows[0]["Antagonisme"]) == ("", "3")
    assert (rows[1]["Synergie"], rows[1]["Attitude proposée"]) == ("", "")
    assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "export_actor_map")).one()


def test_another_lab_reads_nothing(
    sign_in: SignIn, session: Session, coordinator: Person, actor: Actor, point: PointOfApplication
) -> None:
    act = make_act(session, actor, point, coordinator, on=today())
    alliance = make_alliance(session, actor, make_actor(session, coordinator.lab))
    elsewhere = make_person(session, role=Role.COORDINATOR)
    own = make_actor(session, elsewhere.lab)
    own_point = make_point(session, elsewhere.lab, "Autre chose")
    session.commit()
    browser = sign_in(elsewhere)

    assert "Venir sans voiture" not in said(browser.get(f"{MAP}?point={point.id}"))
    for path in (
        f"acteurs/{actor.id}",
        f"acteurs/{actor.id}/actes",
        f"actes/{act.id}",
        f"points/{point.id}",
        f"alliances/{alliance.id}",
        f"alliances/{alliance.id}/changer",
    ):
        browser.get(f"/cooperation/{path}", status=404)
    for path in (f"actes/{act.id}/retirer", f"points/{point.id}/clore"):
        browser.post(f"/cooperation/{path}", status=404)
    # Nor is an act written about somebody else's point, or an alliance made with their actor.
    write(browser, own, point=str(point.id), status=422)
    fields = {"shared_edge": EDGE, "state": "ongoing", "parts-0-actor": own.id, "parts-1-actor": actor.id}
    browser.submit(browser.get("/cooperation/alliances/ecrire"), fields, form=FORM, status=422)
    assert own_point.id != point.id


def test_paper_for_a_workshop_names_the_actors_and_says_no_position(
    team: Browser, session: Session, actor: Actor, point: PointOfApplication, coordinator: Person
) -> None:
    make_act(session, actor, point, coordinator, level=4, text="A déplacé un départ.", on=today())
    school = make_actor(session, coordinator.lab, "École des Crêtes")
    make_actor(session, coordinator.lab, "Garage du Pont")
    session.commit()

    team.get(str(team.get(MAP).select_one("a[href*='/atelier']")["href"]))
    sheet = workshop.sheet(draw_up(session, point, day=today(), since=today()), "Lab")

    assert team.response.data.startswith(b"%PDF-")
    assert [each["name"] for each in sheet["actors"]] == [actor.name, school.name, "Garage du Pont"]
    assert sheet["actors"][0] == {"name": "Autocars des Collines", "kind": actor.kind.label}
    assert sheet["allies"] == ["3-2", "4-2", "4-3"]
    assert "déplacé" not in str(sheet)
