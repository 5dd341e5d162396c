"""A theme is new to who reads the récit the first time it is told, however long the analyses have known it."""

from datetime import date

from sqlalchemy.orm import Session

from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import NOVEMBER, make_scene


def trend(session: Session, *, born_on: date) -> str:
    """The sentence of November that says how « Les trajets » moved."""
    scene = make_scene(session)
    scene.theme.born_on = born_on
    digest = scenes.draft(session, scene)
    told = [
        s["text"] for p in digest.paragraphs for s in p.sentences if "figure" in {kind for kind, _ in s["evidence"]}
    ]
    return next(text for text in told if "trajets" in text.casefold())


def test_a_theme_of_last_summer_told_for_the_first_time_is_said_as_one_of_this_month(session: Session) -> None:
    assert trend(session, born_on=date(2026, 7, 31)) == trend(session, born_on=NOVEMBER)


def test_the_month_after_it_is_new_no_more(session: Session) -> None:
    october = date(2026, 10, 1)
    scene = make_scene(session, month=october)
    first = scenes.publish(session, scene, october)
    for entry in scene.entries:
        entry.happened_on = NOVEMBER.replace(day=12)
    run = scenes.make_run(session, scene.lab, until=date(2026, 11, 30))
    scenes.see(session, run, scene.theme, scene.entries)

    headings = [{p.heading for p in digest.paragraphs} for digest in (first, scenes.draft(session, scene))]

    assert ["Ce qui apparaît" in each for each in headings] == [True, False]
