"""A program reads with a token what its coordinator reads, never more."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import Role
from journal.api import services
from journal.cooperation import services as cooperation
from journal.cooperation.services import AnswerContent
from journal.entries import services as entries
from journal.entries.models import Entry, Sharing
from journal.entries.prompts import bank
from journal.narrative import reception
from journal.narrative.making.services import compose_narrative
from journal.narrative.models import ResonanceAnswer
from journal.pathways.models import StepKind
from journal.prompts import services as prompts
from journal.themes.models import ThemeStatus
from nlp.prose.types import AnswerKind
from tests.factories import NOW, make_lab, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.api.reading.program import RESOURCES, Program
from tests.worker import sweep


class TestWhatIsRead:
    def test_a_theme_says_what_its_page_says(self, scene: Scene, program: Program) -> None:
        (item,) = program.read("themes")["items"]
        theme = program.read(f"themes/{scene.theme.id}")

        assert item["participants"] == 15
        assert item["emotions"][0] == {"emotion": "frustration", "label": "Frustration", "participants": 10}
        assert item["months"] == [{"month": "2026-11", "participants": 15}]
        assert (item["solidity"], item["helped"], item["hindered"]) == ("solid", ["covoiturage"], ["horaires"])
        assert {name: theme[name] for name in item} == item
        assert [seen["month"] for seen in theme["lineage"]] == ["2026-11"]

    def test_a_theme_of_too_few_is_not_even_named(self, scene: Scene, session: Session, program: Program) -> None:
        small = scenes.adopt(session, scene.lab, "Tout petit", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scenes.see(session, scene.run, small, scene.entries[:4])
        session.commit()

        assert "Tout petit" not in program.ask("themes").text
        assert program.ask(f"themes/{small.id}").status_code == 404

    def test_who_takes_a_text_back_leaves_the_figures_at_once(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        for entry in scene.entries[:9]:
            entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        session.commit()

        assert program.read("themes")["items"] == []

    def test_a_theme_nobody_adopted_stays_on_the_site(self, scene: Scene, session: Session, program: Program) -> None:
        theme = session.merge(scene.theme)
        theme.status = type(theme.status).PROPOSED
        session.commit()

        assert program.read("themes")["total"] == 0

    def test_a_digest_is_read_once_published_with_what_each_sentence_rests_on(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        draft = scenes.draft(session, scene, scenes.NOVEMBER)
        session.commit()
        assert program.read("digests")["items"] == []
        assert program.ask("digests/2026-11").status_code == 404

        session.delete(draft)
        session.flush()
        scenes.grow(session, session.merge(scene.lab))
        digest = scenes.publish(session, scene)
        session.commit()

        (summary,) = program.read("digests")["items"]
        assert summary["url"] == "/api/v1/digests/2026-11"
        read = program.read("digests/2026-11")
        assert [part["text"] for part in read["paragraphs"]] == [p.text for p in digest.paragraphs if p.text]
        sentences = [sentence for part in read["paragraphs"] for sentence in part["sentences"]]
        assert sentences
        assert all(each["evidence"] and each["evidence"][0]["count"] >= 1 for each in sentences)
        assert read["ledger"][0] == {"label": "Partagés et masqués", "amount": "environ 15"}
        assert read["open_paragraphs"] is None

    def test_the_narrative_holds_nothing_of_a_theme_set_aside_since_it_was_composed(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        compose_narrative(session, scene.lab, now=NOW, **scenes.FIGURES)
        session.commit()
        assert str(scene.theme.id) in str(program.read("narrative"))

        scene.theme.status = ThemeStatus.SET_ASIDE
        session.commit()

        assert str(scene.theme.id) not in str(program.read("narrative"))
        assert scene.theme.label not in str(program.read("narrative"))

    def test_an_answer_is_of_the_theme_that_its_own_was_merged_with(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerContent(AnswerKind.DOING, "une navette"), by=scene.first, now=NOW
        )
        kept = scenes.adopt(session, scene.lab, "Se déplacer", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scene.theme.status, scene.theme.merged_into_id = ThemeStatus.MERGED, kept.id
        scene.state.theme = kept
        session.commit()

        assert [each["theme"] for each in program.read("answers")["items"]] == [str(kept.id)]
        assert [each["id"] for each in program.read(f"themes/{kept.id}")["answers"]] == [str(row.id)]

    def test_an_answer_to_a_theme_under_the_floor_is_still_owed_and_does_not_say_which(
        self, scene: Scene, session: Session, program: Program
    ) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerContent(AnswerKind.DOING, "une navette"), by=scene.first, now=NOW
        )
        session.commit()
        assert [each["theme"] for each in program.read("answers")["items"]] == [str(scene.theme.id)]

        for entry in session.scalars(sa.select(Entry)).all():
            entry.sharing = Sharing.PRIVATE
        session.commit()

        assert program.read("themes")["total"] == 0
        (told,) = program.read("answers")["items"]
        assert (told["id"], told["text"], told["theme"]) == (str(row.id), "une navette", None)

    def test_the_narrative_says_in_words_whether_people_recognise_themselves(
        self, app: Flask, scene: Scene, session: Session, program: Program
    ) -> None:
        compose_narrative(session, scene.lab, now=NOW, **scenes.FIGURES)
        version = reception.versions_now(session, scene.lab.id)[scene.theme.id]
        for person in scene.people[:4]:
            reception.answer(session, scene.theme, ResonanceAnswer.YES, version=version, by=person, now=NOW)
        session.commit()
        sweep(app, [jobs.publish_counts])
        ours = [p for p in program.read("narrative")["paragraphs"] if p["theme"] == str(scene.theme.id)]
        assert [part["resonance"] for part in ours] == [None] * len(ours)

        reception.answer(session, scene.theme, ResonanceAnswer.YES, version=version, by=scene.people[4], now=NOW)
        session.commit()
        sweep(app, [jobs.publish_counts])

        ours = [p for p in program.read("narrative")["paragraphs"] if p["theme"] == str(scene.theme.id)]
        assert {part["resonance"] for part in ours} == {"On s’y reconnaît"}

    def test_a_list_is_read_page_after_page(self, program: Program) -> None:
        path, seen = "prompts?size=7", []
        while path:
            page = program.read(path)
            seen += [item["id"] for item in page["items"]]
            path = (page["next"] or "").removeprefix("/api/v1/")

        assert len(seen) == len(set(seen)) == page["total"] > 7

    def test_the_questions_a_lab_offers_are_read_after_those_of_the_site_but_in_pause_and_of_another(
        self, session: Session, scene: Scene, program: Program
    ) -> None:
        prompts.add(session, scene.lab.id, "Racontez un trajet.", [StepKind.TRAINING])
        prompts.pause(session, prompts.add(session, scene.lab.id, "Racontez une pause.", []), now=NOW)
        prompts.add(session, make_lab(session).id, "Racontez un repas.", [])
        session.commit()

        last = program.read("prompts?size=100&page=1")["items"][-1]

        assert (last["text"], last["steps"]) == ("Racontez un trajet.", ["training"])
        assert program.read("prompts")["total"] == len(bank()) + 1

    def test_before_any_analysis_every_list_is_empty_but_whole(self, app: Flask, session: Session) -> None:
        alone = make_person(session, role=Role.COORDINATOR)
        secret = services.make(session, "seul", days=1, by=alone, now=NOW)[1]
        session.commit()
        program = Program(app, secret)

        assert program.read("lab")["analysis"] is None
        assert program.read("themes")["items"] == program.read("narrative")["paragraphs"] == []

    def test_another_lab_is_never_there(self, session: Session, scene: Scene, program: Program) -> None:
        other = make_scene(session)
        scenes.publish(session, other)
        session.commit()

        assert program.ask(f"themes/{other.theme.id}").status_code == 404
        assert program.read("digests")["total"] == 0
        for path in RESOURCES:
            assert str(other.theme.id) not in program.ask(path).text
            assert str(other.lab.id) not in program.ask(path).text
