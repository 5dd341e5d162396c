"""Passages are moved, kept together, set apart; what was not to be read is not offered."""

import uuid

import sqlalchemy as sa

from journal.entries.models import Passage, Sharing
from journal.themes.models import (
    ThemeConstraint,
)
from tests.web.themes.deciding.looking import home, path, undo_last


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


def test_after_a_move_one_comes_back_where_one_was(lab, browser) -> None:
    page = browser.get(path(lab.bus))
    links = [link["href"] for link in page.select(".excerpt-foot a")]
    following = page.select(".excerpt")[1]["id"]

    browser.submit(browser.get(links[0]), {"to": str(lab.creche.id)})

    assert browser.response.headers["Location"] == f"{path(lab.bus)}#{following}"


def test_a_passage_can_be_taken_out_and_put_back_from_the_unclassified_ones(lab, browser, session) -> None:
    passage = lab.passages[0][0]
    browser.submit(browser.get(f"/themes/passages/{passage}"), {"to": "nowhere"})
    assert browser.get("/themes/non-classes").select(".pick")

    browser.submit(browser.get(f"/themes/passages/{passage}"), {"to": str(lab.bus.id)})

    assert home(session, lab, passage) == lab.bus.id


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
    monkeypatch.setattr("journal.themes.pages.apart_views.SHOWN", 4)
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
