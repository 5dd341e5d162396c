"""A coordinator looks at the themes of their Lab."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Role
from journal.accounts.readings import Reading
from journal.clock import now
from journal.entries.models import Entry, MaskingState, Sharing
from journal.themes.deciding.too_few import MOST_PER_DAY, NOTED
from journal.themes.models import AnalysisRun, RunStatus, ThemeMember, ThemeState, ThemeStatus
from nlp.emotions import Emotion
from nlp.types import Solidity, ThemeEvent, Zone
from tests.factories import make_cohort, make_entry, make_lab, make_person
from tests.factories_themes import make_run, make_state, make_theme

# Words that must never reach a coordinator: raw texts, authors, private entries, the group of who wrote. Groups counted
# beside a theme would tell it: one passage moved, and one person less in a group.
CANARIES = ("zibeline-brute", "auteur-canari", "zibeline-privée", "12 novembre", "Marseille")


@pytest.fixture
def lab(session: Session) -> SimpleNamespace:
    """Eight people who spoke of the bus, one of whom keeps her words to herself."""
    lab = make_lab(session, "Lab Provence")
    cohort = make_cohort(session, lab, name="Marseille")
    coordinator = make_person(session, lab, Role.COORDINATOR)
    entries = []
    for number in range(8):
        author = make_person(session, lab, username=f"auteur-canari-{number}", cohort_id=cohort.id)
        entry = make_entry(
            session,
            author,
            f"zibeline-brute {number}",
            sharing=Sharing.QUOTABLE if number < 7 else Sharing.THEMES,
            emotions={Emotion.WORRY: 4},
            masked_text=f"Le bus de [VILLE] est en retard {number}",
        )
        entry.passages[0].text = f"Le bus de [VILLE] est en retard {number}"
        entries.append(entry)
    run = make_run(session, lab)
    theme = make_theme(session, run, [e.passages[0] for e in entries], label="Le bus en retard")
    session.commit()
    return SimpleNamespace(lab=lab, coordinator=coordinator, entries=entries, run=run, theme=theme)


def test_a_theme_says_how_many_speak_how_firm_it_is_and_what_is_said(lab, sign_in) -> None:
    page = sign_in(lab.coordinator).get("/themes/")

    card = page.select_one(".theme-card")
    assert "Le bus en retard" in card.h2.text
    assert "Environ 10\u00a0personnes" in card.text
    assert "solide" in card.text
    assert "inquiétude" in card.text
    assert len(card.select(".excerpt")) == 1


def test_a_theme_people_have_left_goes_on_fading_and_its_page_says_so(lab, session, sign_in) -> None:
    browser, told = sign_in(lab.coordinator), "On en parle nettement moins depuis deux mois"
    assert told not in browser.get(f"/themes/{lab.theme.id}").text

    later = make_run(session, lab.lab, finished_at=now() + timedelta(days=1))
    passages = [session.get_one(Entry, entry.id).passages[0] for entry in lab.entries]
    make_state(session, later, lab.theme, passages, event=ThemeEvent.STABLE, quiet=True)
    session.commit()

    assert told in browser.get(f"/themes/{lab.theme.id}").text
    assert "s’efface" in browser.get("/themes/").select_one(".theme-card").text


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


def test_an_entry_shared_for_themes_only_counts_but_is_never_read(lab, sign_in) -> None:
    browser = sign_in(lab.coordinator)

    browser.get(f"/themes/{lab.theme.id}/scission")

    html = browser.response.get_data(as_text=True)
    assert "en retard 6" in html
    assert "en retard 7" not in html


def test_words_one_departure_could_bring_under_five_people_are_hidden(lab, session, sign_in) -> None:
    state = session.get_one(type(lab.theme.states[0]), lab.theme.states[0].id)
    state.terms = [["retard", 2.0, 8], ["quai", 1.0, 5]]
    session.get_one(Entry, lab.entries[0].id).sharing = Sharing.PRIVATE
    session.commit()

    card = sign_in(lab.coordinator).get("/themes/").select_one(".theme-card")

    assert "retard" in card.text
    assert "quai" not in card.text


def test_each_reading_is_logged_once_a_day_for_each_entry(lab, session, sign_in) -> None:
    browser = sign_in(lab.coordinator)

    for _ in range(2):
        browser.get("/themes/")

    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "read_passages")).all()
    assert len(events) == len({event.subject_id for event in events}) == 1
    assert {event.subject_id for event in events} <= {entry.id for entry in lab.entries}
    assert {(event.actor_id, event.subject) for event in events} == {(lab.coordinator.id, "entry")}


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


def test_from_a_theme_one_goes_on_to_the_next_that_nobody_has_decided_of(lab, session, sign_in) -> None:
    passages = [e.passages[0] for e in lab.entries]
    after = make_theme(session, lab.run, passages, label="Le froid")
    make_theme(session, lab.run, passages, label="Le voisin", status=ThemeStatus.ADOPTED)
    first = make_theme(session, lab.run, passages, label="Attendre")
    session.commit()
    browser = sign_in(lab.coordinator)

    leads = [
        browser.get(f"/themes/{each.id}").select_one("p.no-print:not(.muted) a")["href"] for each in (lab.theme, after)
    ]

    assert leads == [f"/themes/{after.id}", f"/themes/{first.id}"]


def test_without_an_analysis_the_page_says_what_is_missing(session, sign_in) -> None:
    coordinator = make_person(session, role=Role.COORDINATOR)
    session.commit()

    page = sign_in(coordinator).get("/themes/")

    assert "Pas encore assez de textes partagés" in page.text


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


def test_a_coordinator_lands_on_the_page_of_the_week(lab, sign_in) -> None:
    browser = sign_in(lab.coordinator)

    browser.get("/", status=303)

    assert browser.response.headers["Location"] == "/themes/semaine"
    assert browser.get("/themes/semaine").select_one(".tabs a").text == "Cette semaine"


def test_an_unmasked_member_is_neither_counted_nor_shown(lab, session, sign_in) -> None:
    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).masking_state = MaskingState.FAILED
    session.commit()

    assert "Moins de 5 personnes" in sign_in(lab.coordinator).get("/themes/").text


def test_many_themes_are_read_at_once_in_a_table_and_no_passage_with_them(lab, session, sign_in) -> None:
    entries = [make_entry(session, entry.author, sharing=Sharing.QUOTABLE) for entry in lab.entries[:3]]
    make_theme(session, lab.run, [entry.passages[0] for entry in entries], label="Le silence")
    session.commit()

    page = sign_in(lab.coordinator).get("/themes/?vue=tableau&tri=nom")

    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[:2] for row in rows] == [["Le bus en retard", "10"], ["Le silence", "moins de 5"]]
    assert rows[0][2:4] == ["vient d’apparaître", "solide"]
    assert rows[1][2:4] == ["", ""]
    assert not page.select(".excerpt")
    assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == Reading.PASSAGES)).all() == []
    assert page.select("a[href='/themes/?etat=adopted&tri=nom&vue=tableau']")
    assert page.select("a[href='/themes/?tri=nom']")


def test_passages_are_found_by_words_that_enough_people_use_and_noted_as_read(lab, session, sign_in) -> None:
    shared = {entry.id for entry in lab.entries[:7]}
    browser = sign_in(lab.coordinator)
    address = f"/themes/{lab.theme.id}/passages"

    found = browser.get(f"{address}?q=RETARD bus")

    read = set(session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES)))
    session.commit()
    assert len(found.select(".excerpt")) == 7
    assert read == shared
    assert browser.get(f"/themes/{lab.theme.id}").select(f"form[role=search][action='{address}']")
    for words in ("retard 3", "zibeline", "etard", "train"):
        page = browser.get(f"{address}?q={words}")
        assert not page.select(".excerpt")
        assert "Moins de 5\u00a0personnes emploient ces mots" in page.text


def test_which_passages_share_an_author_is_not_to_be_found_by_searching(lab, session, sign_in) -> None:
    talker = lab.entries[0].author
    more = [make_entry(session, talker, "brut", sharing=Sharing.QUOTABLE) for _ in range(5)]
    for number, entry in enumerate(more):
        entry.passages[0].text = f"Le bus de nuit {number}"
    later = make_run(session, lab.lab, finished_at=now() + timedelta(days=1))
    make_state(session, later, lab.theme, [entry.passages[0] for entry in (*lab.entries, *more)])
    session.commit()
    browser, address = sign_in(lab.coordinator), f"/themes/{lab.theme.id}/passages"

    assert len(browser.get(f"{address}?q=bus").select(".excerpt")) == 12, "all those of one person, or one could tell"
    for _ in range(MOST_PER_DAY):
        assert not browser.get(f"{address}?q=nuit").select(".excerpt")

    assert "revenez demain" in browser.get(f"{address}?q=bus", status=429).text
    noted = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == NOTED)).all()
    assert [len(event.detail["passages"]) for event in noted] == [5] * MOST_PER_DAY


def test_no_word_is_looked_for_in_a_theme_few_people_speak_of_now(lab, session, sign_in) -> None:
    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
    session.commit()

    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}/passages?q=bus")

    assert not page.select(".excerpt, input[type=search]")


def test_monday_tells_what_appeared_and_stops_once_it_is_known(lab, session, sign_in) -> None:
    session.get_one(AnalysisRun, lab.run.id).finished_at = now() - timedelta(hours=1)
    session.commit()
    browser = sign_in(lab.coordinator)

    line = browser.get("/themes/semaine").select_one("[aria-labelledby=moved] .lines a")
    assert (line["href"], line.text) == (
        f"/themes/{lab.theme.id}",
        "Le thème «\u00a0Le bus en retard\u00a0» est apparu.",
    )
    before = browser.get("/themes/semaine").text
    browser.post("/themes/semaine")
    after = browser.get("/themes/semaine").text

    assert "«\u00a0Le bus en retard\u00a0» est apparu" in before
    assert "est apparu" not in after
    assert "est apparu" in browser.get("/themes/semaine?depuis=mois").text
    assert "est apparu" not in browser.get("/themes/semaine?depuis=toujours").text


def test_monday_tells_no_move_of_a_theme_few_people_speak_of_now(lab, session, sign_in) -> None:
    session.get_one(AnalysisRun, lab.run.id).finished_at = now() - timedelta(hours=1)
    session.commit()
    browser = sign_in(lab.coordinator)
    assert "est apparu" in browser.get("/themes/semaine").text

    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
    session.commit()

    told = browser.get("/themes/semaine").text
    assert "est apparu" not in told
    assert "à surveiller" not in told


def test_monday_says_which_adopted_theme_is_fragile_or_lacks_a_reading(lab, session, sign_in) -> None:
    make_theme(session, lab.run, label="Adopté", status=ThemeStatus.ADOPTED)
    session.commit()

    text = sign_in(lab.coordinator).get("/themes/semaine").text

    assert "Il manque deux lectures à «\u00a0Adopté\u00a0»" in text


def test_a_small_group_is_never_said_to_be_silent(lab, session, sign_in) -> None:
    make_cohort(session, lab.lab, name="Petit groupe", size=8)
    make_cohort(session, lab.lab, name="Grand groupe", size=40)
    session.commit()

    text = sign_in(lab.coordinator).get("/themes/semaine").text

    assert "Grand groupe" in text
    assert "Petit groupe" not in text


def test_borderline_passages_are_apart_from_the_core(lab, session, sign_in) -> None:
    first = lab.entries[0].passages[0].id
    session.scalar(sa.select(ThemeMember).where(ThemeMember.passage_id == first)).zone = Zone.HALO
    session.commit()

    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}")

    assert [e.p.text for e in page.select("details .excerpt")] == ["Le bus de [VILLE] est en retard 0"]


def test_the_lineage_tells_each_month_a_theme_was_seen(lab, session, sign_in) -> None:
    later = make_run(session, lab.lab, until=lab.run.until + timedelta(days=31), finished_at=now())
    make_state(session, later, lab.theme, [e.passages[0] for e in lab.entries])
    session.commit()

    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}")

    assert len(page.select(".lineage circle")) == 2
    assert "Décembre\u00a02026" in page.select_one("section[aria-labelledby=line]").text


def test_a_theme_fallen_under_five_keeps_no_figure_of_when_it_was_larger(lab, session, sign_in) -> None:
    later = make_run(session, lab.lab, until=lab.run.until + timedelta(days=31), finished_at=now())
    make_state(session, later, lab.theme, [e.passages[0] for e in lab.entries])
    session.commit()
    browser, path = sign_in(lab.coordinator), f"/themes/{lab.theme.id}"
    assert "environ 10" in browser.get(path).select_one("section[aria-labelledby=line]").text

    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
    session.commit()

    page = browser.get(path)
    line = page.select_one("section[aria-labelledby=line]").text
    assert "Décembre\u00a02026" in line
    assert "environ" not in line
    assert not page.select("section[aria-labelledby=trend]")


def test_a_theme_left_month_after_month_is_not_called_stable(lab, session, sign_in) -> None:
    for entry, month in zip(lab.entries, (7, 7, 7, 7, 7, 8, 8, 8), strict=True):
        session.get_one(Entry, entry.id).happened_on = date(2026, month, 1)
    others = [make_person(session, lab.lab) for _ in range(5)]
    more = [
        make_entry(session, other, "Le bus", sharing=Sharing.QUOTABLE, happened_on=date(2026, 6, 3)) for other in others
    ]
    later = make_run(session, lab.lab, finished_at=now() + timedelta(days=1))
    passages = [session.get_one(Entry, entry.id).passages[0] for entry in (*lab.entries, *more)]
    make_state(session, later, lab.theme, passages, event=ThemeEvent.STABLE)
    session.commit()

    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}")

    assert "on en parle moins" in [tag.text.removesuffix(", ") for tag in page.select(".tag")]
    assert "Depuis août" in page.select_one("section[aria-labelledby=trend]").text
