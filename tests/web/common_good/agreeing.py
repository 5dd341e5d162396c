"""A Lab with a common good, and the gestures that its pages are tested with."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.common_good import services
from journal.common_good.models import Part, Proposal, Stance, Words
from journal.entries.models import MaskingState
from tests.factories import NOW, make_person
from tests.pages import Browser

TEXT = "Karim de Digne dit qu’il faut aussi penser aux horaires de bus."
MASKED = "[PRÉNOM] de [VILLE] dit qu’il faut aussi penser aux horaires de bus."
REWRITTEN = "Pour les personnes sans voiture aussi."
SEND = "form:has(.btn-primary)"
PARTS = {
    Part.TOGETHER: "Des formations qui mènent à un emploi.",
    Part.WHOM: "Pour les personnes loin de l’emploi.",
    Part.SIGNS: "Des contrats qui durent.",
    Part.REFUSED: "Des stages sans suite.",
}


@dataclass
class Scene:
    lab: Lab
    author: Person
    other: Person
    partner: Person
    mediator: Person
    colleague: Person


def proposed(session: Session) -> Proposal:
    found = session.scalars(sa.select(Proposal).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def mask(session: Session) -> None:
    """What the worker does, without its models."""
    for words in session.scalars(sa.select(Words).where(Words.masking_state == MaskingState.RECEIVED)):
        words.masked_text, words.masking_state = words.text.replace(TEXT, MASKED), MaskingState.MASKED
        words.masks = [[0, 5, "first_name", "rule"], [9, 14, "town", "rule"]] if TEXT in words.text else []
    session.commit()


def answers(session: Session, scene: Scene, *stances: Stance) -> None:
    """So many more participants answer the text that is discussed."""
    found = proposed(session)
    for stance in stances:
        text = "" if stance is Stance.AGREE else "Non."
        services.answer(session, found, 1, stance, text, by=make_person(session, scene.lab), now=NOW)
    session.commit()


def answer(browser: Browser, page: str, stance: str, text: str = "", **options: int) -> None:
    fields = {"stance": stance, "text": text}
    browser.submit(browser.get(page), fields, form="form[action$='/repondre']", **options)
