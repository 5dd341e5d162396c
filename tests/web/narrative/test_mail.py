"""The récit du mois reaches the mailboxes of those who asked, once, through a real SMTP server."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.config import Settings
from journal.narrative.mails import mailing
from journal.narrative.models import Digest, DigestDelivery, Quote, QuoteState
from journal.narrative.removing.withdrawals import withdraw
from tests.factories import NOW, make_person
from tests.mailbox import Mailbox
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    scenes.publish(session, scene)
    for number in range(3):
        scene.people[number].email = f"lecteur{number}@example.org"
        scene.people[number].wants_digest = True
    scene.people[3].email = "silence@example.org"  # an address, and nothing asked
    make_person(session, email="ailleurs@example.org", wants_digest=True)  # another Lab
    session.commit()
    return scene


def send(app: Flask, settings: Settings, *, later: timedelta = timedelta()) -> int:
    with app.app_context():
        return mailing.send(app.extensions["database"], settings, now=lambda: NOW + later)


def test_reaches_those_who_asked_and_nobody_else(app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene) -> None:
    assert send(app, posted) == 3

    assert {message["To"] for message in mailbox.received} == {f"lecteur{n}@example.org" for n in range(3)}


def test_asks_those_who_may_answer_whether_they_recognise_themselves(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    scene.first.email, scene.first.wants_digest = "equipe@example.org", True
    session.commit()
    send(app, posted)

    asked = {
        (message["To"], "si vous vous y reconnaissez" in " ".join(message.get_body((kind,)).get_content().split()))
        for message in mailbox.received
        for kind in ("plain", "html")
    }
    assert asked == {("equipe@example.org", False), *((f"lecteur{n}@example.org", True) for n in range(3))}


def test_a_month_is_sent_once(app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session) -> None:
    send(app, posted)

    assert send(app, posted, later=timedelta(hours=1)) == 0
    assert len(mailbox.received) == 3
    assert session.scalars(sa.select(Digest)).one().mailed_at == NOW


def test_says_nothing_personal_on_a_locked_screen(app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene) -> None:
    send(app, posted)

    message = mailbox.received[0]
    assert message["Subject"] == "Le récit de novembre est paru"
    assert scene.people[0].username not in message.as_string()


def test_is_read_as_text_and_as_a_page_and_carries_no_quote(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    quotes = session.scalars(sa.select(Quote.text).where(Quote.state == QuoteState.ACCEPTED)).all()
    session.commit()
    send(app, posted)

    for kind in ("plain", "html"):
        part = mailbox.received[0].get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert "Les trajets" in text
        assert "/recit/2026-11" in text
        assert quotes
        assert "Les citations ne partent pas par mail" in text
        assert not any(quote[5:40] in text for quote in quotes)


def test_gives_each_answer_of_the_lab_a_line(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    [digest] = session.scalars(sa.select(Digest))
    told = [{"text": text, "evidence": []} for text in ("Une navette roule.", "Le café reste fermé.")]
    part = digest.paragraphs[-1]
    part.kind, part.sentences, part.text = "answers", told, "Une navette roule. Le café reste fermé."
    session.commit()

    send(app, posted)

    plain, html = (mailbox.received[0].get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert [x for x in plain.splitlines() if x.startswith("- ")] == ["- Une navette roule.", "- Le café reste fermé."]
    assert "<li>Une navette roule.</li>" in html


def test_speaks_of_quotes_only_when_the_month_has_some(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    for quote in session.scalars(sa.select(Quote).where(Quote.state == QuoteState.ACCEPTED)).all():
        withdraw(session, quote, now=NOW)
    session.commit()

    send(app, posted)

    for kind in ("plain", "html"):
        part = mailbox.received[0].get_body((kind,))
        assert part is not None
        assert "citations" not in part.get_content()


def test_goes_on_where_a_broken_connection_stopped_it(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    mailbox.hangs_up_after = 1
    assert send(app, posted) == 1
    mailbox.hangs_up_after = 1000

    assert send(app, posted, later=timedelta(minutes=20)) == 2

    assert sorted(m["To"] for m in mailbox.received) == [f"lecteur{n}@example.org" for n in range(3)]


def test_a_message_whose_fate_is_unknown_keeps_its_identity(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    """Killed after sending and before writing it down: mail programs show one Message-ID once."""
    send(app, posted)
    session.execute(sa.update(DigestDelivery).values(sent_at=None))
    session.execute(sa.update(Digest).values(mailed_at=None))
    session.commit()

    send(app, posted, later=timedelta(minutes=20))

    assert len(mailbox.received) == 6
    assert len({message["Message-ID"] for message in mailbox.received}) == 3


def test_one_refused_address_stops_no_other(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    scene.people[0].email = "inconnu@example.org"
    session.commit()

    assert send(app, posted) == 2


def test_a_server_that_refuses_the_sender_costs_one_try_and_not_one_each(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
) -> None:
    mailbox.refuses_senders = True

    assert send(app, posted) == 0
    assert sorted(session.scalars(sa.select(DigestDelivery.tries))) == [0, 0, 1]


@pytest.mark.parametrize("closes_at", ["recipient", "text"])
def test_a_server_that_closes_costs_one_try_and_not_one_each(
    app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session, closes_at: str
) -> None:
    if closes_at == "recipient":
        for person in scene.people[:3]:
            person.email = f"fermeture-{person.username}@example.org"
        session.commit()
    else:
        mailbox.hangs_up_after = 0

    assert send(app, posted) == 0
    assert sorted(session.scalars(sa.select(DigestDelivery.tries))) == [0, 0, 1]


def test_a_server_that_does_not_answer_costs_no_try(
    app: Flask, settings: Settings, posted: Settings, scene: Scene, session: Session
) -> None:
    """However long it is away, everyone has their month once it is back."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and listening to no one
        silent = replace(settings, mail_host="127.0.0.1", mail_port=nobody.getsockname()[1])
        for hour in range(2 * mailing.MOST_TRIES):
            assert send(app, silent, later=timedelta(hours=hour)) == 0

    assert session.scalars(sa.select(DigestDelivery.tries)).all() == [0, 0, 0]
    session.commit()
    assert send(app, posted, later=timedelta(hours=20)) == 3


