"""The page of a theme: how many speak, how firm it is, what is said, and what it became."""

from datetime import date, timedelta

import sqlalchemy as sa

from journal.accounts.models import AuditEvent
from journal.clock import now
from journal.entries.models import Entry, Sharing
from journal.themes.models import ThemeMember, ThemeStatus
from nlp.types import ThemeEvent, Zone
from tests.factories import make_entry, make_person
from tests.factories_themes import make_run, make_state, make_theme


def test_a_theme_says_how_many_speak_how_firm_it_is_and_what_is_said(lab, sign_in) -> None:
    page = sign_in(lab.coordinator).get("/themes/")

    card = page.select_one(".theme-card")
    assert "Le bus en retard" in card.h2.text
    assert "Environ 10\u00a0personnes" in card.text
    assert "solide" in card.text
    assert "inquiétude" in card.text


def test_a_theme_people_have_left_goes_on_fading_and_its_page_says_so(lab, session, sign_in) -> None:
    browser, told = sign_in(lab.coordinator), "On en parle nettement moins depuis deux mois"
    assert told not in browser.get(f"/themes/{lab.theme.id}").text

    later = make_run(session, lab.lab, finished_at=now() + timedelta(days=1))
    passages = [session.get_one(Entry, entry.id).passages[0] for entry in lab.entries]
    make_state(session, later, lab.theme, passages, event=ThemeEvent.STABLE, quiet=True)
    session.commit()

    assert told in browser.get(f"/themes/{lab.theme.id}").text
    assert "s’efface" in browser.get("/themes/").select_one(".theme-card").text


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
        browser.get(f"/themes/{lab.theme.id}")

    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "read_passages")).all()
    assert len(events) == len({event.subject_id for event in events}) == 7
    assert {event.subject_id for event in events} <= {entry.id for entry in lab.entries}
    assert {(event.actor_id, event.subject) for event in events} == {(lab.coordinator.id, "entry")}


def test_from_a_theme_one_goes_on_to_the_next_that_nobody_has_decided_of(lab, session, sign_in) -> None:
    passages = [e.passages[0] for e in lab.entries]
    after = make_theme(session, lab.run, passages, label="Le froid")
    make_theme(session, lab.run, passages, label="Le voisin", status=ThemeStatus.ADOPTED)
    first = make_theme(session, lab.run, passages, label="Attendre")
    session.commit()
    browser = sign_in(lab.coordinator)

    leads = [browser.get(f"/themes/{each.id}").select_one("p.next a")["href"] for each in (lab.theme, after)]

    assert leads == [f"/themes/{after.id}", f"/themes/{first.id}"]


def test_borderline_passages_are_apart_from_the_core(lab, session, sign_in) -> None:
    first = lab.entries[0].passages[0].id
    session.scalar(sa.select(ThemeMember).where(ThemeMember.passage_id == first)).zone = Zone.HALO
    session.commit()

    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}")

    assert [e.p.text for e in page.select("details details .excerpt")] == ["Le bus de [VILLE] est en retard 0"]


def test_the_lineage_tells_each_month_a_theme_was_seen(lab, session, sign_in) -> None:
    later = make_run(session, lab.lab, until=lab.run.until + timedelta(days=31), finished_at=now())
    make_state(session, later, lab.theme, [e.passages[0] for e in lab.entries])
    session.commit()

    page = sign_in(lab.coordinator).get(f"/themes/{lab.theme.id}")

    assert len(page.select(".lineage circle")) == 2
    assert "Décembre\u00a02026" in page.select_one("section#line").text


def test_a_theme_fallen_under_five_keeps_no_figure_of_when_it_was_larger(lab, session, sign_in) -> None:
    later = make_run(session, lab.lab, until=lab.run.until + timedelta(days=31), finished_at=now())
    make_state(session, later, lab.theme, [e.passages[0] for e in lab.entries])
    session.commit()
    browser, path = sign_in(lab.coordinator), f"/themes/{lab.theme.id}"
    assert "environ 10" in browser.get(path).select_one("section#line").text

    for entry in lab.entries[:4]:
        session.get_one(Entry, entry.id).sharing = Sharing.PRIVATE
    session.commit()

    page = browser.get(path)
    line = page.select_one("section#line").text
    assert "Décembre\u00a02026" in line
    assert "environ" not in line
    assert not page.select("section#trend")


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
    assert "Depuis août" in page.select_one("section#trend").text
