"""What the pages of calls are tested with: who takes part, an idea of each, and the gestures."""

from dataclasses import dataclass

import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Lab, Person
from journal.calls import ideas
from journal.calls.models import Idea, IdeaWords
from journal.clock import now
from journal.entries.models import MaskingState
from tests.factories import make_person
from tests.pages import Browser
from tests.worker import sweep

QUESTION = "Comment aller au travail quand il n’y a plus de car ?"
IDEA = {
    "title": "Partager les voitures de Karim",
    "changes": "On arriverait tous à l’heure le matin, même quand il n’y a pas de car avant sept heures.",
    "needs": "Une liste, et un peu d’essence.",
    "with_whom": "",
}
HIDDEN, MASK = "Karim", "[PRÉNOM]"
SEND = "form:has(.btn-primary)"
FORM = "main form:has(.btn-primary)"


@dataclass
class Scene:
    lab: Lab
    author: Person
    other: Person
    partner: Person
    coordinator: Person


def only_idea(session: Session) -> Idea:
    found = session.scalars(sa.select(Idea).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def mask(session: Session) -> None:
    """What the worker does, without its models."""
    for words in session.scalars(sa.select(IdeaWords).where(IdeaWords.masking_state == MaskingState.RECEIVED)):
        at = words.text.find(HIDDEN)
        words.masked_text, words.masking_state = words.text.replace(HIDDEN, MASK), MaskingState.MASKED
        words.masks = [[at, at + len(HIDDEN), "first_name", "rule"]] if at >= 0 else []
    session.commit()


def propose(browser: Browser, session: Session, call: str, **fields: str) -> str:
    """Write an idea, read it masked, send it; return its page."""
    browser.submit(browser.get(f"{call}/proposer"), IDEA | fields)
    return read_again_and_send(browser, session)


def read_again_and_send(browser: Browser, session: Session) -> str:
    """A participant reads what the team would, then sends; a partner's is sent already."""
    written = str(browser.response.location)
    if "/mots/" in written:
        mask(session)
        browser.submit(browser.get(written), form=SEND)
    return str(browser.response.location)


def answer(team: Browser, idea: str, kind: str = "doing", *, status: int = 303, **fields: str) -> BeautifulSoup:
    said = {"kind": kind, "text": "Une liste est ouverte à l’accueil."} | fields
    return team.submit(team.get(f"{idea}/repondre"), said, form=FORM, status=status)


def retain(team: Browser, idea: str) -> None:
    team.submit(team.get(f"{idea}/retenir"), form=FORM)


def hiding_of(team: Browser, idea: str) -> dict[str, str]:
    """Where the team hides a name, by what it would hide it in."""
    found = [link for link in team.get(idea).select("main a") if link.get_text().startswith("Cacher un nom")]
    return {link.get_text().removeprefix("Cacher un nom").strip(): str(link["href"]) for link in found}


def support(app: Flask, session: Session, lab: Lab, number: int) -> None:
    """So many more participants would like the only idea to be tried; the worker counts."""
    found = only_idea(session)
    for _ in range(number):
        ideas.support(session, found, by=make_person(session, lab), now=now())
    session.commit()
    sweep(app, [jobs.publish_counts])
