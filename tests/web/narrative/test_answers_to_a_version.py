"""« Est-ce que je m’y reconnais ? » : asked on the month and on the living récit, answered for the text that was read,
and heard by coordinators without anyone's answer being known.
"""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person
from journal.narrative.models import Contribution, Resonance, ResonanceAnswer
from journal.themes.deciding import services as deciding
from journal.themes.models import ThemeStatus
from tests.conftest import SignIn
from tests.factories import NOW, make_entry
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.living.composing import compose
from tests.worker import sweep

MONTH = "/recit/2026-11"
CONTESTED = "Contesté\u00a0: à reprendre"
REWRITTEN = "Aller travailler prend la moitié de la journée."


@pytest.fixture
def told(session: Session, scene: Scene) -> Scene:
    """A published month and the living récit, which tell the same theme from the same readings."""
    scenes.publish(session, scene)
    compose(session, scene)
    return scene


def asked(browser: Browser, page: str) -> str:
    """What a page says and offers about the part of the theme."""
    return browser.get(page).select_one(".story-theme .story-answer").get_text(" ", strip=True)


def answer(browser: Browser, page: str, said: str, **fields: str) -> None:
    """Follow the page's own link, and answer."""
    link = browser.get(page).select_one(".story-theme .story-answer a")
    browser.submit(browser.get(str(link["href"])), {"answer": said, **fields}, form="main form")


def answer_all(sign_in: SignIn, people: Sequence[Person], said: str, page: str = "/recit") -> None:
    for person in people:
        answer(sign_in(person), page, said)


def rewrite(session: Session, scene: Scene, text: str = REWRITTEN) -> None:
    """Someone of the team reads the theme otherwise, and the living récit is composed again."""
    deciding.write_reading(session, scene.theme, text, by=scene.first, now=NOW)
    session.commit()
    compose(session, scene)


def publish_counts(app: Flask) -> None:
    sweep(app, [jobs.publish_counts])


def monday(browser: Browser) -> str:
    return browser.get("/themes/semaine").main.get_text()


class TestOnThePageOfTheMonth:
    def test_one_answers_the_text_of_the_month_and_comes_back_to_it(self, told: Scene, sign_in: SignIn) -> None:
        browser = sign_in(told.people[0])
        part = browser.get(MONTH).select_one(".story-theme")
        page = browser.get(str(part.select_one(".story-answer a")["href"]))
        told = " ".join(each.text for each in part.select(".story-text p"))
        assert page.select_one("blockquote.sheet").text.split() == told.split()

        browser.submit(page, {"answer": "partly"}, form="main form")

        assert browser.response.location == f"{MONTH}#{part['id']}"
        for place in (MONTH, "/recit"):
            assert asked(browser, place).startswith("En partie Changer ma réponse"), place

    def test_what_is_missing_may_be_said_from_there(self, told: Scene, session: Session, sign_in: SignIn) -> None:
        answer(sign_in(told.people[0]), MONTH, "missing", text="Personne ne parle du vélo.")

        assert session.scalars(sa.select(Contribution.theme_id)).all() == [told.theme.id]

    def test_only_participants_are_asked(self, told: Scene, sign_in: SignIn) -> None:
        assert not sign_in(told.first).get(MONTH).select("a[href*='/repondre']")

    def test_nothing_is_asked_of_a_theme_the_recit_no_longer_tells(
        self, told: Scene, session: Session, sign_in: SignIn
    ) -> None:
        told.theme.status = ThemeStatus.SET_ASIDE
        session.commit()

        assert not sign_in(told.people[0]).get(MONTH).select("a[href*='/repondre']")

    def test_a_month_that_is_not_published_or_not_a_month_is_not_answered(self, told: Scene, sign_in: SignIn) -> None:
        for month in ("2026-10", "demain"):
            sign_in(told.people[0]).get(f"/recit/themes/{told.theme.id}/repondre?mois={month}", status=404)


