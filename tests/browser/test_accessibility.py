"""Every participant page, checked by axe, at 320 px, and with text twice as large."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Reopening, Role
from journal.clock import now, today
from journal.common_good import services as common_good
from journal.common_good.models import Part, ProposalKind, Stance
from journal.contact.models import Channel
from journal.contact.services import Wish, ask
from journal.entries.models import Draft, MaskingState, NextStep, Sharing
from journal.entries.words import seen_mark
from journal.messages import services as messages
from journal.messages.services import Letter
from journal.narrative.models import Contribution, ContributionState
from journal.pathways import services as pathways
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from tests.browser.checking import bring_axe, troubles, violations
from tests.browser.conftest import enter
from tests.browser.experiments import make_experiment, make_indicator
from tests.factories import make_entry, make_person

PAGES = (
    "/journal/",
    "/journal/ecrire",
    "/journal/ecrire?nouveau=1",
    "/journal/ecrire?pas={planned}",
    "/journal/hors-ligne",
    "/journal/{entry}",
    "/journal/{entry}/modifier",
    "/journal/{entry}/partage",
    "/journal/{waiting}/partage",
    "/journal/{entry}/effacer",
    "/journal/parcours",
    "/parcours/etapes",
    "/parcours/{step}/changer",
    "/journal/prochains-pas",
    "/journal/faire-le-point",
    "/compte",
    "/compte/rouvrir-par-mail",
    "/mes-droits/",
    "/mes-droits/effacer",
    "/mes-droits/textes/{entry}",
    "/mes-droits/mois/2026-11",
    "/contact",
    "/mots",
    "/recit/citations",
    "/cooperation",
    "/experimentations",
    "/experimentations/{experiment}",
    "/indicateurs",
    "/indicateurs/{indicator}",
    "/recit/contributions/{unsent}",
    "/bien-commun",
    "/bien-commun/histoire",
    "/bien-commun/proposer/whom?sorte=texte",
    "/bien-commun/propositions/{offered}",
    "/bien-commun/propositions/{discussed}",
    "/bien-commun/mots/{words}",
)
LONG_WORD = "anticonstitutionnellement" * 6


@pytest.fixture
def places(session: Session, amina: Person) -> dict[str, str]:
    """A journal with a little of everything; the entry and the one whose mask is being made."""
    text = f"Karim et moi avons attendu le bus. {LONG_WORD}. J’ai envie de mourir."
    entry = make_entry(
        session,
        amina,
        text,
        masked_text=text.replace("Karim", "[PRÉNOM]"),
        masks=[[0, 5, "first_name", "rule"]],
        happened_on=today(),
        step=StepKind.TRAINING,
        helped=LONG_WORD,
        agency=4,
    )
    waiting = make_entry(session, amina, "Le bus encore", masked=False, emotions={Emotion.JOY: 3})
    for days in (40, 80, 365):
        make_entry(session, amina, emotions={Emotion.PRIDE: 3}, happened_on=today() - timedelta(days=days))
    planned = NextStep(author_id=amina.id, entry_id=entry.id, text=LONG_WORD, created_at=now())
    planned.due_on = today() - timedelta(days=1)
    session.add(planned)
    session.add(Draft(author_id=amina.id, submission="s", content={"text": LONG_WORD}, updated_at=now()))
    amina.email = f"{LONG_WORD[:60]}@exemple.org"
    back = Reopening(person_id=amina.id, address=amina.email, chosen_at=now(), confirmed_at=now(), reopened_at=now())
    session.add(back)
    pathway = pathways.begin(session, amina.id)
    step = pathways.add_step(session, pathway, StepKind.TRAINING, today(), note=LONG_WORD)
    pathways.add_target_job(session, pathway, LONG_WORD)
    ask(session, amina, Wish(LONG_WORD, Channel.MAIL, "a@exemple.org", LONG_WORD), now=now())
    given = make_entry(session, amina, LONG_WORD, sharing=Sharing.QUOTABLE)
    letter, team = Letter(LONG_WORD, LONG_WORD[:60], LONG_WORD[:60]), make_person(session, amina.lab, Role.COORDINATOR)
    messages.send(session, given.passages[0], letter, by=team, now=now())
    said = f"Il manque {LONG_WORD}, dit Karim."
    contributions = [
        Contribution(
            lab_id=amina.lab_id,
            author_id=amina.id,
            text=said,
            masked_text=said.replace("Karim", "[PRÉNOM]"),
            masks=[[len(said) - 6, len(said) - 1, "first_name", "rule"]],
            masking_state=MaskingState.MASKED,
            state=state,
            answer=LONG_WORD,
            at=now(),
        )
        for state in (ContributionState.UNSENT, ContributionState.ANSWERED)
    ]
    session.add_all(contributions)
    session.flush()
    named = {
        "entry": entry.id,
        "step": step.id,
        "planned": planned.id,
        "waiting": waiting.id,
        "unsent": contributions[0].id,
        "experiment": make_experiment(session, amina, LONG_WORD),
        "indicator": make_indicator(session, amina, LONG_WORD),
    }
    session.commit()
    return {name: str(key) for name, key in named.items()} | common_good_places(session, amina)


def common_good_places(session: Session, amina: Person) -> dict[str, str]:
    """A proposal of hers in each state that has a page of its own, and one that everybody discusses."""
    team = [make_person(session, amina.lab, Role.COORDINATOR) for _ in range(2)]
    parts = {part: f"{part.label}, {LONG_WORD}" for part in Part}
    common_good.write_first(session, parts, LONG_WORD, by=team[0], now=now())
    places: dict[str, str] = {}
    for name, by in (("words", amina), ("offered", amina), ("discussed", team[1]), ("adopted", team[1])):
        kind = ProposalKind.REMARK
        made = common_good.propose(session, Part.SIGNS, kind, f"Karim, {LONG_WORD}", by=by, now=now())
        made.words.masked_text, made.words.masking_state = f"[PRÉNOM], {LONG_WORD}", MaskingState.MASKED
        places[name] = str(made.words.id if name == "words" else made.id)
        if name == "words":
            continue
        if made.words.sent_at is None:
            common_good.send(session, made.words, seen=seen_mark(made.words), now=now())
        common_good.reformulate(session, made, f"Un texte, {LONG_WORD}", LONG_WORD, by=team[0], now=now())
        if by is not amina:
            common_good.agree(session, made, 1, now=now())
            common_good.answer(session, made, 1, Stance.RESERVE, LONG_WORD, by=team[0], now=now())
        if name == "adopted":
            common_good.adopt(session, made, LONG_WORD, by=team[0], now=now())
    session.commit()
    return places


def test_no_page_has_a_violation_and_each_fits_small_screens_and_large_text(
    open_page: Any, places: dict[str, str]
) -> None:
    page = open_page(width=360)
    enter(page, "/journal/")
    page.get_by_label("Chercher dans mon journal").fill("bus")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Voir tout").wait_for()
    found = "/journal/" + page.url.split("/journal/")[1]

    assert troubles(page, [found, *(where.format(**places) for where in PAGES)]) == {}


def test_a_form_with_errors_has_no_violation_and_the_summary_takes_the_focus(open_page: Any, amina: Person) -> None:
    page = open_page()
    bring_axe(page)
    enter(page)
    page.get_by_role("button", name="Garder", exact=True).click()
    page.locator(".error-summary:focus").wait_for()

    assert violations(page) == []
    assert page.title().startswith("Erreur")


def test_what_is_focused_is_never_hidden_by_the_button_that_stays_at_hand(open_page: Any, amina: Person) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="reduce")  # where the page is heading, not where it is on the way
    enter(page)
    page.locator("#text").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              const bar = document.querySelector('.write-form > .actions');
              const at = document.activeElement;
              if (bar.contains(at) || !bar.parentElement.contains(at)) return false;
              const box = at.getBoundingClientRect();
              return box.top >= bar.getBoundingClientRect().top && box.bottom <= bar.getBoundingClientRect().bottom;
            }"""
        )
        assert not hidden, page.evaluate("() => document.activeElement.outerHTML")


