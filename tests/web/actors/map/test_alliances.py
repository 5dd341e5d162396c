"""Alliances are written and revised in the open."""

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.actors.models import Actor, AllianceState, Axis, PointOfApplication
from journal.clock import today
from tests.conftest import SignIn
from tests.factories import make_person
from tests.factories_actors import EDGE, make_act, make_actor, make_alliance
from tests.pages import Browser
from tests.web.actors.map.writing import FORM, MAP, said


class TestAlliances:
    def test_an_alliance_is_written_then_revised_in_the_open(
        self, team: Browser, session: Session, coordinator: Person, actor: Actor
    ) -> None:
        other, third = (make_actor(session, coordinator.lab, name) for name in ("Atelier", "Mission locale"))
        session.commit()
        fields = {"shared_edge": EDGE, "state": "ongoing", "parts-0-actor": actor.id, "parts-1-actor": other.id}
        team.submit(team.get("/cooperation/alliances/ecrire"), fields, form=FORM, status=303)
        page = team.get(team.response.location)
        link = page.select_one("a.btn-primary")["href"]

        changed = {"shared_edge": "Commencer à l’heure", "parts-2-actor": third.id}
        team.submit(team.get(str(link)), changed, form=FORM, status=303)
        page = team.get(team.response.location)

        assert "Commencer à l’heure" in said(page)
        assert EDGE in said(page)
        assert len(page.select(".history > li")) == 2
        assert "Mission locale" in said(team.get("/cooperation/alliances"))

    def test_a_large_alliance_can_still_be_revised(self, team: Browser, session: Session, coordinator: Person) -> None:
        alliance = make_alliance(session, *(make_actor(session, coordinator.lab) for _ in range(12)))
        session.commit()

        form = team.get(f"/cooperation/alliances/{alliance.id}/changer")
        team.submit(form, {"shared_edge": "Tous ensemble"}, form=FORM, status=303)

        assert "Tous ensemble" in said(team.get("/cooperation/alliances"))

    def test_one_actor_alone_is_told_why_it_is_refused(self, team: Browser, actor: Actor) -> None:
        fields = {"shared_edge": EDGE, "state": "ongoing", "parts-0-actor": actor.id}

        page = team.submit(team.get("/cooperation/alliances/ecrire"), fields, form=FORM, status=422)

        assert "au moins deux acteurs" in said(page)
        assert page.select_one("[name=parts-0-actor] option[selected]")["value"] == str(actor.id)

    def test_it_is_drawn_on_the_map(
        self, team: Browser, session: Session, coordinator: Person, actor: Actor, point: PointOfApplication
    ) -> None:
        other = make_actor(session, coordinator.lab, "Atelier")
        for one in (actor, other):
            make_act(session, one, point, coordinator, on=today())
        make_alliance(session, actor, other, point=point)
        session.commit()

        page = team.get(MAP)

        assert len(page.select("svg .tie[x1]")) == 2  # on the map, and in its key
        assert EDGE in said(page)

    @pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PARTNER])
    def test_everyone_reads_who_is_allied_and_the_shared_edge_and_nothing_else(
        self,
        sign_in: SignIn,
        session: Session,
        coordinator: Person,
        actor: Actor,
        point: PointOfApplication,
        role: Role,
    ) -> None:
        other, silent = (make_actor(session, coordinator.lab, name) for name in ("Atelier", "Fonds"))
        make_act(
            session, actor, point, coordinator, axis=Axis.ANTAGONISM, level=4, text="A claqué la porte.", on=today()
        )
        make_alliance(session, actor, other, point=point)
        make_alliance(session, actor, silent, state=AllianceState.CONSIDERED, shared_edge="Pas encore")
        person = make_person(session, coordinator.lab, role)
        session.commit()

        browser = sign_in(person)
        page = browser.get("/cooperation")

        assert f"Autocars des Collines et Atelier : {EDGE}" in said(page)
        for hidden in ("Un minibus", "Des comptages", "claqué", "Pas encore", "Fonds", "ntagonis", "ynergie"):
            assert hidden not in str(page)
        for path in (MAP, f"{MAP}.csv", f"/cooperation/acteurs/{actor.id}", "/cooperation/alliances"):
            browser.get(path, status=404)
