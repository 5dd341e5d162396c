"""Someone who chose to be able to come back by mail, their mailbox, and browsers that know nothing of them."""

import re

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts import notices
from journal.accounts.models import Person
from journal.clock import now
from journal.config import Settings
from tests.factories import PASSPHRASE, make_person
from tests.mailbox import Mailbox
from tests.pages import Browser

ADDRESS = "amina@exemple.org"
NEW = "une autre suite de mots"
CHOICE, ASK, NEW_PASSPHRASE = "/compte/rouvrir-par-mail", "/compte/secours/mail", "/compte/secours/nouvelle-phrase"
LINK = re.compile(r"https?://\S+/compte/secours/lien/\S+")
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")


class Scene:
    """Amina, who has an address and has chosen nothing yet, on a site that sends mails."""

    def __init__(self, app: Flask, session: Session, posted: Settings, mailbox: Mailbox) -> None:
        self.app, self.session, self.settings, self.mailbox = app, session, posted, mailbox
        self.amina: Person = make_person(session, username="amina", email=ADDRESS)
        session.commit()

    def signed_in(self, passphrase: str = PASSPHRASE) -> Browser:
        browser = Browser(self.app)
        browser.post("/connexion", {"username": "amina", "passphrase": passphrase})
        return browser

    def choose(self, address: str = ADDRESS, passphrase: str = PASSPHRASE, status: int = 303) -> Browser:
        browser = self.signed_in()
        browser.submit(browser.get(CHOICE), {"email": address, "passphrase": passphrase}, status=status)
        return browser

    def choose_and_confirm(self) -> Browser:
        browser = self.choose()
        browser.submit(browser.get(CHOICE), {"code": self.code()})
        return browser

    def send(self) -> int:
        """What the worker does each minute."""
        return notices.send(self.app.extensions["database"], self.settings, now=now)

    def code(self) -> str:
        self.send()
        return CODE.findall(self.mailbox.received[-1].get_content())[-1]

    def ask(self, address: str = ADDRESS, *, browser: Browser | None = None, status: int = 303) -> BeautifulSoup:
        browser = browser or Browser(self.app)
        return browser.submit(browser.get(ASK), {"email": address}, status=status)

    def link(self) -> str:
        """The path of the last link received."""
        self.send()
        found = LINK.search(self.mailbox.received[-1].get_content())
        assert found is not None
        return found[0].removeprefix(self.settings.base_url)

    def open(self, link: str, passphrase: str = NEW, status: int = 303) -> Browser:
        """Follow a link in a new browser and choose a passphrase there."""
        browser = Browser(self.app)
        browser.get(link, status=303)
        browser.submit(browser.get(NEW_PASSPHRASE), {"passphrase": passphrase}, status=status)
        return browser

    def opens_nothing(self, link: str) -> bool:
        """Whether a link leads to the page of links that serve no more, read or sent."""
        browser = Browser(self.app)
        browser.get(link, status=303)
        ended = browser.get(NEW_PASSPHRASE, status=404).h1.text == "Ce lien ne sert plus"
        browser.post(NEW_PASSPHRASE, {"passphrase": NEW}, status=404)
        return ended
