"""A coordinator decides on a theme, and can always take it back."""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent, Role
from journal.entries.models import Passage, Sharing
from journal.themes import queries
from journal.themes.acts import ACTS
from journal.themes.models import (
    AnalysisRun,
    ProposalState,
    Theme,
    ThemeConstraint,
    ThemeProposal,
    ThemeReading,
    ThemeReview,
    ThemeStatus,
)
from journal.themes.rules import may_enter_narrative
from nlp.themes.labels import NO_LABEL
from nlp.themes.theme_map import PALETTE
from tests.factories import NOW, make_lab, make_person
from tests.factories_themes import make_run, make_theme, make_voiced_entry
from tests.pages import Browser


@pytest.fixture
def lab(session: Session) -> SimpleNamespace:
    """Two themes of twelve passages by twelve people, and two coordinators."""
    lab = make_lab(session)
    people = [make_person(session, lab) for _ in range(12)]
    run = make_run(session, lab)
    themes = []
    for group, label in enumerate(("Le bus", "La crèche")):
        entries = [
            make_voiced_entry(session, person, f"{label} {n}", group, n, sharing=Sharing.QUOTABLE)
            for n, person in enumerate(people)
        ]
        themes.append(make_theme(session, run, [e.passages[0] for e in entries], label=label))
    coordinators = [make_person(session, lab, Role.COORDINATOR, username=f"coordination-{n}") for n in range(2)]
    session.commit()
    passages = [[m.passage_id for m in theme.states[0].members] for theme in themes]
    session.commit()
    # Left alone, they would open a transaction, and SQLite's lock, each time one is read after a rollback.
    session.expunge_all()
    return SimpleNamespace(
        lab=lab, run=run, bus=themes[0], creche=themes[1], coordinators=coordinators, passages=passages
    )


@pytest.fixture
def browser(lab, sign_in) -> Browser:
    return sign_in(lab.coordinators[0])


def path(theme: Theme, end: str = "") -> str:
    return f"/themes/{theme.id}{'/' if end else ''}{end}"


def fresh(session: Session, theme: Theme) -> Theme:
    """The theme as the database holds it now, with no transaction left open."""
    session.expire_all()
    found = session.get_one(Theme, theme.id)
    session.refresh(found)
    session.expunge(found)
    session.rollback()
    return found


def passages_of(session: Session, theme: Theme) -> set[str]:
    """The passages a theme is made of now."""
    session.expire_all()
    state = queries.latest_state(session, theme.id)
    found = {str(m.passage_id) for m in state.members if m.main}
    assert len(found) == state.passages
    session.rollback()
    return found


def home(session: Session, lab: SimpleNamespace, passage: uuid.UUID) -> uuid.UUID | None:
    session.expire_all()
    found = queries.home_of(session, lab.lab.id, passage)
    found_id = found.id if found else None
    session.rollback()
    return found_id


def undo_last(browser: Browser, theme: Theme) -> None:
    page = browser.get(path(theme))
    browser.submit(page, form="form[action$='/annuler']")


def test_a_theme_is_adopted_and_the_decision_is_signed_dated_and_undone(lab, browser, session) -> None:
    browser.submit(browser.get(path(lab.bus)), form="form:has(input[value=adopted])")

    page = browser.get(path(lab.bus))
    assert fresh(session, lab.bus).status is ThemeStatus.ADOPTED
    assert "coordination-0 a changé l’état" in page.select_one(".history").text

    undo_last(browser, lab.bus)
    assert fresh(session, lab.bus).status is ThemeStatus.PROPOSED
    told = browser.get(path(lab.bus)).select_one(".history").text
    assert "annulée" in told
    assert "a annulé\u00a0: «\u00a0changer l’état\u00a0»" in told


def test_a_new_name_keeps_the_machine_s_beside_it(lab, browser, session) -> None:
    browser.submit(browser.get(path(lab.bus)), {"label": "Attendre le bus"}, form="form[action$='/nom']")

    page = browser.get(path(lab.bus))

    assert page.h1.text.strip() == "Attendre le bus"
    assert "Nom donné par l’analyse\u00a0: Le bus" in page.text


