"""Themes are joined and parted, and each of these is undone."""

import uuid

import pytest
import sqlalchemy as sa

from journal.accounts.models import AuditEvent
from journal.themes import queries
from journal.themes.models import (
    AnalysisRun,
    ProposalState,
    Theme,
    ThemeProposal,
    ThemeStatus,
)
from nlp.themes.theme_map import PALETTE
from tests.factories import NOW
from tests.factories_themes import make_theme
from tests.web.themes.deciding.looking import fresh, passages_of, path, undo_last


def test_a_merge_moves_every_passage_at_once_and_is_undone(lab, browser, session) -> None:
    page = browser.get(path(lab.creche))
    browser.submit(page, {"into": str(lab.bus.id), "merge_note": "Même chose"}, form="form[action$='/fusion']")

    assert fresh(session, lab.creche).status is ThemeStatus.MERGED
    assert len(passages_of(session, lab.bus)) == 24
    received = browser.get(path(lab.bus)).select_one(".history li")
    assert "a réuni" in received.text
    assert received.a["href"] == path(lab.creche), "it is undone from there, as its history says"

    merged = browser.get(path(lab.creche)).text
    assert "Ce thème a rejoint Le bus\u00a0: ses passages y sont" in merged
    assert "Moins de 5 personnes" not in merged
    assert "entrera dans le récit" not in merged

    undo_last(browser, lab.creche)

    received = browser.get(path(lab.bus)).select_one(".history li")
    assert received.select_one(".tag").text == "annulée"
    assert not received.a
    assert fresh(session, lab.creche).status is ThemeStatus.PROPOSED
    assert [len(passages_of(session, theme)) for theme in (lab.bus, lab.creche)] == [12, 12]


def test_a_split_by_hand_makes_a_theme_of_the_chosen_passages_and_is_undone(lab, browser, session) -> None:
    chosen = [str(key) for key in lab.passages[0][:6]]
    page = browser.get(path(lab.bus, "scission"))
    browser.submit(page, {"split_label": "Le bus du soir", "passages": chosen})

    part = session.scalar(sa.select(Theme).where(Theme.label == "Le bus du soir"))
    session.expunge(part)
    assert passages_of(session, part) == set(chosen)
    assert len(passages_of(session, lab.bus)) == 6
    measured = browser.get(path(part)).select_one("#solid").text
    assert "pas encore mesuré" in measured
    assert "vingt fois" not in measured

    undo_last(browser, lab.bus)

    assert len(passages_of(session, lab.bus)) == 12
    assert fresh(session, part).status is ThemeStatus.MERGED


def test_a_theme_made_by_hand_has_a_colour_that_no_adopted_theme_has(lab, browser, session) -> None:
    for number, color in enumerate(PALETTE):
        status = ThemeStatus.PROPOSED if color == "c12" else ThemeStatus.ADOPTED
        make_theme(session, session.get_one(AnalysisRun, lab.run.id), label=f"n{number}", color=color, status=status)
    session.commit()

    chosen = [str(key) for key in lab.passages[0][:6]]
    browser.submit(browser.get(path(lab.bus, "scission")), {"split_label": "Le soir", "passages": chosen})

    assert session.scalars(sa.select(Theme.color).where(Theme.label == "Le soir")).one() == "c12"


def test_a_split_follows_a_proposed_part(lab, browser, session) -> None:
    state = queries.latest_state(session, lab.bus.id)
    keys = [str(key) for key in lab.passages[0]]
    state.parts = [
        {"label": "matin", "terms": ["matin"], "people": 6, "passages": keys[:6]},
        {"label": "soir", "terms": ["soir"], "people": 6, "passages": keys[6:]},
    ]
    session.commit()

    page = browser.get(path(lab.bus, "scission"))
    assert [h2.text.strip() for h2 in page.select("article h2")] == ["Groupe 1", "Groupe 2"]
    second = "form:has(input[name=part][value='1'])"
    assert page.select_one(second).select_one("input[name=split_label]")["value"] == ""
    page = browser.submit(page, {"split_label": ""}, form=second, status=422)
    [wrong] = page.select("[aria-invalid=true]")
    assert page.select_one(second).select_one("input[name=split_label]") is wrong
    assert page.select_one(".error-summary a")["href"] == f"#{wrong['id']}"
    assert not page.select_one("details.fold").has_attr("open")
    browser.submit(page, {"split_label": "soir"}, form=second)

    part = session.scalar(sa.select(Theme).where(Theme.label == "soir"))
    assert passages_of(session, part) == set(keys[6:])


