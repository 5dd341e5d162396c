"""A name the masker missed: a coordinator hides it at once, its author is told and alone may show it again."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person
from journal.clock import now, today
from journal.entries.masking.queue import encode_hidden, mask_waiting
from journal.entries.models import Entry, MaskingState, Passage, Sharing
from journal.entries.services import EntryContent, edit_entry
from journal.rights.export import gather
from nlp.masking import Mask, MaskKind, apply_masks
from tests.conftest import SignIn
from tests.pages import Browser
from tests.web.themes.deciding.looking import path

TEXT = "Hier Zélie Arbousier m’a conduite à Gap. Sans zélie arbousier, je renonçais."
MASKED = "Hier Zélie Arbousier m’a conduite à [VILLE]. Sans zélie arbousier, je renonçais."
HIDDEN = "Hier [NOM] m’a conduite à [VILLE]. Sans [NOM], je renonçais."
NAME = ("5-10", "11-20")


@pytest.fixture
def passage(lab: SimpleNamespace, session: Session) -> SimpleNamespace:
    """What someone wrote of a colleague, whose name the masker missed."""
    found = session.get_one(Passage, lab.passages[0][0])
    at = TEXT.index("Gap")
    entry, mask = found.entry, Mask(at, at + 3, MaskKind.TOWN)
    entry.text, entry.masks = TEXT, [[mask.start, mask.end, mask.kind.value, mask.source.value]]
    entry.masked_text = found.text = apply_masks(TEXT, [mask])
    found.start, found.end = 0, len(found.text)
    assert found.text == MASKED
    made = SimpleNamespace(id=found.id, entry_id=entry.id, author=entry.author, journal=f"/journal/{entry.id}")
    made.page = f"/themes/passages/{found.id}"
    session.commit()
    session.refresh(made.author)
    session.expunge_all()
    session.rollback()
    return made


def as_kept(session: Session, passage: SimpleNamespace) -> Entry:
    """Its entry as it is now, without keeping SQLite's lock."""
    found = session.scalars(
        sa.select(Entry).where(Entry.id == passage.entry_id).options(sa.orm.selectinload(Entry.passages))
    ).one()
    session.expunge_all()
    session.rollback()
    return found


@pytest.fixture
def hiding(browser: Browser, passage: SimpleNamespace) -> BeautifulSoup:
    """The page where words are ticked, from that of the passage."""
    page = browser.get(passage.page)
    [link] = [each for each in page.select("main a") if each.get_text().startswith("Cacher un nom")]
    return browser.get(str(link["href"]))


Hide = Callable[..., BeautifulSoup]


@pytest.fixture
def hide(browser: Browser, hiding: BeautifulSoup) -> Hide:
    def hide(*ticked: str, kind: str = "surname", **options: int) -> BeautifulSoup:
        return browser.submit(hiding, {"word": list(ticked), "kind": kind}, **options)

    return hide


def test_a_name_is_hidden_at_once_wherever_it_is_read(
    browser: Browser, lab: SimpleNamespace, passage: SimpleNamespace, hide: Hide
) -> None:
    assert b"rbousier" in browser.client.get("/exports/passages.csv").data
    hide(*NAME)

    page = browser.get(browser.response.headers["Location"])
    assert HIDDEN in page.get_text()
    assert "C’est caché" in page.get_text()
    assert HIDDEN in browser.get(path(lab.bus)).get_text()
    for address in (path(lab.bus), "/themes/", "/themes/?q=renonçais", passage.page, f"{passage.page}/cacher"):
        assert "arbousier" not in browser.get(address).select_one("main").get_text().casefold(), address
    assert b"rbousier" not in browser.client.get("/exports/passages.csv").data


def test_a_theme_leads_straight_to_it_from_each_passage(browser: Browser, lab: SimpleNamespace) -> None:
    page = browser.get(path(lab.bus))

    found = page.select(".excerpt-foot a")
    links = [str(link["href"]) for link in found if link.get_text().startswith("Cacher un nom")]
    assert links
    assert browser.get(links[0]).select("input[name=word]")


def test_what_was_hidden_already_is_neither_told_nor_ticked(hiding: BeautifulSoup) -> None:
    assert "[VILLE]" in [mark.get_text(strip=True) for mark in hiding.select("mark")]
    assert "Gap" not in hiding.get_text()
    # Places are those of what is read: in the original text, they would tell how long a hidden name is.
    assert max(int(str(box["value"]).split("-")[1]) for box in hiding.select("input[name=word]")) == len(MASKED)


@pytest.mark.parametrize("ticked", [(), ("36-43",)])
def test_when_nothing_that_is_read_is_ticked_it_is_said_beside_the_words(
    passage: SimpleNamespace, hide: Hide, session: Session, ticked: tuple[str, ...]
) -> None:
    page = hide(*ticked, kind="first_name", status=422)

    assert "Cochez au moins un mot" in page.select_one("#word .error").get_text()
    assert page.select_one("input[name=kind][checked]")["value"] == "first_name"
    assert as_kept(session, passage).masked_text == MASKED


