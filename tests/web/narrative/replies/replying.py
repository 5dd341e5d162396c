"""The gestures of an organisation that answers a month, and of the coordination that decides."""

import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person, Role
from journal.actors.models import Actor
from journal.narrative.models import DigestParagraph, MonthReply
from journal.narrative.removing import taking_down
from journal.partners.models import Partner
from tests.factories import NOW, make_person
from tests.pages import Browser

REPLY = "Depuis octobre, l’atelier ouvre à neuf heures pour qui vient en car."
WHY = "Cette réponse parle d’un autre mois."
ADDRESS, OWN = "/recit/2026-11/repondre", "/recit/reponses"
FORM = "main form:has(.btn-primary)"


def make_speaker(session: Session, lab: Lab, actor: Actor) -> Person:
    """Someone who speaks for an organisation of a Lab."""
    person = make_person(session, lab, Role.PARTNER)
    session.add(Partner(person_id=person.id, actor_id=actor.id))
    session.commit()
    return person


def ways(reader: Browser, month: str) -> list[str]:
    """Where the pages of a month let one answer each part."""
    links = [str(link["href"]) for link in reader.get(month).select("article a")]
    return [link for link in links if link.startswith(ADDRESS)]


def write(partner: Browser, month: str, text: str = REPLY, *, status: int = 303) -> BeautifulSoup:
    [way] = [each for each in ways(partner, month) if "theme." in each]
    return partner.submit(partner.get(way), {"text": text}, form=FORM, status=status)


def rewrite(partner: Browser, text: str, *, status: int = 303) -> BeautifulSoup:
    return partner.submit(to_rewrite(partner), {"text": text}, form=FORM, status=status)


def to_rewrite(partner: Browser) -> BeautifulSoup:
    return partner.get(link_in(partner.get(OWN), "L’écrire autrement"))


def withdraw(partner: Browser) -> None:
    partner.submit(partner.get(OWN))


def decide(team: Browser, decision: str, *, status: int = 303, **fields: str) -> BeautifulSoup:
    return team.submit(to_decide(team), {"decision": decision, **fields}, form=FORM, status=status)


def to_decide(team: Browser) -> BeautifulSoup:
    return team.get(link_in(team.get("/mediation"), "Décider de cette réponse"))


def to_publish_no_more(team: Browser) -> BeautifulSoup:
    return team.get(link_in(team.get("/mediation"), "Ne plus la publier"))


def hide(team: Browser, reply: MonthReply, word: str) -> None:
    at = reply.said.index(word)
    page = team.get(f"/mediation/reponses/{reply.id}/cacher")
    team.submit(page, {"word": f"{at}-{at + len(word)}", "kind": "other"}, form=FORM)


def link_in(page: BeautifulSoup, label: str) -> str:
    [link] = [each for each in page.select("main a") if each.get_text().startswith(label)]
    return str(link["href"])


def only(session: Session) -> MonthReply:
    found = session.scalars(sa.select(MonthReply).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def replies_on(page: BeautifulSoup) -> list[str]:
    return [" ".join(each.get_text().split()) for each in page.select(".story-reply")]


def take_down(session: Session, reply: MonthReply) -> None:
    """Take the part that a reply is about out of its published month."""
    rows = session.scalars(sa.select(DigestParagraph)).all()
    [paragraph] = [row for row in rows if reply.part == f"{row.kind}.{row.theme_id}"]
    taking_down.take_down(session, paragraph, now=NOW)
    session.commit()
