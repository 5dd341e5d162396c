"""What the team makes of themes is not told as something that people live, and quotes follow no theme they left."""

from collections.abc import Collection
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Passage, Sharing
from journal.months import last_of
from journal.narrative.gathering.theme_facts import published_quotes
from journal.narrative.models import Digest
from journal.themes.deciding import apart, together
from journal.themes.deciding import services as deciding
from journal.themes.deciding.decisions import Signed, undo
from journal.themes.models import AnalysisRun, ReviewAction, Theme, ThemeReview, ThemeState
from nlp.prose.drafts import ParagraphKind
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
# After October was composed for the last time.
LATER = NOW + timedelta(hours=1)
MOVING = {ParagraphKind.GROWS, ParagraphKind.FADES}


@pytest.fixture
def scene(session: Session) -> Scene:
    """« Les trajets », told in October with thirteen people, all of whom write in November too."""
    scene = make_scene(session, month=OCTOBER)
    scenes.publish(session, scene, OCTOBER)
    for entry in scene.entries:
        entry.happened_on = NOVEMBER.replace(day=12)
    return scene


def see(session: Session, scene: Scene, *, people: int) -> ThemeState:
    """What the analysis of November sees of « Les trajets »."""
    run = scenes.make_run(session, scene.lab, until=last_of(NOVEMBER))
    return scenes.see(session, run, scene.theme, scene.entries[:people])


def six_then_thirteen(session: Session) -> tuple[Scene, list[Entry], AnalysisRun]:
    """Six people told in October; in November seven others write too, and an analysis begins to read them."""
    scene = make_scene(session, people=6, month=OCTOBER)
    scenes.publish(session, scene, OCTOBER)
    others = [
        make_entry(session, make_person(session, scene.lab), text, sharing=Sharing.QUOTABLE) for text in scenes.BUS[6:]
    ]
    for entry in (*scene.entries, *others):
        entry.happened_on = NOVEMBER.replace(day=12)
    run = scenes.make_run(session, scene.lab, until=last_of(NOVEMBER))
    return scene, others, run


def split(session: Session, scene: Scene) -> Theme:
    """Six of its thirteen people stay, the others speak of something else."""
    leaving = {entry.passages[0].id for entry in scene.entries[6:]}
    return deciding.split(session, scene.theme, leaving, "Les horaires", Signed(scene.first, LATER), floor=5)


def moving(digest: Digest) -> str:
    return " ".join(each.text for each in digest.paragraphs if each.kind in MOVING)


def test_fewer_people_because_the_theme_was_split_is_not_told_as_fewer_people_speaking(
    session: Session, scene: Scene
) -> None:
    see(session, scene, people=13)
    split(session, scene)

    digest = scenes.draft(session, scene, NOVEMBER)

    assert "trajets" not in moving(digest).casefold()
    assert any("trajets" in each.text.casefold() for each in digest.paragraphs)


def test_fewer_people_who_fell_silent_are_told(session: Session, scene: Scene) -> None:
    see(session, scene, people=6)

    assert "trajets" in moving(scenes.draft(session, scene, NOVEMBER)).casefold()


def test_a_theme_split_under_the_floor_is_not_said_to_be_spoken_of_less(session: Session, scene: Scene) -> None:
    see(session, scene, people=13)
    split(session, scene)
    for entry in scene.entries[:4]:
        entry.happened_on = OCTOBER

    assert "trajets" not in moving(scenes.draft(session, scene, NOVEMBER)).casefold()


def test_a_split_taken_back_leaves_what_people_live(session: Session, scene: Scene) -> None:
    see(session, scene, people=13)
    split(session, scene)
    review = session.scalars(sa.select(ThemeReview).where(ThemeReview.action == ReviewAction.SPLIT)).one()
    undo(session, review, Signed(scene.first, LATER))
    for entry in scene.entries[6:]:
        entry.happened_on = OCTOBER

    assert "trajets" in moving(scenes.draft(session, scene, NOVEMBER)).casefold()


@pytest.mark.parametrize("together", [True, False])
def test_more_people_because_two_themes_are_one_is_not_told_as_more_people_speaking(
    session: Session, together: bool
) -> None:
    """Six people in October; in November thirteen, seven of whom were counted in another theme if ``together``."""
    scene, others, run = six_then_thirteen(session)
    scenes.see(session, run, scene.theme, scene.entries if together else [*scene.entries, *others])
    if together:
        joining = scenes.adopt(session, scene.lab, "Les horaires", (scene.first, scene.second), born_on=OCTOBER)
        scenes.see(session, run, joining, others)
        deciding.merge(session, scene.theme, joining, Signed(scene.first, LATER))

    digest = scenes.draft(session, scene, NOVEMBER)

    assert ("trajets" in moving(digest).casefold()) is not together
    assert any("trajets" in each.text.casefold() for each in digest.paragraphs)


def move(session: Session, scene: Scene, entries: Collection[Entry], source: Theme, target: Theme | None) -> None:
    for entry in entries:
        deciding.move_passage(session, entry.passages[0], source, target, Signed(scene.first, LATER))


