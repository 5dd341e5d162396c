"""A month goes from draft to readers, once and for all."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Person, Role
from journal.clock import today
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.errors import Refused
from journal.months import first_of, last_of, shift
from journal.narrative.making import services
from journal.narrative.models import Digest, DigestStatus, Narrative, QuoteState
from journal.narrative.whose_words import quoted_in, shares_words
from journal.web.typography import of_month
from tests.factories import NOW, make_person
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene
from tests.web.narrative.months import (
    a_week_goes_by,
    approve,
    digests_of,
    left_out,
    paragraph_of,
    quotes_of,
    theme_page,
    typographed,
)


def test_a_month_goes_from_draft_to_readers(scene: Scene, session: Session, sign_in) -> None:
    first, second = sign_in(scene.first), sign_in(scene.second)
    first.post("/recits/2026-11/preparer")
    page = first.get("/recits/2026-11")
    assert all(box.find_parent(role="group") for box in page.select("[name=quote]"))
    first.submit(
        page, {"quote": [each["value"] for each in page.select("[name=quote]")]}, form="#citations form[action]"
    )

    for quote in quotes_of(session):
        author = next(p for p in scene.people if p.id == quote.author_id)
        page = sign_in(author).get("/recit/citations")
        assert quote.text in page.select_one("blockquote").text
        sign_in(author).post(f"/recit/citations/{quote.id}/oui")
    first.post("/recits/2026-11/recomposer")
    page = first.get(theme_page(session))
    first.submit(page, {"text": page.select_one("textarea").text.strip() + " Nous l’avons entendu."})
    approve(second)
    assert "une citation qui attend encore, jusqu’au" in second.get("/recits/2026-11/publier").text
    seen = {"seen": str(left_out(session).id)}
    assert "sept jours" in second.post("/recits/2026-11/publier", seen, status=422).text
    a_week_goes_by(session)
    second.submit(second.get("/recits/2026-11/publier"))

    page = sign_in(scene.people[0]).get("/recit/2026-11")
    assert "Nous l’avons entendu." in page.text
    told = quotes_of(session)[0].text.rstrip(".")
    assert [quoted for quoted in page.select("q[role=blockquote]") if told in quoted.text], "a quote is heard as one"
    assert ("f" * 12 in page.text, "f" * 12 in second.get("/recit/2026-11").text) == (False, True), "it is for the team"
    assert "environ 15" in page.select_one("table").text
    assert "les textes datés de novembre 2026" in typographed(page.select_one("table caption").text)


def test_a_draft_is_read_by_no_participant(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()

    sign_in(scene.people[0]).get("/recit/2026-11", status=404)


def test_an_unanswered_quote_is_not_published_and_its_words_are_not_kept(scene: Scene, session: Session) -> None:
    digest = scenes.draft(session, scene)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)

    services.publish(session, digest, now=NOW, **FIGURES)

    assert {(quote.state, quote.text) for quote in quotes_of(session)} == {(QuoteState.REFUSED, "")}


class TestBeforePublishing:
    """Publishing cannot be undone: nobody drops a yes without knowing it."""

    @pytest.fixture
    def approved(self, scene: Scene, session: Session) -> Digest:
        """Approved before anyone answered: the text quotes nobody."""
        digest = scenes.draft(session, scene)
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        session.commit()
        return digest

    def say_yes(self, scene: Scene, session: Session, sign_in, number: int) -> Browser:
        quote = quotes_of(session)[number]
        author = sign_in(next(p for p in scene.people if p.id == quote.author_id))
        author.post(f"/recit/citations/{quote.id}/oui")
        return author

    def test_one_reads_what_would_not_appear_and_may_wait(
        self, approved: Digest, scene: Scene, session: Session, sign_in
    ) -> None:
        self.say_yes(scene, session, sign_in, 0)

        page = sign_in(scene.second).get("/recits/2026-11/publier")
        assert "Aucun serveur de mail n’est réglé" in page.text

        assert "Une citation acceptée attend encore, jusqu’au" in page.text
        assert "2 citations attendent la réponse de leur auteur·e" in typographed(page.text)
        assert page.select_one("main button").text == "Publier sans elles"
        assert page.find("a", string="Attendre")["href"] == "/recits/2026-11"
        assert digests_of(session)[0].status is DigestStatus.APPROVED

    def test_a_yes_that_comes_meanwhile_is_not_dropped_in_silence(
        self, approved: Digest, scene: Scene, session: Session, sign_in
    ) -> None:
        second = sign_in(scene.second)
        read = second.get("/recits/2026-11/publier")
        self.say_yes(scene, session, sign_in, 0)

        second.submit(read, status=409)
        second.post("/recits/2026-11/publier", status=409)

        assert digests_of(session)[0].status is DigestStatus.APPROVED

    def test_who_had_said_yes_is_told_that_the_month_appeared_without_their_sentence(
        self, approved: Digest, scene: Scene, session: Session, sign_in
    ) -> None:
        author, second = self.say_yes(scene, session, sign_in, 0), sign_in(scene.second)

        second.submit(second.get("/recits/2026-11/publier"))

        page = author.get("/recit/citations")
        assert "Vous aviez dit oui. Le récit de novembre 2026 a paru sans votre phrase." in typographed(page.text)
        assert "Aucune de vos phrases" not in page.text
        assert not page.select("main form")

    def test_a_draft_has_nothing_to_publish_yet(self, scene: Scene, session: Session, sign_in) -> None:
        scenes.draft(session, scene)
        session.commit()

        sign_in(scene.first).get("/recits/2026-11/publier", status=303)


def test_publishing_waits_when_a_figure_of_the_text_has_moved(scene: Scene, session: Session) -> None:
    digest = scenes.draft(session, scene)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    for entry in scene.entries[:6]:
        entries.share(session, entry, Sharing.PRIVATE, now=NOW)

    with pytest.raises(Refused, match="recomposez"):
        services.publish(session, digest, now=NOW, **FIGURES)


def test_no_sentence_comes_back_within_two_months(session: Session) -> None:
    from datetime import date

    scene = make_scene(session, month=date(2026, 9, 1))
    texts = []
    for month in (9, 10, 11):
        start = date(2026, month, 1)
        for entry in scene.entries:
            entry.happened_on = start.replace(day=12)
        if month > 9:
            run = scenes.make_run(session, scene.lab, until=last_of(start))
            scenes.see(session, run, scene.theme, scene.entries)
        digest = scenes.publish(session, scene, start)
        texts.append({s["text"] for p in digest.paragraphs for s in p.sentences})

    assert not texts[2] & texts[1]
    assert not texts[2] & texts[0]


def test_a_month_without_analysis_is_refused_with_a_sentence(session: Session, sign_in) -> None:
    coordinator = make_person(session, role=Role.COORDINATOR)
    session.commit()

    page = sign_in(coordinator).post("/recits/2026-11/preparer", status=422)

    assert "Aucune analyse" in page.text


@pytest.mark.parametrize("month", ["2026-13", "hier", "2026-11-01", "0000-00"])
def test_a_month_that_does_not_exist_is_not_found(month: str, scene: Scene, sign_in) -> None:
    sign_in(scene.first).get(f"/recits/{month}", status=404)


def test_a_published_month_can_no_longer_be_changed(scene: Scene, session: Session, sign_in) -> None:
    scenes.publish(session, scene)
    session.commit()
    first = sign_in(scene.first)

    revisions = digests_of(session)[0].revisions
    first.post("/recits/2026-11/publier")
    assert digests_of(session)[0].revisions == revisions
    first.post("/recits/2026-11/recomposer", status=422)
    first.post("/recits/2026-11/approuver", status=422)
    first.post(theme_page(session), {"text": "Autre chose.", "version": "1"}, status=422)

    assert digests_of(session)[0].status is DigestStatus.PUBLISHED


def test_a_paragraph_that_tells_who_someone_is_is_taken_down_from_every_edition(
    scene: Scene, session: Session, sign_in
) -> None:
    scene.lab.is_public = True
    scenes.publish(session, scene)
    session.commit()
    told = paragraph_of(session, "theme")
    own, address = ("theme", str(told.theme_id)), f"/recits/2026-11/paragraphes/{told.id}"
    words = quoted_in(told.text)[0][:30]
    assert own in {(part["kind"], part["theme"]) for part in digests_of(session)[0].public_paragraphs}
    first, reader = sign_in(scene.first), sign_in(scene.people[0])
    assert words in typographed(reader.get("/recit/2026-11").text)

    first.submit(first.get(address), form="main details form")
    first.post(f"{address}/retirer")  # a second click

    (digest,) = digests_of(session)
    assert words not in str([(p.text, p.draft_text, p.sentences) for p in digest.paragraphs])
    assert own not in {(part["kind"], part["theme"]) for part in digest.public_paragraphs}
    assert [each["what"] for each in digest.revisions] == ["publication", "taken_down"]
    page = reader.get("/recit/2026-11")
    assert words not in typographed(page.text)
    assert "un paragraphe retiré par l’équipe" in page.text
    leads = [{str(link["href"]) for link in who.get("/recit/2026-11").select(".outputs a")} for who in (first, reader)]
    assert leads[0] - leads[1] == {"/recit/cartes", "/recits/2026-11"}


def test_its_quotes_leave_the_living_recit_and_one_told_elsewhere_stays_its_authors_to_withdraw(
    scene: Scene, session: Session, sign_in
) -> None:
    digest = scenes.publish(session, scene)
    told = next(part for part in digest.paragraphs if part.kind == "theme")
    quotes = [quote for quote in quotes_of(session) if shares_words(told.text, quote.text)]
    gone, again = (quote.text for quote in quotes[:2])
    digest.paragraphs[-1].text = f"Quelqu’un dit : « {again} »"
    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    living = session.scalars(sa.select(Narrative)).one()
    assert gone in str(living.paragraphs)
    session.commit()

    sign_in(scene.first).post(f"/recits/2026-11/paragraphes/{told.id}/retirer")

    session.refresh(living)
    assert gone not in str(living.paragraphs)
    assert living.is_stale
    (kept,) = [quote for quote in quotes_of(session) if quote.text == again]
    assert kept.state is QuoteState.ACCEPTED
    session.commit()
    sign_in(session.get_one(Person, kept.author_id)).post(f"/recit/citations/{kept.id}/retirer")
    assert again not in str([part.text for part in digests_of(session)[0].paragraphs])


def test_a_paragraph_emptied_before_publication_is_read_on_no_edition(scene: Scene, session: Session) -> None:
    scene.lab.is_public = True
    digest = scenes.draft(session, scene)
    emptied = next(part for part in digest.paragraphs if part.kind == "ledger")
    services.edit_paragraph(session, emptied, "", version=digest.version, by=scene.first, now=NOW)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
    services.publish(session, digest, now=NOW, **FIGURES)

    assert "ledger" not in {part["kind"] for part in digest.public_paragraphs if part["text"]}


def test_a_draft_is_corrected_and_not_taken_down(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()

    sign_in(scene.first).post(f"{theme_page(session)}/retirer", status=422)

    assert paragraph_of(session, "theme").text


def test_who_coordinates_alone_is_told_who_can_invite_another(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    scene.second.disabled_at = NOW
    session.commit()

    page = sign_in(scene.first).get("/recits/2026-11")

    assert "l’administration peut inviter quelqu’un" in page.text


def test_a_month_skipped_may_still_be_prepared_where_an_analysis_read_it(session: Session, sign_in) -> None:
    skipped = shift(first_of(today()), -3)
    scene = make_scene(session, month=skipped)
    session.commit()
    first = sign_in(scene.first)

    page = first.get("/recits")

    assert of_month(first_of(today())) in page.main.text
    [form] = page.select("main details form")
    assert form["action"] == f"/recits/{skipped:%Y-%m}/preparer"
    first.submit(page, form="main details form")
    assert not first.get("/recits").select("main details")
