"""What the Lab answers to its récit: written, read, promised, kept."""

import re
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import AuditEvent
from journal.accounts.readings import Reading
from journal.clock import today
from journal.cooperation import services as cooperation
from journal.cooperation.queries import overdue_answers
from journal.cooperation.services import AnswerContent
from journal.entries.models import Sharing
from journal.months import last_of
from journal.themes.models import ThemeStatus
from nlp.prose.types import AnswerKind
from tests.factories import NOW, make_entry
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import Scene, make_scene
from tests.web.narrative.living.composing import compose

LATER = date(2027, 1, 31)


class TestTheLabsAnswers:
    def test_are_written_and_read_in_the_recit(self, scene: Scene, session: Session, sign_in) -> None:
        browser = sign_in(scene.first)
        page = browser.get(f"/reponses/themes/{scene.theme.id}")
        browser.submit(page, {"kind": "doing", "text": "Une navette le samedi."})

        narrative = compose(session, scene)

        assert any("une navette le samedi" in p["text"].lower() for p in narrative.paragraphs)

    def test_the_themes_to_answer_say_how_many_speak_and_give_no_passage_to_read(
        self, scene: Scene, session: Session, sign_in
    ) -> None:
        page = sign_in(scene.first).get("/reponses")

        assert "Environ 15\u00a0personnes en parlent." in page.main.get_text(" ", strip=True)
        assert page.select(f"a[href='/themes/{scene.theme.id}']")
        assert not page.select(".excerpt")
        assert session.scalars(sa.select(AuditEvent).where(AuditEvent.action == Reading.PASSAGES)).all() == []

    def test_one_sees_what_one_answers(self, scene: Scene, session: Session, sign_in) -> None:
        page = sign_in(scene.first).get(f"/reponses/themes/{scene.theme.id}")

        assert "Environ 15\u00a0personnes en parlent." in page.main.get_text(" ", strip=True)
        [quoted] = page.select(".excerpt blockquote")
        read = set(session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES)))
        assert [e.text for e in scene.entries if e.id in read] == [quoted.get_text(strip=True)], (
            "its author can see that it was read, and no other is said to be"
        )
        assert page.select(f"a[href='/themes/{scene.theme.id}']")

    def test_no_passage_the_page_leaves_out_is_said_to_be_read(self, scene: Scene, session: Session, sign_in) -> None:
        other = scenes.adopt(session, scene.lab, "Le silence", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        silence = [make_entry(session, writer, "Aucune réponse.", sharing=Sharing.QUOTABLE) for writer in scene.people]
        scenes.see(session, scene.run, other, silence)
        shared = {entry.id for entry in silence}
        row = cooperation.answer(session, other, AnswerContent(AnswerKind.DOING, "un appel"), by=scene.first, now=NOW)
        pages = [f"/reponses/themes/{scene.theme.id}", "/reponses?q=trajets", "/reponses?q=rien", f"/reponses/{row.id}"]
        session.commit()
        browser = sign_in(scene.first)

        read = []
        for page in pages:
            browser.get(page)
            logged = set(session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == Reading.PASSAGES)))
            session.commit()
            read.append((len(logged - shared), len(logged & shared)))

        assert read == [(1, 0), (1, 0), (1, 0), (1, 1)]

    def test_an_answer_follows_its_theme_into_the_one_it_was_merged_with(
        self, scene: Scene, session: Session, sign_in
    ) -> None:
        said, author = "une navette le samedi", scene.people[0]
        row = cooperation.answer(session, scene.theme, AnswerContent(AnswerKind.DOING, said), by=scene.first, now=NOW)
        kept = scenes.adopt(session, scene.lab, "Se déplacer", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scene.theme.status, scene.theme.merged_into_id = ThemeStatus.MERGED, kept.id
        scene.state.theme = kept
        pages = [f"/mes-droits/textes/{scene.entries[0].id}", f"/mes-droits/mois/{NOW:%Y-%m}"]
        address = f"/reponses/{row.id}"
        session.commit()

        told = str(compose(session, scene).paragraphs)
        session.commit()
        team, reader = sign_in(scene.first), sign_in(author)
        assert said in told.lower()
        assert said in team.get("/reponses").main.text
        assert "Se déplacer" in team.get(address).main.text
        for page in pages:
            assert said in reader.get(page).main.text

    def test_what_was_promised_of_a_theme_set_aside_is_still_owed_until_it_is_done(
        self, scene: Scene, session: Session, sign_in
    ) -> None:
        due = today() - timedelta(days=2)
        for kind, text, when in ((AnswerKind.WILL_DO, "un minibus", due), (AnswerKind.DOING, "une navette", None)):
            cooperation.answer(session, scene.theme, AnswerContent(kind, text, when), by=scene.first, now=NOW)
        scene.theme.status = ThemeStatus.SET_ASIDE
        session.commit()
        team = sign_in(scene.first)

        page = team.get("/reponses")
        assert page.select_one("#owed").find_next("blockquote").text == "un minibus"
        assert "En retard" in page.main.text
        assert "une navette" not in page.main.text
        assert "Aucun thème n’est adopté en ce moment" in page.main.text
        found = team.get("/reponses?q=minibus").main.text
        assert "1\u00a0promesse trouvée." in found
        assert "thème trouvé" not in found

        team.submit(page, form="form[action$=fait]")
        assert not team.get("/reponses").select("#owed")

    def test_of_a_theme_few_speak_of_now_nothing_is_shown(self, scene: Scene, session: Session, sign_in) -> None:
        for entry in scene.entries[4:]:
            entry.sharing = Sharing.PRIVATE
        session.commit()

        page = sign_in(scene.first).get("/reponses")

        assert not page.select(".excerpt")
        assert "Moins de 5 personnes en parlent en ce moment" in page.main.get_text(" ", strip=True)

    def test_a_promise_needs_a_date(self, scene: Scene, sign_in) -> None:
        browser = sign_in(scene.first)
        page = browser.get(f"/reponses/themes/{scene.theme.id}")

        page = browser.submit(page, {"kind": "will_do", "text": "Une navette."}, status=422)

        assert "pour quand" in page.select_one("#due_on-error").text
        assert page.select_one("textarea").text.strip() == "Une navette."

    def test_a_late_promise_shows_until_it_is_kept(self, scene: Scene, session: Session, sign_in) -> None:
        yesterday = today() - timedelta(days=1)
        row = cooperation.answer(
            session, scene.theme, AnswerContent(AnswerKind.WILL_DO, "une navette", yesterday), by=scene.first, now=NOW
        )
        session.commit()
        scenes.adopt(session, scene.lab, "Les entretiens", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        session.commit()
        browser = sign_in(scene.first)
        page = browser.get("/reponses")
        assert "En retard" in page.text
        assert [heading.text for heading in page.select("main section h2")] == [scene.theme.label, "Les entretiens"]
        assert len(browser.get("/reponses?q=NAVETTE").select("main section h2")) == 1

        browser.post(f"/reponses/{row.id}/fait")

        assert "En retard" not in browser.get("/reponses").text
        assert overdue_answers(session, scene.lab.id, today()).count == 0

    def test_two_people_who_change_one_read_each_other_and_lose_nothing(
        self, scene: Scene, session: Session, sign_in
    ) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerContent(AnswerKind.DOING, "une navette"), by=scene.first, now=NOW
        )
        session.commit()
        first, second = sign_in(scene.first), sign_in(scene.second)
        address = f"/reponses/{row.id}"
        read = second.get(address)
        first.submit(first.get(address), {"text": "Une navette\nle samedi."})

        page = second.submit(read, {"text": "Un minibus."}, status=422)

        assert "Une navette" in page.select_one("main section.sheet").text
        assert page.select_one("textarea").text.strip() == "Un minibus."
        second.submit(page)
        assert "Un minibus." in second.get("/reponses").text
        first.submit(first.get(address), {"text": "Un minibus, le samedi."})

    def test_a_kind_or_a_date_changed_meanwhile_is_read_too(self, scene: Scene, session: Session, sign_in) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerContent(AnswerKind.DOING, "une navette"), by=scene.first, now=NOW
        )
        session.commit()
        first, second = sign_in(scene.first), sign_in(scene.second)
        address = f"/reponses/{row.id}"
        session.commit()
        for promised, told in (("2027-03-01", "mars 2027"), ("2027-06-01", "juin 2027")):
            read = second.get(address)
            first.submit(first.get(address), {"kind": "will_do", "due_on": promised})

            page = second.submit(read, {"kind": "cannot", "due_on": ""}, status=422)

            assert told in page.select_one("main section.sheet .answer-kind").text.replace("\u00a0", " ")
            assert page.select_one("input[value=cannot]").has_attr("checked")

    def test_are_told_whole_once_then_as_holding_then_once_as_done(self, session: Session) -> None:
        scene = make_scene(session, month=date(2026, 8, 1))
        row = None
        said = {}
        for month in (8, 9, 10, 11):
            start = date(2026, month, 1)
            for entry in scene.entries:
                entry.happened_on = start.replace(day=12)
            if month > 8:
                run = scenes.make_run(session, scene.lab, until=last_of(start))
                scenes.see(session, run, scene.theme, scene.entries)
            row = row or cooperation.answer(
                session,
                scene.theme,
                AnswerContent(AnswerKind.WILL_DO, "une navette le samedi", LATER),
                by=scene.first,
                now=NOW,
            )
            if month == 10:
                cooperation.finish(session, row, on=date(2026, 10, 20))
            digest = scenes.publish(session, scene, start)
            digest.published_at = datetime(2026, month + 1, 10, tzinfo=UTC)
            said[month] = " ".join(p.text for p in digest.paragraphs if p.kind == "answers")

        assert "navette" in said[8]
        assert "navette" not in said[9]
        assert "trajets" in said[9]
        assert "navette" in said[10]
        assert re.search(r"\bfait\b", said[10], re.IGNORECASE)
        assert "navette" not in said[11]

    def test_done_lately_are_said_to_be_in_the_living_recit_for_a_month(self, scene: Scene, session: Session) -> None:
        row = cooperation.answer(
            session,
            scene.theme,
            AnswerContent(AnswerKind.WILL_DO, "une navette le samedi", LATER),
            by=scene.first,
            now=NOW,
        )
        cooperation.finish(session, row, on=NOW.date() - timedelta(days=30))
        assert re.search(r"\bfait\b.*navette", str(compose(session, scene).paragraphs), re.IGNORECASE)

        row.done_on = NOW.date() - timedelta(days=31)

        assert "navette" not in str(compose(session, scene).paragraphs)

    def test_that_no_longer_hold_leave_the_recit_without_being_called_done(
        self, scene: Scene, session: Session
    ) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerContent(AnswerKind.DOING, "une navette le samedi"), by=scene.first, now=NOW
        )
        cooperation.finish(session, row, on=NOW.date())

        assert "navette" not in str(compose(session, scene).paragraphs)


def test_each_answer_of_the_lab_has_a_line_of_its_own(scene: Scene, session: Session, sign_in) -> None:
    for text in ("une navette le samedi", "un vélo prêté"):
        cooperation.answer(session, scene.theme, AnswerContent(AnswerKind.DOING, text), by=scene.first, now=NOW)
    compose(session, scene)

    told = [line.text for line in sign_in(scene.people[0]).get("/recit").select(".story-answers .told > li")]

    assert len(told) == 2
    assert "une navette le samedi" in told[0] + told[1]
