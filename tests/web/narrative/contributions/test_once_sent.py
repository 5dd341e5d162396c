"""A contribution that was sent is answered once, tells the récit what it changes, and may be taken back."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Role
from journal.clock import today
from journal.narrative.mails.messages import mailable
from journal.narrative.models import Contribution, ContributionState, Digest, DigestParagraph, Narrative
from journal.themes.models import ThemeStatus
from journal.web import typography
from tests.factories import NOW, make_person
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import BUS, Scene, make_scene
from tests.web.narrative.contributions.writing import MASKED, SEND, mediation, reload

CHANGE = "Nous ajoutons les trajets à deux roues."
OF_ANOTHER = "La crèche ferme avant que les cours finissent, et nous partons en courant."
CHANGE_TOLD = "nous ajoutons les trajets à deux roues."


@pytest.fixture
def sent(masked: str, author: Browser) -> str:
    author.submit(author.get(masked), form=SEND)
    return masked


class TestOnceSent:
    def test_it_is_read_masked_and_answered(
        self, sent: str, scene: Scene, session: Session, author: Browser, sign_in
    ) -> None:
        coordinator = sign_in(scene.first)
        page = coordinator.get(f"/mediation/{reload(session).id}")
        assert MASKED in page.text
        assert "Karim" not in page.text

        coordinator.submit(page, {"decision": "declined", "text": "Nous n’avons pas assez de récits sur le vélo."})

        [answer] = author.get("/recit/citations").select("main blockquote")
        assert "pas assez de récits sur le vélo" in answer.text
        assert "L’équipe vous répond" in answer.find_previous_sibling().text
        [told] = coordinator.get("/mediation").select("main blockquote")
        assert "L’équipe a répondu" in told.find_previous_sibling().text
        assert reload(session).state is ContributionState.DECLINED

    def test_it_comes_with_its_theme_its_week_and_what_the_recit_says_of_it(
        self, sent: str, scene: Scene, session: Session, sign_in
    ) -> None:
        narrative = session.scalars(sa.select(Narrative)).one()
        told = next(part["text"] for part in narrative.paragraphs if part["theme"] == str(scene.theme.id))
        session.commit()

        for address in ("/mediation", f"/mediation/{reload(session).id}"):
            page = sign_in(scene.first).get(address)
            assert scene.theme.label in [heading.text for heading in page.select("main h2")]
            assert told in page.select_one("main details").text
            assert f"Écrit la {typography.week(reload(session).at)}" in page.text

    def test_taking_it_into_account_promises_nothing_that_is_not_done(
        self, sent: str, scene: Scene, session: Session, author: Browser, sign_in
    ) -> None:
        coordinator = sign_in(scene.first)
        page = coordinator.get(f"/mediation/{reload(session).id}")
        assert "ne paraissent pas tels quels" in page.text

        coordinator.submit(page, {"decision": "accepted", "text": "Nous proposons un prêt de vélos au Lab."})

        for read in (author.get("/recit/citations"), author.get(sent), coordinator.get("/mediation")):
            assert "Prise en compte" in read.text
            assert "Reprise dans le récit" not in read.text

    def test_what_it_changed_is_told_in_the_next_recit_and_once(
        self, sent: str, scene: Scene, session: Session, author: Browser, sign_in
    ) -> None:
        coordinator = sign_in(scene.first)
        page = coordinator.get(f"/mediation/{reload(session).id}")
        coordinator.submit(page, {"decision": "accepted", "text": "Merci.", "for_readers": CHANGE})
        assert "lira le prochain récit" in author.get("/recit/citations").text

        scene.lab.is_public = True
        november = scenes.publish(session, scene)
        [part] = [each for each in november.paragraphs if each.kind == "changes"]
        mailed = dict(mailable(session, november))
        december = make_scene(session, lab=scene.lab, month=date(2026, 12, 1))
        later = scenes.draft(session, december, date(2026, 12, 1), at=NOW)
        kinds = {each.kind for each in later.paragraphs}
        session.commit()

        assert CHANGE_TOLD in part.text
        assert "vélo" not in part.text
        assert part.text.endswith(mailed[part.heading][-1])
        assert "changes" not in kinds
        assert "changes" not in {each["kind"] for each in november.public_paragraphs or ()}
        shown = author.get("/recit/2026-11").select_one(".story-changes")
        assert CHANGE_TOLD in shown.text
        assert "que l’équipe a lu" in shown.select_one(".evidence").text
        for address in ("/recit/citations", sent, f"/mes-droits/mois/{today():%Y-%m}"):
            read = author.get(address)
            assert CHANGE in read.text
            assert read.select("main a[href='/recit/2026-11']")

        author.post(f"{sent}/retirer")
        assert CHANGE_TOLD in author.get("/recit/2026-11").select_one(".story-changes").text

    def test_what_it_changed_waits_while_the_recit_is_silent_on_its_theme_and_follows_a_merge(
        self, sent: str, scene: Scene, session: Session, author: Browser, sign_in
    ) -> None:
        coordinator = sign_in(scene.first)
        page = coordinator.get(f"/mediation/{reload(session).id}")
        coordinator.submit(page, {"decision": "accepted", "text": "Merci.", "for_readers": CHANGE})
        scene.theme.status = ThemeStatus.SET_ASIDE
        session.commit()

        for read in (author.get("/recit/citations"), author.get(sent), coordinator.get("/mediation")):
            assert "ne dira pas pour l’instant" in read.text
            assert "prochain récit" not in read.text

        readers = (scene.first, scene.second)
        kept = scenes.adopt(session, scene.lab, "Aller travailler", readers, born_on=scenes.NOVEMBER)
        scene.theme.status, scene.theme.merged_into_id = ThemeStatus.MERGED, kept.id
        scene.state.theme_id = kept.id
        [part] = [each for each in scenes.draft(session, scene).paragraphs if each.kind == "changes"]
        session.commit()
        assert "Aller travailler" in str(part.sentences)
        assert "prochain récit" in author.get("/recit/citations").text
        assert [each.text for each in coordinator.get("/mediation").select("main section h3")] == ["Aller travailler"]

    def test_what_it_changed_once_taken_down_is_told_nowhere_again(
        self, sent: str, scene: Scene, session: Session, author: Browser, sign_in
    ) -> None:
        coordinator = sign_in(scene.first)
        page = coordinator.get(f"/mediation/{reload(session).id}")
        coordinator.submit(page, {"decision": "accepted", "text": "Merci.", "for_readers": CHANGE})
        november = scenes.publish(session, scene)
        [part] = [each for each in november.paragraphs if each.kind == "changes"]
        session.commit()

        coordinator.post(f"/recits/2026-11/paragraphes/{part.id}/retirer")

        december = scenes.draft(
            session, make_scene(session, lab=scene.lab, month=date(2026, 12, 1)), date(2026, 12, 1), at=NOW
        )
        assert "changes" not in {each.kind for each in december.paragraphs}
        session.commit()
        for address in ("/recit/citations", sent):
            assert CHANGE not in author.get(address).text
        assert CHANGE not in coordinator.get("/mediation").text

    @pytest.mark.parametrize(
        ("decision", "told", "why"),
        [
            (
                "accepted",
                "On nous écrit que [VILLE] le dit aussi et personne ne l’entend.",
                "reprend",
            ),
            ("accepted", BUS[1], "reprend des mots"),
            ("accepted", OF_ANOTHER, "reprend des mots"),
            ("answered", CHANGE, "Nous en tenons compte"),
        ],
    )
    def test_readers_are_told_of_what_changes_and_in_nobodys_words(
        self, decision: str, told: str, why: str, sent: str, scene: Scene, session: Session, sign_in
    ) -> None:
        address = f"/mediation/{reload(session).id}"
        session.add(
            Contribution(
                lab_id=scene.lab.id,
                theme_id=scene.theme.id,
                author_id=scene.people[1].id,
                state=ContributionState.ACCEPTED,
                text=OF_ANOTHER,
                masked_text=OF_ANOTHER,
                at=NOW,
            )
        )
        session.commit()
        coordinator = sign_in(scene.first)
        page = coordinator.get(address)

        page = coordinator.submit(page, {"decision": decision, "text": "Merci.", "for_readers": told}, status=422)

        assert why in page.select_one("#for_readers-error").text
        assert page.select_one("#for_readers").text.strip() == told
        waiting = session.scalars(sa.select(Contribution.state).where(Contribution.text != OF_ANOTHER)).one()
        assert waiting is ContributionState.WAITING

    def test_a_second_click_sends_nothing_more_and_says_nothing_wrong(
        self, masked: str, session: Session, author: Browser
    ) -> None:
        page = author.get(masked)
        author.submit(page, form=SEND)
        sent_at = reload(session).at

        author.submit(page, form=SEND)

        assert (reload(session).state, reload(session).at) == (ContributionState.WAITING, sent_at)

    def test_it_is_answered_once_and_what_another_wrote_is_kept_on_the_page(
        self, sent: str, scene: Scene, session: Session, author: Browser, sign_in
    ) -> None:
        first, second = sign_in(scene.first), sign_in(scene.second)
        address = f"/mediation/{reload(session).id}"
        opened = second.get(address)
        first.submit(first.get(address), {"decision": "answered", "text": "Une navette arrive en mars."})

        page = second.submit(opened, {"decision": "declined", "text": "Pas assez de récits."}, status=409)

        assert page.select_one("textarea").text.strip() == "Pas assez de récits."
        assert "Une navette arrive en mars." in author.get("/recit/citations").text

    def test_it_can_no_longer_be_masked_but_it_can_be_taken_back(
        self, sent: str, scene: Scene, session: Session, author: Browser, sign_in
    ) -> None:
        page = author.get(sent)
        assert "Ce que l’équipe en a compris" in page.text
        assert not page.select(".word-list")

        author.post(f"{sent}/retirer")

        assert "vélo" not in mediation(scene, sign_in)
        assert "vélo" not in author.get("/recit/citations").text
        author.get(sent, status=404)

    @pytest.mark.parametrize("gesture", ["withdraw", "leave"])
    def test_its_words_leave_the_recit_with_it_and_its_ideas_stay(
        self, gesture: str, sent: str, scene: Scene, session: Session, author: Browser
    ) -> None:
        digest = scenes.publish(session, scene)
        digest.paragraphs[0].text = f"Nous l’avons entendu. On nous écrit : {MASKED} Le vélo compte."
        digest.published_at = session.scalars(sa.select(Contribution.at)).one()
        session.commit()

        if gesture == "withdraw":
            author.post(f"{sent}/retirer")
        else:
            session.delete(scene.people[0])
            session.commit()

        fresh = sa.select(DigestParagraph).order_by(DigestParagraph.position).execution_options(populate_existing=True)
        text = session.scalars(fresh).first().text
        assert "personne ne l’entend" not in text
        assert "Le vélo compte." in text
        revisions = session.scalars(sa.select(Digest.revisions)).one()
        assert revisions[-1]["what"] == "withdrawal"

    def test_a_question_of_the_month_that_borrows_them_is_copied_into_no_text(
        self, sent: str, scene: Scene, session: Session, author: Browser
    ) -> None:
        digest = scenes.publish(session, scene)
        question = next(part for part in digest.paragraphs if part.kind == "question")
        question.text = f"On nous écrit ceci. {MASKED} Et vous ?"
        session.commit()

        page = author.get("/journal/ecrire?question=2026-11")

        assert page.select_one("[name=prompt][checked]")["value"] == ""
        assert "vélo" not in page.text

    def test_a_few_common_words_take_nothing_away(self, sent: str, session: Session, author: Browser) -> None:
        reload(session).masked_text = "Les trajets."
        session.commit()
        before = session.scalars(sa.select(Narrative.paragraphs)).one()
        session.commit()

        author.post(f"{sent}/retirer")

        assert session.scalars(sa.select(Narrative.paragraphs)).one() == before


def test_nobody_else_reads_masks_sends_or_withdraws_it(masked: str, scene: Scene, session: Session, sign_in) -> None:
    other = sign_in(scene.people[1])

    other.get(masked, status=404)
    for gesture in ("", "/masquer", "/retirer"):
        other.post(f"{masked}{gesture}", status=404)

    assert reload(session).state is ContributionState.UNSENT


def test_another_lab_never_reads_it(sent: str, session: Session, sign_in) -> None:
    stranger = make_person(session, role=Role.COORDINATOR)
    session.commit()

    sign_in(stranger).get(f"/mediation/{reload(session).id}", status=404)
    assert "vélo" not in sign_in(stranger).get("/mediation").text