def test_a_split_that_leaves_fewer_than_five_people_somewhere_is_refused(lab, browser, session) -> None:
    chosen = [str(key) for key in lab.passages[0][:4]]

    page = browser.get(path(lab.bus, "scission"))
    page = browser.submit(page, {"split_label": "Petit", "passages": chosen}, status=422)

    assert "au moins 5 personnes" in page.select_one(".error-summary").text
    assert len(page.select("input[name=passages][checked]")) == 4
    noted = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "too_few_people")).one()
    assert noted.detail == {"passages": sorted(chosen)}


@pytest.fixture
def proposal(lab, session) -> uuid.UUID:
    row = ThemeProposal(
        id=uuid.uuid4(),
        lab_id=lab.lab.id,
        run_id=lab.run.id,
        change="merge",
        theme_ids=[str(lab.bus.id), str(lab.creche.id)],
        parts=[],
        reasons={"wins": 3, "shared": 20, "share": 0.8, "cosine": 0.9},
        at=NOW,
    )
    session.add(row)
    session.commit()
    session.expunge_all()
    return row.id


def test_monday_tells_what_is_proposed_and_why(lab, browser, proposal) -> None:
    line = next(each.text for each in browser.get("/themes/semaine").select("li") if "Réunir" in each.text)

    assert all(f"«\u00a0{theme.label}\u00a0»" in line for theme in (lab.bus, lab.creche))
    assert "Dans trois analyses de suite" in line


def test_a_proposal_says_why_in_plain_words_and_is_accepted(lab, browser, session, proposal) -> None:
    page = browser.get("/themes/propositions")
    assert "Dans trois analyses de suite" in page.text

    browser.post(f"/themes/propositions/{proposal}", {"decision": "accept"})

    assert session.get_one(ThemeProposal, proposal).state is ProposalState.ACCEPTED
    statuses = {fresh(session, theme).status for theme in (lab.bus, lab.creche)}
    assert ThemeStatus.MERGED in statuses


def test_a_proposal_is_refused_with_its_reason(lab, browser, session, proposal) -> None:
    browser.post(f"/themes/propositions/{proposal}", {"decision": "refuse"})
    assert session.get_one(ThemeProposal, proposal).state is ProposalState.OPEN
    session.rollback()

    browser.post(f"/themes/propositions/{proposal}", {"decision": "refuse", "note": "Deux vies différentes"})

    session.expire_all()
    assert session.get_one(ThemeProposal, proposal).state is ProposalState.REFUSED
    session.rollback()
    assert "Deux vies différentes" in browser.get(path(lab.bus)).select_one(".history").text
    assert "Rien à décider" in browser.get("/themes/propositions").text


def test_nothing_is_proposed_of_a_theme_set_aside_until_it_comes_back(lab, browser, session, proposal) -> None:
    for status, said in ((ThemeStatus.SET_ASIDE, False), (ThemeStatus.ADOPTED, True)):
        session.get_one(Theme, lab.bus.id).status = status
        session.commit()
        assert ("Réunir" in browser.get("/themes/semaine").main.text) is said
        assert ("Rien à décider" in browser.get("/themes/propositions").main.text) is not said


def test_a_theme_that_joined_another_asks_for_no_reading(lab, browser, session, proposal) -> None:
    assert browser.get(path(lab.bus)).select_one("#readings")
    browser.post(f"/themes/propositions/{proposal}", {"decision": "accept"})
    merged = next(theme for theme in (lab.bus, lab.creche) if fresh(session, theme).status is ThemeStatus.MERGED)
    session.rollback()

    assert not browser.get(path(merged)).select("#readings, a[href='#readings']")
