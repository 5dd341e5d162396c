"""What the actors count together: proposed, discussed, adopted, measured from each side, revised in the open."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.models import AuditEvent, Lab, Person, Role
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.entries.models import Sharing
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.indicators import services
from journal.indicators.models import Computed, Indicator, IndicatorState, Measure, Moment, Stance, Wanted
from journal.indicators.services import Definition, Reading
from journal.partners.models import Partner
from tests.conftest import SignIn
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.pages import Browser

LIST = "/indicateurs"
FORM = "main form:has(.btn-primary)"
HIRED = Definition(
    name="Embauches en CDI",
    tells="Combien de personnes ont signé.",
    counting="Contrats signés, période d’essai comprise.",
    unit="personnes",
    wanted=Wanted.UP,
    counts_people=True,
    perspectives=(ActorKind.COMPANY, ActorKind.PARTICIPANTS),
    every_months=3,
)
HEADCOUNT = Definition(
    name="Effectif",
    tells="Combien de salarié·es.",
    counting="Au dernier jour du mois.",
    unit="salarié·es",
    wanted=Wanted.UP,
    counts_people=False,
    perspectives=(ActorKind.COMPANY, ActorKind.PARTICIPANTS),
)


@pytest.fixture
def lab(session: Session) -> Lab:
    return make_lab(session)


@pytest.fixture
def coordinator(session: Session, lab: Lab) -> Person:
    return make_person(session, lab, Role.COORDINATOR)


@pytest.fixture
def company(session: Session, lab: Lab) -> Actor:
    return actors.add(session, lab.id, "La ressourcerie", ActorKind.COMPANY, now=NOW)


@pytest.fixture
def funder(session: Session, lab: Lab) -> Actor:
    return actors.add(session, lab.id, "La région", ActorKind.FUNDER, now=NOW)


def adopt(session: Session, definition: Definition, by: Person, *said: Actor, months_ago: int = 0) -> Indicator:
    at = NOW - timedelta(days=31 * months_ago)
    row = services.propose(session, by.lab_id, definition, by=by, now=at)
    for actor in said:
        services.give_opinion(session, row, actor.id, Stance.FOR, "", by=by, now=at)
    services.set_state(session, row, IndicatorState.ADOPTED, reason="Tous le comptent.", by=by, now=at)
    session.commit()
    return row


@pytest.fixture
def hired(session: Session, coordinator: Person, company: Actor, funder: Actor) -> Indicator:
    return adopt(session, HIRED, coordinator, company, funder)


@pytest.fixture
def headcount(session: Session, coordinator: Person, company: Actor, funder: Actor) -> Indicator:
    return adopt(session, HEADCOUNT, coordinator, company, funder)


@pytest.fixture
def team(sign_in: SignIn, coordinator: Person, session: Session) -> Browser:
    session.commit()
    return sign_in(coordinator)


def count(session: Session, row: Indicator, value: float, by: Person, actor: Actor, on: date, **more: Any) -> Measure:
    reading = Reading(value, on, more.pop("kind", ActorKind.COMPANY), "Le registre.", actor.id, **more)
    made = services.measure(session, row, reading, by=by, now=NOW)
    session.commit()
    return made


def measure(team: Browser, row: Indicator, actor: Actor, *, status: int = 303, **fields: str) -> BeautifulSoup:
    said = {"value": "51", "on": "2026-06-30", "actor": str(actor.id), "kind": "company", "source": "Le registre."}
    return team.submit(team.get(f"{LIST}/{row.id}/mesure"), said | fields, form=FORM, status=status)


class TestProposing:
    FIELDS = {
        "name": "Embauches en CDI",
        "tells": "Combien de personnes ont signé.",
        "counting": "Contrats signés.",
        "unit": "personnes",
        "wanted": "up",
        "counts_people": "y",
        "perspectives": ["company", "participants"],
        "every_months": "3",
    }

    def propose(self, team: Browser) -> str:
        team.submit(team.get(f"{LIST}/nouveau"), self.FIELDS, form=FORM)
        return str(team.response.location)

    def test_it_is_read_by_those_who_discuss_it_and_nobody_else(
        self, session: Session, lab: Lab, team: Browser, sign_in: SignIn
    ) -> None:
        address = self.propose(team)
        readers = {role: make_person(session, lab, role) for role in (Role.PARTICIPANT, Role.PARTNER)}
        session.commit()

        assert "Embauches en CDI" in team.get(LIST).text
        assert "Embauches en CDI" in sign_in(readers[Role.PARTNER]).get(address).text
        assert "Embauches en CDI" not in sign_in(readers[Role.PARTICIPANT]).get(LIST).text
        sign_in(readers[Role.PARTICIPANT]).get(address, status=404)

    def test_it_is_not_adopted_before_two_actors_have_spoken(
        self, team: Browser, company: Actor, funder: Actor, session: Session
    ) -> None:
        session.commit()
        address = self.propose(team)
        page = team.post(f"{address}/adopter", {"reason": "Il est utile."}, status=422)
        assert "Deux acteurs au moins" in page.select_one("#reason-error").text

        team.post(f"{address}/avis", {"actor": str(company.id), "stance": "for"})
        team.post(f"{address}/avis", {"actor": str(funder.id), "stance": "reserve", "said": "Et les CDD\u00a0?"})
        team.post(f"{address}/adopter", {"reason": "Les CDD viendront ensuite."})

        page = team.get(address)
        assert "Adopté" in page.select_one(".tag").text
        assert "Et les CDD" in page.text
        assert "Les CDD viendront ensuite." in page.text

    def test_a_reserve_says_why_and_a_decision_too(self, team: Browser, company: Actor, session: Session) -> None:
        session.commit()
        address = self.propose(team)

        page = team.post(f"{address}/avis", {"actor": str(company.id), "stance": "reserve"}, status=422)
        assert "Dites la réserve" in page.text
        assert "Dites la raison" in team.post(f"{address}/ecarter", {"reason": " "}, status=422).text

    def test_an_actor_of_another_lab_has_no_say(self, team: Browser, session: Session, company: Actor) -> None:
        stranger = actors.add(session, make_lab(session).id, "Ailleurs", ActorKind.OTHER, now=NOW)
        session.commit()

        team.post(f"{self.propose(team)}/avis", {"actor": str(stranger.id), "stance": "for"}, status=422)

    def test_set_aside_it_is_no_longer_read_by_participants(
        self, session: Session, lab: Lab, team: Browser, hired: Indicator, sign_in: SignIn
    ) -> None:
        person = make_person(session, lab)
        session.commit()
        address = f"{LIST}/{hired.id}"
        assert "Tous le comptent." in sign_in(person).get(address).text

        team.post(f"{address}/ecarter", {"reason": "On ne le trouve pas."})

        sign_in(person).get(address, status=404)
        assert "On ne le trouve pas." in team.get(address).text

    def test_it_is_revised_in_the_open(self, team: Browser, hired: Indicator) -> None:
        form = team.get(f"{LIST}/{hired.id}/revoir")
        team.submit(form, {"counting": "Après la période d’essai.", "reason": "Pour compter pareil."}, form=FORM)

        text = team.get(f"{LIST}/{hired.id}").text
        assert "Après la période d’essai." in text
        assert "On le comptait ainsi\u00a0: Contrats signés, période d’essai comprise." in text
        assert "Pour compter pareil." in text

    def test_small_numbers_of_people_are_never_uncovered_by_a_revision(
        self, session: Session, team: Browser, hired: Indicator, coordinator: Person, company: Actor
    ) -> None:
        count(session, hired, 3, coordinator, company, date(2026, 6, 30))
        form = team.get(f"{LIST}/{hired.id}/revoir")
        form.select_one("[name=counts_people]").decompose()

        page = team.submit(form, {"reason": "Pour voir."}, form=FORM, status=422)

        assert "proposez plutôt un autre indicateur" in page.text
        assert "moins de 5" in team.get(f"{LIST}/{hired.id}").text


class TestMeasuring:
    def test_a_number_of_people_is_told_round_with_its_source(
        self, team: Browser, hired: Indicator, company: Actor
    ) -> None:
        measure(team, hired, company, link="https://exemple.org/registre")

        page = team.get(f"{LIST}/{hired.id}")
        assert "environ 50\u00a0personnes" in page.text
        assert "51" not in page.main.text
        assert page.select_one("a[href='https://exemple.org/registre']")
        assert page.select_one("svg[role=img]")["aria-label"].startswith("La ressourcerie")

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTICIPANT, Role.PARTNER, Role.ADMIN])
    def test_under_five_people_it_is_kept_and_nobody_reads_it(
        self,
        session: Session,
        lab: Lab,
        hired: Indicator,
        coordinator: Person,
        company: Actor,
        sign_in: SignIn,
        role: Role,
    ) -> None:
        made = count(session, hired, 3, coordinator, company, date(2026, 6, 30))
        reader = make_person(session, lab, role)
        session.commit()

        page = sign_in(reader).get(f"{LIST}/{hired.id}")

        assert session.get_one(Measure, made.id).value == 3
        assert "moins de 5\u00a0personnes" in page.text
        assert "3\u00a0personnes" not in page.text
        assert not page.select("svg .bar")
        if role is Role.COORDINATOR:
            session.commit()
            form = sign_in(reader).get(f"{LIST}/mesures/{made.id}/corriger")
            assert not form.select_one("[name=value]").get("value")

    def test_what_participants_say_needs_five_of_them(
        self, session: Session, team: Browser, headcount: Indicator, company: Actor
    ) -> None:
        page = measure(team, headcount, company, kind="participants", status=422)
        assert "combien de personnes l’ont dit" in page.select_one("#people-error").text

        measure(team, headcount, company, kind="participants", people="4")

        assert "dit par moins de 5 personnes" in team.get(f"{LIST}/{headcount.id}").text

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("value", "beaucoup", "avec des chiffres"),
            ("value", "12,5", "n’a pas de virgule"),
            ("on", "2099-01-01", "n’est pas encore arrivée"),
            ("since", "2026-07-01", "finit avant d’avoir commencé"),
            ("source", "", "d’où vient la mesure"),
            ("link", "http://exemple.org", "commence par https://"),
        ],
    )
    def test_what_does_not_fit_is_refused_beside_it(
        self, team: Browser, hired: Indicator, company: Actor, field: str, value: str, said: str
    ) -> None:
        page = measure(team, hired, company, status=422, **{field: value})

        assert said in page.select_one(f"#{field}-error").text

    def test_a_wrong_measure_is_corrected_by_another(
        self, session: Session, team: Browser, headcount: Indicator, coordinator: Person, company: Actor
    ) -> None:
        wrong = count(session, headcount, 200, coordinator, company, date(2026, 6, 30))
        form = team.get(f"{LIST}/mesures/{wrong.id}/corriger")
        team.submit(form, {"value": "251"}, form=FORM)

        text = team.get(f"{LIST}/{headcount.id}").text
        assert "251\u00a0salarié·es" in text
        assert "il était écrit\u00a0: 200\u00a0salarié·es" in text
        assert team.submit(form, {"value": "1"}, form=FORM, status=422)

    def test_perspectives_stand_side_by_side_and_their_disagreement_is_said(
        self, session: Session, lab: Lab, team: Browser, headcount: Indicator, coordinator: Person, company: Actor
    ) -> None:
        group = actors.add(session, lab.id, "Le conseil des participant·es", ActorKind.PARTICIPANTS, now=NOW)
        for month, value in ((1, 200), (6, 251)):
            count(session, headcount, value, coordinator, company, date(2026, month, 28))
            more = {"kind": ActorKind.PARTICIPANTS, "people": 12}
            count(session, headcount, 100, coordinator, group, date(2026, month, 28), **more)

        page = team.get(f"{LIST}/{headcount.id}")

        assert (
            "Entre janvier et juin\u00a02026, les entreprises voient une hausse, les participant·es non." in page.text
        )
        assert [heading.text for heading in page.select(".perspectives h3")] == ["Participant·es", "Entreprise"]
        assert "351" not in page.text
        assert "Les points de vue diffèrent." in team.get(LIST).text

    def test_before_and_after_an_experiment(
        self, session: Session, team: Browser, headcount: Indicator, coordinator: Person, company: Actor
    ) -> None:
        words = experiments.Words(Rung.IDEA, date(2026, 3, 1), "Le récit.")
        wording = experiments.Wording("Le parrainage", "Un parrain.", "Les nouvelles personnes.")
        tried = experiments.begin(session, coordinator.lab_id, wording, words, by=coordinator, now=NOW)
        for moment, month, value in ((Moment.BEFORE, 2, 200), (Moment.AFTER, 9, 251)):
            on = date(2026, month, 28)
            count(session, headcount, value, coordinator, company, on, experiment=tried.id, moment=moment)

        page = team.get(f"{LIST}/{headcount.id}")
        row = page.select_one("table:has(a[href^='/experimentations/']) tbody tr")
        assert row.get_text(" ", strip=True).startswith("Le parrainage La ressourcerie 200\u00a0salarié·es")
        around = team.get(f"/experimentations/{tried.id}").text
        assert "avant, 200\u00a0salarié·es\u00a0; après, 251\u00a0salarié·es." in around

    def test_only_an_adopted_indicator_is_measured(self, team: Browser, hired: Indicator) -> None:
        team.post(f"{LIST}/{hired.id}/discuter", {"reason": "On en reparle."})

        team.get(f"{LIST}/{hired.id}/mesure", status=404)


class TestCountedByTheSite:
    AGENCY = Definition(
        name="Prise sur son parcours",
        tells="Combien voient leur prise monter.",
        counting="Le curseur, sur trois mois.",
        unit="peu importe",
        wanted=Wanted.UP,
        counts_people=True,
        perspectives=(ActorKind.COMPANY,),
        computed=Computed.AGENCY_RISES,
    )

    @pytest.fixture
    def agency(self, session: Session, coordinator: Person, company: Actor, funder: Actor) -> Indicator:
        return adopt(session, self.AGENCY, coordinator, company, funder)

    def write(self, session: Session, lab: Lab, dials: list[tuple[int, int]], **more: Any) -> None:
        """For each person, the dial in the three months before, then in the last three."""
        today = clock.today().replace(day=1)
        for before, after in dials:
            person = make_person(session, lab)
            for agency, days in ((before, 150), (after, 40)):
                day = today - timedelta(days=days)
                make_entry(session, person, agency=agency, happened_on=day, **({"sharing": Sharing.THEMES} | more))
        session.commit()

    def test_the_share_of_people_whose_dial_rises_is_told_round(
        self, session: Session, lab: Lab, team: Browser, agency: Indicator
    ) -> None:
        self.write(session, lab, [(2, 4)] * 6 + [(3, 3)] * 7)

        team.post(f"{LIST}/{agency.id}/compter")

        page = team.get(f"{LIST}/{agency.id}")
        assert "environ 45\u00a0%" in page.text
        assert "Compté à partir des textes partagés" in page.text
        team.post(f"{LIST}/{agency.id}/compter", status=422)

    @pytest.mark.parametrize(
        ("dials", "more"),
        [
            ([(2, 4)] * 4, {}),
            ([(2, 4)] * 9, {"sharing": Sharing.PRIVATE}),
            ([(2, 4)] * 9, {"masked": False}),
            ([(2, 4)] * 9, {"withdrawn_at": NOW}),
        ],
    )
    def test_what_is_not_shared_by_five_people_counts_for_nothing(
        self,
        session: Session,
        lab: Lab,
        team: Browser,
        agency: Indicator,
        dials: list[tuple[int, int]],
        more: dict[str, Any],
    ) -> None:
        self.write(session, lab, dials, **more)

        page = team.post(f"{LIST}/{agency.id}/compter", status=422)

        assert "Moins de 5 personnes" in page.text
        assert not session.scalars(sa.select(Measure)).all()

    def test_a_few_on_one_side_are_not_told(self, session: Session, lab: Lab, team: Browser, agency: Indicator) -> None:
        self.write(session, lab, [(2, 4)] * 2 + [(3, 3)] * 9)

        team.post(f"{LIST}/{agency.id}/compter")

        text = team.get(f"{LIST}/{agency.id}").text
        assert "trop peu de personnes d’un côté" in text
        assert "20\u00a0%" not in text


class TestAPartner:
    @pytest.fixture
    def partner(self, session: Session, lab: Lab, company: Actor) -> Person:
        person = make_person(session, lab, Role.PARTNER)
        session.add(Partner(person_id=person.id, actor_id=company.id))
        session.commit()
        return person

    def test_it_measures_for_its_own_organisation_and_from_its_side_only(
        self, session: Session, partner: Person, headcount: Indicator, company: Actor, funder: Actor, sign_in: SignIn
    ) -> None:
        theirs = sign_in(partner)
        form = theirs.get(f"{LIST}/{headcount.id}/mesure")
        assert [option.text for option in form.select("#actor option")] == ["La ressourcerie"]
        assert [option.text for option in form.select("#kind option")] == ["Entreprise"]
        measure(theirs, headcount, funder, status=422)
        measure(theirs, headcount, company, kind="participants", people="12", status=422)

        measure(theirs, headcount, company, value="251")

        assert "251\u00a0salarié·es" in theirs.get(f"{LIST}/{headcount.id}").text
        made = session.scalars(sa.select(Measure)).one()
        assert (made.actor_id, made.kind, made.by_id) == (company.id, ActorKind.COMPANY, partner.id)
        session.commit()
        theirs.get(f"{LIST}/mesures/{made.id}/corriger", status=404)

    def test_it_proposes_and_says_what_it_thinks_but_does_not_decide(
        self, session: Session, partner: Person, company: Actor, funder: Actor, sign_in: SignIn
    ) -> None:
        session.commit()
        theirs = sign_in(partner)
        theirs.submit(theirs.get(f"{LIST}/nouveau"), TestProposing.FIELDS, form=FORM)
        address = str(theirs.response.location)

        theirs.post(f"{address}/avis", {"actor": str(funder.id), "stance": "for"}, status=422)
        theirs.post(f"{address}/avis", {"actor": str(company.id), "stance": "for", "said": "Nous le tenons déjà."})

        assert "Nous le tenons déjà." in theirs.get(address).text
        theirs.post(f"{address}/adopter", {"reason": "Oui."}, status=404)

    def test_from_a_side_that_is_not_counted_it_measures_nothing(
        self, session: Session, lab: Lab, funder: Actor, headcount: Indicator, sign_in: SignIn
    ) -> None:
        person = make_person(session, lab, Role.PARTNER)
        session.add(Partner(person_id=person.id, actor_id=funder.id))
        session.commit()

        sign_in(person).get(f"{LIST}/{headcount.id}/mesure", status=404)

    def test_a_partner_of_no_organisation_speaks_for_nobody(
        self, session: Session, lab: Lab, headcount: Indicator, sign_in: SignIn
    ) -> None:
        person = make_person(session, lab, Role.PARTNER)
        session.commit()

        sign_in(person).get(f"{LIST}/{headcount.id}/mesure", status=404)


class TestWhoReads:
    def test_another_lab_reads_nothing(
        self, session: Session, sign_in: SignIn, hired: Indicator, coordinator: Person, company: Actor
    ) -> None:
        made = count(session, hired, 51, coordinator, company, date(2026, 6, 30))
        stranger = make_person(session, role=Role.COORDINATOR)
        session.commit()
        browser = sign_in(stranger)

        assert "Embauches en CDI" not in browser.get(LIST).text
        for page in (f"{hired.id}", f"{hired.id}/mesure", f"{hired.id}/revoir", f"mesures/{made.id}/corriger"):
            browser.get(f"{LIST}/{page}", status=404)


class TestMonday:
    def test_what_waits_to_be_discussed_and_to_be_measured_is_said(
        self, session: Session, coordinator: Person, company: Actor, funder: Actor, sign_in: SignIn
    ) -> None:
        services.propose(session, coordinator.lab_id, HEADCOUNT, by=coordinator, now=NOW)
        adopt(session, HIRED, coordinator, company, funder, months_ago=4)

        text = sign_in(coordinator).get("/themes/semaine").text

        assert "L’indicateur «\u00a0Effectif\u00a0» attend d’être discuté." in text
        assert "L’indicateur «\u00a0Embauches en CDI\u00a0» attend une mesure." in text

    def test_measured_in_time_it_is_not(
        self, session: Session, coordinator: Person, company: Actor, funder: Actor, sign_in: SignIn
    ) -> None:
        row = adopt(session, HIRED, coordinator, company, funder, months_ago=4)
        count(session, row, 51, coordinator, company, NOW.date() - timedelta(days=5))

        assert "attend une mesure" not in sign_in(coordinator).get("/themes/semaine").text


def test_nothing_a_coordinator_writes_is_lost(session: Session, hired: Indicator) -> None:
    kinds = [change.kind.value for change in session.scalars(sa.select(Indicator)).one().changes]

    assert sorted(kinds) == ["adopted", "proposed"]


def test_an_experiment_of_another_lab_is_never_tied_to_a_measure(
    session: Session, headcount: Indicator, coordinator: Person, company: Actor
) -> None:
    other = make_person(session, role=Role.COORDINATOR)
    words = experiments.Words(Rung.IDEA, date(2026, 3, 1), "Ailleurs.")
    tried: Experiment = experiments.begin(
        session, other.lab_id, experiments.Wording("Ailleurs", "x", "y"), words, by=other, now=NOW
    )

    made = count(session, headcount, 1, coordinator, company, NOW.date(), experiment=tried.id, moment=Moment.AFTER)

    assert (made.experiment_id, made.moment) == (None, None)


class TestTakenAway:
    def rows(self, team: Browser, name: str) -> list[list[str]]:
        team.get(f"/exports/{name}")
        return list(csv.reader(io.StringIO(team.response.data.decode("utf-8-sig")), delimiter=";"))

    def test_measures_leave_as_they_are_shown(
        self, session: Session, team: Browser, hired: Indicator, coordinator: Person, company: Actor
    ) -> None:
        count(session, hired, 3, coordinator, company, date(2026, 5, 30))
        count(session, hired, 51, coordinator, company, date(2026, 6, 30))

        head, few, many = self.rows(team, "mesures.csv")

        told = dict(zip(head, few, strict=True))
        assert (told["Valeur"], told["Ce qui en est montré"]) == ("", "moins de 5\u00a0personnes")
        assert "3" not in told.values()
        assert dict(zip(head, many, strict=True))["Valeur"] == "50"

    def test_experiments_leave_step_by_step_and_no_cell_is_a_formula(
        self, session: Session, team: Browser, coordinator: Person
    ) -> None:
        words = experiments.Words(Rung.IDEA, date(2026, 3, 1), "=1+1")
        wording = experiments.Wording("Le minibus", "Un minibus.", "Tout le monde.")
        row = experiments.begin(session, coordinator.lab_id, wording, words, by=coordinator, now=NOW)
        words = experiments.Words(Rung.TRIAL, date(2026, 4, 1), "À Digne.")
        experiments.add_step(session, row, words, by=coordinator, now=NOW)
        session.commit()

        head, *steps = self.rows(team, "experimentations.csv")

        assert [dict(zip(head, each, strict=True))["Marche"] for each in steps] == ["Idée", "Essai"]
        assert dict(zip(head, steps[0], strict=True))["Preuve"] == "'=1+1"

    def test_taking_measures_away_is_logged(self, session: Session, team: Browser) -> None:
        self.rows(team, "mesures.csv")

        events = session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == "export_themes")).all()
        assert [event["format"] for event in events] == ["mesures.csv"]
