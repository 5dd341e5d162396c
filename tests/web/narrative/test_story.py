"""The living récit: read, answered, contested, opened to everyone; the Lab answers it."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import jobs
from journal.accounts.models import AuditEvent, Lab, Role
from journal.clock import today
from journal.cooperation import services as cooperation
from journal.cooperation.queries import overdue_answers
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.months import last_of
from journal.narrative import cards, evidence, services, theme_facts
from journal.narrative.figures import keep_figures, open_figures
from journal.narrative.models import Digest, Narrative, PublishedFigure
from journal.pathways.models import StepKind
from journal.themes import decisions
from journal.themes import services as themes
from journal.themes.models import ThemeStatus
from journal.themes.reading_log import ACTION
from nlp.emotions import Emotion
from nlp.prose.story import AnswerKind
from nlp.prose.theme_part import share_in_words
from tests import paper
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene

LATER = date(2027, 1, 31)


def compose(session: Session, scene: Scene) -> Narrative:
    narrative = services.compose_narrative(session, scene.lab, now=NOW, today=NOW.date(), **FIGURES)
    assert narrative is not None
    session.commit()
    return narrative


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    compose(session, scene)
    return scene


def test_says_there_is_not_enough_yet_before_anything_is_composed(session: Session, sign_in) -> None:
    person = make_person(session)
    session.commit()

    assert "pas encore assez de textes" in sign_in(person).get("/recit").text


def test_a_participant_says_how_far_they_recognise_themselves_and_may_change(scene: Scene, sign_in) -> None:
    browser = sign_in(scene.people[0])
    page = browser.get(f"/recit/themes/{scene.theme.id}/repondre")
    browser.submit(page, {"answer": "partly"})
    assert "En partie" in browser.get("/recit").select_one(".tag").text

    browser.submit(browser.get(f"/recit/themes/{scene.theme.id}/repondre"), {"answer": "yes"})

    assert "Je m’y reconnais" in browser.get("/recit").select_one(".tag").text


def test_coordinators_read_resonance_from_five_answers_on(scene: Scene, sign_in) -> None:
    coordinator = sign_in(scene.first)
    for person in scene.people[:4]:
        browser = sign_in(person)
        browser.submit(browser.get(f"/recit/themes/{scene.theme.id}/repondre"), {"answer": "yes"})
    assert "Moins de cinq réponses" in coordinator.get("/recit").text

    browser = sign_in(scene.people[4])
    browser.submit(browser.get(f"/recit/themes/{scene.theme.id}/repondre"), {"answer": "yes"})

    assert "On s’y reconnaît" in coordinator.get("/recit").text


def test_one_answers_with_the_part_of_the_recit_in_sight(scene: Scene, session: Session, sign_in) -> None:
    browser = sign_in(scene.people[0])
    [part] = browser.get("/recit").select(".story-theme > p")

    page = browser.get(f"/recit/themes/{scene.theme.id}/repondre")

    assert page.select_one("blockquote.sheet").get_text(" ", strip=True) == part.get_text(" ", strip=True)


def test_what_the_living_recit_rests_on_is_counted_since_the_beginning(scene: Scene, session: Session, sign_in) -> None:
    scenes.publish(session, scene)
    session.commit()
    browser = sign_in(scene.people[0])

    living = browser.get("/recit").select_one(".story-opening .evidence").text
    assert "un texte depuis le début" in living
    assert "mois" not in living
    assert "un texte pendant le mois" in browser.get("/recit/2026-11").select_one(".story-opening .evidence").text


def test_from_the_top_of_a_long_recit_one_goes_straight_to_each_part(scene: Scene, session: Session, sign_in) -> None:
    digest = scenes.publish(session, scene)
    session.commit()

    page = sign_in(scene.people[0]).get(f"/recit/{digest.month:%Y-%m}")

    headings = {section["id"]: section.h2.text for section in page.select(".story-part:has(> h2)")}
    assert len(headings) > 3
    assert {str(a["href"])[1:]: a.text for a in page.select(".contents a")} == headings


def test_a_short_recit_has_no_contents(scene: Scene, sign_in) -> None:
    page = sign_in(scene.people[0]).get("/recit")
    assert len(page.select(".story-part > h2")) <= 3
    assert not page.select(".contents")


def test_each_answer_of_the_lab_has_a_line_of_its_own(scene: Scene, session: Session, sign_in) -> None:
    for text in ("une navette le samedi", "un vélo prêté"):
        cooperation.answer(session, scene.theme, AnswerKind.DOING, text, due_on=None, by=scene.first, now=NOW)
    compose(session, scene)

    told = [line.text for line in sign_in(scene.people[0]).get("/recit").select(".story-answers .told > li")]

    assert len(told) == 2
    assert "une navette le samedi" in told[0] + told[1]


def test_an_answer_must_be_chosen(scene: Scene, sign_in) -> None:
    browser = sign_in(scene.people[0])

    page = browser.submit(browser.get(f"/recit/themes/{scene.theme.id}/repondre"), status=422)

    assert page.title.text.startswith("Erreur")


def test_a_theme_that_is_not_adopted_cannot_be_answered(scene: Scene, session: Session, sign_in) -> None:
    scene.theme.status = ThemeStatus.PROPOSED
    session.commit()

    sign_in(scene.people[0]).get(f"/recit/themes/{scene.theme.id}/repondre", status=404)


class TestAThemePeopleDecideOf:
    """One sets a theme aside because it may hurt or tell who someone is: nobody waits for the worker."""

    @pytest.fixture
    def two(self, scene: Scene, session: Session) -> Scene:
        other = scenes.adopt(session, scene.lab, "Les entretiens", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scenes.see(session, scene.run, other, scene.entries)
        scene.more["other"] = other
        scene.lab.is_public = True
        compose(session, scene)
        return scene

    def everything_read(self, scene: Scene, sign_in, browser: Browser) -> str:
        pages = (sign_in(scene.people[0]).get("/recit"), browser.get(f"/public/{scene.lab.id}/recit"))
        return "".join(page.text for page in pages)

    def test_leaves_every_page_of_the_recit_before_it_is_composed_again(
        self, two: Scene, session: Session, sign_in, browser: Browser
    ) -> None:
        assert "entretiens" in self.everything_read(two, sign_in, browser)
        coordinator = sign_in(two.first)
        page = coordinator.get(f"/themes/{two.more['other'].id}")

        coordinator.submit(page, {"reason": "On pourrait reconnaître quelqu’un."}, form="form:has([value=set_aside])")

        read = self.everything_read(two, sign_in, browser)
        assert "entretiens" not in read
        assert "trajets" in read

    @pytest.mark.parametrize("gesture", ["set_aside", "rename", "merge", "read"])
    def test_has_the_recit_composed_again_whatever_is_decided(self, gesture: str, two: Scene, session: Session) -> None:
        other, deciding = two.more["other"], {"by": two.first, "now": NOW}
        if gesture == "set_aside":
            themes.set_status(session, other, ThemeStatus.SET_ASIDE, note="Trop reconnaissable.", **deciding)
        elif gesture == "rename":
            themes.rename(session, other, "Se présenter", **deciding)
        elif gesture == "merge":
            themes.merge(session, two.theme, other, **deciding)
        else:
            themes.write_reading(session, other, "On y joue sa place.", **deciding)
        session.commit()

        assert session.scalars(sa.select(Narrative.is_stale)).one()

    def test_a_decision_taken_back_has_it_composed_again_too(self, two: Scene, session: Session) -> None:
        review = themes.rename(session, two.more["other"], "Se présenter", by=two.first, now=NOW)
        compose(session, two)
        assert review is not None

        decisions.undo(session, review, by=two.first, now=NOW)
        session.commit()

        assert session.scalars(sa.select(Narrative.is_stale)).one()

    def test_another_lab_has_nothing_to_compose_again(self, scene: Scene, session: Session) -> None:
        elsewhere = make_scene(session)
        compose(session, elsewhere)

        themes.rename(session, elsewhere.theme, "Se déplacer", by=elsewhere.first, now=NOW)
        session.commit()

        stale = session.scalars(sa.select(Narrative.lab_id).where(Narrative.is_stale)).all()
        assert stale == [elsewhere.lab.id]


def test_each_sentence_opens_to_what_it_rests_on(scene: Scene, session: Session, sign_in) -> None:
    page = sign_in(scene.people[0]).get("/recit")

    folds = page.select(".story-part details")

    assert len(folds) == len(page.select(".story-part"))
    assert all(fold.select("li li") for fold in folds)


def test_no_evidence_of_a_fresh_text_is_gone(session: Session) -> None:
    scene = make_scene(session)
    cooperation.answer(
        session, scene.theme, AnswerKind.DOING, "une navette le samedi", due_on=None, by=scene.first, now=NOW
    )
    digest = scenes.publish(session, scene)
    narrative = compose(session, scene)
    parts = [*(p.sentences for p in digest.paragraphs), *(p["sentences"] for p in narrative.paragraphs)]

    opened = [each for sentences in parts for each in evidence.open_all(session, sentences, scene.lab.id)]

    assert opened
    for sentence in opened:
        assert sentence.evidence, sentence.text
        for item in sentence.evidence:
            assert item.text not in evidence.GONE
            assert "retirée" not in item.text


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
            facts = theme_facts.told(session, scene.state, figures, (scenes.NOVEMBER, NOW.date()), None)
            keep_figures(session, figures)
            assert facts is not None
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


class TestAnOpenLab:
    @pytest.fixture
    def open_scene(self, session: Session) -> Scene:
        lab = make_lab(session)
        lab.is_public = True
        scene = make_scene(session, lab=lab)
        small = scenes.adopt(session, lab, "La garde des enfants", (scene.first, scene.second), born_on=scenes.NOVEMBER)
        scenes.see(session, scene.run, small, scene.entries[:6])
        scene.more["small"] = small
        scenes.publish(session, scene)
        compose(session, scene)
        return scene

    def test_is_closed_until_an_admin_opens_it(self, scene: Scene, session: Session, browser: Browser, sign_in) -> None:
        browser.get(f"/public/{scene.lab.id}/recit", status=404)
        admin = sign_in(make_admin(session, scene.lab))

        admin.submit(admin.get("/ouverture"), {"is_public": "y"})

        assert "Le récit se prépare" in browser.get(f"/public/{scene.lab.id}/recit").text
        compose(session, scene)
        assert "se prépare" not in browser.get(f"/public/{scene.lab.id}/recit").text
        sign_in(scene.first).get("/ouverture", status=404)

    def test_shows_anyone_what_eleven_people_share_and_nothing_smaller(
        self, open_scene: Scene, browser: Browser, sign_in
    ) -> None:
        public = browser.get(f"/public/{open_scene.lab.id}/recit/2026-11").select_one("article").text
        inside = sign_in(open_scene.people[0]).get("/recit/2026-11").select_one("article").text

        assert "Les trajets" in public
        assert "garde des enfants" in inside
        assert "garde des enfants" not in public

    def test_never_shows_a_quote_whose_author_was_not_told_that_anyone_reads(self, session: Session) -> None:
        scene = make_scene(session)
        scenes.grow(session, scene.lab)
        digest = scenes.draft(session, scene)
        from journal.narrative import quotes
        from journal.narrative.queries import quotes_of

        asked = quotes_of(session, digest)
        for quote in asked:
            quotes.answer(session, quote, accept=True, now=NOW)
        scene.lab.is_public = True
        services.recompose(session, digest, **FIGURES)
        paragraph = next(p for p in digest.paragraphs if p.kind == "theme")
        services.edit_paragraph(
            session, paragraph, paragraph.text + " Relu.", version=digest.version, by=scene.first, now=NOW
        )
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        services.publish(session, digest, now=NOW + services.rules.COOLING, **FIGURES)

        assert any(quote.text[5:40] in p.text for p in digest.paragraphs for quote in asked if quote.text)
        assert not any(quote.text[5:40] in str(digest.public_paragraphs) for quote in asked if quote.text)

    def test_shows_a_correction_of_what_eleven_say(self, session: Session) -> None:
        scene = make_scene(session)
        scene.lab.is_public = True
        scene.state.helped = scene.state.hindered = []
        theme, opening = self.publish_corrected(session, scene)
        assert "Relu." in theme
        assert "Relu." in opening

    def test_shows_no_correction_of_what_fewer_than_eleven_say(self, session: Session) -> None:
        scene = make_scene(session)
        scene.lab.is_public = True
        theme, opening = self.publish_corrected(session, scene)
        assert "Relu." not in theme
        assert "covoiturage" not in theme
        assert "Relu." in opening

    def publish_corrected(self, session: Session, scene: Scene) -> list[str]:
        """What anyone reads of a theme and of the opening, once both were corrected."""
        digest = scenes.draft(session, scene)
        for paragraph in digest.paragraphs:
            paragraph.text, paragraph.edited_at = f"{paragraph.text} Relu.", NOW
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        services.publish(session, digest, now=NOW, **FIGURES)
        public = {part["kind"]: part["text"] for part in digest.public_paragraphs or []}
        return [public["theme"], public["opening"]]

    def test_keeps_the_months_published_before_to_its_members(
        self, scene: Scene, session: Session, browser: Browser
    ) -> None:
        scenes.publish(session, scene)
        scene.lab.is_public = True
        session.commit()

        browser.get(f"/public/{scene.lab.id}/recit/2026-11", status=404)

    def test_has_a_feed_without_anyones_words(self, open_scene: Scene, session: Session, browser: Browser) -> None:
        browser.get(f"/public/{open_scene.lab.id}/recit.atom")

        feed = ElementTree.fromstring(browser.response.data)  # noqa: S314  # made by us

        atom = "{http://www.w3.org/2005/Atom}"
        assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == [
            session.scalars(sa.select(Digest.title)).one()
        ]
        assert feed.findtext(f"{atom}updated")
        assert "«" not in browser.response.get_data(as_text=True)

    def test_prints_for_anyone_too(self, open_scene: Scene, browser: Browser) -> None:
        browser.get(f"/public/{open_scene.lab.id}/recit/2026-11/pdf")

        assert browser.response.data.startswith(b"%PDF-")


def make_admin(session: Session, lab: Lab):
    admin = make_person(session, lab, Role.ADMIN)
    session.commit()
    return admin


class TestTheLabsAnswers:
    def test_are_written_and_read_in_the_recit(self, scene: Scene, session: Session, sign_in) -> None:
        browser = sign_in(scene.first)
        page = browser.get(f"/reponses/themes/{scene.theme.id}")
        browser.submit(page, {"kind": "doing", "text": "Une navette le samedi."})

        narrative = compose(session, scene)

        assert any("une navette le samedi" in p["text"].lower() for p in narrative.paragraphs)

    @pytest.mark.parametrize("path", ["/reponses", "/reponses/themes/{theme}"])
    def test_one_sees_what_one_answers(self, scene: Scene, session: Session, sign_in, path: str) -> None:
        page = sign_in(scene.first).get(path.format(theme=scene.theme.id))

        assert "Environ 15\u00a0personnes en parlent." in page.main.get_text(" ", strip=True)
        [quoted] = page.select(".excerpt blockquote")
        read = set(session.scalars(sa.select(AuditEvent.subject_id).where(AuditEvent.action == ACTION)))
        assert [e.text for e in scene.entries if e.id in read] == [quoted.get_text(strip=True)], (
            "its author can see that it was read, and no other is said to be"
        )
        assert page.select(f"a[href='/themes/{scene.theme.id}']")

    def test_of_a_theme_few_speak_of_now_nothing_is_shown(self, scene: Scene, session: Session, sign_in) -> None:
        for entry in scene.entries[4:]:
            entry.withdrawn_at = NOW
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
            session, scene.theme, AnswerKind.WILL_DO, "une navette", due_on=yesterday, by=scene.first, now=NOW
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
        assert overdue_answers(session, scene.lab.id, today()) == 0

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
                session, scene.theme, AnswerKind.WILL_DO, "une navette le samedi", due_on=LATER, by=scene.first, now=NOW
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
            session, scene.theme, AnswerKind.WILL_DO, "une navette le samedi", due_on=LATER, by=scene.first, now=NOW
        )
        cooperation.finish(session, row, on=NOW.date() - timedelta(days=30))
        assert re.search(r"\bfait\b.*navette", str(compose(session, scene).paragraphs), re.IGNORECASE)

        row.done_on = NOW.date() - timedelta(days=31)

        assert "navette" not in str(compose(session, scene).paragraphs)

    def test_that_no_longer_hold_leave_the_recit_without_being_called_done(
        self, scene: Scene, session: Session
    ) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerKind.DOING, "une navette le samedi", due_on=None, by=scene.first, now=NOW
        )
        cooperation.finish(session, row, on=NOW.date())

        assert "navette" not in str(compose(session, scene).paragraphs)

    def test_of_another_lab_do_not_exist(self, scene: Scene, session: Session, sign_in) -> None:
        row = cooperation.answer(
            session, scene.theme, AnswerKind.DOING, "une navette", due_on=None, by=scene.first, now=NOW
        )
        stranger = make_person(session, role=Role.COORDINATOR)
        session.commit()
        browser = sign_in(stranger)

        browser.get(f"/reponses/{row.id}", status=404)
        browser.post(f"/reponses/{row.id}/fait", status=404)
        browser.get(f"/reponses/themes/{scene.theme.id}", status=404)


class TestOnPaper:
    def test_a_published_month_is_a_tagged_accessible_pdf(
        self, scene: Scene, session: Session, sign_in, tmp_path: Path
    ) -> None:
        scenes.publish(session, scene)
        session.commit()
        browser = sign_in(scene.people[0])

        browser.get("/recit/2026-11/pdf")

        body = browser.response.data
        assert body.startswith(b"%PDF-")
        assert b"/MarkInfo" in body
        assert b"pdfuaid" in body
        assert paper.faults(body, tmp_path) == []
        assert browser.response.headers["Content-Disposition"] == 'attachment; filename="recit-2026-11.pdf"'

    def test_nothing_people_wrote_runs_in_it(self, scene: Scene, session: Session, sign_in) -> None:
        digest = scenes.publish(session, scene)
        digest.paragraphs[0].text = '#panic("x") #import "@preview/a:1.0.0" $x$ *gras* <a> @ref \\u{41} 😢 ‮abc العربية'
        session.commit()

        browser = sign_in(scene.people[0])
        browser.get("/recit/2026-11/pdf")

        assert browser.response.data.startswith(b"%PDF-")

    def test_the_same_month_makes_the_same_file(self, scene: Scene, session: Session, sign_in) -> None:
        scenes.publish(session, scene)
        session.commit()
        browser = sign_in(scene.people[0])

        files = []
        for _ in range(2):
            browser.get("/recit/2026-11/pdf")
            files.append(browser.response.data)

        assert files[0] == files[1]

    def test_cards_say_nothing_the_recit_says_no_more(self, scene: Scene, session: Session) -> None:
        (card,) = cards.cards(session, scene.lab, floor=5)
        assert card["helped"] == ["covoiturage"]

        for entry in scene.entries[:5]:
            entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        compose(session, scene)
        assert cards.cards(session, scene.lab, floor=5)[0]["helped"] == []

        for entry in scene.entries[5:10]:
            entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        compose(session, scene)
        assert cards.cards(session, scene.lab, floor=5) == []

    def test_themes_are_cards_to_cut_out(self, scene: Scene, sign_in) -> None:
        browser = sign_in(scene.first)

        browser.get("/recit/cartes")

        assert browser.response.data.startswith(b"%PDF-")


class TestWhatIsTakenBack:
    """The living récit counts it no more as soon as the worker has looked, a minute later at most."""

    @pytest.mark.parametrize("gesture", ["private", "rewrite", "mask", "erase", "leave"])
    def test_leaves_the_counts_of_the_living_recit(self, gesture: str, app, scene: Scene, session: Session) -> None:
        assert "une quinzaine de personnes" in str(session.scalars(sa.select(Narrative.paragraphs)).one()).lower()

        for entry, person in list(zip(scene.entries, scene.people, strict=True))[:6]:
            if gesture == "private":
                entries.share(session, entry, Sharing.PRIVATE, now=NOW)
            elif gesture == "rewrite":
                content = entries.EntryContent(text="Tout autre chose.", happened_on=entry.happened_on)
                entries.edit_entry(session, entry, content, now=NOW)
            elif gesture == "mask":
                entries.mask_more(session, entry, [(0, 5)])
            elif gesture == "erase":
                entries.erase_entry(session, entry)
            else:
                session.delete(person)
        session.commit()
        assert session.scalars(sa.select(Narrative.is_stale)).one()
        session.commit()

        jobs.refresh(app)

        narrative = session.scalars(sa.select(Narrative).execution_options(populate_existing=True)).one()
        assert "une quinzaine de personnes" not in str(narrative.paragraphs).lower()
        assert "au moins cinq personnes" in str(narrative.paragraphs).lower()
        assert not narrative.is_stale

    def test_has_the_living_recit_composed_again_by_the_sweep_of_each_minute(self) -> None:
        assert jobs.refresh in jobs.SWEEPS

    def test_a_text_nobody_counted_changes_nothing(self, scene: Scene, session: Session) -> None:
        entry = make_entry(session, scene.people[0], sharing=Sharing.PRIVATE)
        session.commit()
        content = entries.EntryContent(text="Tout autre chose.", happened_on=entry.happened_on)

        entries.edit_entry(session, entry, content, now=NOW)
        session.commit()

        assert not session.scalars(sa.select(Narrative.is_stale)).one()


def test_words_that_may_be_those_of_people_who_left_are_told_no_more(scene: Scene, session: Session) -> None:
    assert "covoiturage" in str(compose(session, scene).paragraphs)

    for entry in scene.entries[:5]:
        entries.share(session, entry, Sharing.PRIVATE, now=NOW)
    paragraphs = str(compose(session, scene).paragraphs)

    assert "covoiturage" not in paragraphs
    assert "Les trajets" in paragraphs
