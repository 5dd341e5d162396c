"""What changed since a coordinator last looked, on the page where they land."""

from datetime import timedelta

import sqlalchemy as sa

from journal.accounts.models import Role
from journal.accounts.services import invite
from journal.clock import now
from journal.entries.models import Entry, Sharing
from journal.themes.models import AnalysisRun, ThemeState, ThemeStatus
from nlp.types import Solidity
from tests.factories import make_cohort
from tests.factories_themes import make_theme

# Inside the page: a section or a form is one when it has a name, the others always.
LANDMARKS = "main :is(nav, aside, [role=search], :is(section, form)[aria-labelledby], :is(section, form)[aria-label])"


def test_a_coordinator_lands_on_the_page_of_the_week(lab, sign_in) -> None:
    browser = sign_in(lab.coordinator)

    browser.get("/", status=303)

    assert browser.response.headers["Location"] == "/themes/semaine"
    assert browser.get("/themes/semaine").select_one(".tabs a").text == "Cette semaine"


def test_landmarks_lead_past_the_menus_and_headings_through_the_week(lab, sign_in) -> None:
    page = sign_in(lab.coordinator).get("/themes/semaine")

    assert page.select("main section h2")
    assert [landmark["aria-label"] for landmark in page.select(LANDMARKS)] == ["Les thèmes"]


def test_monday_tells_what_appeared_and_stops_once_it_is_known(lab, session, sign_in) -> None:
    session.get_one(AnalysisRun, lab.run.id).finished_at = now() - timedelta(hours=1)
    session.commit()
    browser = sign_in(lab.coordinator)

    line = browser.get("/themes/semaine").select_one("#moved .lines a")
    assert (line["href"], line.text) == (
        f"/themes/{lab.theme.id}",
        "Le thème «\u00a0Le bus en retard\u00a0» est apparu.",
    )
    before = browser.get("/themes/semaine").text
    browser.post("/themes/semaine")
    after = browser.get("/themes/semaine").text
    assert ("Ma dernière fois" in before, "Ma dernière fois" in after) == (False, True), "nobody remembers a first time"

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


def test_a_first_reading_is_one_click_away(lab, session, sign_in) -> None:
    make_theme(session, lab.run, [entry.passages[0] for entry in lab.entries], label="Attendre une réponse")
    session.commit()

    line = (
        sign_in(lab.coordinator).get("/themes/semaine").find("a", string="2 thèmes attendent une première relecture.")
    )
    first = sign_in(lab.coordinator).get(line["href"])

    assert first.h1.text.strip() == "Attendre une réponse"
    assert first.find("a", string="Le bus en retard")


def adopt(session, lab, label: str, solidity: Solidity) -> None:
    theme = make_theme(
        session, lab.run, [entry.passages[0] for entry in lab.entries], label=label, status=ThemeStatus.ADOPTED
    )
    session.scalars(sa.select(ThemeState).where(ThemeState.theme_id == theme.id)).one().solidity = solidity
    session.commit()


def test_a_theme_to_watch_is_not_said_to_be_read_again(lab, session, sign_in) -> None:
    adopt(session, lab, "Mouvant", Solidity.WATCH)

    assert (
        "«\u00a0Mouvant\u00a0» est à surveiller\u00a0: attendez" in sign_in(lab.coordinator).get("/themes/semaine").text
    )


def test_themes_whose_edges_move_are_one_line(lab, session, sign_in) -> None:
    for label, solidity in (("Premier", Solidity.FRAGILE), ("Deuxième", Solidity.WATCH), ("Tenu", Solidity.SOLID)):
        adopt(session, lab, label, solidity)

    lines = [line.text for line in sign_in(lab.coordinator).get("/themes/semaine").select(".waiting .lines a")]

    told = [line for line in lines if "ne sont pas solides" in line or "est fragile" in line or "à surveiller" in line]
    assert len(told) == 1
    assert "Premier" in told[0]
    assert "Deuxième" in told[0]
    assert "Tenu" not in told[0]


def test_a_small_group_is_never_said_to_be_silent(lab, session, sign_in) -> None:
    for name, size in (("Petit groupe", 8), ("Grand groupe", 40)):
        cohort = make_cohort(session, lab.lab, name=name, size=size)
        invite(session, lab.lab, Role.PARTICIPANT, cohort=cohort, now=now() - timedelta(days=90))
    session.commit()

    text = sign_in(lab.coordinator).get("/themes/semaine").text

    assert "Grand groupe" in text
    assert "Petit groupe" not in text
