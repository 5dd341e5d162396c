"""Coming back by mail, for those who should not: nothing opens, and nothing tells who has a journal here."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from journal.accounts import reopening, staff
from journal.accounts.models import Person, Reopening, Role
from journal.accounts.services import set_passphrase
from journal.accounts.sessions import hash_token
from journal.clock import now
from journal.rights.services import erase_everything
from tests.factories import PASSPHRASE, make_lab, make_person
from tests.pages import Browser
from tests.together import do_together
from tests.web.accounts.coming_back import ADDRESS, ASK, CHOICE, NEW, NEW_PASSPHRASE, Scene


def test_a_link_serves_once(chosen: Scene) -> None:
    chosen.ask()
    link = chosen.link()
    chosen.open(link)

    assert chosen.opens_nothing(link)
    chosen.signed_in(NEW)


def test_two_browsers_on_the_same_link_open_it_once(chosen: Scene) -> None:
    chosen.ask()
    link = chosen.link()
    late = Browser(chosen.app)
    late.get(link, status=303)
    page = late.get(NEW_PASSPHRASE)
    chosen.open(link)

    late.submit(page, {"passphrase": "la phrase de la deuxième"}, status=404)

    chosen.signed_in(NEW)


def test_two_requests_at_the_same_moment_open_it_once(chosen: Scene) -> None:
    chosen.ask()
    secret, opened = hash_token(chosen.link().rpartition("/")[2]), []

    failures = do_together(
        chosen.settings.database,
        lambda own: opened.append(reopening.reopen(own, secret, NEW, now=now()) is not None),
    )

    assert (failures, opened) == ([], [True, False])


def test_a_link_ends_after_thirty_minutes(chosen: Scene) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        chosen.ask()
        link = chosen.link()
        clock.shift(timedelta(minutes=29, seconds=59))
        Browser(chosen.app).get(link, status=303)
        clock.shift(timedelta(seconds=1))

        assert chosen.opens_nothing(link)


def change_passphrase(scene: Scene, person: Person) -> None:
    set_passphrase(scene.session, person, "une phrase choisie entre-temps")


def change_address(scene: Scene, person: Person) -> None:
    reopening.change_address(scene.session, person, "nouvelle@exemple.org")


def change_address_by_another_way(scene: Scene, person: Person) -> None:
    person.email = "nouvelle@exemple.org"


def remove_address(scene: Scene, person: Person) -> None:
    reopening.change_address(scene.session, person, None)


def give_up(scene: Scene, person: Person) -> None:
    reopening.give_up(scene.session, person)


def close_account(scene: Scene, person: Person) -> None:
    staff.set_disabled(scene.session, person, disabled=True, now=now())


def erase(scene: Scene, person: Person) -> None:
    erase_everything(scene.session, person)


ENDINGS = (
    change_passphrase,
    change_address,
    change_address_by_another_way,
    remove_address,
    give_up,
    close_account,
    erase,
)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_link_on_its_way_ends_with_what_it_rested_on(chosen: Scene, ending: Callable[[Scene, Person], None]) -> None:
    chosen.ask()
    link = chosen.link()
    ending(chosen, chosen.session.get_one(Person, chosen.amina.id))
    chosen.session.commit()

    assert chosen.opens_nothing(link)


@pytest.mark.any_database
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_mail_asked_for_before_does_not_leave_after(chosen: Scene, ending: Callable[[Scene, Person], None]) -> None:
    chosen.ask()
    ending(chosen, chosen.session.get_one(Person, chosen.amina.id))
    chosen.session.commit()

    assert chosen.send() == 0


@pytest.mark.any_database
@pytest.mark.parametrize("ending", ENDINGS[1:])
def test_nothing_leaves_when_asked_for_after(chosen: Scene, ending: Callable[[Scene, Person], None]) -> None:
    ending(chosen, chosen.session.get_one(Person, chosen.amina.id))
    chosen.session.commit()
    chosen.ask()
    chosen.ask("nouvelle@exemple.org")

    assert chosen.send() == 0


def test_an_address_given_for_other_mails_opens_nothing(scene: Scene) -> None:
    scene.amina.wants_digest = True
    scene.session.commit()
    scene.ask()

    assert scene.send() == 0


def test_an_address_that_is_not_confirmed_opens_nothing(scene: Scene) -> None:
    scene.choose()
    assert scene.send() == 1  # the code, which nobody copies
    with time_machine.travel(now() + timedelta(minutes=11)):
        scene.ask()

        assert scene.send() == 0


def test_the_code_of_an_address_opens_no_journal_as_a_link(scene: Scene) -> None:
    scene.choose()
    code = scene.code()

    # As it is read, without its dash, its hash is the one a link of these letters would have.
    for typed in (code, code.replace("-", "")):
        assert scene.opens_nothing(f"/compte/secours/lien/{typed}")


@pytest.mark.any_database
@pytest.mark.parametrize("role", [Role.PARTNER, Role.COORDINATOR, Role.ADMIN])
def test_staff_and_partners_can_neither_choose_it_nor_use_it(scene: Scene, role: Role) -> None:
    person = make_person(scene.session, scene.amina.lab, role, username="equipe", email="equipe@exemple.org")
    row = Reopening(person_id=person.id, address=person.email, chosen_at=now(), confirmed_at=now())
    row.secret_hash, row.expires_at = hash_token("x" * 43), now() + timedelta(minutes=20)
    scene.session.add(row)
    scene.session.commit()
    scene.ask("equipe@exemple.org")

    assert scene.send() == 0
    assert scene.opens_nothing(f"/compte/secours/lien/{'x' * 43}")
    browser = Browser(scene.app)
    browser.post("/connexion", {"username": "equipe", "passphrase": PASSPHRASE})
    browser.get(CHOICE, status=404)
    assert not browser.get("/compte").select(f"a[href='{CHOICE}']")


def test_an_open_session_alone_does_not_choose_an_address(scene: Scene) -> None:
    scene.choose("voleur@exemple.org", passphrase="pas celle-là du tout", status=422)

    scene.session.refresh(scene.amina)
    assert scene.amina.email == ADDRESS
    assert scene.session.scalars(sa.select(Reopening)).all() == []


def test_nobody_fills_the_mailbox_of_someone_else_with_codes(scene: Scene) -> None:
    browser = scene.choose("victime@exemple.org")
    for _ in range(4):
        browser.submit(browser.get(CHOICE), form="form[action$='arreter']")
        scene.choose("victime@exemple.org")
    browser.submit(browser.get(CHOICE), form="form[action$='autre-code']", status=429)
    browser.submit(browser.get(CHOICE), form="form[action$='arreter']")

    scene.choose("victime@exemple.org", status=429)


def test_a_code_cannot_be_tried_without_end_nor_late(scene: Scene) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser = scene.choose()
        code = scene.code()
        for _ in range(5):
            browser.submit(browser.get(CHOICE), {"code": "AAAA-BBBB"}, status=422)
        browser.submit(browser.get(CHOICE), {"code": code}, status=429)
        clock.shift(timedelta(minutes=29, seconds=59))
        browser = scene.signed_in()
        page = browser.get(CHOICE)
        clock.shift(timedelta(seconds=1))

        browser.submit(page, {"code": code}, status=422)


def test_the_link_is_the_sites_own_whatever_host_is_asked(chosen: Scene) -> None:
    browser = Browser(chosen.app)
    token = browser.token()
    poisoned = {"Host": "voleur.example", "X-Forwarded-Host": "voleur.example"}
    browser.client.post(ASK, data={"email": ADDRESS, "csrf_token": token}, headers=poisoned)
    chosen.ask()
    chosen.send()

    text = chosen.mailbox.received[-1].get_content()
    assert f"{chosen.settings.base_url}/compte/secours/lien/" in text
    assert "voleur" not in text + str(chosen.mailbox.received[-1].items())


def test_the_secret_is_left_behind_before_any_page_is_shown(chosen: Scene) -> None:
    chosen.ask()
    link = chosen.link()
    browser = Browser(chosen.app)
    browser.get(link, status=303)

    assert browser.response.location == NEW_PASSPHRASE
    assert browser.response.headers["Referrer-Policy"] == "same-origin"
    assert browser.response.headers["Cache-Control"] == "no-store"
    assert link.rpartition("/")[2] not in str(browser.get(NEW_PASSPHRASE))


def test_a_mail_program_that_follows_the_link_spends_nothing(chosen: Scene) -> None:
    chosen.ask()
    link = chosen.link()
    for method in ("HEAD", "GET"):
        Browser(chosen.app).client.open(link, method=method, follow_redirects=True).close()

    chosen.open(link)


def test_a_weak_passphrase_does_not_spend_the_link(chosen: Scene) -> None:
    chosen.ask()
    link = chosen.link()
    chosen.open(link, passphrase="azertyuiop12", status=422)

    chosen.open(link)


def test_another_journal_at_the_same_address_is_not_opened_by_this_link(chosen: Scene) -> None:
    other = make_person(chosen.session, make_lab(chosen.session), username="basile", email=ADDRESS)
    chosen.session.commit()
    chosen.ask()
    chosen.open(chosen.link())

    browser = Browser(chosen.app)
    browser.post("/connexion", {"username": other.username, "passphrase": PASSPHRASE})
