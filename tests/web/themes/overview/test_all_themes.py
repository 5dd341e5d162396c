"""A coordinator looks at the themes of their Lab: in a list, month by month, on a map; of nobody in particular."""

from datetime import date

import sqlalchemy as sa

from journal.accounts.models import AuditEvent, Role
from journal.accounts.readings import Reading
from journal.entries.models import Entry, MaskingState, Sharing
from journal.themes.analysing.analysis import TOO_LITTLE
from journal.themes.models import AnalysisRun, RunStatus, ThemeState, ThemeStatus
from nlp.types import Solidity, ThemeEvent
from tests.factories import make_entry, make_person
from tests.factories_themes import make_run, make_theme

# Words that must never reach a coordinator: raw texts, authors, private entries, the group of who wrote. Groups counted
# beside a theme would tell it: one passage moved, and one person less in a group.
CANARIES = ("zibeline-brute", "auteur-canari", "zibeline-privée", "12 novembre", "Marseille")


def test_no_raw_text_author_or_day_reaches_any_page(lab, session, sign_in) -> None:
    make_entry(session, lab.entries[0].author, "zibeline-privée", sharing=Sharing.PRIVATE)
    make_entry(session, lab.entries[0].author, "zibeline-privée", sharing=Sharing.QUOTABLE, masked=False)
    session.commit()
    browser = sign_in(lab.coordinator)

    for path in _pages(lab):
        browser.get(path)
        html = browser.response.get_data(as_text=True)
        assert not [word for word in CANARIES if word in html], path


def _pages(lab) -> list[str]:
    theme = f"/themes/{lab.theme.id}"
    passage = f"/themes/passages/{lab.entries[0].passages[0].id}"
    names = ("", "semaine", "propositions", "carte", "mois", "non-classes")
    return [
        *(f"/themes/{name}" for name in names),
        theme,
        f"{theme}/scission",
        f"{passage}/ensemble",
        f"{passage}/a-part",
        passage,
    ]


def test_what_is_taken_back_leaves_every_page_at_once(lab, session, sign_in) -> None:
    browser = sign_in(lab.coordinator)
    taken = session.get_one(Entry, lab.entries[0].id)
    taken.sharing = Sharing.PRIVATE
    session.commit()

    *pages, together, apart, passage = _pages(lab)
    for path in pages:
        browser.get(path)
        assert "en retard 0" not in browser.response.get_data(as_text=True), path
    for path in (together, apart, passage):
        browser.get(path, status=404)


def test_what_most_people_feel_is_heard_once_the_picture_of_it_being_for_the_eye(lab, sign_in) -> None:
    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}")

    assert page.select(".chart-signature")
    unheard = {id(part) for part in page.select("[aria-hidden=true]")}
    told = [text for text in page.find_all(string=True) if unheard.isdisjoint(map(id, text.parents))]
    labels = [str(part["aria-label"]) for part in page.select(".felt [aria-label]")]
    assert " ".join([*told, *labels]).count("Le plus souvent") == 1


def test_a_theme_fewer_than_five_speak_of_shows_no_figure_word_or_passage(lab, session, sign_in) -> None:
    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
    session.commit()
    browser = sign_in(lab.coordinator)

    for path in ("/themes/", f"/themes/{lab.theme.id}"):
        page = browser.get(path)
        assert "Moins de 5 personnes" in page.text
        assert "en retard" not in page.select_one("main").text.replace("Le bus en retard", "")
        assert not page.select(".excerpt, .chart-signature")


def test_the_filter_shows_the_themes_of_one_status(lab, session, sign_in) -> None:
    make_theme(
        session, lab.run, [e.passages[0] for e in lab.entries], label="Mis de côté", status=ThemeStatus.SET_ASIDE
    )
    session.commit()
    browser = sign_in(lab.coordinator)

    titles = [card.h2.text.strip() for card in browser.get("/themes/?etat=set_aside").select(".theme-card")]
    default = [card.h2.text.strip() for card in browser.get("/themes/?etat=nimporte").select(".theme-card")]

    assert (titles, default) == (["Mis de côté"], ["Le bus en retard"])


def test_a_long_list_is_narrowed_by_name_and_put_in_another_order(lab, session, sign_in) -> None:
    passages = [e.passages[0] for e in lab.entries]
    heard, wait = (make_theme(session, lab.run, passages, label=label) for label in ("Être écouté·e", "Attendre"))
    for theme in (lab.theme, heard, wait):
        state = session.scalars(sa.select(ThemeState).where(ThemeState.theme_id == theme.id)).one()
        state.event = ThemeEvent.GROWS if theme is heard else ThemeEvent.STABLE
        state.solidity = Solidity.FRAGILE if theme is wait else Solidity.SOLID
    session.commit()
    browser = sign_in(lab.coordinator)

    def titles(asked: str) -> list[str]:
        return [card.h2.text.strip() for card in browser.get(f"/themes/?{asked}").select(".theme-card")]

    assert titles("q=etre+ECOUTE") == ["Être écouté·e"]
    assert titles("tri=nom") == ["Attendre", "Être écouté·e", "Le bus en retard"]
    assert titles("tri=bouge")[0] == "Être écouté·e"
    assert titles("tri=fragiles")[0] == "Attendre"
    assert titles("q=camion") == []


