"""Passages that are in no theme: a coordinator makes one of them, or keeps them together until there are more."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Person, Role
from journal.clock import now
from journal.entries.models import Passage, Sharing
from journal.themes import queries
from journal.themes.deciding import pairs
from journal.themes.deciding.too_few import MOST_PER_DAY, check_pace
from journal.themes.models import Theme, ThemeConstraint, ThemeStatus
from tests.factories import make_lab, make_person
from tests.factories_themes import UNTIL, make_run, make_theme, make_voiced_entry
from tests.pages import Browser

PAGE = "/themes/non-classes"


@pytest.fixture
def lab(session: Session) -> SimpleNamespace:
    """A theme of six people, and what each of them says besides, which is in none."""
    lab = make_lab(session)
    people = [make_person(session, lab) for _ in range(6)]
    told = {"sharing": Sharing.QUOTABLE, "happened_on": UNTIL}
    buses = [make_voiced_entry(session, person, f"le bus {n}", 0, n, **told) for n, person in enumerate(people)]
    dogs = [make_voiced_entry(session, person, f"mon chien {n}", 1, n, **told) for n, person in enumerate(people)]
    run = make_run(session, lab)
    theme = make_theme(session, run, [entry.passages[0] for entry in buses])
    coordinator = make_person(session, lab, Role.COORDINATOR)
    session.commit()
    dog_ids = [str(entry.passages[0].id) for entry in dogs]
    bus_ids = [str(entry.passages[0].id) for entry in buses]
    coordinator_id = coordinator.id
    session.commit()
    session.expunge_all()
    people = {"coordinator": coordinator, "coordinator_id": coordinator_id}
    return SimpleNamespace(lab=lab, run=run, theme=theme, dogs=dog_ids, buses=bus_ids, **people)


@pytest.fixture
def browser(lab, sign_in) -> Browser:
    return sign_in(lab.coordinator)


def members_of(session: Session, label: str) -> tuple[ThemeStatus, set[str]]:
    """The status of a theme, and the passages it is made of now."""
    session.expire_all()
    theme = session.scalars(sa.select(Theme).where(Theme.label == label)).one()
    found = theme.status, {str(member.passage_id) for member in queries.latest_state(session, theme.id).members}
    session.rollback()
    return found


def bound(session: Session, kind: str) -> int:
    found = len(session.scalars(sa.select(ThemeConstraint).where(ThemeConstraint.kind == kind)).all())
    session.rollback()
    return found


def test_five_people_make_a_theme_which_is_taken_back_with_its_passages(lab, browser, session) -> None:
    browser.submit(browser.get(PAGE), {"passages": lab.dogs[:5], "gathered_label": "Vivre avec un chien"})

    assert members_of(session, "Vivre avec un chien") == (ThemeStatus.PROPOSED, set(lab.dogs[:5]))
    assert bound(session, "belongs") == 5
    assert [box["value"] for box in browser.get(PAGE).select("input[name=passages]")] == lab.dogs[5:]
    theme_id = session.scalar(sa.select(Theme.id).where(Theme.label == "Vivre avec un chien"))
    session.rollback()
    page = browser.get(f"/themes/{theme_id}")
    assert "a fait ce thème de passages non classés" in page.select_one(".history").text
    assert "pas encore mesuré" in page.text

    browser.submit(page, form="form[action$='/annuler']")

    assert members_of(session, "Vivre avec un chien") == (ThemeStatus.SET_ASIDE, set())
    assert bound(session, "belongs") == 0
    assert len(browser.get(PAGE).select("input[name=passages]")) == 6


def test_a_theme_others_have_joined_is_not_set_aside_when_its_making_is_taken_back(lab, browser, session) -> None:
    browser.submit(browser.get(PAGE), {"passages": lab.dogs[:5], "gathered_label": "Vivre avec un chien"})
    theme_id = session.scalar(sa.select(Theme.id).where(Theme.label == "Vivre avec un chien"))
    session.rollback()
    browser.submit(browser.get(f"/themes/passages/{lab.buses[0]}"), {"to": str(theme_id)})
    making = browser.get(f"/themes/{theme_id}").select("form[action$='/annuler']")[-1]

    browser.submit(browser.get(f"/themes/{theme_id}"), form=f"form[action='{making['action']}']")

    assert members_of(session, "Vivre avec un chien") == (ThemeStatus.PROPOSED, {lab.buses[0]})
    assert len(browser.get(PAGE).select("input[name=passages]")) == 6


def test_four_people_are_too_few_for_a_theme_and_what_was_ticked_stays_so(lab, browser, session) -> None:
    page = browser.submit(browser.get(PAGE), {"passages": lab.dogs[:4], "gathered_label": "Les chiens"}, status=422)

    assert "Il faut cinq personnes" in page.select_one(".error-summary").text
    assert len(page.select("input[name=passages][checked]")) == 4
    assert not session.scalars(sa.select(Theme).where(Theme.label == "Les chiens")).all()


def test_which_passages_share_an_author_is_not_to_be_found_by_trying(lab, browser, session) -> None:
    page = browser.get(PAGE)
    for _ in range(MOST_PER_DAY):
        browser.submit(page, {"passages": lab.dogs[:4], "gathered_label": "Les chiens"}, status=422)

    refused = browser.submit(page, {"passages": lab.dogs[:5], "gathered_label": "Les chiens"}, status=429)

    assert "revenez demain" in refused.text
    noted = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "too_few_people")).all()
    assert [event.actor_id for event in noted] == [lab.coordinator_id] * MOST_PER_DAY
    assert noted[0].detail == {"passages": sorted(lab.dogs[:4])}
    check_pace(session, session.get_one(Person, lab.coordinator_id), now=now() + timedelta(days=1))
    session.rollback()
    browser.submit(browser.get(PAGE), {"passages": lab.dogs[:4], "keep": "y"})


def test_those_whose_words_no_longer_count_do_not_make_five(lab, browser, session) -> None:
    page = browser.get(PAGE)
    session.get_one(
        Passage, session.scalar(sa.select(Passage.id).where(Passage.text == "mon chien 4"))
    ).entry.sharing = Sharing.PRIVATE
    session.commit()

    browser.submit(page, {"passages": lab.dogs[:5], "gathered_label": "Les chiens"}, status=422)


@pytest.mark.parametrize("chosen", [[], ["dog"], ["dog", "dog"], ["dog", "bus"]])
def test_nothing_a_lone_passage_or_one_of_a_theme_is_not_kept_together(lab, browser, session, chosen) -> None:
    ids = {"dog": lab.dogs[0], "bus": lab.buses[0]}

    browser.submit(browser.get(PAGE), {"passages": [ids[each] for each in chosen], "keep": "y"}, status=422)

    assert bound(session, "together") == 0


def test_a_few_are_kept_together_without_a_theme_and_let_go(lab, browser, session) -> None:
    browser.submit(browser.get(PAGE), {"passages": lab.dogs[:2], "keep": "y"})
    assert bound(session, "together") == 1

    page = browser.get(f"/themes/passages/{lab.dogs[0]}")
    browser.submit(page, form="form[action$='/seul']")

    assert bound(session, "together") == 0
    assert not browser.get(f"/themes/passages/{lab.dogs[0]}").select("form[action$='/seul']")


def test_those_a_passage_let_go_was_kept_with_stay_together(lab, browser, session) -> None:
    browser.submit(browser.get(PAGE), {"passages": lab.dogs[:3], "keep": "y"})
    centre = next(key for key in map(uuid.UUID, lab.dogs[:3]) if len(pairs.kept_with(session, key)) == 2)
    session.rollback()

    browser.submit(browser.get(f"/themes/passages/{centre}"), form="form[action$='/seul']")

    first, other = (uuid.UUID(key) for key in lab.dogs[:3] if key != str(centre))
    assert pairs.bound_to(session, first) == {other}


def test_what_a_theme_s_history_holds_is_only_undone_from_there(lab, browser, session) -> None:
    bus, other = lab.buses[:2]
    browser.submit(browser.get(PAGE), {"passages": lab.dogs[:2], "keep": "y"})
    loose = browser.get(f"/themes/passages/{lab.dogs[0]}")
    browser.submit(browser.get(f"/themes/passages/{bus}/ensemble"), {"others": [other]})
    page = browser.get(f"/themes/passages/{bus}")
    assert "s’annule depuis l’historique" in page.text
    assert not page.select("form[action$='/seul']")

    forged = loose.select_one("form[action$='/seul']")
    forged["action"] = f"/themes/passages/{bus}/seul"
    refused = browser.submit(loose, form="form[action$='/seul']", status=422)

    assert "annulez la décision dans l’historique" in refused.text
    assert bound(session, "together") == 2


def test_passages_kept_together_that_found_a_theme_since_may_still_be_let_go(lab, browser, session) -> None:
    browser.submit(browser.get(PAGE), {"passages": lab.dogs[:2], "keep": "y"})
    browser.submit(browser.get(f"/themes/passages/{lab.dogs[0]}"), {"to": str(lab.theme.id)})

    browser.submit(browser.get(f"/themes/passages/{lab.dogs[0]}"), form="form[action$='/seul']")

    assert bound(session, "together") == 0


def test_a_passage_in_no_theme_says_which_others_go_with_it(lab, browser, session) -> None:
    page = browser.get(f"/themes/passages/{lab.dogs[0]}/ensemble")
    offered = {box["value"] for box in page.select("input[name=others]")}
    assert offered == set(lab.dogs[1:]), "only those that are in no theme"

    browser.submit(page, {"others": [lab.dogs[1]]})

    assert bound(session, "together") == 1
    again = browser.get(f"/themes/passages/{lab.dogs[0]}/ensemble")
    assert lab.dogs[1] not in {box["value"] for box in again.select("input[name=others]")}


def test_after_a_move_from_the_unclassified_one_comes_back_among_them(lab, browser) -> None:
    first = browser.get(PAGE).select(".pick a")[0]["href"]

    browser.submit(browser.get(first), {"to": str(lab.theme.id)})

    assert browser.response.headers["Location"].startswith(f"{PAGE}?page=1#p-")


def test_a_phone_shows_the_first_passages_and_folds_the_others_in_the_same_form(lab, browser, session) -> None:
    assert not browser.get(PAGE).select("details[data-rest]"), "six are few"
    person, told = make_person(session, lab.lab), {"sharing": Sharing.QUOTABLE, "happened_on": UNTIL}
    for number in range(7):
        make_voiced_entry(session, person, f"mon chat {number}", 1, number, **told)
    session.commit()

    form = browser.get(PAGE).select_one("main form:has(#read)")

    rest = form.select_one("#read > details[data-rest]")
    assert rest.has_attr("open"), "without a script"
    assert rest.summary.text == "Lire les 3 autres"
    assert (len(form.select("#read > .pick")), len(rest.select(".pick input"))) == (10, 3)
