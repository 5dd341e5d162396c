"""The Lab words the places of the map in its own way."""

from sqlalchemy.orm import Session

from journal.actors.models import Actor, PointOfApplication
from tests.pages import Browser
from tests.web.actors.map.writing import FORM, MAP, said, write


class TestAttitudes:
    def test_the_lab_changes_a_place_and_its_words_then_goes_back(
        self, team: Browser, session: Session, actor: Actor, point: PointOfApplication
    ) -> None:
        write(team, actor)
        form = team.get("/cooperation/attitudes/hesitant")
        team.submit(form, {"name": "Indécis", "strategy": "Écouter."}, form=FORM, status=303)
        team.submit(team.get("/cooperation/attitudes"), {"cell-3-1": "hesitant"}, form=FORM, status=303)

        assert "Indécis" in team.get(MAP).select_one("tbody tr").text
        assert "d’après la table du Lab" in said(team.get(f"/cooperation/acteurs/{actor.id}"))

        team.post("/cooperation/attitudes/origine", status=303)

        assert "Militant" in team.get(MAP).select_one("tbody tr").text
        assert "C’est la table d’origine." in said(team.get("/cooperation/attitudes"))

    def test_the_place_no_text_names_says_so(self, team: Browser) -> None:
        page = team.get("/cooperation/attitudes")

        assert "aucun texte ne la nomme" in page.select_one("#cell-3-4-hint").text

    def test_a_choice_the_page_does_not_offer_changes_nothing(self, team: Browser) -> None:
        team.post("/cooperation/attitudes", {"cell-1-1": "enemy"}, status=400)

        assert "C’est la table d’origine." in said(team.get("/cooperation/attitudes"))
