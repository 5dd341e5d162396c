"""« Cette semaine », in a Lab where nothing waits yet: what to do first, rather than that there is nothing to do."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.accounts.services import create_cohort, invite
from journal.clock import now
from journal.contact import services as contact
from journal.contact.models import Channel
from journal.contact.services import Wish
from tests.conftest import SignIn
from tests.factories import NOW, make_lab, make_person
from tests.factories_themes import make_run

WEEK = "/themes/semaine"
JOIN, ALONE = "Personne n’a encore rejoint le Lab", "Vous êtes seul·e à la coordination"


def test_a_lab_that_begins_reads_what_to_do_first(session: Session, sign_in: SignIn) -> None:
    lab = make_lab(session)
    person = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    browser = sign_in(person)

    page = browser.get(WEEK).main
    assert JOIN in page.select_one("a[href='/groupes']").text
    assert ALONE in page.text
    for absent in ("Rien n’attend", "Ce qui a bougé", "Ce qu’on entend peu"):
        assert absent not in page.text

    cohort = create_cohort(session, lab, "Printemps", size=28)
    session.commit()
    assert "invitez votre groupe" in browser.get(WEEK).main.select_one("a[href='/invitations']").text

    invite(session, lab, Role.PARTICIPANT, cohort=cohort, by=person, max_uses=28, now=now())
    session.commit()
    assert "un code est prêt" in browser.get(WEEK).main.select_one("a[href='/invitations']").text

    make_person(session, lab)
    session.commit()
    assert JOIN not in browser.get(WEEK).main.text

    make_person(session, lab, Role.COORDINATOR)
    session.commit()
    page = browser.get(WEEK).main
    assert ALONE not in page.text
    assert "Rien n’attend l’équipe." in page.text
    assert "Les thèmes apparaîtront" in page.text

    make_run(session, lab)
    session.commit()
    page = browser.get(WEEK).main
    assert "Les thèmes apparaîtront" not in page.text
    assert "Ce qui a bougé" in page.text


@pytest.mark.parametrize(("days", "told"), [(59, False), (61, True)])
def test_a_group_is_said_to_be_silent_once_it_had_as_long_to_share_as_is_listened_to(
    session: Session, sign_in: SignIn, days: int, told: bool
) -> None:
    lab = make_lab(session)
    cohort = create_cohort(session, lab, "Printemps", size=28)
    invite(session, lab, Role.PARTICIPANT, cohort=cohort, by=None, max_uses=28, now=now() - timedelta(days=days))
    person = make_person(session, lab, Role.COORDINATOR)
    session.commit()

    page = sign_in(person).get(WEEK).main

    assert ("Dans le groupe «\u00a0Printemps\u00a0»" in page.text) is told


def test_people_who_wait_come_before_first_steps(session: Session, sign_in: SignIn) -> None:
    lab = make_lab(session)
    person = make_person(session, lab, Role.COORDINATOR)
    contact.ask(session, make_person(session, lab), Wish("Nour", Channel.IN_PERSON, "", ""), now=NOW)
    session.commit()

    page = sign_in(person).get(WEEK).main

    assert "Une personne attend un signe" in page.text
    assert "Pour commencer" not in page.text
