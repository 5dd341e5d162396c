"""The figures of the récit tell nobody from the others, however often it is composed again."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.narrative.figures import keep_figures, open_figures
from journal.narrative.gathering import theme_facts
from journal.narrative.models import PublishedFigure
from journal.pathways.models import StepKind
from nlp.emotions import Emotion
from nlp.prose.shares import share_in_words
from tests.factories import NOW, make_entry, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene
from tests.web.narrative.living.composing import compose


class TestFigures:
    def test_hold_still_while_three_people_come_and_one_leaves(self, scene: Scene, session: Session) -> None:
        before = [(f.name, f.value, f.people) for f in session.scalars(sa.select(PublishedFigure))]
        assert before
        for _ in range(3):
            newcomer = make_person(session, scene.lab)
            make_entry(session, newcomer, sharing=Sharing.THEMES)
        entries.share(session, scene.entries[0], Sharing.PRIVATE, now=NOW)

        compose(session, scene)

        assert sorted((f.name, f.value, f.people) for f in session.scalars(sa.select(PublishedFigure))) == sorted(
            before
        )

    def test_of_every_text_ever_published_never_differ_by_a_few_people(self, session: Session) -> None:
        scene = make_scene(session)
        scene.lab.is_public = True
        scenes.publish(session, scene)
        for step in range(6):
            for _ in range(2):
                newcomer = make_person(session, scene.lab)
                make_entry(session, newcomer, sharing=Sharing.THEMES)
            entries.share(session, scene.entries[step], Sharing.PRIVATE, now=NOW)
            compose(session, scene)
        rows = session.scalars(sa.select(PublishedFigure)).all()
        sets = [
            (row.name, set(people))
            for row in rows
            if row.name.endswith("participants")
            for people in [row.people, *(earlier for _, earlier in row.earlier)]
        ]

        assert len({row.name for row in rows}) >= 6
        for name, one in sets:
            for other_name, other in sets:
                assert len(one ^ other) not in range(1, 5), (name, other_name)

    def test_said_in_words_hold_still_while_one_person_leaves_and_another_changes_their_mind(
        self, session: Session
    ) -> None:
        scene = make_scene(session)
        hopeful = [entry for entry in scene.entries if len(entry.emotions) == 2]
        scene.state.emotions = {Emotion.FRUSTRATION.value: [13, 3.5], Emotion.HOPE.value: [7, 2.0]}
        scene.state.steps = {StepKind.IMMERSION.value: 7}
        for entry in hopeful:
            entry.step = StepKind.IMMERSION
        session.flush()

        def told() -> tuple[object, ...]:
            figures = open_figures(session, scene.lab.id, scenes.NOVEMBER, **FIGURES)
            (facts,) = theme_facts.facts_of_themes(session, [scene.state], figures, (scenes.NOVEMBER, NOW.date()), None)
            keep_figures(session, figures)
            return facts.emotions, facts.steps, [share_in_words(share) for _, share in facts.emotions]

        before = told()
        assert len(before[0]) == 2
        assert before[1]

        entries.share(session, hopeful[0], Sharing.PRIVATE, now=NOW)
        hopeful[1].emotions.pop()
        hopeful[2].step = None
        session.flush()
        assert told() == before

        for entry in hopeful[2:6]:
            entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        assert told() != before

    def test_figures_hold_no_id_of_anyone(self, scene: Scene, session: Session) -> None:
        kept = str([figure.people for figure in session.scalars(sa.select(PublishedFigure))])

        assert not any(person.id.hex in kept or str(person.id) in kept for person in scene.people)