def test_every_target_of_the_writing_page_is_large_enough_for_a_thumb(open_page: Any, amina: Person) -> None:
    page = open_page()
    enter(page)

    small = page.evaluate(
        """() => [...document.querySelectorAll('main button, main a, main select, main summary, main .emotion')]
          .filter((each) => each.offsetParent)
          .map((each) => [each.textContent.trim().slice(0, 30), each.getBoundingClientRect().height])
          .filter(([, height]) => height < 24)"""
    )

    assert small == []


def test_in_colours_the_reader_chose_what_is_ticked_and_where_one_is_still_shows(
    open_page: Any, amina: Person, places: dict[str, str]
) -> None:
    page = open_page()
    page.emulate_media(forced_colors="active")
    enter(page)
    page.goto(f"{page.url.split('/journal')[0]}/journal/{places['entry']}/partage")
    page.locator("details.sheet summary").click()

    def drawn(selector: str, line: str) -> str:
        return str(page.locator(selector).first.evaluate(f"(each) => getComputedStyle(each).{line}"))

    assert drawn("input[type=radio]:checked", "appearance") == "auto"
    before = drawn(".word", "outlineStyle")
    page.locator(".word input").first.check(force=True)
    assert (before, drawn(".word", "outlineStyle")) == ("none", "solid")
    page.goto(f"{page.url.split('/journal')[0]}/journal/")
    elsewhere = drawn(".site-nav a:not([aria-current])", "borderBottomColor")
    assert drawn(".site-nav a[aria-current]", "borderBottomColor") != elsewhere
    assert elsewhere == drawn("body", "backgroundColor")
