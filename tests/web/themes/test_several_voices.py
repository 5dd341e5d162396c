"""A theme is read as what several people say: the words of one never stand for those of the others."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.clock import now
from journal.entries.models import Entry, Sharing
from journal.themes.models import Theme, ThemeMember, ThemeState, ThemeStatus
from nlp.types import Solidity, Zone
from tests.factories import make_lab, make_person
from tests.factories_themes import make_run, make_theme, make_voiced_entry
from tests.pages import Browser

LEFT_TO_READ = "tient à trop peu de personnes pour être lu. Lisez ses limites."


@pytest.fixture
def lab(session: Session) -> SimpleNamespace:
    """A theme of eight people, the first of whom wrote six times, in words that speak best for it."""
    lab = make_lab(session)
    talker, *others = [make_person(session, lab) for _ in range(8)]
    entries = [make_voiced_entry(session, talker, f"bavard {n}", 0, n, sharing=Sharing.QUOTABLE) for n in range(6)]
    entries += [
        make_voiced_entry(session, person, f"posé {n}", 0, 10 + n, sharing=Sharing.QUOTABLE)
        for n, person in enumerate(others)
    ]
    run = make_run(session, lab, finished_at=now() - timedelta(hours=1))
    theme = make_theme(session, run, [entry.passages[0] for entry in entries])
    coordinator = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    return SimpleNamespace(lab=lab, coordinator=coordinator, theme=theme, run=run, talker=talker, others=others)


@pytest.fixture
def browser(lab, sign_in) -> Browser:
    return sign_in(lab.coordinator)


def put_at_the_limit(session: Session, authors: list) -> None:
    written = sa.select(Entry.id).where(Entry.author_id.in_([author.id for author in authors]))
    for entry in session.scalars(sa.select(Entry).where(Entry.id.in_(written))):
        for member in session.scalars(sa.select(ThemeMember).where(ThemeMember.passage_id == entry.passages[0].id)):
            member.zone = Zone.HALO
    session.commit()


def read(page) -> list[str]:
    return [passage.p.text for passage in page.select(".excerpt")]


def test_one_passage_of_each_person_comes_first_and_at_most_two_of_one(lab, browser) -> None:
    shown = read(browser.get(f"/themes/{lab.theme.id}"))

    assert shown == ["bavard 0", *(f"posé {n}" for n in range(7))]


def test_at_most_two_of_one_person_at_the_core_and_at_the_limit_together(lab, browser, session) -> None:
    put_at_the_limit(session, lab.others[5:])
    first = session.scalar(sa.select(ThemeMember).order_by(ThemeMember.excerpt_rank).limit(1))
    first.zone = Zone.HALO
    session.commit()

    shown = read(browser.get(f"/themes/{lab.theme.id}"))

    assert len([words for words in shown if "bavard" in words]) == 2
    assert len([words for words in shown if "posé" in words]) == 7


def test_the_card_of_a_theme_shows_several_people(lab, browser) -> None:
    shown = read(browser.get("/themes/"))

    assert len([words for words in shown if "bavard" in words]) <= 1


def test_the_core_of_a_few_is_not_read_but_its_limits_are(lab, browser, session) -> None:
    put_at_the_limit(session, lab.others[3:])

    pages = {end: browser.get(f"/themes/{lab.theme.id}{end}") for end in ("", "/scission")}
    passage = session.scalar(sa.select(ThemeMember.passage_id).where(ThemeMember.zone == Zone.HALO).limit(1))
    session.rollback()
    pages["apart"] = browser.get(f"/themes/passages/{passage}/a-part")
    pages["all"] = browser.get("/themes/")

    assert LEFT_TO_READ in pages[""].text
    for end, page in pages.items():
        text = page.select_one("main").text
        assert "posé 5" in text or end == "all", end
        assert "bavard" not in text, end
        assert "posé 0" not in text, end


def test_no_file_no_chosen_passage_and_no_page_of_what_goes_together_gives_the_core_of_a_few(
    lab, browser, session
) -> None:
    theme_page = f"/themes/{lab.theme.id}"
    first = session.scalar(sa.select(ThemeMember.passage_id).order_by(ThemeMember.excerpt_rank).limit(1))
    session.rollback()
    browser.submit(browser.get(f"/themes/passages/{first}"), form="form[action$='/passage-type']")
    put_at_the_limit(session, lab.others[2:])
    limit = session.scalar(sa.select(ThemeMember.passage_id).where(ThemeMember.zone == Zone.HALO).limit(1))
    session.rollback()

    for end in (theme_page, f"/themes/passages/{limit}/ensemble", "/exports/themes.json"):
        browser.get(end)
        text = browser.response.text
        assert "posé 5" in text, end
        assert "bavard" not in text, end
        assert "posé 0" not in text, end


def test_the_history_counts_with_the_page_and_does_not_open_the_core_of_a_few(lab, browser, session) -> None:
    theme_page = f"/themes/{lab.theme.id}"
    moved = session.scalars(sa.select(ThemeMember.passage_id).order_by(ThemeMember.excerpt_rank).limit(6)).all()
    session.rollback()
    browser.submit(
        browser.get(f"/themes/passages/{moved[0]}/a-part"), {"others": [str(passage) for passage in moved[1:]]}
    )

    page = browser.get(theme_page)

    assert {words for words in read(page) if "bavard" in words} == {"bavard 0", "bavard 1"}
    put_at_the_limit(session, lab.others[3:])
    assert {words for words in read(browser.get(theme_page)) if "posé" not in words} <= {
        "bavard 1",
        "bavard 2",
    }


def test_monday_says_that_a_theme_of_a_few_is_to_be_watched_not_that_it_has_appeared(lab, browser, session) -> None:
    assert "est apparu" in browser.get("/themes/semaine").text

    put_at_the_limit(session, lab.others[3:])
    theme = session.get_one(Theme, lab.theme.id)
    theme.status = ThemeStatus.ADOPTED
    session.scalars(sa.select(ThemeState).where(ThemeState.theme_id == theme.id)).one().solidity = Solidity.FRAGILE
    session.commit()

    page = browser.get("/themes/semaine")
    assert "à trop peu de personnes" in page.select_one("section.waiting-worrying").text
    assert "est apparu" not in page.text
    assert "est fragile" not in page.text, "one line says what matters most of a theme"


def test_the_core_counts_as_held_when_five_people_hold_it_whoever_lets_it_be_read(lab, browser, session) -> None:
    for person in lab.others[1:]:
        session.scalars(sa.select(Entry).where(Entry.author_id == person.id)).one().sharing = Sharing.THEMES
    session.commit()

    shown = read(browser.get(f"/themes/{lab.theme.id}"))

    assert shown == ["bavard 0", "posé 0", "bavard 1"]
