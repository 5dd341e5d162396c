"""A backup that is put back remembers what was told of people since: two figures still tell nobody's doing."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import ORMExecuteState, Session

from journal import jobs
from journal.config import Settings
from journal.counting.disclosure import disclosure
from journal.db import open_database
from journal.entries.models import Entry, Sharing
from journal.exchange.gathering import gather
from journal.narrative.models import PeriodCounts, PublishedFigure, ThemeResonance
from journal.operations import backups, restoring, schema, told
from journal.operations.restoring import RestoreError
from journal.themes.models import ThemeMember, ThemeState
from nlp.types import Zone
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.unit.journal.operations.restoring.copies import close
from tests.worker import sweep

COUNTED_BY = {"somebody": "before"}
PUBLISHED = {"counts": {"yes": 6}, "by": {"somebody": "an answer"}}


@pytest.fixture
def scene(session: Session) -> Scene:
    """Twelve people speak of one theme; what they say of the récit was never told."""
    scene = make_scene(session, people=12)
    scene.more["resonance"] = ThemeResonance(theme_id=scene.theme.id, part_version="1")
    session.add(scene.more["resonance"])
    session.commit()
    return scene


def figure_of_file(session: Session, scene: Scene, settings: Settings) -> int | None:
    """How many people a file that leaves now says there are in the theme."""
    export, _ = gather(session, scene.lab, disclosure=disclosure(session, settings), today=NOW.date())
    session.commit()
    return export.themes[0].participants


def tell(session: Session, scene: Scene, settings: Settings) -> None:
    """One more person speaks of the theme, a file leaves, an open page and an experiment tell what was counted."""
    session.add(PeriodCounts(lab_id=scene.lab.id, counts={"before": 6}, by=COUNTED_BY, at=NOW))
    state = session.get_one(ThemeState, scene.state.id)
    entry = make_entry(session, make_person(session, scene.lab), "Le car du soir.", sharing=Sharing.QUOTABLE)
    state.members.append(ThemeMember(passage_id=entry.passages[0].id, strength=0.9, zone=Zone.CORE, main=True))
    session.get_one(ThemeResonance, scene.more["resonance"].id).published = [PUBLISHED]
    assert figure_of_file(session, scene, settings) == 15


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_file_before_and_one_after_do_not_tell_that_one_person_was_there(
    is_lost: bool, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
) -> None:
    backup = backups.back_up(settings)
    tell(session, scene, settings)
    if is_lost:
        sweep(app, [jobs.keep_marks])
    close(app, session)
    if is_lost:
        database_file.unlink()

    restoring.restore(settings, backup)

    with open_database(settings.database).write() as own:
        assert own.get_one(ThemeResonance, scene.more["resonance"].id).published == [PUBLISHED]
        assert [(kept.by, kept.at) for kept in own.scalars(sa.select(PeriodCounts))] == [(COUNTED_BY, NOW)]
        assert own.get_one(Entry, scene.entries[0].id).told_beside is not None
        assert figure_of_file(own, scene, settings) == 15  # of twelve people: begun anew, it would say 10


def test_a_lost_database_is_not_put_back_without_what_was_told(
    database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
) -> None:
    backup = backups.back_up(settings)
    sweep(app, [jobs.keep_marks])
    close(app, session)
    database_file.unlink()
    told.file_of(settings).unlink()

    with pytest.raises(RestoreError, match=r"differ by one person.*--without-marks"):
        restoring.restore(settings, backup)

    restoring.restore(settings, backup, lost=restoring.Lost(marks=True))


FORGETTING = {
    "figures": sa.delete(PublishedFigure),
    "what a figure said before": sa.update(PublishedFigure).values(earlier=[]),
    "answers on an open page": sa.update(ThemeResonance).values(published=[]),
    "what was counted around an experiment": sa.delete(PeriodCounts),
    "passages of a file": sa.update(Entry).values(told_beside=None),
}


@pytest.mark.parametrize("forgetting", FORGETTING.values(), ids=list(FORGETTING))
def test_a_dump_put_back_by_another_tool_opens_to_nobody_before_it_remembers(
    forgetting: sa.UpdateBase, app: Flask, session: Session, settings: Settings, scene: Scene
) -> None:
    tell(session, scene, settings)
    session.execute(sa.update(PublishedFigure).values(earlier=[[5, ["somebody"]]]))
    session.commit()
    sweep(app, [jobs.keep_marks])
    before = told.read(told.file_of(settings))
    session.execute(forgetting)
    session.commit()
    sweep(app, [jobs.purge, jobs.keep_marks])  # too early: nothing of what was told is written over
    close(app, session)
    database = app.extensions["database"]

    with pytest.raises(schema.SchemaError, match=r"forgotten what was told.*--replay"):
        schema.check_keys(database, settings)

    restoring.replay(settings)
    schema.check_keys(database, settings)
    assert told.read(told.file_of(settings)) == before


def test_what_is_gone_has_nothing_to_remember(app: Flask, session: Session, settings: Settings, scene: Scene) -> None:
    tell(session, scene, settings)
    elsewhere = make_lab(session)
    figure = PublishedFigure(lab_id=elsewhere.id, name="people", value=15, people=[], month=NOW.date())
    session.add(figure)
    session.commit()
    sweep(app, [jobs.keep_marks])
    session.delete(figure)
    session.flush()
    session.delete(elsewhere)
    session.execute(sa.delete(ThemeResonance))
    session.delete(session.get_one(Entry, scene.entries[0].id))
    session.commit()

    assert not told.is_behind(session, settings)


def test_the_file_tells_nothing_to_who_does_not_know_the_secret(
    app: Flask, session: Session, settings: Settings, scene: Scene
) -> None:
    tell(session, scene, settings)
    sweep(app, [jobs.keep_marks])

    written = told.file_of(settings).read_text()
    assert str(scene.theme.id) not in written
    assert "participants" not in written
    assert told.file_of(settings).stat().st_mode & 0o077 == 0


def test_what_is_told_while_the_file_is_written_is_written_the_minute_after(
    app: Flask, session: Session, settings: Settings, scene: Scene
) -> None:
    tell(session, scene, settings)
    later = [[5, ["somebody"]]]

    def meanwhile(asked: ORMExecuteState) -> None:
        if "told_beside" in str(asked.statement):  # the figures were read before
            asked.session.connection().execute(sa.update(PublishedFigure).values(earlier=later))

    with app.extensions["database"].write() as worker:
        sa.event.listen(worker, "do_orm_execute", meanwhile)
        told.export(worker, settings)
        worker.commit()
    sweep(app, [jobs.keep_marks])

    figures = told.read(told.file_of(settings))["published_figure"]
    assert figures
    assert all(figure["earlier"] == later for figure in figures)
