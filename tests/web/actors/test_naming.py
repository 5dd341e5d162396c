"""Coordinators name the actors of their Lab: organisations and roles, never a job seeker."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.actors.models import Actor
from tests.pages import Browser

ACTORS = "/cooperation/acteurs"
FORM = "main form.sheet"


def add(team: Browser, name: str, *, status: int = 303, **fields: str) -> str:
    page = team.submit(
        team.get(f"{ACTORS}/ajouter"), {"name": name, "kind": "company"} | fields, form=FORM, status=status
    )
    return page.get_text(" ", strip=True)


def names(session: Session) -> list[str]:
    found = list(session.scalars(sa.select(Actor.name).order_by(Actor.name)))
    session.commit()
    return found


def test_an_actor_is_added_then_changed(team: Browser, session: Session) -> None:
    add(team, "Transports Durance", note="Vingt chauffeurs, à Manosque.")
    actor_id = session.scalars(sa.select(Actor.id)).one()
    session.commit()

    form = team.get(f"{ACTORS}/{actor_id}/changer")
    team.submit(form, {"name": "Transports de la Durance"}, form=FORM, status=303)
    page = team.get(ACTORS).main.get_text(" ", strip=True)

    assert "Transports de la Durance" in page
    assert "Vingt chauffeurs, à Manosque." in page
    assert names(session) == ["Transports de la Durance"]


def test_a_long_list_is_narrowed_by_words_and_by_type(team: Browser) -> None:
    add(team, "Transports Durance", note="Vingt chauffeurs, à Manosque.")
    add(team, "Mission locale", kind="public_service")

    def found(asked: str) -> list[str]:
        return [heading.text for heading in team.get(f"{ACTORS}?{asked}").select(".grid h2")]

    assert found("q=CHAUFFEURS+dur") == ["Transports Durance"]
    assert found("type=public_service") == ["Mission locale"]
    assert found("q=chauffeurs&type=public_service") == []
    assert found("type=inconnu") == ["Mission locale", "Transports Durance"]


def test_a_name_that_looks_like_somebody_s_is_asked_about_before_it_is_kept(team: Browser, session: Session) -> None:
    asked = add(team, "Samira Benali", status=422)

    assert "Ce nom ressemble à celui d’une personne." in asked
    assert names(session) == []


def test_a_firm_may_bear_the_name_of_someone_once_it_is_said(team: Browser, session: Session) -> None:
    page = team.submit(
        team.get(f"{ACTORS}/ajouter"), {"name": "Maison Martin", "kind": "company"}, form=FORM, status=422
    )
    assert page.select_one("input[name=confirmed]") is not None

    team.submit(page, {"confirmed": "Maison Martin"}, form=FORM, status=303)

    assert names(session) == ["Maison Martin"]


def test_saying_yes_for_one_name_is_not_a_yes_for_another(team: Browser, session: Session) -> None:
    page = team.submit(
        team.get(f"{ACTORS}/ajouter"), {"name": "Maison Martin", "kind": "company"}, form=FORM, status=422
    )

    team.submit(page, {"name": "Samira Benali", "confirmed": "Maison Martin"}, form=FORM, status=422)

    assert names(session) == []


@pytest.mark.parametrize("same", ["le fil", "Le Fi\u200bl", "Le\u3164 Fil", "\u202eLe Fil"])
def test_a_name_already_taken_is_said_beside_it(team: Browser, session: Session, same: str) -> None:
    add(team, "Le Fil")

    assert "Un acteur du Lab porte déjà ce nom." in add(team, same, status=422)
    assert names(session) == ["Le Fil"]


def test_an_actor_leaves_and_comes_back(team: Browser, session: Session) -> None:
    add(team, "Le Fil")
    actor_id = session.scalars(sa.select(Actor.id)).one()
    session.commit()

    team.post(f"{ACTORS}/{actor_id}/retirer", status=303)
    assert "Ceux avec qui le Lab ne travaille plus" in team.get(ACTORS).main.text
    team.post(f"{ACTORS}/{actor_id}/reprendre", status=303)
    assert "Ceux avec qui le Lab ne travaille plus" not in team.get(ACTORS).main.text


def test_the_log_names_ids_and_never_words(team: Browser, session: Session) -> None:
    add(team, "Le Fil", note="Une note de travail.")

    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "actor_add")).one()

    assert event.subject_id == session.scalars(sa.select(Actor.id)).one()
    assert event.detail == {"kind": "company"}
