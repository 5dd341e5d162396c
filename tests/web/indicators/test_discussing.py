"""An indicator is proposed, discussed actor by actor, adopted with a reason, revised in the open."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.indicators.models import Indicator
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.pages import Browser
from tests.web.indicators.counting import FIELDS, FORM, LIST, count


def propose(team: Browser) -> str:
    team.submit(team.get(f"{LIST}/nouveau"), FIELDS, form=FORM)
    return str(team.response.location)


def test_a_proposed_indicator_is_read_by_those_who_discuss_it_and_nobody_else(
    session: Session, lab: Lab, team: Browser, sign_in: SignIn
) -> None:
    address = propose(team)
    readers = {role: make_person(session, lab, role) for role in (Role.PARTICIPANT, Role.PARTNER)}
    session.commit()

    assert "Embauches en CDI" in team.get(LIST).text
    assert "Embauches en CDI" in sign_in(readers[Role.PARTNER]).get(address).text
    assert "Embauches en CDI" not in sign_in(readers[Role.PARTICIPANT]).get(LIST).text
    sign_in(readers[Role.PARTICIPANT]).get(address, status=404)


def test_an_indicator_is_not_adopted_before_two_actors_have_spoken(
    team: Browser, company: Actor, funder: Actor, session: Session
) -> None:
    session.commit()
    address = propose(team)
    page = team.post(f"{address}/adopter", {"reason": "Il est utile."}, status=422)
    assert "Deux acteurs au moins" in page.select_one("#reason-error").text

    team.post(f"{address}/avis", {"actor": str(company.id), "stance": "for"})
    team.post(f"{address}/avis", {"actor": str(funder.id), "stance": "reserve", "said": "Et les CDD\u00a0?"})
    team.post(f"{address}/adopter", {"reason": "Les CDD viendront ensuite."})

    page = team.get(address)
    assert "Adopté" in page.select_one(".tag").text
    assert "Et les CDD" in page.text
    assert "Les CDD viendront ensuite." in page.text


def test_a_reserve_on_an_indicator_says_why_and_a_decision_too(team: Browser, company: Actor, session: Session) -> None:
    session.commit()
    address = propose(team)

    page = team.post(f"{address}/avis", {"actor": str(company.id), "stance": "reserve"}, status=422)
    assert "Dites la réserve" in page.text
    assert "Dites la raison" in team.post(f"{address}/ecarter", {"reason": " "}, status=422).text


def test_an_actor_of_another_lab_has_no_say_on_an_indicator(team: Browser, session: Session, company: Actor) -> None:
    stranger = actors.add(session, make_lab(session).id, "Ailleurs", ActorKind.OTHER, now=NOW)
    session.commit()

    team.post(f"{propose(team)}/avis", {"actor": str(stranger.id), "stance": "for"}, status=422)


def test_an_indicator_set_aside_is_no_longer_read_by_participants(
    session: Session, lab: Lab, team: Browser, hired: Indicator, sign_in: SignIn
) -> None:
    person = make_person(session, lab)
    session.commit()
    address = f"{LIST}/{hired.id}"
    assert "Tous le comptent." in sign_in(person).get(address).text

    team.post(f"{address}/ecarter", {"reason": "On ne le trouve pas."})

    sign_in(person).get(address, status=404)
    assert "On ne le trouve pas." in team.get(address).text


def test_an_indicator_is_revised_in_the_open(team: Browser, hired: Indicator) -> None:
    form = team.get(f"{LIST}/{hired.id}/revoir")
    team.submit(form, {"counting": "Après la période d’essai.", "reason": "Pour compter pareil."}, form=FORM)

    text = team.get(f"{LIST}/{hired.id}").text
    assert "Après la période d’essai." in text
    assert "On le comptait ainsi\u00a0: Contrats signés, période d’essai comprise." in text
    assert "Pour compter pareil." in text


def test_small_numbers_of_people_are_never_uncovered_by_a_revision(
    session: Session, team: Browser, hired: Indicator, coordinator: Person, company: Actor
) -> None:
    count(session, hired, 3, coordinator, company, date(2026, 6, 30))
    form = team.get(f"{LIST}/{hired.id}/revoir")
    form.select_one("[name=counts_people]").decompose()

    page = team.submit(form, {"reason": "Pour voir."}, form=FORM, status=422)

    assert "proposez plutôt un autre indicateur" in page.text
    assert "moins de 5" in team.get(f"{LIST}/{hired.id}").text


def test_nothing_a_coordinator_writes_is_lost(session: Session, hired: Indicator) -> None:
    kinds = [change.kind.value for change in session.scalars(sa.select(Indicator)).one().changes]

    assert sorted(kinds) == ["adopted", "proposed"]
