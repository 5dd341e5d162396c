"""What the Lab tries, from an idea to a norm: written by the coordinators, read by all, told by those who took part."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal import clock, jobs
from journal.accounts.models import Lab, Person, Role
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.cooperation.models import LabAnswer
from journal.experiments import services
from journal.experiments.models import Experiment, ExperimentStep, ExperimentVoice, Helped, Rung, StepState
from journal.experiments.services import Wording, Words
from journal.partners.models import Partner
from journal.web import typography
from nlp.prose.story import AnswerKind
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.unit.journal.narrative.scenes import Scene, make_scene, publish

LIST = "/experimentations"
FORM = "main form:has(.btn-primary)"
MARCH = date(2026, 3, 2)


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


@pytest.fixture
def minibus(session: Session, lab: Lab, coordinator: Person) -> Experiment:
    """An idea that became a trial."""
    words = Wording("Le minibus", "Un minibus va de la gare au centre.", "Qui n’a pas de voiture.")
    row = services.begin(session, lab.id, words, Words(Rung.IDEA, MARCH, "Le récit de mars."), by=coordinator, now=NOW)
    services.add_step(session, row, Words(Rung.TRIAL, MARCH, "À Digne, avec la ville."), by=coordinator, now=NOW)
    session.commit()
    return row


@pytest.fixture
def team(sign_in: SignIn, coordinator: Person, minibus: Experiment) -> Browser:
    return sign_in(coordinator)


@pytest.fixture
def address(minibus: Experiment) -> str:
    return f"{LIST}/{minibus.id}"


def participants(session: Session, lab: Lab, number: int) -> list[Person]:
    made = [make_person(session, lab) for _ in range(number)]
    session.commit()
    return made


def say(app: Flask, session: Session, row: Experiment, people: list[Person], helped: Helped) -> None:
    """These people say it, and the worker looks at whether what is told follows."""
    for person in people:
        services.say(session, row, helped, by=person, now=NOW)
    session.commit()
    jobs.sweep(app, [jobs.tell])


def rungs(page: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in page.select(".ladder h3")]


def note(team: Browser, address: str, rung: str, *, status: int = 303, **fields: str) -> BeautifulSoup:
    said = {"rung": rung, "evidence": "Vingt trajets, dit le centre.", "happened_on": "2026-06-01"} | fields
    return team.submit(team.get(f"{address}/marche"), said, form=FORM, status=status)


class TestTheLadder:
    def test_a_coordinator_writes_an_idea_and_ties_it_to_the_recit(self, session: Session, sign_in: SignIn) -> None:
        scene = make_scene(session)
        ville = actors.add(session, scene.lab.id, "La ville de Digne", ActorKind.PUBLIC_SERVICE, now=NOW)
        answer = LabAnswer(lab_id=scene.lab.id, theme_id=scene.theme.id, by_id=scene.first.id, at=NOW)
        answer.kind, answer.text = AnswerKind.WILL_DO, "Un minibus, trois matins par semaine."
        session.add(answer)
        session.commit()
        team = sign_in(scene.first)
        team.submit(
            team.get(f"{LIST}/nouvelle"),
            {
                "title": "Le minibus",
                "tried": "Un minibus va de la gare au centre.",
                "for_whom": "Qui n’a pas de voiture.",
                "themes": [str(scene.theme.id)],
                "actors": [str(ville.id)],
                "answer": str(answer.id),
                "evidence": "Le récit de novembre.",
                "happened_on": "2026-11-02",
                "link": "https://exemple.org/compte-rendu",
            },
            form=FORM,
        )

        page = sign_in(scene.people[0]).get(team.response.location)

        assert rungs(page) == ["Idée"]
        for told in (
            "La ville de Digne",
            "Les trajets",
            "Un minibus, trois matins par semaine",
            "Le récit de novembre",
        ):
            assert told in page.text
        assert page.select_one("a[href='https://exemple.org/compte-rendu'][rel~=noopener]")

    def test_it_climbs_one_rung_with_its_evidence(self, team: Browser, address: str) -> None:
        note(team, address, "evaluated", link="https://exemple.org/bilan")

        page = team.get(address)
        assert rungs(page) == ["Idée", "Essai", "Essai évalué"]
        assert "Vingt trajets, dit le centre." in page.text
        assert page.select_one("[aria-current=step] h3").text == "Essai évalué"

    def test_each_rung_asks_its_own_question(self, team: Browser, address: str) -> None:
        text = team.get(f"{address}/marche").text

        assert "Essai évalué. Qu’a-t-on mesuré, dit par qui\u00a0?" in text
        assert "Idée. Pourquoi revenir en arrière\u00a0?" in text
        assert "Abandonné. Qu’en a-t-on appris\u00a0?" in text

    def test_no_rung_is_jumped_even_by_a_forged_form(self, team: Browser, address: str) -> None:
        note(team, address, "norm", status=422)

        assert rungs(team.get(address)) == ["Idée", "Essai"]

    def test_without_evidence_there_is_no_rung(self, team: Browser, address: str) -> None:
        page = note(team, address, "evaluated", evidence=" ", status=422)

        assert "sans elle, la marche ne tient pas" in page.text
        assert rungs(team.get(address)) == ["Idée", "Essai"]

    @pytest.mark.parametrize(
        "link", ["http://exemple.org", "javascript:alert(1)", "https://exemple.org@ailleurs.org", "https:///x"]
    )
    def test_only_a_plain_https_address_is_kept(self, team: Browser, address: str, link: str) -> None:
        page = note(team, address, "evaluated", link=link, status=422)

        assert "commence par https://" in page.text

    def test_a_day_that_does_not_fit_is_refused_beside_it(self, team: Browser, address: str) -> None:
        page = note(team, address, "evaluated", happened_on="2026-03-01", status=422)

        assert "La marche d’avant est plus récente" in page.select_one("#happened_on-error").text

    def test_it_comes_back_down_with_a_reason_and_forgets_nothing(self, team: Browser, address: str) -> None:
        note(team, address, "idea", evidence="Plus de chauffeur.")

        page = team.get(address)
        assert rungs(page) == ["Idée", "Essai", "Idée"]
        assert "Plus de chauffeur." in page.text

    def test_what_was_learnt_stays_when_it_is_left(self, team: Browser, address: str) -> None:
        note(team, address, "abandoned", evidence="Trop tôt le matin.")

        assert "Trop tôt le matin." in team.get(address).text
        assert "Abandonné" in team.get(LIST).select_one("main .where").text

    def test_a_step_is_corrected_by_another_and_both_are_read(
        self, team: Browser, session: Session, minibus: Experiment, address: str
    ) -> None:
        step = session.scalar(sa.select(ExperimentStep).where(ExperimentStep.rung == Rung.TRIAL))
        session.commit()
        form = team.get(f"{LIST}/marches/{step.id}/corriger")
        team.submit(form, {"evidence": "À Manosque, avec la ville."}, form=FORM)

        page = team.get(address)
        assert rungs(page) == ["Idée", "Essai"]
        assert "À Manosque" in page.text
        assert "À Digne" in page.text
        assert "Corrigée une fois" in page.text
        again = team.submit(form, {"evidence": "Ailleurs."}, form=FORM, status=422)
        assert "déjà été corrigée" in again.text


class TestWhatIsProposed:
    @pytest.fixture
    def proposed(self, session: Session, minibus: Experiment, coordinator: Person) -> ExperimentStep:
        words = Words(Rung.EVALUATED, MARCH, "Mesuré par le centre.")
        step = services.add_step(session, minibus, words, by=coordinator, now=NOW, proposed=True)
        session.commit()
        return step

    def test_it_moves_nothing_until_a_coordinator_accepts(
        self, team: Browser, address: str, proposed: ExperimentStep
    ) -> None:
        assert rungs(team.get(address)) == ["Idée", "Essai"]

        team.post(f"{LIST}/marches/{proposed.id}/accepter")

        assert rungs(team.get(address)) == ["Idée", "Essai", "Essai évalué"]

    def test_participants_do_not_read_it_meanwhile(
        self, session: Session, lab: Lab, sign_in: SignIn, address: str, proposed: ExperimentStep
    ) -> None:
        (person,) = participants(session, lab, 1)

        assert "Mesuré par le centre" not in sign_in(person).get(address).text

    def test_declined_it_moves_nothing(
        self, team: Browser, session: Session, address: str, proposed: ExperimentStep
    ) -> None:
        team.post(f"{LIST}/marches/{proposed.id}/refuser", {"because": "Le mois n’est pas fini."})

        assert rungs(team.get(address)) == ["Idée", "Essai"]
        assert session.get_one(ExperimentStep, proposed.id, populate_existing=True).state is StepState.DECLINED

    def test_without_a_reason_it_is_not_declined(
        self, team: Browser, session: Session, proposed: ExperimentStep
    ) -> None:
        form = team.get(f"{LIST}/marches/{proposed.id}/refuser")

        page = team.submit(form, {"because": " "}, form=FORM, status=422)

        assert "Dites pourquoi" in page.select_one("#because-error").text
        assert session.get_one(ExperimentStep, proposed.id, populate_existing=True).state is StepState.PROPOSED

    def test_it_is_decided_once(self, team: Browser, address: str, proposed: ExperimentStep) -> None:
        team.post(f"{LIST}/marches/{proposed.id}/accepter")

        page = team.post(f"{LIST}/marches/{proposed.id}/refuser", {"because": "Trop tard."}, status=422)

        assert "Quelqu’un a déjà décidé" in page.text
        assert rungs(team.get(address)) == ["Idée", "Essai", "Essai évalué"]

    def test_when_the_ladder_moved_meanwhile_it_is_refused(
        self, team: Browser, address: str, proposed: ExperimentStep
    ) -> None:
        note(team, address, "idea", evidence="Plus de chauffeur.")

        team.post(f"{LIST}/marches/{proposed.id}/accepter", status=422)

        assert rungs(team.get(address)) == ["Idée", "Essai", "Idée"]

    def test_it_waits_on_mondays_page(self, team: Browser, proposed: ExperimentStep) -> None:
        assert "Une marche proposée attend votre avis." in team.get("/themes/semaine").text


class TestAPartner:
    @pytest.fixture
    def carrier(self, session: Session, lab: Lab, minibus: Experiment) -> Person:
        """Someone of an organisation that carries the experiment."""
        cars = actors.add(session, lab.id, "Autocars des Collines", ActorKind.COMPANY, now=NOW)
        minibus.actors.append(cars)
        return self.speaks_for(session, lab, cars)

    def speaks_for(self, session: Session, lab: Lab, actor: Actor) -> Person:
        person = make_person(session, lab, Role.PARTNER)
        session.add(Partner(person_id=person.id, actor_id=actor.id))
        session.commit()
        return person

    def test_who_carries_it_proposes_a_step_that_a_coordinator_accepts(
        self, session: Session, carrier: Person, team: Browser, sign_in: SignIn, address: str
    ) -> None:
        theirs = sign_in(carrier)
        assert "Proposer une marche" in theirs.get(address).text
        note(theirs, address, "evaluated")
        assert rungs(team.get(address)) == ["Idée", "Essai"]
        assert "Vingt trajets, dit le centre." in theirs.get(address).text

        step = session.scalars(sa.select(ExperimentStep).where(ExperimentStep.state == StepState.PROPOSED)).one()
        session.commit()
        theirs.post(f"{LIST}/marches/{step.id}/accepter", status=404)
        team.post(f"{LIST}/marches/{step.id}/accepter")

        assert rungs(theirs.get(address)) == ["Idée", "Essai", "Essai évalué"]

    def test_who_proposed_a_step_reads_why_it_is_not_kept(
        self, session: Session, lab: Lab, carrier: Person, team: Browser, sign_in: SignIn, address: str
    ) -> None:
        note(sign_in(carrier), address, "evaluated")
        step = session.scalars(sa.select(ExperimentStep).where(ExperimentStep.state == StepState.PROPOSED)).one()
        session.commit()

        team.submit(team.get(f"{LIST}/marches/{step.id}/refuser"), {"because": "Attendons la fin du mois."}, form=FORM)

        day = clock.now()
        told = f"Pas retenue le {typography.day(day)}\u00a0: Attendons la fin du mois."
        assert told in sign_in(carrier).get(address).text
        assert told in team.get(address).text
        participant, other = make_person(session, lab), make_person(session, lab, Role.PARTNER)
        session.commit()
        for outsider in (participant, other):
            assert "Attendons la fin du mois." not in sign_in(outsider).get(address).text

    def test_who_does_not_carry_it_proposes_nothing_and_reads_no_proposal(
        self, session: Session, lab: Lab, carrier: Person, sign_in: SignIn, address: str
    ) -> None:
        note(sign_in(carrier), address, "evaluated")
        other = self.speaks_for(session, lab, actors.add(session, lab.id, "Ailleurs", ActorKind.FUNDER, now=NOW))
        theirs = sign_in(other)

        assert "Vingt trajets" not in theirs.get(address).text
        assert "Proposer une marche" not in theirs.get(address).text
        theirs.get(f"{address}/marche", status=404)

    def test_who_left_the_lab_proposes_no_more(
        self, session: Session, carrier: Person, minibus: Experiment, sign_in: SignIn, address: str
    ) -> None:
        actors.retire(session, minibus.actors[0], now=NOW)
        session.commit()

        sign_in(carrier).get(f"{address}/marche", status=404)


class TestThoseWhoTookPart:
    def test_someone_says_it_helped_changes_and_takes_it_back(
        self, session: Session, lab: Lab, sign_in: SignIn, address: str
    ) -> None:
        (person,) = participants(session, lab, 1)
        browser = sign_in(person)
        for answer in ("yes", "a_little"):
            browser.submit(browser.get(address), {"helped": answer}, form=FORM)
        assert [voice.helped for voice in session.scalars(sa.select(ExperimentVoice))] == [Helped.A_LITTLE]
        session.commit()

        browser.post(f"{address}/participation/retirer")

        assert not session.scalars(sa.select(ExperimentVoice)).all()

    def test_nothing_is_shown_under_five_people_to_anyone(
        self, app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, sign_in: SignIn, address: str
    ) -> None:
        people = participants(session, lab, 5)
        say(app, session, minibus, people[:4], Helped.YES)

        for browser in (team, sign_in(people[0])):
            assert "aucune réponse ne réunissait 5\u00a0personnes" in browser.get(address).text
            assert "au moins" not in browser.get(address).text

    def test_from_five_people_their_number_is_told_by_steps(
        self, app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
    ) -> None:
        people = participants(session, lab, 13)
        say(app, session, minibus, people[:6], Helped.YES)
        say(app, session, minibus, people[6:], Helped.NOT_AT_ALL)

        told = [line.text for line in team.get(address).select("section[aria-labelledby=heard] li")]

        assert told == [
            "Ça a aidé\u00a0: au moins 5\u00a0personnes",
            "Un peu\u00a0: moins de 5, ou personne",
            "Pas du tout\u00a0: au moins 5\u00a0personnes",
        ]

    def test_that_everyone_answers_alike_is_not_told(
        self, app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
    ) -> None:
        people = participants(session, lab, 12)
        say(app, session, minibus, people, Helped.YES)

        told = team.get(address).select_one("section[aria-labelledby=heard]").text

        assert "Ça a aidé\u00a0: au moins 10\u00a0personnes" in told
        assert told.count("moins de 5, ou personne") == 2
        assert "12" not in told

    def test_one_more_answer_or_one_less_moves_no_number(
        self, app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
    ) -> None:
        people = participants(session, lab, 21)
        say(app, session, minibus, people[:12], Helped.YES)
        told = team.get(address).main.text
        assert "Ça a aidé\u00a0: au moins 10\u00a0personnes" in told

        say(app, session, minibus, people[12:13], Helped.NOT_AT_ALL)
        assert team.get(address).main.text == told
        say(app, session, minibus, people[:3], Helped.A_LITTLE)
        assert team.get(address).main.text == told
        session.delete(people[12])
        session.commit()
        say(app, session, minibus, people[13:], Helped.YES)

        assert "Ça a aidé\u00a0: au moins 15\u00a0personnes" in team.get(address).main.text

    def test_each_experiment_is_counted_apart_and_what_is_remembered_names_nobody(
        self, app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
    ) -> None:
        people = participants(session, lab, 8)
        words = Wording("Le covoiturage", "On partage une voiture.", "Qui habite loin.")
        idea = Words(Rung.IDEA, MARCH, "Le récit de mars.")
        other = services.begin(session, lab.id, words, idea, by=make_person(session, lab, Role.COORDINATOR), now=NOW)
        say(app, session, other, people[:4], Helped.YES)
        say(app, session, minibus, people, Helped.YES)
        session.expire_all()

        assert (len(minibus.told), other.told) == (1, [])
        assert minibus.told[0]["counts"] == {"yes": 8}
        kept = minibus.told[0]["by"]
        assert not {str(person.id) for person in people} & {*kept, *kept.values()}
        assert len(set(kept.values())) == 8, "the same answer of two people is not seen to be the same"

    def test_someone_erased_before_anything_was_told_is_counted_in_nothing(
        self, app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
    ) -> None:
        people = participants(session, lab, 5)
        say(app, session, minibus, people[:4], Helped.YES)
        session.delete(people[0])
        session.commit()
        say(app, session, minibus, people[4:], Helped.YES)

        assert "aucune réponse ne réunissait 5\u00a0personnes" in team.get(address).text

    def test_a_partner_reads_only_what_enough_people_say_whoever_tells_them_what_others_read(
        self, app: Flask, session: Session, lab: Lab, minibus: Experiment, sign_in: SignIn, address: str
    ) -> None:
        partner, people = make_person(session, lab, Role.PARTNER), participants(session, lab, 16)
        say(app, session, minibus, people[:11], Helped.YES)
        assert "aucune réponse ne réunissait 15\u00a0personnes" in sign_in(partner).get(address).text

        say(app, session, minibus, people[11:], Helped.YES)

        assert "Ça a aidé\u00a0: au moins 15\u00a0personnes" in sign_in(partner).get(address).text


class TestWhoReads:
    def test_everyone_of_the_lab_reads_and_only_coordinators_write(
        self, session: Session, lab: Lab, sign_in: SignIn, address: str
    ) -> None:
        readers = [make_person(session, lab, role) for role in (Role.ADMIN, Role.PARTNER, Role.PARTICIPANT)]
        session.commit()

        for reader in readers:
            browser = sign_in(reader)
            assert "Le minibus" in browser.get(LIST).text
            assert "Noter une marche" not in browser.get(address).text
            browser.get(f"{address}/marche", status=404)

    def test_another_lab_reads_nothing(self, session: Session, sign_in: SignIn, address: str) -> None:
        stranger = make_person(session, role=Role.COORDINATOR)
        session.commit()
        browser = sign_in(stranger)

        assert "Le minibus" not in browser.get(LIST).text
        browser.get(address, status=404)
        browser.get(f"{address}/marche", status=404)

    def test_a_theme_too_few_people_speak_of_is_not_named(self, session: Session, sign_in: SignIn) -> None:
        scene = make_scene(session, people=4)
        words = Wording("Le minibus", "Un minibus.", "Tout le monde.", [scene.theme.id])
        row = services.begin(
            session, scene.lab.id, words, Words(Rung.IDEA, MARCH, "Le récit."), by=scene.first, now=NOW
        )
        session.commit()

        assert "Les trajets" not in sign_in(scene.people[0]).get(f"{LIST}/{row.id}").text


def test_an_experiment_left_alone_for_three_months_is_on_mondays_page(
    session: Session, lab: Lab, coordinator: Person, sign_in: SignIn
) -> None:
    for title, days in (("Le minibus", 120), ("Le parrainage", 20)):
        at = NOW - timedelta(days=days)
        words = Words(Rung.IDEA, at.date(), "Le récit.")
        services.begin(session, lab.id, Wording(title, "Ceci.", "Vous."), words, by=coordinator, now=at)
    session.commit()

    text = sign_in(coordinator).get("/themes/semaine").text

    assert "Rien n’est noté depuis trois mois sur «\u00a0Le minibus\u00a0»." in text
    assert "Le parrainage" not in text


class TestInTheRecitOfTheMonth:
    @pytest.fixture
    def told(self, session: Session) -> Scene:
        """A month in which an experiment climbed and came back, published for the Lab and for everyone."""
        scene = make_scene(session)
        scene.lab.is_public = True
        words = Wording("Le minibus", "Un minibus.", "Tout le monde.")
        idea = Words(Rung.IDEA, date(2026, 10, 2), "Le récit d’octobre.")
        row = services.begin(session, scene.lab.id, words, idea, by=scene.first, now=NOW)
        for rung, day, why in ((Rung.TRIAL, 3, "À Digne, avec la ville."), (Rung.IDEA, 9, "Plus de chauffeur.")):
            services.add_step(session, row, Words(rung, date(2026, 11, day), why), by=scene.first, now=NOW)
        publish(session, scene)
        session.commit()
        return scene

    def test_it_tells_the_rungs_of_the_month_and_leads_to_the_experiment(self, told: Scene, sign_in: SignIn) -> None:
        page = sign_in(told.people[0]).get("/recit/2026-11")

        part = next(each for each in page.select("section") if "Ce que le Lab essaie" in each.get_text())
        assert "à Digne, avec la ville" in part.text
        assert "octobre" not in part.text
        assert "chauffeur" not in part.text
        assert part.select_one("a[href^='/experimentations/']")

    def test_it_is_told_to_the_lab_alone(self, told: Scene, browser: Browser) -> None:
        page = browser.get(f"/public/{told.lab.id}/recit/2026-11")

        assert "Les trajets" in page.text
        assert "Digne" not in page.text
