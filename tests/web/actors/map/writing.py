"""Acts written on the pages of the map."""

from bs4 import BeautifulSoup

from journal.actors.models import Actor
from journal.clock import today
from tests.pages import Browser

MAP = "/cooperation/carte"
FORM = "main form.sheet"


def said(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ", strip=True).split())


def write(team: Browser, actor: Actor, *, status: int = 303, **fields: str) -> BeautifulSoup:
    act = {"text": "A prêté une salle.", "shows": "synergy-3", "happened_on": today().isoformat()} | fields
    return team.submit(team.get(f"/cooperation/acteurs/{actor.id}/actes"), act, form=FORM, status=status)
