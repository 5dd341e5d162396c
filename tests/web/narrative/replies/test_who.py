"""Who may answer a month, and for whom: an organisation of its Lab, for itself, what everyone may read."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.narrative.models import Digest, MonthReply, ReplyState
from journal.partners.models import Partner
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.factories_actors import make_actor
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene
from tests.web.narrative.replies.replying import (
    ADDRESS,
    FORM,
    OWN,
    REPLY,
    decide,
    make_speaker,
    only,
    replies_on,
    ways,
)


def test_another_organisation_neither_reads_nor_takes_back_a_reply(
    scene: Scene, sent: MonthReply, sign_in: SignIn, session: Session
) -> None:
    other = sign_in(make_speaker(session, scene.lab, make_actor(session, scene.lab, "Mission des Collines")))

    assert REPLY not in other.get("/recit/reponses").text
    other.post(f"/recit/reponses/{sent.id}/retirer", status=404)
    other.get(f"/recit/reponses/{sent.id}/recrire", status=404)
    other.post(f"/recit/reponses/{sent.id}/recrire", {"text": "Autre chose."}, status=404)

    assert only(session).state is ReplyState.SENT


def test_another_lab_answers_nothing_and_decides_nothing(
    month: str, sent: MonthReply, sign_in: SignIn, session: Session
) -> None:
    lab = make_lab(session, "Lab des Marches")
    lab.is_public = True
    away = make_person(session, lab, Role.PARTNER)
    session.add(Partner(person_id=away.id, actor_id=make_actor(session, lab, "Atelier du Nord").id))
    coordinator = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    stranger, team = sign_in(away), sign_in(coordinator)

    assert ways(stranger, month) == []
    stranger.get(f"{ADDRESS}/{sent.part}", status=404)
    stranger.post(f"{ADDRESS}/{sent.part}", {"text": "D’ailleurs."}, status=404)
    stranger.post(f"/recit/reponses/{sent.id}/retirer", status=404)
    stranger.post(f"/recit/reponses/{sent.id}/recrire", {"text": "D’ailleurs."}, status=404)
    assert REPLY not in team.get("/mediation").text
    for path in (f"/mediation/reponses/{sent.id}", f"/mediation/reponses/{sent.id}/cacher"):
        team.get(path, status=404)
        team.post(path, {"decision": "published"}, status=404)
    assert only(session).state is ReplyState.SENT


@pytest.mark.parametrize("gone", ["closed", "erased"])
def test_a_reply_stays_its_organisation_s_when_the_account_that_wrote_it_goes(
    month: str, published: MonthReply, partner: Person, carole: Browser, browser: Browser, session: Session, gone: str
) -> None:
    assert "ses réponses au récit du mois" in carole.get("/mes-droits/effacer").text
    if gone == "closed":
        session.get_one(Person, partner.id).disabled_at = NOW
    else:
        session.delete(session.get_one(Person, partner.id))
    session.commit()

    carole.post(f"/recit/reponses/{published.id}/retirer", status=400)  # signed out
    assert len(replies_on(browser.get(month))) == 1


def test_a_participant_and_a_coordinator_answer_nothing_here(
    scene: Scene, month: str, sent: MonthReply, sign_in: SignIn, team: Browser
) -> None:
    for reader in (sign_in(scene.people[0]), team):
        assert ways(reader, month) == []
        reader.get(f"{ADDRESS}/{sent.part}", status=404)


def test_an_organisation_answers_neither_a_month_in_the_making_nor_a_part_that_is_not_there(
    scene: Scene, month: str, carole: Browser, session: Session
) -> None:
    session.add(Digest(lab_id=scene.lab.id, month=scenes.NOVEMBER.replace(month=10), title="Octobre", drafted_at=NOW))
    session.commit()

    for address in ("/recit/2026-10/repondre/opening", "/recit/2026-09/repondre/opening", f"{ADDRESS}/theme.ailleurs"):
        carole.get(address, status=404)
        carole.post(address, {"text": REPLY}, status=404)
    assert session.scalars(sa.select(MonthReply)).all() == []


def test_an_organisation_does_not_answer_a_month_told_inside_its_lab_alone(
    scene: Scene, carole: Browser, session: Session
) -> None:
    scenes.publish(session, scene)
    scene.lab.is_public = True  # opened since: what was published before stays inside
    session.commit()

    assert "Aucun récit du mois n’est ouvert" in carole.get(OWN).text
    carole.post(f"{ADDRESS}/opening", {"text": REPLY}, status=404)
    carole.get("/recit/2026-11", status=404)


def test_another_organisation_answers_the_same_part_in_its_own_name(
    scene: Scene, month: str, published: MonthReply, team: Browser, sign_in: SignIn, browser: Browser, session: Session
) -> None:
    other = sign_in(make_speaker(session, scene.lab, make_actor(session, scene.lab, "Mission des Collines")))
    [way] = [each for each in ways(other, month) if "theme." in each]
    other.submit(other.get(way), {"text": "Nous aussi.", "actor_id": str(published.actor_id)}, form=FORM)

    decide(team, "published")

    mine, theirs = replies_on(browser.get(month))
    assert mine.startswith("Réponse d’Atelier Mistral")
    assert theirs.startswith("Réponse de Mission des Collines")
