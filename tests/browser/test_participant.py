"""All a participant does besides writing, on a small phone: with the keyboard alone, then without script."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.entries.models import Entry, NextStep, NextStepState, Sharing
from journal.narrative.making.services import compose_narrative
from journal.narrative.models import Quote, QuoteState, Resonance, ResonanceAnswer
from journal.pathways.models import Step, TargetJob
from tests.browser.conftest import enter
from tests.factories import NOW, PASSPHRASE, make_entry
from tests.unit.journal.narrative import scenes

MOST_TABS = 150


class Finger:
    """Touches what it sees."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, target: Any) -> None:
        target.click()

    def choose(self, target: Any) -> None:
        target.check()

    def write(self, target: Any, text: str) -> None:
        target.fill(text)


class Keyboard:
    """Reaches everything with Tab, opens with Enter, chooses with the space bar and the arrows."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def reach(self, target: Any) -> None:
        self.settle(target)
        for _ in range(MOST_TABS):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def settle(self, target: Any) -> None:
        """Until the page is loaded: a script may give the focus to what was just done."""
        target.wait_for(state="attached")
        self.page.wait_for_load_state()

    def press(self, target: Any) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def choose(self, target: Any) -> None:
        """A group of radio buttons is one stop; the arrows move inside it."""
        self.settle(target)
        group = self.page.locator(f"input[name='{target.get_attribute('name')}']")
        for _ in range(MOST_TABS):
            if any(each.evaluate("each => each === document.activeElement") for each in group.all()):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert target.is_checked(), "the arrows do not reach this choice"

    def write(self, target: Any, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)


@pytest.fixture
def amina(session: Session) -> Person:
    """A participant whose words are in the récit, one of which her Lab would like to quote."""
    scene = scenes.make_scene(session)
    compose_narrative(session, scene.lab, now=NOW, **scenes.FIGURES)
    digest = scenes.draft(session, scene)
    person = scene.people[0]
    person.username = "amina"
    entry = make_entry(session, person, "Un texte encore pour moi seule.")
    session.add(NextStep(author_id=person.id, entry_id=entry.id, text="Rappeler la mairie", created_at=NOW))
    session.execute(sa.delete(Quote))
    session.add(
        Quote(
            digest_id=digest.id,
            passage_id=scene.entries[0].passages[0].id,
            author_id=person.id,
            text="Le bus de six heures ne passe plus.",
            state=QuoteState.ASKED,
            asked_at=NOW,
        )
    )
    session.commit()
    return person


@pytest.fixture(params=["keyboard", "no script"])
def hand(request: pytest.FixtureRequest, open_page: Any, amina: Person) -> Finger | Keyboard:
    page = open_page(javascript=request.param == "keyboard")
    enter(page, "/journal/")
    return Keyboard(page) if request.param == "keyboard" else Finger(page)


def one(session: Session, table: Any, *where: Any) -> Any:
    session.expire_all()
    found = session.scalars(sa.select(table).where(*where)).one()
    session.commit()
    return found


def button(hand: Finger | Keyboard, name: str) -> Any:
    return hand.page.locator("main").get_by_role("button", name=name).first


def link(hand: Finger | Keyboard, name: str) -> Any:
    return hand.page.locator("main").get_by_role("link", name=name).first


def test_a_text_is_shared_then_taken_back(hand: Finger | Keyboard, session: Session, amina: Person) -> None:
    mine = one(session, Entry, Entry.author_id == amina.id, Entry.sharing == Sharing.PRIVATE)
    hand.page.goto(f"/journal/{mine.id}")
    hand.press(link(hand, "Choisir qui peut le lire"))
    hand.page.get_by_text("Ce que d’autres liraient").wait_for()
    hand.choose(hand.page.get_by_label("Peut être cité"))
    hand.press(button(hand, "Enregistrer ce choix"))
    hand.page.get_by_text("Rien ne sera publié sans votre accord").wait_for()
    assert one(session, Entry, Entry.id == mine.id).sharing is Sharing.QUOTABLE

    hand.press(link(hand, "Changer le partage, ou retirer"))
    hand.page.get_by_text("Votre choix").wait_for()
    hand.choose(hand.page.get_by_label("Pour moi"))
    hand.press(button(hand, "Enregistrer ce choix"))
    hand.page.get_by_text("Il ne compte plus dans les thèmes").wait_for()
    assert one(session, Entry, Entry.id == mine.id).sharing is Sharing.PRIVATE


def test_the_recit_is_answered_and_a_quote_accepted(hand: Finger | Keyboard, session: Session, amina: Person) -> None:
    hand.page.goto("/recit")
    if isinstance(hand, Keyboard):  # a script folds on a phone what follows the first words of a theme
        hand.press(hand.page.locator("main details[data-rest]:not([open]) > summary").first)
    hand.press(link(hand, "Est-ce que je m’y reconnais"))
    hand.choose(hand.page.get_by_label("En partie"))
    hand.press(button(hand, "Enregistrer"))
    hand.page.get_by_text("Votre réponse est gardée").wait_for()
    assert one(session, Resonance).answer is ResonanceAnswer.PARTLY

    hand.page.goto("/recit/citations")
    hand.press(button(hand, "Oui, elle peut paraître"))
    hand.page.get_by_text("Vous avez dit oui").wait_for()
    assert one(session, Quote).state is QuoteState.ACCEPTED
    hand.press(button(hand, "Non"))
    hand.page.get_by_text("Vous avez dit non").wait_for()


def test_the_pathway_is_written_and_a_next_step_settled(hand: Finger | Keyboard, session: Session) -> None:
    hand.page.goto("/parcours/etapes")
    hand.write(hand.page.get_by_label("Un métier visé"), "Menuisière")
    hand.press(button(hand, "Ajouter ce métier"))
    hand.page.get_by_text("Menuisière").first.wait_for()
    assert one(session, TargetJob).title == "Menuisière"
    hand.page.locator("input[name=step-starts_on]").fill("2026-09-01")  # each browser has its own way to type a day
    hand.press(button(hand, "Ajouter cette étape"))
    hand.page.get_by_role("button", name="Effacer").nth(1).wait_for()
    assert one(session, Step).ends_on is None

    hand.page.goto("/journal/prochains-pas")
    hand.press(hand.page.locator("main summary").first)
    hand.choose(hand.page.get_by_label("Fait"))
    hand.press(button(hand, "Noter"))
    hand.page.get_by_text("Derrière vous").wait_for()
    assert one(session, NextStep).state is NextStepState.DONE


def test_everything_is_taken_away_then_erased(hand: Finger | Keyboard, session: Session) -> None:
    hand.page.goto("/mes-droits/")
    with hand.page.expect_download() as download:
        hand.press(button(hand, "Mon carnet, à imprimer"))
    assert download.value.suggested_filename == "mon-carnet.pdf"
    hand.press(link(hand, "Effacer mon compte et tous mes textes"))
    hand.write(hand.page.get_by_label("Votre phrase de passe"), PASSPHRASE)
    hand.press(button(hand, "Effacer mon compte et tous mes textes"))
    hand.page.get_by_text("Tout est effacé").first.wait_for()
    session.expire_all()
    assert session.scalars(sa.select(Person).where(Person.username == "amina")).all() == []
    session.commit()
