"""A partner speaks and measures for its own organisation."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors.models import Actor, ActorKind
from journal.clock import today
from journal.indicators.models import Indicator, Measure
from journal.partners.models import Partner
from tests.conftest import SignIn
from tests.factories import make_person
from tests.web.indicators.counting import FIELDS, FORM, LIST, measure


@pytest.fixture
def partner(session: Session, lab: Lab, company: Actor) -> Person:
    person = make_person(session, lab, Role.PARTNER)
    session.add(Partner(person_id=person.id, actor_id=company.id))
    session.commit()
    return person


def test_a_partner_measures_for_its_own_organisation_and_from_its_side_only(
    session: Session, partner: Person, headcount: Indicator, company: Actor, funder: Actor, sign_in: SignIn
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


def test_a_partner_proposes_and_says_what_it_thinks_but_does_not_decide(
    session: Session, partner: Person, company: Actor, funder: Actor, sign_in: SignIn
) -> None:
    session.commit()
    theirs = sign_in(partner)
    theirs.submit(theirs.get(f"{LIST}/nouveau"), FIELDS, form=FORM)
    address = str(theirs.response.location)

    theirs.post(f"{address}/avis", {"actor": str(funder.id), "stance": "for"}, status=422)
    theirs.post(f"{address}/avis", {"actor": str(company.id), "stance": "for", "said": "Nous le tenons déjà."})

    assert "Nous le tenons déjà." in theirs.get(address).text
    theirs.post(f"{address}/adopter", {"reason": "Oui."}, status=404)


def test_a_partner_of_a_side_that_is_not_counted_measures_nothing(
    session: Session, lab: Lab, funder: Actor, headcount: Indicator, sign_in: SignIn
) -> None:
    person = make_person(session, lab, Role.PARTNER)
    session.add(Partner(person_id=person.id, actor_id=funder.id))
    session.commit()

    sign_in(person).get(f"{LIST}/{headcount.id}/mesure", status=404)


def test_a_partner_of_no_organisation_speaks_for_nobody(
    session: Session, lab: Lab, headcount: Indicator, sign_in: SignIn
) -> None:
    person = make_person(session, lab, Role.PARTNER)
    session.commit()

    sign_in(person).get(f"{LIST}/{headcount.id}/mesure", status=404)


def test_a_partner_lands_on_what_waits_for_its_organisation(
    session: Session, partner: Person, headcount: Indicator, company: Actor, funder: Actor, sign_in: SignIn
) -> None:
    headcount.every_months = 1
    for change in headcount.changes:
        change.at -= timedelta(days=90)
    session.commit()
    theirs = sign_in(partner)
    theirs.submit(theirs.get(f"{LIST}/nouveau"), FIELDS, form=FORM)
    proposed = str(theirs.response.location)

    def waiting() -> list[str]:
        return [str(link["href"]) for link in theirs.get("/", follow=True).select("section#awaited a")]

    assert waiting() == [proposed, f"{LIST}/{headcount.id}"]

    theirs.post(f"{proposed}/avis", {"actor": str(company.id), "stance": "for"})
    measure(theirs, headcount, company, value="251", on=today().isoformat())

    assert waiting() == []
    assert "Rien n’attend votre organisation." in theirs.get("/cooperation").text
