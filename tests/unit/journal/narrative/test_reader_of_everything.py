"""A hostile statistician keeps all that is ever told of a Lab: two months, both editions, the living récit, files."""

import random
import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.counting.rules import STICKY, Figure
from journal.entries import services as entries
from journal.entries.models import Entry, MaskingState, Sharing
from journal.exchange.gathering import gather
from journal.narrative.figures import TEXTS
from journal.narrative.making import services
from journal.narrative.models import Narrative, PublishedFigure
from nlp.emotions import Emotion
from tests.factories import NOW, make_entry, make_people
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER, Scene, make_scene

DECEMBER = date(2026, 12, 1)
# Rounded to five, a number is true to within two.
ROUNDED = 2
SOME_TEXTS = re.compile(r"\b(?![cd]es\b)(\S+)(?: de)? textes\b")


def told(session: Session) -> dict[str, list[Figure]]:
    """All that was ever told under each name, with what each person contributed to it."""
    rows = session.scalars(sa.select(PublishedFigure))
    return {
        row.name: [Figure(value, frozenset(people)) for value, people in [*row.earlier, (row.value, row.people)]]
        for row in rows
    }


def some_days(session: Session, scene: Scene, month: date, luck: random.Random) -> None:
    """A few people write, a few share or take back, one feels otherwise."""
    for person in luck.sample(scene.people, luck.randint(1, 6)):
        sharing = luck.choice([Sharing.PRIVATE, Sharing.THEMES, Sharing.QUOTABLE])
        for _ in range(luck.randint(1, 4)):
            make_entry(session, person, happened_on=month.replace(day=luck.randint(1, 19)), sharing=sharing)
    written = session.scalars(sa.select(Entry).where(Entry.lab_id == scene.lab.id).order_by(Entry.id)).all()
    for entry in luck.sample(written, min(len(written), luck.randint(0, 4))):
        if entry.masking_state is MaskingState.MASKED:
            entries.share(session, entry, luck.choice([Sharing.PRIVATE, Sharing.THEMES]), now=NOW)
    for entry in luck.sample(scene.entries, 2):
        if entry.emotions:
            entry.emotions[0].emotion = luck.choice([Emotion.FRUSTRATION, Emotion.JOY])
    session.flush()


def six_weeks(session: Session, scene: Scene, luck: random.Random) -> Iterator[None]:
    """Two months are told, and between them the living récit and files, in each edition."""
    for month in (NOVEMBER, DECEMBER):
        for _ in range(5):
            some_days(session, scene, month, luck)
            services.compose_narrative(session, scene.lab, now=NOW + timedelta(days=20), **FIGURES)
            gather(session, scene.lab, today=NOW.date(), **FIGURES)
            yield
        if month == DECEMBER:
            scene.run = scenes.make_run(session, scene.lab, until=month.replace(day=31))
            scenes.see(session, scene.run, scene.theme, scene.entries)
        scenes.publish(session, scene, month)
        yield


def texts_now(session: Session, scene: Scene, *, private: bool) -> dict[uuid.UUID, int]:
    """How many texts each person has, private or shared, in the days of the living récit."""
    which = Entry.sharing == Sharing.PRIVATE if private else Entry.sharing != Sharing.PRIVATE
    rows = session.execute(
        sa.select(Entry.author_id, sa.func.count())
        .where(Entry.lab_id == scene.lab.id, Entry.text != "", which, Entry.happened_on <= scene.run.until)
        .group_by(Entry.author_id)
    )
    return {row[0]: row[1] for row in rows}


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session, people=20)
    scene.lab.is_public = True
    make_people(session, 40, scene.lab)
    session.flush()
    return scene


@pytest.mark.parametrize("seed", range(3))
def test_no_two_numbers_of_texts_ever_told_differ_by_those_of_a_few(seed: int, scene: Scene, session: Session) -> None:
    for _ in six_weeks(session, scene, random.Random(seed)):
        pass

    texts = {name: figures for name, figures in told(session).items() if TEXTS in name}
    assert {"texts/shared", "narrative/texts/shared", "narrative/texts/private"} <= texts.keys()
    everything = [(name, figure) for name, figures in texts.items() for figure in figures]
    assert len({figure for _, figure in everything}) > 5, "they moved"
    for (name, one), (other_name, other) in combinations(everything, 2):
        assert one.differing(other.people) not in range(1, STICKY), (name, other_name)
        assert len(one.people) >= STICKY


