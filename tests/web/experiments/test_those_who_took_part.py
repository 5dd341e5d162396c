"""Those who took part say whether it helped; their answers are counted, and none is shown alone."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Role
from journal.experiments import services
from journal.experiments.models import Experiment, ExperimentVoice, Helped, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from tests.conftest import SignIn
from tests.factories import NOW, make_person
from tests.pages import Browser
from tests.web.experiments.trying import FORM, MARCH, participants, say


def test_someone_who_took_part_says_it_helped_changes_and_takes_it_back(
    session: Session, lab: Lab, sign_in: SignIn, address: str
) -> None:
    (person,) = participants(session, lab, 1)
    browser = sign_in(person)
    for answer in ("yes", "a_little"):
        browser.submit(browser.get(address), {"helped": answer}, form=FORM)
    assert [voice.helped for voice in session.scalars(sa.select(ExperimentVoice))] == [Helped.A_LITTLE]
    session.commit()

    browser.post(f"{address}/participation/retirer")

    assert not session.scalars(sa.select(ExperimentVoice)).all()


def test_what_fewer_than_five_people_say_is_shown_to_nobody(
    app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, sign_in: SignIn, address: str
) -> None:
    people = participants(session, lab, 5)
    say(app, session, minibus, people[:4], Helped.YES)

    for browser in (team, sign_in(people[0])):
        assert "aucune réponse ne réunissait 5\u00a0personnes" in browser.get(address).text
        assert "au moins" not in browser.get(address).text


def test_from_five_people_the_number_who_took_part_is_told_by_steps(
    app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
) -> None:
    people = participants(session, lab, 13)
    say(app, session, minibus, people[:6], Helped.YES)
    say(app, session, minibus, people[6:], Helped.NOT_AT_ALL)

    told = [line.text for line in team.get(address).select("section#heard li")]

    assert told == [
        "Ça a aidé\u00a0: au moins 5\u00a0personnes",
        "Un peu\u00a0: moins de 5, ou personne",
        "Pas du tout\u00a0: au moins 5\u00a0personnes",
    ]


def test_that_everyone_answers_alike_is_not_told(
    app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
) -> None:
    people = participants(session, lab, 12)
    say(app, session, minibus, people, Helped.YES)

    told = team.get(address).select_one("section#heard").text

    assert "Ça a aidé\u00a0: au moins 10\u00a0personnes" in told
    assert told.count("moins de 5, ou personne") == 2
    assert "12" not in told


def test_one_more_answer_or_one_less_moves_no_number(
    app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
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
    app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
) -> None:
    people = participants(session, lab, 8)
    words = ExperimentDescription("Le covoiturage", "On partage une voiture.", "Qui habite loin.")
    idea = StepContent(Rung.IDEA, MARCH, "Le récit de mars.")
    other = services.begin(session, words, idea, by=make_person(session, lab, Role.COORDINATOR), now=NOW)
    say(app, session, other, people[:4], Helped.YES)
    say(app, session, minibus, people, Helped.YES)
    session.expire_all()

    assert (len(minibus.published), other.published) == (1, [])
    assert minibus.published[0]["counts"] == {"yes": 8}
    kept = minibus.published[0]["by"]
    assert not {str(person.id) for person in people} & {*kept, *kept.values()}
    assert len(set(kept.values())) == 8, "the same answer of two people is not seen to be the same"


def test_someone_erased_before_anything_was_told_is_counted_in_nothing(
    app: Flask, session: Session, lab: Lab, minibus: Experiment, team: Browser, address: str
) -> None:
    people = participants(session, lab, 5)
    say(app, session, minibus, people[:4], Helped.YES)
    session.delete(people[0])
    session.commit()
    say(app, session, minibus, people[4:], Helped.YES)

    assert "aucune réponse ne réunissait 5\u00a0personnes" in team.get(address).text


def test_a_partner_reads_only_what_enough_people_say_whoever_tells_them_what_others_read(
    app: Flask, session: Session, lab: Lab, minibus: Experiment, sign_in: SignIn, address: str
) -> None:
    partner, people = make_person(session, lab, Role.PARTNER), participants(session, lab, 16)
    say(app, session, minibus, people[:11], Helped.YES)
    assert "aucune réponse ne réunissait 15\u00a0personnes" in sign_in(partner).get(address).text

    say(app, session, minibus, people[11:], Helped.YES)

    assert "Ça a aidé\u00a0: au moins 15\u00a0personnes" in sign_in(partner).get(address).text