class TestOnceTheTeamHasRewrittenAPart:
    def test_whoever_answered_is_told_so_and_asked_again(self, told: Scene, session: Session, sign_in: SignIn) -> None:
        browser = sign_in(told.people[0])
        answer(browser, "/recit", "no")

        rewrite(session, told)

        assert asked(browser, "/recit").startswith("Vous aviez répondu «\u00a0Pas du tout\u00a0». L’équipe a réécrit")
        page = browser.get(f"/recit/themes/{told.theme.id}/repondre")
        assert REWRITTEN.rstrip(".") in page.select_one("blockquote.sheet").text
        assert not page.select("input[checked]"), "nobody answers for them"
        browser.submit(page, {"answer": "yes"}, form="main form")
        assert asked(browser, "/recit").startswith("Je m’y reconnais Changer ma réponse")

    def test_the_month_that_told_it_before_leads_to_the_text_of_today(
        self, told: Scene, session: Session, sign_in: SignIn
    ) -> None:
        browser = sign_in(told.people[0])
        answer(browser, MONTH, "no")

        rewrite(session, told)

        assert asked(browser, MONTH).startswith("L’équipe a réécrit ce texte depuis. Lire celui")
        answer(browser, MONTH, "yes")
        assert asked(browser, "/recit").startswith("Je m’y reconnais")

    def test_each_person_counts_once(self, told: Scene, session: Session, sign_in: SignIn) -> None:
        answer_all(sign_in, told.people[:2], "no")
        rewrite(session, told)
        answer_all(sign_in, told.people[:1], "yes")

        given = dict(session.execute(sa.select(Resonance.participant_id, Resonance.answer)).all())
        assert given == {told.people[0].id: ResonanceAnswer.YES, told.people[1].id: ResonanceAnswer.NO}

    def test_whoever_was_reading_the_one_before_reads_again_before_answering(
        self, told: Scene, session: Session, sign_in: SignIn
    ) -> None:
        browser = sign_in(told.people[0])
        page = browser.get(f"/recit/themes/{told.theme.id}/repondre")
        rewrite(session, told)

        again = browser.submit(page, {"answer": "no", "text": "Et le vélo ?"}, form="main form", status=422)

        assert "Ce texte vient de changer" in again.select_one(".error").text
        assert REWRITTEN.rstrip(".") in again.select_one("blockquote.sheet").text
        assert again.select_one("textarea").text.strip() == "Et le vélo ?"
        assert session.scalars(sa.select(Resonance)).all() == []
        session.commit()
        browser.submit(again, {"answer": "no"}, form="main form")
        assert asked(browser, "/recit").startswith("Pas du tout Changer ma réponse")

    def test_a_comma_or_a_figure_that_moves_asks_nothing_again(
        self, told: Scene, session: Session, sign_in: SignIn
    ) -> None:
        browser = sign_in(told.people[0])
        answer(browser, "/recit", "yes")

        rewrite(session, told, "Sans moyen d’aller… on renonce !")
        entry = make_entry(session, told.people[0], "Le car encore en panne.", happened_on=scenes.NOVEMBER)
        scenes.see(
            session, scenes.make_run(session, told.lab, until=told.run.until), told.theme, [*told.entries, entry]
        )
        session.commit()
        compose(session, told)

        assert asked(browser, "/recit").startswith("Je m’y reconnais Changer ma réponse")


class TestWhatCoordinatorsHear:
    def test_a_contested_part_reaches_them_wherever_they_may_write_it_again(
        self, app: Flask, scene: Scene, session: Session, sign_in: SignIn
    ) -> None:
        digest = scenes.draft(session, scene)
        [part] = [part for part in digest.paragraphs if part.theme_id]
        address = f"/recits/2026-11/paragraphes/{part.id}"
        compose(session, scene)
        coordinator = sign_in(scene.second)
        places = ("/recits/2026-11", address, f"/themes/{scene.theme.id}", "/recit")

        answer_all(sign_in, scene.people[:4], "no")
        publish_counts(app)
        assert "contesté" not in monday(coordinator)
        assert not [place for place in places if "Contesté" in coordinator.get(place).main.get_text()]

        answer_all(sign_in, scene.people[4:5], "no")
        publish_counts(app)
        assert "«\u00a0Les trajets\u00a0», dans le récit, est contesté\u00a0: à reprendre." in monday(coordinator)
        assert not [place for place in places if "Contesté" not in coordinator.get(place).main.get_text()]
        assert coordinator.get("/recits/2026-11").find("a", href=f"#p{part.position}", string="Les trajets")

    def test_nothing_of_it_is_said_live(self, app: Flask, told: Scene, sign_in: SignIn) -> None:
        """Read just before and just after one more answer, a live line would tell what that person said."""
        coordinator = sign_in(told.first)
        answer_all(sign_in, told.people[:5], "no")
        assert "contesté" not in monday(coordinator)
        publish_counts(app)
        assert "contesté" in monday(coordinator)

        answer_all(sign_in, told.people[:4], "yes")
        publish_counts(app)
        assert "contesté" in monday(coordinator), "four answers move nothing"
        answer_all(sign_in, told.people[4:5], "yes")
        publish_counts(app)
        assert "contesté" not in monday(coordinator)

    def test_the_answers_to_the_text_before_no_longer_condemn_the_one_that_was_rewritten(
        self, app: Flask, told: Scene, session: Session, sign_in: SignIn
    ) -> None:
        coordinator = sign_in(told.first)
        answer_all(sign_in, told.people[:6], "no", MONTH)
        publish_counts(app)
        assert CONTESTED in coordinator.get("/recit").main.get_text()

        rewrite(session, told)
        assert "contesté" not in monday(coordinator)
        assert "Moins de cinq réponses" in asked(coordinator, "/recit")
        assert asked(coordinator, MONTH) == CONTESTED, "the month still stands as it was contested"

        answer_all(sign_in, told.people[:4], "no")
        publish_counts(app)
        assert "Moins de cinq réponses" in asked(coordinator, "/recit")
        answer_all(sign_in, told.people[4:9], "yes")
        publish_counts(app)
        assert asked(coordinator, "/recit") == "Les avis sont partagés"

    def test_the_page_of_a_theme_says_that_too_few_answered_or_that_nothing_is_told(
        self, told: Scene, session: Session, sign_in: SignIn
    ) -> None:
        coordinator, page = sign_in(told.first), f"/themes/{told.theme.id}"
        assert "Moins de cinq réponses au texte d’aujourd’hui." in coordinator.get(page).main.get_text()

        told.theme.status = ThemeStatus.PROPOSED
        session.commit()
        assert "Le récit n’en parle pas pour l’instant." in coordinator.get(page).main.get_text()

    def test_participants_read_nothing_of_what_the_others_answered(
        self, app: Flask, told: Scene, sign_in: SignIn
    ) -> None:
        answer_all(sign_in, told.people[:6], "no")
        publish_counts(app)
        reader = sign_in(told.people[7])

        for page in (MONTH, "/recit"):
            assert "Contesté" not in reader.get(page).main.get_text()
            assert "réponses" not in asked(reader, page)
