"""Someone who lost passphrase and recovery code comes back by mail, because they had chosen it."""

import re
from datetime import timedelta

import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Person, Reopening, Tombstone
from journal.clock import now
from journal.rights import export, retention
from journal.rights.services import erase_everything
from tests.conftest import SignIn
from tests.factories import PASSPHRASE, make_entry, make_person
from tests.pages import Browser
from tests.web.accounts.coming_back import ADDRESS, ASK, CHOICE, NEW, NEW_PASSPHRASE, Scene
from tests.worker import sweep


def test_nothing_is_chosen_until_the_code_comes_back(scene: Scene) -> None:
    browser = scene.signed_in()
    assert "rien n’est choisi" in browser.get("/compte").get_text()
    page = browser.get(CHOICE)
    assert "Qui lit cette boîte mail pourrait ouvrir votre journal" in page.get_text()

    browser.submit(page, {"passphrase": PASSPHRASE})
    assert "d’ici là, rien n’est choisi" in browser.get(CHOICE).get_text()
    browser.submit(browser.get(CHOICE), {"code": scene.code().lower().replace("-", " ")})

    assert ADDRESS in browser.get(CHOICE).get_text()
    assert "C’est choisi" in browser.get("/compte").get_text()


def test_the_way_back_keeps_every_text_and_closes_every_device(chosen: Scene) -> None:
    entry = make_entry(chosen.session, chosen.amina, "Le car de sept heures")
    chosen.session.commit()
    elsewhere = chosen.signed_in()
    door = Browser(chosen.app)
    assert door.get("/compte/secours").select(f"a[href='{ASK}']")
    chosen.ask("AMINA@exemple.org ", browser=door)
    link = chosen.link()

    browser = chosen.open(link)

    assert "code de secours" in browser.get(browser.response.location).h1.text
    assert "sept heures" in browser.get(f"/journal/{entry.id}").get_text()
    elsewhere.get("/journal/", status=303)
    browser.post("/connexion", {"username": "amina", "passphrase": PASSPHRASE}, status=422)


def test_the_sweep_of_the_worker_sends_it(chosen: Scene) -> None:
    chosen.ask()
    before = len(chosen.mailbox.received)

    sweep(chosen.app, jobs.MAILS)

    assert "/compte/secours/lien/" in "".join(each.get_content() for each in chosen.mailbox.received[before:])


def test_the_identifier_is_for_the_password_manager_until_the_journal_is_open(chosen: Scene) -> None:
    chosen.ask()
    browser = Browser(chosen.app)
    page = browser.get(chosen.link(), follow=True)

    identifier = page.select_one("input[name=username]")
    assert (identifier["value"], identifier["autocomplete"]) == ("amina", "username")
    assert identifier.find_parent(hidden=True)
    browser.submit(page, {"passphrase": NEW}, form="form:has([name=passphrase])")
    assert "amina" in browser.get(browser.response.location).main.get_text()


def test_a_browser_forgets_the_link_it_came_by(chosen: Scene) -> None:
    chosen.ask()
    link, browser = chosen.link(), Browser(chosen.app)
    page = browser.get(link, follow=True)

    # The form that « Quitter vite » sends, too, where a script runs.
    browser.submit(page, form="main form[action='/deconnexion']")

    assert browser.get(NEW_PASSPHRASE, status=404).h1.text == "Ce lien ne sert plus"
    chosen.open(link)