def test_without_an_analysis_the_page_says_what_is_missing(session, sign_in) -> None:
    coordinator = make_person(session, role=Role.COORDINATOR)
    session.commit()

    page = sign_in(coordinator).get("/themes/")

    assert "Pas encore assez de textes partagés" in page.text


def test_an_analysis_that_found_too_little_says_it_once_with_what_is_missing(session, sign_in) -> None:
    coordinator = make_person(session, role=Role.COORDINATOR)
    make_run(session, coordinator.lab, status=RunStatus.TOO_LITTLE, message=TOO_LITTLE)
    session.commit()

    told = sign_in(coordinator).get("/themes/").main.text

    assert told.count("Pas encore assez de textes partagés") == 1
    assert "vingt passages" in told
    assert "rien n’est montré" in told


def test_asking_twice_for_an_analysis_asks_once_and_its_progress_can_be_followed(lab, session, sign_in) -> None:
    browser = sign_in(lab.coordinator)
    for _ in range(2):
        browser.post("/themes/analyse")

    assert "Demandée le" in browser.get("/themes/").text
    waiting = session.scalars(sa.select(AnalysisRun).where(AnalysisRun.status == RunStatus.REQUESTED)).all()
    session.commit()
    state = browser.client.get("/themes/analyse/etat.json").json

    assert len(waiting) == 1
    assert state == {"status": "Demandée", "percent": 0, "over": False}
    assert browser.get("/themes/").select_one("progress[value='0']")
    session.get_one(AnalysisRun, waiting[0].id).status = RunStatus.TOO_LITTLE
    session.commit()
    ended = browser.client.get("/themes/analyse/etat.json").json
    assert (ended["over"], ended["status"]) == (True, "Pas encore assez de textes partagés")


def test_passages_that_fit_nowhere_stay_readable(lab, session, sign_in) -> None:
    author = make_person(session, lab.lab)
    alone = make_entry(session, author, "brut", sharing=Sharing.QUOTABLE, happened_on=lab.run.until)
    alone.passages[0].text = "Mon chien m’aide à sortir"
    session.commit()

    page = sign_in(lab.coordinator).get("/themes/non-classes")

    assert [label.text for label in page.select(".pick label")] == ["Mon chien m’aide à sortir"]


def test_months_and_map_say_the_same_figures_as_a_table(lab, sign_in) -> None:
    browser = sign_in(lab.coordinator)

    months = browser.get("/themes/mois").select_one("table.heat")
    theme_map = browser.get("/themes/carte")

    assert "novembre\u00a02026" in months.thead.text
    assert months.select_one("tbody td").text == "10"
    assert theme_map.select_one("svg .count").text == theme_map.select_one("tbody td").text == "10"


def test_months_are_read_from_the_last_one(lab, session, sign_in) -> None:
    for entry in lab.entries[:6]:
        session.get_one(Entry, entry.id).happened_on = date(2026, 9, 4)
    session.commit()

    heads = [head.text for head in sign_in(lab.coordinator).get("/themes/mois").select("thead th")]

    assert heads == ["Thème", "novembre\u00a02026", "octobre\u00a02026", "septembre\u00a02026"]


def test_an_unmasked_member_is_neither_counted_nor_shown(lab, session, sign_in) -> None:
    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).masking_state = MaskingState.FAILED
    session.commit()

    assert "Moins de 5 personnes" in sign_in(lab.coordinator).get("/themes/").text


def test_themes_are_read_at_once_each_with_what_it_waits_for_and_no_passage_with_them(lab, session, sign_in) -> None:
    entries = [make_entry(session, entry.author, sharing=Sharing.QUOTABLE) for entry in lab.entries[:3]]
    make_theme(session, lab.run, [entry.passages[0] for entry in entries], label="Le silence")
    session.commit()

    adopted = make_theme(session, lab.run, [e.passages[0] for e in lab.entries], label="Un trajet")
    adopted.status = ThemeStatus.ADOPTED
    session.commit()

    page = sign_in(lab.coordinator).get("/themes/?tri=nom")

    bus, silence, way = page.select(".theme-card")
    assert "Environ 10\u00a0personnes" in bus.text
    assert "solide" in bus.text
    assert "Moins de 5" in silence.text
    assert "solide" not in silence.text
    assert [card.select_one(".waits").text for card in (bus, way)] == [
        "À lire, puis à adopter ou à mettre de côté",
        "Il manque votre lecture",
    ]
    assert not page.select(".excerpt")
    assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == Reading.PASSAGES)).all() == []
    assert page.select("a[href='/themes/?etat=adopted&tri=nom']")
