"""The récit says what was written in answer to its last question: people counted, never a few, and nothing private."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Entry, Sharing
from journal.months import last_of
from journal.narrative.gathering.asked import question_answered
from journal.narrative.making import services
from journal.narrative.models import Digest, DigestParagraph, DigestStatus
from journal.narrative.removing.taking_down import take_down
from nlp.emotions import Emotion
from tests.factories import NOW, entry_of
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import BUS, FIGURES, NOVEMBER, Scene, make_scene

OCTOBER = date(2026, 10, 1)
TOO_FEW = ("trop peu", "pas eu assez", "pas assez")


@pytest.fixture
def scene(session: Session) -> Scene:
    """October is published, in public too, and asks its question."""
    scene = make_scene(session, people=20, month=OCTOBER)
    scene.lab.is_public = True
    scene.more["october"] = scenes.publish(session, scene, OCTOBER)
    return scene


def part_of(digest: Digest, kind: str) -> DigestParagraph | None:
    return next((part for part in digest.paragraphs if part.kind == kind), None)


def question(scene: Scene) -> DigestParagraph:
    part = part_of(scene.more["october"], "question")
    assert part is not None
    return part


def november(
    session: Session,
    scene: Scene,
    answering: int,
    *,
    sharing: Sequence[Sharing] = (Sharing.THEMES,),
    **values: object,
) -> Digest:
    """Everyone writes in November; so many of them write another text, from the question."""
    day = date(2026, 11, 12)
    entries = [entry_of(person, BUS[5], happened_on=day, sharing=Sharing.THEMES) for person in scene.people]
    entries += [
        entry_of(
            person,
            BUS[place % len(BUS)],
            emotions={Emotion.HOPE: 3},
            **{"happened_on": day, "sharing": sharing[place % len(sharing)], "prompt": question(scene).text} | values,
        )
        for place, person in enumerate(scene.people[:answering])
    ]
    session.add_all(entries)
    session.flush()
    scenes.see(session, scenes.make_run(session, scene.lab, until=last_of(NOVEMBER)), scene.theme, entries)
    return scenes.draft(session, scene, NOVEMBER)


def told(digest: Digest) -> str:
    part = part_of(digest, "asked")
    return part.text if part else ""


def is_too_few(text: str) -> bool:
    return any(words in text.casefold() for words in TOO_FEW)


class TestEnoughAnswered:
    def test_it_says_how_many_and_what_they_feel(self, session: Session, scene: Scene) -> None:
        text = told(november(session, scene, 10))

        assert question(scene).text in text
        assert "une dizaine de personnes" in text.casefold()
        assert "l’espoir" in text.casefold()

    def test_the_theme_asked_about_goes_without_saying(self, session: Session, scene: Scene) -> None:
        part = part_of(november(session, scene, 10), "asked")

        assert part is not None
        assert str(scene.theme.id) not in {ref for each in part.sentences for _, ref in each["evidence"]}

    def test_another_theme_they_lead_to_is_named(self, session: Session, scene: Scene) -> None:
        question(scene).sentences = [
            each | {"evidence": [["figure", "participants"]]} for each in question(scene).sentences
        ]
        session.flush()

        assert told(november(session, scene, 10)).endswith(" des trajets.")

    def test_what_all_of_so_few_say_is_not_told_of_each(self, session: Session, scene: Scene) -> None:
        question(scene).sentences = [
            each | {"evidence": [["figure", "participants"]]} for each in question(scene).sentences
        ]
        session.flush()

        text = told(november(session, scene, 7)).casefold()

        assert not is_too_few(text)
        assert "l’espoir" not in text
        assert not text.endswith(" des trajets.")

    def test_a_person_who_answered_twice_counts_once(self, session: Session, scene: Scene) -> None:
        again = [
            entry_of(person, BUS[0], prompt=question(scene).text, sharing=Sharing.THEMES)
            for person in scene.people[:4]
            for _ in range(3)
        ]
        session.add_all(again)

        assert is_too_few(told(november(session, scene, 4)))


class TestTooFewAnswered:
    @pytest.mark.parametrize("answering", [0, 1, 4])
    def test_it_says_so_and_keeps_no_figure(self, answering: int, session: Session, scene: Scene) -> None:
        digest = november(session, scene, answering)

        assert is_too_few(told(digest))
        assert not any(name.startswith("asked/") for name in digest.provenance["figures"])

    def test_what_is_private_counts_for_nobody(self, session: Session, scene: Scene) -> None:
        assert is_too_few(told(november(session, scene, 12, sharing=(Sharing.PRIVATE,))))

    def test_nor_what_was_written_before_the_question_was_asked(self, session: Session, scene: Scene) -> None:
        assert is_too_few(told(november(session, scene, 12, written_at=NOW - timedelta(days=1))))

    def test_nor_what_is_written_once_it_is_drafted_which_holds_no_publication_up(
        self, session: Session, scene: Scene
    ) -> None:
        digest = november(session, scene, 4)
        late = [entry_of(each, BUS[0], prompt=question(scene).text, sharing=Sharing.THEMES) for each in scene.people]
        for entry in late:
            entry.written_at = NOW + timedelta(hours=1)
        session.add_all(late)
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW + timedelta(days=1))
        services.publish(session, digest, now=NOW + timedelta(days=1), **FIGURES)

        assert is_too_few(told(digest))

    def test_four_who_share_and_eight_who_do_not_are_too_few(self, session: Session, scene: Scene) -> None:
        sharing = (Sharing.THEMES, Sharing.PRIVATE, Sharing.PRIVATE)

        assert is_too_few(told(november(session, scene, 12, sharing=sharing)))


class TestPublished:
    def publish(self, session: Session, scene: Scene, digest: Digest) -> dict[str, str]:
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        services.publish(session, digest, now=NOW, **FIGURES)
        return {part["kind"]: part["text"] for part in digest.public_paragraphs or ()}

    def test_anyone_reads_it_from_eleven_people(self, session: Session, scene: Scene) -> None:
        public = self.publish(session, scene, november(session, scene, 13))

        assert "une quinzaine de personnes" in public["asked"].casefold()

    def test_fewer_are_told_inside_and_not_to_anyone(self, session: Session, scene: Scene) -> None:
        digest = november(session, scene, 8)
        public = self.publish(session, scene, digest)

        assert "une dizaine de personnes" in told(digest).casefold()
        assert is_too_few(public["asked"])

    def test_a_question_that_not_anyone_could_read_is_repeated_to_nobody_outside(
        self, session: Session, scene: Scene
    ) -> None:
        october = scene.more["october"]
        october.public_paragraphs = [part for part in october.public_paragraphs if part["kind"] != "question"]
        session.flush()

        assert "asked" not in self.publish(session, scene, november(session, scene, 13))

    def test_a_question_asked_once_the_next_month_was_drafted_is_not_said_to_have_too_few_answers(
        self, session: Session, scene: Scene
    ) -> None:
        october = scene.more["october"]
        october.status = DigestStatus.APPROVED  # as while its authors are asked
        session.flush()
        digest = november(session, scene, 0)
        october.status, october.published_at = DigestStatus.PUBLISHED, NOW + timedelta(hours=1)
        session.flush()

        assert "asked" not in self.publish(session, scene, digest)
        assert told(digest) == ""

    def test_what_the_team_empties_is_told_nowhere(self, session: Session, scene: Scene) -> None:
        digest = november(session, scene, 13)
        part = part_of(digest, "asked")
        assert part is not None
        services.edit_paragraph(session, part, "", version=digest.version, by=scene.first, now=NOW)
        services.recompose(session, digest, now=NOW, **FIGURES)

        assert told(digest) == ""
        assert "asked" not in self.publish(session, scene, digest)

    def test_a_question_taken_down_leaves_the_month_that_repeats_it(self, session: Session, scene: Scene) -> None:
        digest = november(session, scene, 13)
        self.publish(session, scene, digest)
        words = question(scene).text

        take_down(session, question(scene), now=NOW)

        assert words not in f"{[part.text for part in digest.paragraphs]}{digest.public_paragraphs}"
        assert [each["what"] for each in digest.revisions] == ["publication", "taken_down"]

    def test_a_question_taken_down_leaves_the_draft_that_repeats_it(self, session: Session, scene: Scene) -> None:
        digest = november(session, scene, 13)

        take_down(session, question(scene), now=NOW)
        emptied = told(digest)
        services.recompose(session, digest, now=NOW, **FIGURES)

        assert emptied == told(digest) == ""
        assert digest.revisions == []


class TestWhoAnswered:
    def answer(self, session: Session, scene: Scene) -> Entry:
        november(session, scene, 13)
        return session.scalars(sa.select(Entry).where(Entry.prompt != "").limit(1)).one()

    def test_learns_that_the_next_month_may_tell_then_where_it_does(self, session: Session, scene: Scene) -> None:
        mine = self.answer(session, scene)
        [digest] = session.scalars(sa.select(Digest).where(Digest.month == NOVEMBER))

        before = question_answered(session, mine)
        TestPublished().publish(session, scene, digest)
        after = question_answered(session, mine)

        assert before is not None
        assert (before.month, before.told, before.is_last) == (OCTOBER, None, True)
        assert after is not None
        assert (after.month, after.told, after.is_last) == (OCTOBER, part_of(digest, "asked"), False)

    def test_learns_nothing_of_a_part_that_the_team_emptied(self, session: Session, scene: Scene) -> None:
        mine = self.answer(session, scene)
        [digest] = session.scalars(sa.select(Digest).where(Digest.month == NOVEMBER))
        TestPublished().publish(session, scene, digest)
        part = part_of(digest, "asked")
        assert part is not None
        take_down(session, part, now=NOW)

        found = question_answered(session, mine)

        assert found is not None
        assert found.told is None

    def test_a_text_that_starts_from_another_question_answers_none(self, session: Session, scene: Scene) -> None:
        person = scene.people[0]

        assert question_answered(session, entry_of(person, "Un mot.", prompt="autre chose")) is None
        assert question_answered(session, entry_of(person, "Un mot.")) is None