def test_a_theme_the_analysis_could_not_name_does_not_say_that_it_named_it(lab, browser, session) -> None:
    session.get_one(Theme, lab.bus.id).machine_label = NO_LABEL
    session.commit()

    assert "Nom donné par l’analyse" not in browser.get(path(lab.bus)).text


def test_a_name_too_long_is_refused_with_its_words_kept(lab, browser, session) -> None:
    page = browser.submit(browser.get(path(lab.bus)), {"label": "x" * 61}, form="form[action$='/nom']", status=422)

    assert "61" in page.select_one(".error-summary").text
    assert page.select_one("#label")["value"] == "x" * 61
    assert fresh(session, lab.bus).label == "Le bus"


def test_setting_aside_needs_a_reason(lab, browser, session) -> None:
    form = "form:has(input[value=set_aside])"
    page = browser.submit(browser.get(path(lab.bus)), form=form, status=422)
    assert "pourquoi" in page.select_one(".error-summary").text
    assert fresh(session, lab.bus).status is ThemeStatus.PROPOSED

    browser.submit(browser.get(path(lab.bus)), {"reason": "Trop vague"}, form=form)

    assert fresh(session, lab.bus).status is ThemeStatus.SET_ASIDE
    assert "Trop vague" in browser.get(path(lab.bus)).select_one(".history").text


def test_two_coordinators_at_once_see_both_versions_and_lose_nothing(lab, browser, session, sign_in) -> None:
    other = sign_in(lab.coordinators[1])
    mine, theirs = browser.get(path(lab.bus)), other.get(path(lab.bus))
    other.submit(theirs, {"definition": "Attendre le car"}, form="form[action$='/fiche']")

    page = browser.submit(mine, {"definition": "Attendre longtemps"}, form="form[action$='/fiche']", status=409)

    assert "Attendre le car" in page.select_one("section[aria-labelledby=theirs]").text
    assert "Attendre longtemps" in page.select_one("section[aria-labelledby=yours] textarea").text
    assert fresh(session, lab.bus).definition == "Attendre le car"

    browser.submit(page, {})

    assert fresh(session, lab.bus).definition == "Attendre longtemps"


def test_a_merge_moves_every_passage_at_once_and_is_undone(lab, browser, session) -> None:
    page = browser.get(path(lab.creche))
    browser.submit(page, {"into": str(lab.bus.id), "merge_note": "Même chose"}, form="form[action$='/fusion']")

    assert fresh(session, lab.creche).status is ThemeStatus.MERGED
    assert len(passages_of(session, lab.bus)) == 24
    assert "a réuni" in browser.get(path(lab.bus)).select_one(".history").text

    merged = browser.get(path(lab.creche)).text
    assert "Ce thème a rejoint Le bus\u00a0: ses passages y sont" in merged
    assert "Moins de 5 personnes" not in merged
    assert "entrera dans le récit" not in merged

    undo_last(browser, lab.creche)

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
    measured = browser.get(path(part)).select_one("section[aria-labelledby=solid]").text
    assert "Pas encore mesuré." in measured
    assert "vingt fois" not in measured

    undo_last(browser, lab.bus)

    assert len(passages_of(session, lab.bus)) == 12
    assert fresh(session, part).status is ThemeStatus.MERGED


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


def test_a_passage_is_moved_binds_the_next_analyses_and_is_moved_back(lab, browser, session) -> None:
    passage = lab.passages[0][0]
    browser.submit(browser.get(f"/themes/passages/{passage}"), {"to": str(lab.creche.id)})

    assert home(session, lab, passage) == lab.creche.id
    kinds = {(c.kind, c.theme_id) for c in session.scalars(sa.select(ThemeConstraint))}
    session.rollback()
    assert kinds == {("not_belongs", lab.bus.id), ("belongs", lab.creche.id)}

    undo_last(browser, lab.bus)

    assert home(session, lab, passage) == lab.bus.id
    assert not session.scalars(sa.select(ThemeConstraint)).all()


