"""« Qui va voir qui » : coordinators foresee a meeting, tell what came of it, and read whom nobody is to see."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.actors import services
from journal.actors.models import Actor, Axis, Meeting
from journal.clock import today
from tests.factories import NOW
from tests.factories_actors import make_act, make_actor, make_point
from tests.factories_themes import make_run
from tests.pages import Browser
from tests.web.actors.map.writing import said

PAGE = "/cooperation/rencontres"
FORM = "main form.sheet"


@pytest.fixture
def carrier(session: Session, coordinator: Person) -> Actor:
    made = make_actor(session, coordinator.lab, "Autocars des Collines")
    session.commit()
    return made


def foresee(team: Browser, actor: Actor, *, status: int = 303, **fields: str) -> BeautifulSoup:
    plan = {"role": "la coordination", "foreseen_on": today().isoformat(), "purpose": "Demander un départ plus tôt."}
    return team.submit(team.get(f"/cooperation/acteurs/{actor.id}/rencontre"), plan | fields, form=FORM, status=status)


def only(session: Session) -> Meeting:
    found = session.scalars(sa.select(Meeting).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def test_a_meeting_goes_from_foreseen_to_told_and_stays_in_the_thread(
    team: Browser, carrier: Actor, session: Session
) -> None:
    assert "Personne n’est prévu, et aucune rencontre n’est notée." in said(
        team.get(f"/cooperation/acteurs/{carrier.id}")
    )
    foresee(team, carrier)

    page = said(team.get(PAGE))
    assert "La coordination va voir Autocars des Collines" in page
    assert "Le Lab a rendez-vous avec chaque acteur." in page
    address = f"{PAGE}/{only(session).id}"
    team.submit(team.get(f"{address}/raconter"), {"outcome": "Un départ à 5 h 40, à l’essai."}, form=FORM)

    page = said(team.get(f"/cooperation/acteurs/{carrier.id}"))
    assert "Vu par la coordination : Un départ à 5 h 40, à l’essai." in page
    assert "La dernière fois, la coordination" in page
    assert "Personne n’est prévu" in said(team.get(PAGE))
    actions = session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    assert [action for action in actions if action.startswith("meeting")] == ["meeting_foresee", "meeting_tell"]


def test_a_day_that_is_past_waits_to_be_told_and_monday_says_so(
    team: Browser, carrier: Actor, coordinator: Person, session: Session
) -> None:
    make_run(session, coordinator.lab)
    session.commit()
    foresee(team, carrier, foreseen_on=(today() - timedelta(days=3)).isoformat())

    assert "devait aller voir Autocars des Collines" in said(team.get(PAGE))
    monday = said(team.get("/themes/semaine"))
    assert "La rencontre avec Autocars des Collines était prévue le" in monday


def test_what_came_of_it_can_be_corrected_and_the_plan_no_longer_changes(
    team: Browser, carrier: Actor, session: Session
) -> None:
    foresee(team, carrier)
    address = f"{PAGE}/{only(session).id}"
    team.submit(team.get(f"{address}/raconter"), {"outcome": "Un oui."}, form=FORM)

    team.submit(team.get(f"{address}/raconter"), {"outcome": "Un oui, sous conditions."}, form=FORM)

    assert only(session).outcome == "Un oui, sous conditions."
    assert "elle ne se change plus" in said(team.get(address))
    team.post(f"{address}/annuler", status=422)


def test_a_meeting_that_will_not_be_held_leaves_every_list(team: Browser, carrier: Actor, session: Session) -> None:
    foresee(team, carrier)
    team.post(f"{PAGE}/{only(session).id}/annuler")

    page = said(team.get(PAGE))
    assert "Aucune rencontre n’est prévue." in page
    assert "Prévoir une rencontre" in page
    assert "n’a plus lieu" in said(team.get(f"{PAGE}/{only(session).id}/raconter"))


@pytest.mark.parametrize(
    ("field", "words"), [("role", "Karim Benali"), ("purpose", "Convaincre Karim Benali de venir.")]
)
def test_words_that_name_someone_are_asked_about_first(
    team: Browser, carrier: Actor, session: Session, field: str, words: str
) -> None:
    page = foresee(team, carrier, status=422, **{field: words})
    assert "semblent nommer quelqu’un" in page.text

    foresee(team, carrier, **{field: words, "confirmed": words})
    assert getattr(only(session), field) == words


def test_an_ally_goes_for_the_lab_and_both_threads_tell_it(
    team: Browser, carrier: Actor, coordinator: Person, session: Session
) -> None:
    warehouse = make_actor(session, coordinator.lab, "Logistique du Plan")
    session.commit()
    foresee(team, warehouse, visitor=str(carrier.id), role="")
    team.submit(team.get(f"{PAGE}/{only(session).id}/raconter"), {"outcome": "Deux semaines d’essai."}, form=FORM)

    assert "Vu par Autocars des Collines : Deux semaines" in said(team.get(f"/cooperation/acteurs/{warehouse.id}"))
    assert "Est allé voir Logistique du Plan : Deux semaines" in said(team.get(f"/cooperation/acteurs/{carrier.id}"))


def test_somebody_goes_and_the_day_told_has_come(team: Browser, carrier: Actor, session: Session) -> None:
    assert "quel rôle de l’équipe" in foresee(team, carrier, role="", status=422).text
    foresee(team, carrier)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    told = {"outcome": "Un oui.", "held_on": tomorrow}
    page = team.submit(team.get(f"{PAGE}/{only(session).id}/raconter"), told, form=FORM, status=422)
    assert "pas encore venu" in page.text


def test_allies_come_first_among_those_whom_nobody_is_to_see(
    team: Browser, carrier: Actor, coordinator: Person, session: Session
) -> None:
    """Where time is best spent: the golden triangle, then the others, then those of whom nothing is known."""
    point = make_point(session, coordinator.lab)
    silent, follower = (make_actor(session, coordinator.lab, name) for name in ("Aaa muet", "Bbb suiveur"))
    for actor, levels in ((carrier, (3, 2)), (follower, (2, 1))):
        for axis, level in zip((Axis.SYNERGY, Axis.ANTAGONISM), levels, strict=True):
            make_act(session, actor, point, coordinator, axis=axis, level=level)
    session.commit()

    names = [each.a.text for each in team.get(PAGE).select(".unseen > li")]

    assert names == [carrier.name, follower.name, silent.name]


def test_nobody_is_sent_to_see_an_actor_the_lab_no_longer_works_with(
    team: Browser, carrier: Actor, session: Session
) -> None:
    services.retire(session, carrier, now=NOW)
    session.commit()

    assert "Prévoir une rencontre" not in said(team.get(f"/cooperation/acteurs/{carrier.id}"))
    assert "ne travaille plus avec cet acteur" in foresee(team, carrier, status=422).text
    assert "Autocars" not in said(team.get(PAGE))
