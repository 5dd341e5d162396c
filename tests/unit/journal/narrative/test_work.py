"""Composing a récit is as much work as there are themes and texts, and no more. Work is counted, time never is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Sharing
from journal.narrative.linked import EVERYONE, WHOLE, Scope, exposed
from journal.narrative.making import services
from tests.factories import NOW, make_entry
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import BUS, FIGURES, NOVEMBER, Scene, make_scene

FEW, MANY = 5, 10
# Twice as many texts are twice the work; asked again for each text, what became of it was three times and a half.
TWICE = 2.4
# Of Python's functions, for each theme in each month. A linear program calls more than a thousand.
CALLS = 250


@contextmanager
def counting_questions() -> Iterator[list[str]]:
    sent: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", see)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", see)


def steps_of_sqlite(session: Session, work: Callable[[], object]) -> int:
    """How many tens of instructions SQLite's virtual machine runs for this work, on whatever machine."""
    driver = session.connection().connection.dbapi_connection
    ticks: list[None] = []
    driver.set_progress_handler(lambda: ticks.append(None), 10)
    work()
    driver.set_progress_handler(None, 0)
    return len(ticks)


def calls_of_python(work: Callable[[], object]) -> int:
    """How many functions this work calls, those written in C too."""
    calls: list[str] = []

    def see(_frame: FrameType, event: str, _argument: object) -> None:
        if event in {"call", "c_call"}:
            calls.append(event)

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(before)
    return len(calls)


def tell_more(session: Session, scene: Scene, themes: int) -> None:
    """More themes, of each of which everyone wrote once."""
    for number in range(themes):
        theme = scenes.adopt(
            session, scene.lab, f"Un autre thème {number}", (scene.first, scene.second), born_on=NOVEMBER
        )
        written = [
            make_entry(session, writer, text, sharing=Sharing.QUOTABLE, happened_on=NOVEMBER)
            for writer, text in zip(scene.people, BUS, strict=True)
        ]
        scenes.see(session, scene.run, theme, written)
    compose(session, scene)  # so that what was just written is not counted as work


def compose(session: Session, scene: Scene) -> None:
    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    session.flush()


def figures(themes: int, months: int) -> tuple[Scope, list[Scope]]:
    """A living récit of these themes, and the months published before."""
    names = [f"theme-{number}" for number in range(themes)]
    published = [Scope(f"month-{n}", {EVERYONE: 60} | dict.fromkeys(names, 15)) for n in range(months)]
    return Scope(WHOLE, {EVERYONE: 200} | dict.fromkeys(names, 60)), published


@pytest.mark.parametrize("what", ["living", "month"])
def test_a_recit_of_more_themes_asks_the_database_no_more_questions(session: Session, what: str) -> None:
    scene = make_scene(session)
    tell_more(session, scene, 1)
    digest = scenes.draft(session, scene)

    def asked() -> int:
        with counting_questions() as sent:
            if what == "living":
                compose(session, scene)
            else:
                services.recompose(session, digest, now=NOW, **FIGURES)
                session.flush()
        return len(sent)

    asked()
    before = asked()
    tell_more(session, scene, FEW)
    asked()  # keeps the numbers that moved

    assert asked() == before
    assert before > 10


@pytest.mark.any_database
def test_twice_as_many_texts_are_twice_the_work_of_the_database(session: Session) -> None:
    scene = make_scene(session)
    tell_more(session, scene, FEW - 1)
    before = steps_of_sqlite(session, lambda: compose(session, scene))
    tell_more(session, scene, MANY - FEW)

    after = steps_of_sqlite(session, lambda: compose(session, scene))

    assert before > 1000
    assert after / before < TWICE


@pytest.mark.parametrize(("themes", "months"), [(5, 6), (20, 6), (5, 24)])
def test_laying_figures_side_by_side_takes_a_few_calls_for_each_theme_of_each_month(themes: int, months: int) -> None:
    living, published = figures(themes, months)

    assert calls_of_python(lambda: exposed(living, published, floor=5)) < CALLS * themes * months