def test_leaving_quickly_forgets_the_link_without_a_script(chosen: Scene) -> None:
    chosen.ask()
    link, browser = chosen.link(), Browser(chosen.app)
    leave = browser.get(link, follow=True).select_one("a.quick-exit")

    browser.get(leave["href"], status=302, headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"})

    assert browser.get(NEW_PASSPHRASE, status=404).h1.text == "Ce lien ne sert plus"
    chosen.open(link)


def test_the_journal_says_so_until_its_owner_knows(chosen: Scene) -> None:
    chosen.ask()
    chosen.open(chosen.link())
    browser = chosen.signed_in(NEW)
    assert "rouvert par mail" in browser.get("/journal/").select_one(".notice").text

    page = browser.get(CHOICE)
    assert "Si ce n’était pas vous" in page.get_text()
    browser.submit(page, form="form[action$='c-etait-moi']")

    assert "rouvert par mail" not in browser.get("/journal/").get_text()
    # The day stays to be read.
    assert len(browser.get(CHOICE).select("main h2 + ul li")) == 1


def test_it_serves_again_another_time(chosen: Scene) -> None:
    chosen.ask()
    chosen.open(chosen.link())
    chosen.ask()

    chosen.open(chosen.link(), passphrase="encore une autre suite de mots")


def test_a_second_mail_waits_ten_minutes_and_ends_the_first_link(chosen: Scene) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        chosen.ask()
        first = chosen.link()
        clock.shift(timedelta(minutes=9, seconds=59))
        chosen.ask()
        assert chosen.send() == 0
        Browser(chosen.app).get(first, follow=True)
        clock.shift(timedelta(seconds=1))
        chosen.ask()
        second = chosen.link()

        assert chosen.opens_nothing(first)
        chosen.open(second)


def test_a_server_that_puts_off_is_tried_again_with_another_link(chosen: Scene) -> None:
    chosen.mailbox.puts_off = "amina"
    with time_machine.travel(now(), tick=False) as clock:
        chosen.ask()
        assert chosen.send() == 0
        chosen.mailbox.puts_off = ""
        assert chosen.send() == 0
        clock.shift(timedelta(minutes=16))

        chosen.open(chosen.link())


def test_the_mails_are_neutral_and_show_no_secret_before_they_are_opened(chosen: Scene) -> None:
    chosen.ask()
    chosen.send()

    for message in chosen.mailbox.received:
        text = message.get_content()
        assert message["To"] == ADDRESS
        for word in ("journal", "emploi", "texte", "parcours", "amina"):
            assert word not in (message["Subject"] + text).casefold().replace(ADDRESS, "")
        before, secret = re.split(r"/lien/|Le code\u00a0: ", text)
        assert secret.split()[0] not in str(message.items())
        assert len(before) > 120, "a locked screen shows the first lines"


def test_changing_the_address_turns_the_choice_off_and_says_so(chosen: Scene) -> None:
    browser = chosen.signed_in()
    page = browser.submit(browser.get("/compte"), {"email": "autre@exemple.org"}, follow=True)

    assert "plus aucun mail ne peut rouvrir votre journal" in page.select_one("[role=status]").text
    assert chosen.session.scalars(sa.select(Reopening)).all() == []
    chosen.session.rollback()
    browser.submit(browser.get("/compte"), {"email": ADDRESS})
    chosen.ask()
    assert chosen.send() == 0


def test_saving_the_account_with_the_same_address_leaves_the_choice(chosen: Scene) -> None:
    browser = chosen.signed_in()
    browser.submit(browser.get("/compte"), {"wants_digest": "y"})

    chosen.ask()
    assert chosen.send() == 1


def test_the_choice_is_taken_back_in_one_gesture_and_marked(chosen: Scene) -> None:
    browser = chosen.signed_in()
    browser.submit(browser.get(CHOICE), form="form[action$='arreter']")

    chosen.ask()
    assert chosen.send() == 0
    assert chosen.session.scalars(sa.select(Tombstone)).all()
    chosen.session.rollback()
    assert "pourrait ouvrir" in browser.get(CHOICE).get_text()


def test_another_code_leaves_once_ten_minutes_have_passed(scene: Scene) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser = scene.choose()
        first = scene.code()
        for _ in range(6):  # what sends nothing counts for nothing
            page = browser.submit(browser.get(CHOICE), form="form[action$='autre-code']", follow=True)
            assert "moins de dix minutes" in page.select_one("[role=status]").text
        assert scene.send() == 0
        clock.shift(timedelta(minutes=10))
        browser.submit(browser.get(CHOICE), form="form[action$='autre-code']")
        second = scene.code()

        assert first != second
        browser.submit(browser.get(CHOICE), {"code": first}, status=422)
        browser.submit(browser.get(CHOICE), {"code": second})


def test_coming_back_keeps_an_account_that_was_about_to_go(chosen: Scene) -> None:
    person = chosen.session.get_one(Person, chosen.amina.id)
    person.last_seen_on, person.retention_notice_on = now().date() - timedelta(days=900), now().date()
    chosen.session.commit()
    chosen.ask()
    chosen.open(chosen.link())

    later = now() + timedelta(days=40)
    assert retention.apply(chosen.app.extensions["database"], chosen.settings, now=later) == (0, 0)


def test_the_export_holds_the_choice_and_no_secret(chosen: Scene) -> None:
    chosen.ask()
    chosen.send()
    chosen.session.rollback()

    (row,) = export.gather(chosen.session, chosen.session.get_one(Person, chosen.amina.id), now=now())[
        "reopening_by_mail"
    ]

    assert row["address"] == ADDRESS
    assert row["confirmed_at"]
    assert "secret_hash" not in row


def test_erasing_the_account_leaves_nothing_of_the_choice(chosen: Scene) -> None:
    erase_everything(chosen.session, chosen.session.get_one(Person, chosen.amina.id))
    chosen.session.commit()

    assert chosen.session.scalars(sa.select(Reopening)).all() == []


def test_a_site_without_mail_says_so_and_offers_nothing(app: Flask, session: Session, sign_in: SignIn) -> None:
    person = make_person(session)
    session.commit()
    browser = sign_in(person)

    assert not browser.get("/compte").select(f"a[href='{CHOICE}']")
    assert "n’envoie pas de mail" in browser.get(CHOICE).get_text()
    assert "n’envoie pas de mail" in Browser(app).get(ASK).get_text()