def test_passages_are_kept_together_and_parted_again(lab, browser, session) -> None:
    first, bus = lab.passages[1][0], lab.passages[0]
    browser.submit(browser.get(f"/themes/passages/{bus[0]}"), {"to": str(lab.creche.id)})
    page = browser.get(f"/themes/passages/{bus[0]}/ensemble")
    chosen = [box["value"] for box in page.select("input[name=others]")][:2]

    browser.submit(page, {"others": chosen})

    # The nearest are those of the theme it came from.
    assert set(chosen) <= {str(key) for key in bus}
    assert {home(session, lab, uuid.UUID(key)) for key in chosen} == {lab.creche.id}
    assert home(session, lab, first) == lab.creche.id
    bound = session.scalars(sa.select(ThemeConstraint).where(ThemeConstraint.kind == "together")).all()
    assert {str(c.other_passage_id) for c in bound} == set(chosen)
    session.rollback()
    offered = browser.get(f"/themes/passages/{bus[0]}/ensemble").select("input[name=others]")
    assert not {box["value"] for box in offered} & set(chosen), "what is together already is not offered again"

    undo_last(browser, lab.creche)

    assert {home(session, lab, uuid.UUID(key)) for key in chosen} == {lab.bus.id}


def test_passages_are_set_apart_and_reunited_again(lab, browser, session) -> None:
    first = lab.passages[0][0]
    page = browser.get(f"/themes/passages/{first}/a-part")
    offered = [box["value"] for box in page.select("input[name=others]")]
    assert set(offered) <= {str(key) for key in lab.passages[0][1:]}, "only those it shares its theme with"

    browser.submit(page, {"others": offered[:2]})

    assert home(session, lab, first) == lab.bus.id
    assert {home(session, lab, uuid.UUID(key)) for key in offered[:2]} == {None}
    bound = session.scalars(sa.select(ThemeConstraint).where(ThemeConstraint.kind == "apart")).all()
    assert {(c.passage_id, str(c.other_passage_id)) for c in bound} == {(first, key) for key in offered[:2]}
    session.rollback()
    assert "a séparé des passages" in browser.get(path(lab.bus)).text
    near = browser.get(f"/themes/passages/{first}/ensemble").select("input[name=others]")
    assert not {box["value"] for box in near} & set(offered[:2]), "nor are they offered as going together"

    undo_last(browser, lab.bus)

    assert {home(session, lab, uuid.UUID(key)) for key in offered[:2]} == {lab.bus.id}
    assert not session.scalars(sa.select(ThemeConstraint)).all()


def test_every_passage_of_a_theme_can_be_set_apart_page_after_page(lab, browser, session, monkeypatch) -> None:
    monkeypatch.setattr("journal.themes.apart_views.SHOWN", 4)
    address = f"/themes/passages/{lab.passages[0][0]}/a-part"
    pages = [browser.get(f"{address}?page={number}") for number in (1, 2, 3)]

    boxes = [[box["value"] for box in page.select("input[name=others]")] for page in pages]

    assert [len(some) for some in boxes] == [4, 4, 3]
    assert {key for some in boxes for key in some} == {str(key) for key in lab.passages[0][1:]}
    assert [len(page.select("main a[href*='page=']")) for page in pages] == [1, 2, 1]
    browser.get(f"{address}?page=4", status=404)


def test_what_was_set_apart_and_placed_elsewhere_since_stays_there_once_the_decision_is_taken_back(
    lab, browser, session
) -> None:
    first, other = lab.passages[0][:2]
    browser.submit(browser.get(f"/themes/passages/{first}/a-part"), {"others": [str(other)]})
    browser.submit(browser.get(f"/themes/passages/{other}"), {"to": str(lab.creche.id)})

    undo_last(browser, lab.bus)

    assert home(session, lab, other) == lab.creche.id


