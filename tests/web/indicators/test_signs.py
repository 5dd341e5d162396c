"""An indicator says which sign of the common good it answers; the common good, what measures each of its signs."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors.models import Actor
from journal.common_good import services as common_good
from journal.common_good.models import Part, ProposalKind
from journal.indicators import services
from journal.indicators.models import Indicator
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.web.indicators.counting import FIELDS, FORM, HEADCOUNT, HIRED, LIST, adopt, count

SIGNED = "Des contrats signés à la fin."
ANSWERED = "Des candidatures qui reçoivent une réponse."
GOOD = "/bien-commun"
NOBODY = "Personne ne mesure encore ce signe"


@pytest.fixture
def written(session: Session, lab: Lab, coordinator: Person) -> None:
    parts = dict.fromkeys(Part, "Un texte.") | {Part.SIGNS: f"{SIGNED} {ANSWERED}"}
    common_good.write_first(session, parts, "Écrit ensemble.", by=coordinator, now=NOW)
    session.commit()


@pytest.fixture
def tied(session: Session, written: None, coordinator: Person, company: Actor, funder: Actor) -> Indicator:
    row = adopt(session, replace(HIRED, signs=["1-0"]), coordinator, company, funder)
    count(session, row, 51, coordinator, company, date(2026, 6, 30))
    return row


def rewrite(session: Session, by: Person, other: Person, text: str) -> None:
    """The signs change, through a proposal, as they always do."""
    made = common_good.propose(session, Part.SIGNS, ProposalKind.CHANGE, text, by=other, now=NOW)
    common_good.reformulate(session, made, text, "", by=by, now=NOW)
    common_good.agree(session, made, 1, now=NOW)
    common_good.adopt(session, made, "Plus juste.", by=by, now=NOW)
    session.commit()


def signs(browser: Browser) -> dict[str, str]:
    """Each sign on the page of the common good, with what is said under it."""
    found = browser.get(GOOD).select(".signs > li")
    return {each.p.text: " ".join(" ".join(p.text for p in each.select("p, li")[1:]).split()) for each in found}


def test_the_common_good_shows_what_measures_each_sign_and_invites_where_nothing_does(
    tied: Indicator, team: Browser
) -> None:
    told = signs(team)

    assert "Embauches en CDI" in told[SIGNED]
    assert "Entreprise : environ 50 personnes (La ressourcerie, le 30 juin 2026)" in told[SIGNED]
    assert "Participant·es : pas encore mesuré" in told[SIGNED]
    assert NOBODY not in told[SIGNED]
    assert NOBODY in told[ANSWERED]
    assert "Proposer un indicateur" in told[ANSWERED]
    assert "Proposer un indicateur" not in told[SIGNED]


def test_a_measure_under_the_floor_is_told_as_everywhere(
    session: Session, tied: Indicator, coordinator: Person, company: Actor, team: Browser
) -> None:
    count(session, tied, 3, coordinator, company, date(2026, 9, 30))

    told = signs(team)[SIGNED]
    assert "moins de 5" in told
    assert "environ 50" not in told


def test_the_invitation_opens_a_form_where_the_sign_is_chosen_already(written: None, team: Browser) -> None:
    link = team.get(GOOD).select(".signs > li")[1].select_one("a[href*='signe=']")
    form = team.get(str(link["href"]))
    assert [box["value"] for box in form.select("[name=signs][checked]")] == ["1-1"]

    team.submit(form, FIELDS | {"signs": ["1-1"]}, form=FORM)

    page = team.get(str(team.response.location))
    assert page.select_one("#signs").blockquote.text == ANSWERED
    told = signs(team)[ANSWERED]
    assert "Un indicateur se discute : Embauches en CDI" in told
    assert NOBODY in told
    assert "Proposer un indicateur" not in told


def test_participants_read_adopted_indicators_and_nothing_that_is_only_discussed(
    session: Session, lab: Lab, tied: Indicator, coordinator: Person, sign_in: SignIn
) -> None:
    services.propose(session, replace(HEADCOUNT, signs=["1-1"]), by=coordinator, now=NOW)
    participant = make_person(session, lab)
    session.commit()
    reader = sign_in(participant)

    told = signs(reader)
    assert "Embauches en CDI" in told[SIGNED]
    assert NOBODY in told[ANSWERED]
    assert "Effectif" not in reader.response.text
    assert "Proposer un indicateur" not in reader.response.text


def test_a_link_follows_a_sign_whose_words_change_and_both_pages_say_so(
    session: Session, tied: Indicator, coordinator: Person, team: Browser
) -> None:
    other = make_person(session, coordinator.lab, Role.COORDINATOR)
    later = "Des contrats signés à la fin, et encore en cours ensuite."
    rewrite(session, coordinator, other, f"{ANSWERED} {later}")

    assert "Cette phrase a été récrite" in signs(team)[later]
    said = team.get(f"{LIST}/{tied.id}").select_one("#signs")
    assert [quote.text for quote in said.select("blockquote")] == [later, SIGNED]
    assert "Ce texte a changé" in said.text


def test_revising_ties_it_to_the_words_of_today_and_the_change_stays_written(
    session: Session, tied: Indicator, coordinator: Person, team: Browser
) -> None:
    other = make_person(session, coordinator.lab, Role.COORDINATOR)
    later = "Des contrats signés à la fin, et encore en cours ensuite."
    rewrite(session, coordinator, other, f"{ANSWERED} {later}")

    form = team.get(f"{LIST}/{tied.id}/revoir")
    assert [box["value"] for box in form.select("[name=signs][checked]")] == ["2-1"]
    team.submit(form, {"reason": "Il compte bien ceux-là."}, form=FORM)

    page = team.get(f"{LIST}/{tied.id}")
    assert [quote.text for quote in page.select_one("#signs").select("blockquote")] == [later]
    assert f"Il répondait à\u00a0: {SIGNED}" in page.select_one("#history").text
    assert "Il compte bien ceux-là." in page.text


def test_a_sign_that_goes_stays_on_the_page_of_its_indicator_until_someone_unties_it(
    session: Session, tied: Indicator, coordinator: Person, team: Browser
) -> None:
    other = make_person(session, coordinator.lab, Role.COORDINATOR)
    rewrite(session, coordinator, other, ANSWERED)

    assert "Ce signe n’est plus dans le texte depuis" in team.get(f"{LIST}/{tied.id}").text
    assert list(signs(team)) == [ANSWERED]
    form = team.get(f"{LIST}/{tied.id}/revoir")
    assert [box["value"] for box in form.select("[name=signs][checked]")] == ["1-0"]
    team.submit(form, {"reason": "L’unité, rien d’autre.", "unit": "contrats"}, form=FORM)
    assert "Ce signe n’est plus dans le texte" in team.get(f"{LIST}/{tied.id}").text


def test_a_sign_of_another_lab_ties_nothing(session: Session, written: None, coordinator: Person) -> None:
    elsewhere = make_person(session, make_lab(session, "Lab Bretagne"), Role.COORDINATOR)

    row = services.propose(session, replace(HIRED, signs=["1-0"]), by=elsewhere, now=NOW)

    assert row.signs == []
