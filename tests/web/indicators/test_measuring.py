"""Each side measures; nothing is told of a few people, and a wrong measure is corrected in the open."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, Rung
from journal.indicators import services
from journal.indicators.models import Indicator, Measure, Moment
from tests.conftest import SignIn
from tests.factories import NOW, make_person
from tests.pages import Browser
from tests.web.indicators.counting import FORM, HEADCOUNT, HIRED, LIST, adopt, count, measure


def test_a_number_of_people_is_told_round_with_its_source(team: Browser, hired: Indicator, company: Actor) -> None:
    measure(team, hired, company, link="https://exemple.org/registre")

    page = team.get(f"{LIST}/{hired.id}")
    assert "environ 50\u00a0personnes" in page.text
    assert "51" not in page.main.text
    assert page.select_one("a[href='https://exemple.org/registre']")
    assert page.select_one("svg[role=img]")["aria-label"].startswith("La ressourcerie")


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PARTICIPANT, Role.PARTNER, Role.ADMIN])
def test_a_measure_under_five_people_is_kept_and_nobody_reads_it(
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


def test_a_measure_that_participants_give_needs_five_of_them(
    session: Session, team: Browser, headcount: Indicator, company: Actor
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
def test_a_measure_that_does_not_fit_is_refused_beside_its_field(
    team: Browser, hired: Indicator, company: Actor, field: str, value: str, said: str
) -> None:
    page = measure(team, hired, company, status=422, **{field: value})

    assert said in page.select_one(f"#{field}-error").text


def test_nobody_is_chosen_beforehand_and_the_point_of_view_is_the_actor_s_own(
    session: Session, team: Browser, hired: Indicator, company: Actor, funder: Actor
) -> None:
    form = team.get(f"{LIST}/{hired.id}/mesure")
    assert [form.select_one(f"{field} option")["value"] for field in ("#actor", "#kind")] == ["", ""]
    assert team.get(f"{LIST}/{hired.id}").select_one("#actor option")["value"] == ""
    refused = team.submit(form, {"value": "51"}, form=FORM, status=422)
    assert "Choisissez qui donne" in refused.select_one("#actor-error").text

    refused = measure(team, hired, funder, kind="", status=422)
    assert "n’attend pas celui de cet acteur" in refused.select_one("#kind-error").text
    measure(team, hired, company, kind="")

    assert session.scalars(sa.select(Measure.kind)).all() == [ActorKind.COMPANY]


def test_a_wrong_measure_is_corrected_by_another(
    session: Session, team: Browser, headcount: Indicator, coordinator: Person, company: Actor
) -> None:
    wrong = count(session, headcount, 200, coordinator, company, date(2026, 6, 30))
    form = team.get(f"{LIST}/mesures/{wrong.id}/corriger")
    team.submit(form, {"value": "251"}, form=FORM)

    text = team.get(f"{LIST}/{headcount.id}").text
    assert "251\u00a0salarié·es" in text
    assert "il était écrit\u00a0: 200\u00a0salarié·es" in text
    assert team.submit(form, {"value": "1"}, form=FORM, status=422)


def test_perspectives_stand_side_by_side_and_their_disagreement_is_said(
    session: Session, lab: Lab, team: Browser, headcount: Indicator, coordinator: Person, company: Actor
) -> None:
    group = actors.add(session, lab.id, "Le conseil des participant·es", ActorKind.PARTICIPANTS, now=NOW)
    for month, value in ((1, 200), (6, 251)):
        count(session, headcount, value, coordinator, company, date(2026, month, 28))
        more = {"kind": ActorKind.PARTICIPANTS, "people": 12}
        count(session, headcount, 100, coordinator, group, date(2026, month, 28), **more)

    page = team.get(f"{LIST}/{headcount.id}")

    assert "Entre janvier et juin\u00a02026, les entreprises voient une hausse, les participant·es non." in page.text
    assert [heading.text for heading in page.select(".perspectives h3")] == ["Participant·es", "Entreprise"]
    assert "351" not in page.text
    assert "Les points de vue diffèrent." in team.get(LIST).text


def test_measures_stand_before_and_after_an_experiment(
    session: Session, team: Browser, headcount: Indicator, coordinator: Person, company: Actor
) -> None:
    words = experiments.StepContent(Rung.IDEA, date(2026, 3, 1), "Le récit.")
    wording = experiments.ExperimentDescription("Le parrainage", "Un parrain.", "Les nouvelles personnes.")
    tried = experiments.begin(session, wording, words, by=coordinator, now=NOW)
    for moment, month, value in ((Moment.BEFORE, 2, 200), (Moment.AFTER, 9, 251)):
        on = date(2026, month, 28)
        count(session, headcount, value, coordinator, company, on, experiment=tried.id, moment=moment)

    page = team.get(f"{LIST}/{headcount.id}")
    row = page.select_one("table:has(a[href^='/experimentations/']) tbody tr")
    assert row.get_text(" ", strip=True).startswith("Le parrainage La ressourcerie 200\u00a0salarié·es")
    around = team.get(f"/experimentations/{tried.id}").text
    assert "avant, 200\u00a0salarié·es\u00a0; après, 251\u00a0salarié·es." in around


def test_only_an_adopted_indicator_is_measured(team: Browser, hired: Indicator) -> None:
    team.post(f"{LIST}/{hired.id}/discuter", {"reason": "On en reparle."})

    team.get(f"{LIST}/{hired.id}/mesure", status=404)


def test_an_experiment_of_another_lab_is_never_tied_to_a_measure(
    session: Session, headcount: Indicator, coordinator: Person, company: Actor
) -> None:
    other = make_person(session, role=Role.COORDINATOR)
    words = experiments.StepContent(Rung.IDEA, date(2026, 3, 1), "Ailleurs.")
    tried: Experiment = experiments.begin(
        session, experiments.ExperimentDescription("Ailleurs", "x", "y"), words, by=other, now=NOW
    )

    made = count(session, headcount, 1, coordinator, company, NOW.date(), experiment=tried.id, moment=Moment.AFTER)

    assert (made.experiment_id, made.moment) == (None, None)


def test_monday_says_what_waits_to_be_discussed_and_to_be_measured(
    session: Session, coordinator: Person, company: Actor, funder: Actor, sign_in: SignIn
) -> None:
    services.propose(session, HEADCOUNT, by=coordinator, now=NOW)
    adopt(session, HIRED, coordinator, company, funder, months_ago=4)

    text = sign_in(coordinator).get("/themes/semaine").text

    assert "L’indicateur «\u00a0Effectif\u00a0» attend d’être discuté." in text
    assert "L’indicateur «\u00a0Embauches en CDI\u00a0» attend une mesure." in text


def test_monday_says_nothing_of_what_is_measured_in_time(
    session: Session, coordinator: Person, company: Actor, funder: Actor, sign_in: SignIn
) -> None:
    row = adopt(session, HIRED, coordinator, company, funder, months_ago=4)
    count(session, row, 51, coordinator, company, NOW.date() - timedelta(days=5))

    assert "attend une mesure" not in sign_in(coordinator).get("/themes/semaine").text


def test_a_measure_said_better_counts_once_and_goes_with_its_indicator(
    session: Session, team: Browser, hired: Indicator, coordinator: Person, company: Actor
) -> None:
    made = count(session, hired, 40, coordinator, company, date(2026, 6, 30))
    for value in (41, 42, 43, 44):
        reading = services.MeasureInput(value, made.on, ActorKind.COMPANY, "Le registre.", company.id)
        made = services.measure(session, hired, reading, by=coordinator, now=NOW, corrects=made)
    session.commit()

    page = team.get(f"{LIST}/{hired.id}/effacer")
    assert "1\u00a0mesure\u00a0;" in page.text
    team.submit(page)

    assert session.scalar(sa.select(Measure.id)) is None