def test_passages_are_not_both_kept_together_and_set_apart(lab, browser, session) -> None:
    first, together, apart = lab.passages[0][:3]
    browser.submit(browser.get(f"/themes/passages/{first}/ensemble"), {"others": [str(together)]})
    page = browser.get(f"/themes/passages/{first}/a-part")
    browser.submit(page, {"others": [str(apart)]})

    page = browser.get(f"/themes/passages/{first}/a-part")
    refused = browser.submit(page, {"others": [str(together)]}, status=422)
    assert str(together) not in [box["value"] for box in page.select("input[name=others]")]
    assert "gardés ensemble" in refused.text
    page = browser.get(f"/themes/passages/{first}/ensemble")
    assert "ont été séparés" in browser.submit(page, {"others": [str(apart)]}, status=422).text
    assert len(session.scalars(sa.select(ThemeConstraint)).all()) == 2


def test_only_readable_passages_of_the_same_theme_are_set_apart(lab, browser, session) -> None:
    first, silent = lab.passages[0][:2]
    session.get_one(Passage, silent).entry.sharing = Sharing.THEMES
    session.commit()
    page = browser.get(f"/themes/passages/{first}/a-part")
    assert str(silent) not in str(page)

    for others in ([], [str(silent)], [str(first)], [str(lab.passages[1][0])]):
        browser.submit(page, {"others": others}, status=422)

    assert not session.scalars(sa.select(ThemeConstraint)).all()
    browser.get(f"/themes/passages/{silent}/a-part", status=404)


def test_nothing_of_a_theme_fewer_than_five_speak_of_is_offered_to_set_apart(lab, browser, session) -> None:
    for passage in lab.passages[0][4:]:
        session.get_one(Passage, passage).entry.sharing = Sharing.PRIVATE
    session.commit()

    page = browser.get(f"/themes/passages/{lab.passages[0][0]}/a-part")

    assert not page.select("input[name=others]")
    assert "Aucun autre passage de ce thème ne peut être lu." in page.text


def test_only_passages_that_may_be_read_are_offered_or_bound(lab, browser, session) -> None:
    silent = lab.passages[1][1]
    session.get_one(Passage, silent).entry.sharing = Sharing.THEMES
    session.commit()

    page = browser.get(f"/themes/passages/{lab.passages[1][0]}/ensemble")
    browser.submit(page, {"others": [str(silent)]}, status=422)

    assert str(silent) not in str(page)
    assert not session.scalars(sa.select(ThemeConstraint)).all()
    browser.get(f"/themes/passages/{silent}/ensemble", status=404)


def test_a_passage_can_be_taken_out_and_put_back_from_the_unclassified_ones(lab, browser, session) -> None:
    passage = lab.passages[0][0]
    browser.submit(browser.get(f"/themes/passages/{passage}"), {"to": "nowhere"})
    assert browser.get("/themes/non-classes").select(".pick")

    browser.submit(browser.get(f"/themes/passages/{passage}"), {"to": str(lab.bus.id)})

    assert home(session, lab, passage) == lab.bus.id


def test_the_typical_passage_shows_until_its_author_takes_it_back(lab, browser, session) -> None:
    passage = lab.passages[0][0]
    browser.submit(browser.get(f"/themes/passages/{passage}"), form="form[action$='/passage-type']")
    assert "Le passage type" in browser.get(path(lab.bus)).text

    session.execute(sa.text("UPDATE entry SET sharing = 'private'"))
    session.commit()

    assert "Le passage type" not in browser.get(path(lab.bus)).text


def test_two_readings_by_two_people_open_the_door_of_the_narrative(lab, browser, session, sign_in) -> None:
    browser.submit(browser.get(path(lab.bus)), form="form:has(input[value=adopted])")
    for words in ("Le temps perdu", "Le temps volé"):
        browser.submit(browser.get(path(lab.bus)), {"reading": words}, form="form[action$='/lecture']")
    assert "Il manque une lecture, par une autre personne" in browser.get(path(lab.bus)).text

    second = sign_in(lab.coordinators[1])
    second.submit(second.get(path(lab.bus)), {"reading": "Loin de tout"}, form="form[action$='/lecture']")

    page = browser.get(path(lab.bus))
    assert "Ce thème peut entrer dans le récit" in page.text
    assert "Une autre lecture" in page.text
    readers = session.scalars(sa.select(ThemeReading.text)).all()
    assert set(readers) == {"Le temps volé", "Loin de tout"}
    assert may_enter_narrative(ThemeStatus.ADOPTED, len(readers))