def test_a_page_read_before_the_passage_changed_hides_nothing_by_mistake(
    passage: SimpleNamespace, hide: Hide, session: Session
) -> None:
    session.get_one(Passage, passage.id).text = MASKED.replace("Hier", "Ce matin")
    session.commit()

    page = hide(*NAME, status=422)

    assert "a changé depuis" in page.select_one(".error-summary").get_text()
    assert "Ce" in [label.get_text(strip=True) for label in page.select("label.word")]
    assert as_kept(session, passage).team_masks == []


@pytest.mark.parametrize("sharing", [Sharing.THEMES, Sharing.PRIVATE])
def test_what_the_team_may_not_read_it_may_not_hide(
    browser: Browser, passage: SimpleNamespace, hide: Hide, session: Session, sharing: Sharing
) -> None:
    session.get_one(Entry, passage.entry_id).sharing = sharing
    session.commit()

    hide(*NAME, status=404)

    assert as_kept(session, passage).team_masks == []


def test_the_log_says_who_hid_something_and_not_a_word_of_it(
    passage: SimpleNamespace, hide: Hide, session: Session, lab: SimpleNamespace
) -> None:
    hide(*NAME)

    [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "team_mask"))
    assert (event.actor_id, event.subject_id) == (lab.coordinators[0].id, passage.entry_id)
    assert event.detail == {"passage": str(passage.id), "places": 2, "kind": "surname"}


def test_its_author_reads_which_words_when_and_why(passage: SimpleNamespace, hide: Hide, sign_in: SignIn) -> None:
    hide(*NAME)

    journal = sign_in(passage.author)
    [told_first] = [link for link in journal.get("/journal/").select("main a") if "lesquels" in link.get_text()]
    read, sharing = journal.get(passage.journal), journal.get(str(told_first["href"]))

    assert "Zélie Arbousier" in read.select_one(".facts").get_text()
    assert TEXT in read.get_text()
    told = sharing.select_one("#cache-par-l-equipe").get_text()
    assert "Zélie Arbousier" in told
    assert "cette personne n’a pas choisi" in told
    assert "coordination-0" not in f"{read}{sharing}"


def test_its_author_is_told_the_day_and_no_more_in_what_they_take_away_too(
    passage: SimpleNamespace, hide: Hide, session: Session
) -> None:
    hide(*NAME)

    author = session.get_one(Person, passage.author.id)
    [told] = [each for each in gather(session, author, now=now())["entries"] if each["team_masks"]]

    assert [row[2:] for row in told["team_masks"]] == [["surname", today().isoformat()]] * 2


def test_its_author_alone_shows_them_again_and_reads_the_text_before_anyone(
    passage: SimpleNamespace, hide: Hide, sign_in: SignIn, browser: Browser, session: Session
) -> None:
    hide(*NAME)
    journal = sign_in(passage.author)
    page = journal.get(f"{passage.journal}/partage")
    places = [str(box["value"]) for box in page.select("input[name=show]")]
    assert "caché par l’équipe" in page.select_one(".lift").get_text()

    journal.submit(page, {"show": places[:2]}, form="form[action$='/masquer']")

    entry = as_kept(session, passage)
    assert (entry.sharing, entry.masking_state) == (Sharing.PRIVATE, MaskingState.RECEIVED)
    assert "Zélie" in TEXT[slice(*map(int, places[0].split("-")))]
    assert [row[0] for row in entry.team_masks] == [TEXT.index("zélie")]
    browser.get(passage.page, status=404)


def test_rewritten_it_still_hides_them(passage: SimpleNamespace, hide: Hide, session: Session) -> None:
    hide(*NAME)
    entry = session.get_one(Entry, passage.entry_id)

    edit_entry(session, entry, EntryContent(f"Enfin\u00a0! {TEXT}", entry.happened_on), now=now())

    assert [TEXT[a - 8 : b - 8].casefold() for a, b, *_ in entry.team_masks] == ["zélie arbousier"] * 2


@pytest.mark.model
def test_masked_anew_it_still_hides_them(
    app: Flask, passage: SimpleNamespace, hide: Hide, sign_in: SignIn, session: Session
) -> None:
    """Its author hides one more word: the machine reads the whole text again."""
    hide(*NAME)
    journal = sign_in(passage.author)

    journal.submit(journal.get(f"{passage.journal}/partage"), {"word": ["0-4"]}, form="form[action$='/masquer']")
    mask_waiting(app.extensions["database"], now=now)

    masked = str(as_kept(session, passage).masked_text).casefold()
    assert not any(word in masked for word in ("hier", "zélie", "arbousier"))


@pytest.mark.model
def test_the_worker_gives_the_passage_a_new_vector(
    app: Flask, passage: SimpleNamespace, hide: Hide, session: Session
) -> None:
    hide(*NAME)
    assert as_kept(session, passage).passages[0].vector is None

    assert [encode_hidden(app.extensions["database"]) for _ in range(2)] == [1, 0]

    assert as_kept(session, passage).passages[0].vector


def test_its_author_knows_that_it_was_read_however_the_page_was_asked_for(
    browser: Browser, passage: SimpleNamespace, session: Session
) -> None:
    token = browser.token()

    page = browser.post(f"{passage.page}/cacher", {"csrf_token": token}, status=422)

    assert "conduite" in page.get_text()
    assert session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_id == passage.entry_id)).all() == [
        "read_passages"
    ]