@pytest.mark.parametrize("seed", range(2))
def test_no_two_shares_of_a_theme_ever_told_differ_by_a_few_people(seed: int, scene: Scene, session: Session) -> None:
    for _ in six_weeks(session, scene, random.Random(seed)):
        pass

    groups = {name: each for name, each in told(session).items() if name.endswith(("/told", "/all", "/months"))}
    assert len(groups) >= 2
    for name, figures in groups.items():
        for one, other in combinations(figures, 2):
            assert one.differing(other.people) not in range(1, STICKY), name


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("private", [False, True])
def test_a_number_lacks_what_four_people_changed_at_most(
    seed: int, private: bool, scene: Scene, session: Session
) -> None:
    name = f"narrative/texts/{'private' if private else 'shared'}"
    before: dict[uuid.UUID, int] = {}
    for _ in six_weeks(session, scene, random.Random(seed)):
        now = texts_now(session, scene, private=private)
        if len(now) < STICKY:
            continue
        services.compose_narrative(session, scene.lab, now=NOW + timedelta(days=20), **FIGURES)
        figures = told(session).get(name)
        if figures is None:
            continue
        most = sorted((max(count, before.get(author, 0)) for author, count in now.items()), reverse=True)[: STICKY - 1]
        assert abs(figures[-1].value - sum(now.values())) <= sum(most) + ROUNDED
        before = {author: max(count, before.get(author, 0)) for author, count in now.items()}


def test_a_draft_composed_again_does_not_tell_what_one_person_wrote_meanwhile(scene: Scene, session: Session) -> None:
    for person in scene.people:
        make_entry(session, person, happened_on=NOVEMBER.replace(day=3), sharing=Sharing.PRIVATE)
    digest = scenes.draft(session, scene)
    private = digest.provenance["ledger"]["private"]
    for _ in range(30):
        make_entry(session, scene.people[0], happened_on=NOVEMBER.replace(day=4), sharing=Sharing.PRIVATE)
    services.recompose(session, digest, now=NOW, **FIGURES)

    assert digest.provenance["ledger"]["private"] == private >= len(scene.people)


def test_a_number_of_texts_that_are_nearly_all_of_one_person_is_not_told(scene: Scene, session: Session) -> None:
    for person, many in zip(scene.people[:6], (40, 1, 1, 1, 1, 1), strict=True):
        for _ in range(many):
            make_entry(session, person, happened_on=NOVEMBER.replace(day=4), sharing=Sharing.PRIVATE)
    digest = scenes.draft(session, scene)

    assert digest.provenance["ledger"]["private"] == 0


def test_a_file_moves_no_emotion_when_people_write_in_another_month(scene: Scene, session: Session) -> None:
    gather(session, scene.lab, today=NOW.date(), **FIGURES)
    before = told(session)
    for entry in scene.entries[:6]:
        entry.happened_on = NOVEMBER - timedelta(days=20)
    for entry in scene.entries[:3]:
        entry.emotions[0].emotion = Emotion.SHAME
    session.flush()
    gather(session, scene.lab, today=NOW.date(), **FIGURES)

    after = told(session)
    emotions = [name for name in before if "/all/emotions/" in name]
    assert emotions
    assert [after[name] for name in emotions] == [before[name] for name in emotions]


def test_both_editions_of_the_living_recit_tell_the_same_texts(scene: Scene, session: Session) -> None:
    for _ in six_weeks(session, scene, random.Random(1)):
        narrative = session.scalars(sa.select(Narrative)).one()
        parts = (narrative.paragraphs, narrative.public_paragraphs or [])
        inside, public = (next(p["text"] for p in each if p["kind"] == "ledger") for each in parts)
        assert SOME_TEXTS.findall(inside) == SOME_TEXTS.findall(public) != []


def test_what_one_person_writes_late_about_two_months_is_not_the_rest_of_a_sum(scene: Scene, session: Session) -> None:
    """The living récit less both months: rounding explains what is left."""
    for month in (NOVEMBER, DECEMBER):
        for person in scene.people:
            make_entry(session, person, happened_on=month.replace(day=3), sharing=Sharing.THEMES)
        scene.run = scenes.make_run(session, scene.lab, until=month.replace(day=28))
        scenes.see(session, scene.run, scene.theme, scene.entries)
        scenes.publish(session, scene, month)
    for day in (4, 5, 6):
        make_entry(session, scene.people[0], happened_on=NOVEMBER.replace(day=day), sharing=Sharing.THEMES)
    services.compose_narrative(session, scene.lab, now=NOW + timedelta(days=40), **FIGURES)

    figures = told(session)
    living, months = figures["narrative/texts/shared"][-1], figures["texts/shared"]
    assert len(months) == 2
    assert abs(living.value - sum(month.value for month in months)) <= 3 * ROUNDED