@pytest.mark.parametrize("how", ["one by one", "out, then in", "together"])
def test_more_people_because_texts_were_moved_is_not_told_as_more_people_speaking(session: Session, how: str) -> None:
    """Six people in October; in November thirteen, seven of whom an analysis had read in another theme."""
    scene, others, run = six_then_thirteen(session)
    scenes.see(session, run, scene.theme, scene.entries)
    source = scenes.adopt(session, scene.lab, "Les horaires", (scene.first, scene.second), born_on=OCTOBER)
    scenes.see(session, run, source, others)
    if how == "together":
        passages = [entry.passages[0] for entry in others]
        together.keep_together(session, scene.entries[0].passages[0], passages, Signed(scene.first, LATER))
    else:
        move(session, scene, others, source, None if how == "out, then in" else scene.theme)
        for entry in others if how == "out, then in" else ():
            deciding.move_passage(session, entry.passages[0], None, scene.theme, Signed(scene.first, LATER))

    digest = scenes.draft(session, scene, NOVEMBER)

    assert "trajets" not in moving(digest).casefold()
    assert any("trajets" in each.text.casefold() for each in digest.paragraphs)


@pytest.mark.parametrize("left", [6, 4])
def test_fewer_people_because_texts_were_moved_is_not_told_as_fewer_people_speaking(
    session: Session, scene: Scene, left: int
) -> None:
    see(session, scene, people=13)
    move(session, scene, scene.entries[left:], scene.theme, None)

    assert "trajets" not in moving(scenes.draft(session, scene, NOVEMBER)).casefold()


@pytest.mark.parametrize("back", ["undone", "moved back"])
def test_texts_moved_and_put_back_leave_what_people_live(session: Session, scene: Scene, back: str) -> None:
    see(session, scene, people=13)
    move(session, scene, scene.entries[6:], scene.theme, None)
    if back == "undone":
        for review in session.scalars(sa.select(ThemeReview).where(ThemeReview.action == ReviewAction.MOVE)).all():
            undo(session, review, Signed(scene.first, LATER))
    else:
        for entry in scene.entries[6:]:
            deciding.move_passage(session, entry.passages[0], None, scene.theme, Signed(scene.first, LATER))
    for entry in scene.entries[6:]:
        entry.happened_on = OCTOBER

    assert "trajets" in moving(scenes.draft(session, scene, NOVEMBER)).casefold()


def test_a_text_moved_among_people_who_fell_silent_hides_nothing(session: Session, scene: Scene) -> None:
    see(session, scene, people=7)
    move(session, scene, scene.entries[6:7], scene.theme, None)

    assert "trajets" in moving(scenes.draft(session, scene, NOVEMBER)).casefold()


@pytest.mark.parametrize("days", [60, 1])
def test_what_was_split_before_the_last_recit_was_composed_is_compared_as_ever(
    session: Session, scene: Scene, days: int
) -> None:
    """Even after its first draft, a week before: what was composed again counts the people as the split left them."""
    see(session, scene, people=13)
    deciding_at = NOW - timedelta(days=days)
    leaving = {entry.passages[0].id for entry in scene.entries[6:]}
    deciding.split(session, scene.theme, leaving, "Les horaires", Signed(scene.first, deciding_at), floor=5)

    assert "trajets" in moving(scenes.draft(session, scene, NOVEMBER)).casefold()


class TestQuotes:
    """Of October, published: the living récit may tell them again, under the theme their authors agreed to."""

    def told(self, session: Session, state: ThemeState) -> set[str]:
        return {quote.text for quotes in published_quotes(session, [state]).values() for quote in quotes}

    def quoted(self, session: Session, state: ThemeState) -> Collection[Passage]:
        found = {quote.passage_id for quotes in published_quotes(session, [state]).values() for quote in quotes}
        return [session.get_one(Passage, key) for key in found]

    def test_of_words_that_left_the_theme_are_not_told_with_it(self, session: Session, scene: Scene) -> None:
        state = see(session, scene, people=13)
        one, *others = self.quoted(session, state)
        target = scenes.adopt(session, scene.lab, "Les horaires", (scene.first, scene.second), born_on=OCTOBER)
        scenes.see(session, state.run, target, [])

        deciding.move_passage(session, one, scene.theme, target, Signed(scene.first, NOW))

        assert others
        assert one.text not in self.told(session, state)
        assert {each.text for each in others} <= self.told(session, state)

    def test_of_words_that_an_analysis_places_nowhere_are_still_told(self, session: Session, scene: Scene) -> None:
        before = self.told(session, see(session, scene, people=13))

        assert self.told(session, see(session, scene, people=0)) == before

    @pytest.mark.parametrize("how", ["nowhere", "apart"])
    def test_of_words_that_a_person_took_out_are_not_told(self, session: Session, scene: Scene, how: str) -> None:
        state = see(session, scene, people=13)
        one, *_ = self.quoted(session, state)
        if how == "nowhere":
            deciding.move_passage(session, one, scene.theme, None, Signed(scene.first, NOW))
        else:
            kept = next(entry.passages[0] for entry in scene.entries if entry.passages[0].id != one.id)
            apart.set_apart(session, kept, [one], Signed(scene.first, NOW))

        assert one.text not in self.told(session, state)