def test_gives_up_after_a_few_tries(app: Flask, posted: Settings, scene: Scene, session: Session) -> None:
    scene.people[0].email = "inconnu@example.org"
    session.commit()

    for hour in range(8):
        send(app, posted, later=timedelta(hours=hour))

    assert sorted(session.scalars(sa.select(DigestDelivery.tries))) == [1, 1, mailing.MOST_TRIES]
    assert session.scalars(sa.select(Digest)).one().mailed_at is not None


def test_without_a_server_nothing_is_sent_and_nothing_is_lost(
    app: Flask, settings: Settings, posted: Settings, scene: Scene
) -> None:
    assert send(app, settings) == 0
    assert send(app, posted) == 3


def test_a_server_set_up_late_does_not_send_old_months(app: Flask, posted: Settings, scene: Scene) -> None:
    assert send(app, posted, later=timedelta(days=40)) == 0


class TestUnsubscribing:
    def leave(self, app: Flask, posted: Settings, mailbox: Mailbox) -> str:
        send(app, posted)
        first = next(m for m in mailbox.received if m["To"] == "lecteur0@example.org")
        assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        return str(first["List-Unsubscribe"]).strip("<>").removeprefix(posted.base_url)

    def wants(self, session: Session, scene: Scene) -> bool:
        chosen = session.scalar(sa.select(Person.wants_digest).where(Person.id == scene.people[0].id))
        session.commit()
        return bool(chosen)

    def test_takes_one_click_of_the_mail_program(
        self, app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session, browser: Browser
    ) -> None:
        path = self.leave(app, posted, mailbox)

        browser.post(path, {"List-Unsubscribe": "One-Click"}, token=False, status=200)

        assert not self.wants(session, scene)

    def test_takes_one_button_on_the_page_and_opening_the_page_changes_nothing(
        self, app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session, browser: Browser
    ) -> None:
        path = self.leave(app, posted, mailbox)
        page = browser.get(path)
        assert self.wants(session, scene)

        browser.submit(page, status=200)

        assert not self.wants(session, scene)

    def test_cannot_be_done_with_a_forged_address(self, scene: Scene, browser: Browser) -> None:
        browser.post(f"/desabonnement/{scene.people[0].id.hex}", token=False, status=404)

    def test_between_planning_and_sending_is_respected(
        self, app: Flask, posted: Settings, mailbox: Mailbox, scene: Scene, session: Session
    ) -> None:
        mailbox.hangs_up_after = 0
        send(app, posted)
        mailbox.hangs_up_after = 1000
        session.execute(sa.update(Person).values(wants_digest=False))
        session.commit()

        assert send(app, posted, later=timedelta(minutes=20)) == 0