def test_an_older_decision_is_not_undone_over_a_newer_one(lab, browser, session) -> None:
    for label in ("Un", "Deux"):
        browser.submit(browser.get(path(lab.bus)), {"label": label}, form="form[action$='/nom']")
    first = session.scalar(sa.select(ThemeReview.id).order_by(ThemeReview.at))
    session.rollback()
    address, version = path(lab.bus, f"decisions/{first}/annuler"), fresh(session, lab.bus).version

    page = browser.post(address, {"version": version}, status=422)

    assert "plus récente" in page.select_one(".error-summary").text
    assert fresh(session, lab.bus).label == "Deux"


def test_comments_stay_between_coordinators(lab, browser) -> None:
    browser.submit(browser.get(path(lab.bus)), {"comment": "À revoir ensemble"}, form="form[action$='/remarques']")

    assert "À revoir ensemble" in browser.get(path(lab.bus)).select_one(".comment").text


def test_what_coordinators_type_is_shown_as_text(lab, browser) -> None:
    browser.submit(browser.get(path(lab.bus)), {"label": "<script>alert(1)</script>"}, form="form[action$='/nom']")

    page = browser.get(path(lab.bus))

    assert "<script>alert(1)</script>" in page.h1.text
    assert not page.select("h1 script")


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
    assert "À 3 analyses de suite" in line


def test_a_proposal_says_why_in_plain_words_and_is_accepted(lab, browser, session, proposal) -> None:
    page = browser.get("/themes/propositions")
    assert "À 3 analyses de suite" in page.text

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


@pytest.mark.parametrize(
    ("form", "values", "told", "button"),
    [
        ("/fusion", {"into": "creche"}, "Réunir «\u00a0Le bus\u00a0» à «\u00a0La crèche\u00a0»", "Réunir quand même"),
        ("/etat", {}, "Adopter «\u00a0Le bus\u00a0»", "Adopter quand même"),
        ("/epingle", {}, "Épingler «\u00a0Le bus\u00a0»", "Épingler quand même"),
        ("/nom", {"label": "Autre"}, "Changer le nom de «\u00a0Le bus\u00a0»", "Changer le nom quand même"),
        ("move", {"to": "creche"}, "Sortir un passage de «\u00a0Le bus\u00a0»", "Déplacer quand même"),
        ("apart", {"others": "other"}, "Séparer 1\u00a0passage", "Séparer quand même"),
    ],
)
def test_someone_overtaken_reads_what_they_were_about_to_do_then_does_it(
    lab, browser, session, sign_in, form, values, told, button
) -> None:
    names = {"creche": str(lab.creche.id), "other": str(lab.passages[0][1])}
    pages = {"move": f"/themes/passages/{lab.passages[0][0]}", "apart": f"/themes/passages/{lab.passages[0][0]}/a-part"}
    mine = browser.get(pages.get(form, path(lab.bus)))
    other = sign_in(lab.coordinators[1])
    other.submit(other.get(path(lab.bus)), {"definition": "Attendre le car"}, form="form[action$='/fiche']")
    selector = {} if form in pages else {"form": f"form[action$='{form}']"}

    page = browser.submit(mine, {key: names.get(value, value) for key, value in values.items()}, **selector, status=409)

    yours = page.select_one("section[aria-labelledby=yours]")
    assert yours.strong.text.startswith(told)
    assert yours.button.text == button
    assert not [area for area in yours.select("textarea") if not area.text.strip()]

    browser.submit(page, {})

    assert session.scalars(sa.select(ThemeReview).order_by(ThemeReview.at.desc())).first().action != "describe"


def test_every_decision_that_may_be_overtaken_says_what_it_was(app) -> None:
    versioned = {"describe", *(rule.endpoint.partition(".")[2] for rule in app.url_map.iter_rules() if overtaken(rule))}

    assert versioned <= set(ACTS)


def overtaken(rule) -> bool:
    """Whether a decision is compared with the version of the theme it was read from."""
    free = {"comment", "write_reading", "request_analysis", "mark_as_known", "decide_proposal"}
    free |= {"unclassified", "let_go"}  # of passages in no theme
    name = rule.endpoint.partition(".")[2]
    return rule.endpoint.startswith("themes.") and "POST" in rule.methods and name not in free


def shown_in_history(page) -> list[str]:
    return sorted(passage.p.text for passage in page.select(".history details .excerpt"))


def test_the_history_holds_the_passages_of_a_decision_while_they_may_be_read(lab, browser, session) -> None:
    first, other = lab.passages[0][:2]
    browser.submit(browser.get(f"/themes/passages/{first}/a-part"), {"others": [str(other)]})

    assert shown_in_history(browser.get(path(lab.bus))) == ["Le bus 0", "Le bus 1"]
    read = session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == "read_passages")).all()
    assert {session.get_one(Passage, key).entry_id for key in (first, other)} <= set(read)

    session.get_one(Passage, other).entry.sharing = Sharing.PRIVATE
    session.commit()

    assert shown_in_history(browser.get(path(lab.bus))) == ["Le bus 0"]


def test_a_theme_fallen_under_five_people_opens_no_passage_of_its_history(lab, browser, session) -> None:
    first, other = lab.passages[0][:2]
    browser.submit(browser.get(f"/themes/passages/{first}/a-part"), {"others": [str(other)]})
    for passage in lab.passages[0][4:]:
        session.get_one(Passage, passage).entry.sharing = Sharing.PRIVATE
    session.commit()

    assert not shown_in_history(browser.get(path(lab.bus)))


def test_after_a_move_one_comes_back_where_one_was(lab, browser) -> None:
    page = browser.get(path(lab.bus))
    links = [link["href"] for link in page.select(".excerpt-foot a")]
    following = page.select(".excerpt")[1]["id"]

    browser.submit(browser.get(links[0]), {"to": str(lab.creche.id)})

    assert browser.response.headers["Location"] == f"{path(lab.bus)}#{following}"


def test_the_page_of_a_theme_leads_to_each_of_its_parts(lab, browser) -> None:
    page = browser.get(path(lab.bus))

    anchors = {link["href"]: link.text for link in page.select(".anchors a")}

    assert list(anchors.values()) == ["Lire", "Deux lectures", "Décider", "Fiche", "Historique"]
    assert all(page.select_one(anchor) for anchor in anchors)


def test_themes_of_one_name_are_told_apart_and_those_no_longer_seen_come_last(lab, browser, session) -> None:
    old = make_run(session, lab.lab, until=date(2026, 8, 20), finished_at=NOW - timedelta(days=90))
    passages = [session.get_one(Passage, key) for key in lab.passages[0]]
    make_theme(session, old, passages, label="Ancien")
    session.get_one(Theme, lab.creche.id).label = "Le bus"
    session.commit()

    page = browser.get(f"/themes/passages/{lab.passages[0][0]}")
    twins = browser.get(path(lab.bus)).select_one("#into")

    assert [option.text for option in page.select("#to option")][-1] == "Ancien (plus vu depuis août\u00a02026)"
    assert [option.text for option in twins.select("option")][1] == "Le bus"
    make_theme(session, session.get_one(AnalysisRun, lab.run.id), passages, label="Le bus")
    session.commit()
    twins = browser.get(path(lab.bus)).select_one("#into")
    assert [option.text for option in twins.select("option")][1:3] == ["Le bus (apparu en novembre\u00a02026)"] * 2


def test_a_theme_made_by_hand_has_a_colour_that_no_adopted_theme_has(lab, browser, session) -> None:
    for number, color in enumerate(PALETTE):
        status = ThemeStatus.PROPOSED if color == "c12" else ThemeStatus.ADOPTED
        make_theme(session, session.get_one(AnalysisRun, lab.run.id), label=f"n{number}", color=color, status=status)
    session.commit()

    chosen = [str(key) for key in lab.passages[0][:6]]
    browser.submit(browser.get(path(lab.bus, "scission")), {"split_label": "Le soir", "passages": chosen})

    assert session.scalars(sa.select(Theme.color).where(Theme.label == "Le soir")).one() == "c12"
