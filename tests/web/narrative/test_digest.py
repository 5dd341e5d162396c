"""One month of the récit: drafted, quotes asked, corrected, approved by someone else, published, read, taken back."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from journal.accounts.models import Role
from journal.entries import services as entries
from journal.entries.models import Sharing
from journal.errors import Refused
from journal.months import last_of
from journal.narrative import services
from journal.narrative.models import Digest, DigestParagraph, DigestStatus, Narrative, Quote, QuoteState
from nlp.types import Zone
from tests.factories import NOW, make_entry, make_lab, make_person
from tests.pages import Browser
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import BUS, FIGURES, Scene, make_scene

RETIRED = "citation retirée à la demande de son auteur·e"


def typographed(text: str) -> str:
    """A page's text with ordinary spaces: what it says, not how it is set."""
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture
def scene(session: Session) -> Scene:
    scene = make_scene(session)
    session.commit()
    return scene


def quotes_of(session: Session) -> list[Quote]:
    fresh = sa.select(Quote).order_by(Quote.asked_at, Quote.id).execution_options(populate_existing=True)
    found = list(session.scalars(fresh))
    session.commit()
    return found


def digests_of(session: Session) -> list[Digest]:
    """Read again what pages have written, and nothing else: SQLite's write lock is for the pages."""
    fresh = sa.select(Digest).options(selectinload(Digest.paragraphs)).execution_options(populate_existing=True)
    found = list(session.scalars(fresh))
    session.commit()
    return found


def a_week_goes_by(session: Session) -> None:
    for quote in quotes_of(session):
        assert quote.answered_at is not None
        quote.answered_at -= services.rules.COOLING
    session.commit()


def paragraph_of(session: Session, kind: str) -> DigestParagraph:
    (digest,) = digests_of(session)
    return next(p for p in digest.paragraphs if p.kind == kind)


def theme_page(session: Session) -> str:
    return f"/recits/2026-11/paragraphes/{paragraph_of(session, 'theme').id}"


def left_out(session: Session) -> Quote:
    """The one quote of three that the text of a theme does without."""
    (digest,) = digests_of(session)
    text = "".join(paragraph.text for paragraph in digest.paragraphs)
    (quote,) = [quote for quote in quotes_of(session) if quote.text.rstrip(".") not in text]
    return quote


def approve(coordinator, page=None, *, status: int = 303):
    """Press « Approuver » on the page they have read."""
    form = (page or coordinator.get("/recits/2026-11")).select_one("form[action$=approuver]")
    return coordinator.post(form["action"], {"version": form.select_one("[name=version]")["value"]}, status=status)


def test_a_month_goes_from_draft_to_readers(scene: Scene, session: Session, sign_in) -> None:
    first, second = sign_in(scene.first), sign_in(scene.second)
    first.post("/recits/2026-11/preparer")
    page = first.get("/recits/2026-11")
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
    assert "ne peut paraître qu’à partir du" in second.get("/recits/2026-11/publier").text
    seen = {"seen": str(left_out(session).id)}
    assert "sept jours" in second.post("/recits/2026-11/publier", seen, status=422).text
    a_week_goes_by(session)
    second.submit(second.get("/recits/2026-11/publier"))

    page = sign_in(scene.people[0]).get("/recit/2026-11")
    assert "Nous l’avons entendu." in page.text
    assert quotes_of(session)[0].text.rstrip(".") in page.text
    assert "f" * 12 in page.text
    assert "environ 15" in page.select_one("table").text


def test_one_may_write_about_the_question_of_a_published_month(scene: Scene, session: Session, sign_in) -> None:
    scenes.publish(session, scene)
    session.commit()
    question = paragraph_of(session, "question").text
    reader = sign_in(scene.people[0])

    link = reader.get("/recit/2026-11").find("a", string="Écrire là-dessus")
    page = reader.get(str(link["href"]))
    assert page.select("[name=prompt]")[0]["value"] == question
    assert page.select_one("[name=prompt][checked]")["value"] == question
    page = reader.submit(page, {"text": ""}, status=422)
    assert page.select_one("[name=prompt][checked]")["value"] == question

    reader.submit(page, {"text": "Le bus est revenu."})
    assert question in reader.get(reader.response.location).main.text
    assert sign_in(scene.first).get("/recit/2026-11").find("a", string="Écrire là-dessus") is None


def test_a_question_that_quotes_someone_is_copied_into_no_text(scene: Scene, session: Session, sign_in) -> None:
    from journal.narrative import quotes

    digest = scenes.publish(session, scene)
    quote = quotes.printed_in(session, digest)[0]
    question = next(part for part in digest.paragraphs if part.kind == "question")
    question.text = f"L’un de vous dit «\u00a0{quote.text}\u00a0». Et vous\u00a0?"
    session.commit()
    reader, author = sign_in(scene.people[0]), sign_in(next(p for p in scene.people if p.id == quote.author_id))

    for answered in ("oui", "retirée"):
        if answered == "retirée":
            author.post(f"/recit/citations/{quote.id}/retirer")
        page = reader.get("/recit/2026-11")
        assert "Et vous" in page.text
        assert page.find("a", string="Écrire là-dessus") is None
        page = reader.get("/journal/ecrire?question=2026-11")
        assert page.select_one("[name=prompt][checked]")["value"] == ""
        assert len(page.select("[name=prompt]")) == 4
    assert RETIRED in paragraph_of(session, "question").text


@pytest.mark.parametrize("month", ["2026-11", "2026-10", "2026-13", "novembre", ""])
def test_a_question_nobody_published_is_not_offered(month: str, scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()

    page = sign_in(scene.people[0]).get(f"/journal/ecrire?question={month}")

    assert page.select_one("[name=prompt][checked]")["value"] == ""
    assert len(page.select("[name=prompt]")) == 4


def test_each_person_is_asked_for_one_quote_at_most(scene: Scene, session: Session) -> None:
    for entry in scene.entries[:6]:
        entry.author_id = scene.people[0].id
    session.flush()

    digest = scenes.draft(session, scene)

    authors = session.scalars(sa.select(Quote.author_id).where(Quote.digest_id == digest.id)).all()
    assert len(authors) == len(set(authors)) == 3


def test_no_passage_that_points_at_someone_or_hardly_belongs_is_ever_proposed(scene: Scene, session: Session) -> None:
    for entry in scene.entries[:8]:
        entry.passages[0].text = "Je suis la seule charpentière du village et mon cancer me laisse des jours au bus."
    for member in scene.state.members[8:11]:
        member.zone = Zone.HALO
    session.flush()

    digest = scenes.draft(session, scene)

    proposed = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id)).all()
    assert set(proposed) == {entry.text for entry in scene.entries[11:]}


def test_passages_that_say_the_words_of_the_theme_are_proposed_first(scene: Scene, session: Session) -> None:
    scene.state.terms = [["vélo", 1.0, 5]]
    session.flush()

    digest = scenes.draft(session, scene)

    proposed = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id)).all()
    assert any("vélo" in text for text in proposed)


def test_passages_that_say_the_name_of_the_theme_go_before_those_that_say_a_term(
    scene: Scene, session: Session
) -> None:
    scene.theme.label = "Le vélo et la navette"
    scene.state.terms = [["bus", 1.0, 5], ["essence", 1.0, 5], ["stage", 1.0, 5]]
    session.flush()

    digest = scenes.draft(session, scene)

    proposed = session.scalars(sa.select(Quote.text).where(Quote.digest_id == digest.id)).all()
    assert any("navette" in text for text in proposed)


def test_a_draft_is_read_by_no_participant(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()

    sign_in(scene.people[0]).get("/recit/2026-11", status=404)


def test_an_unanswered_quote_is_not_published_and_its_words_are_not_kept(scene: Scene, session: Session) -> None:
    digest = scenes.draft(session, scene)
    services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)

    services.publish(session, digest, now=NOW, **FIGURES)

    assert {(quote.state, quote.text) for quote in quotes_of(session)} == {(QuoteState.REFUSED, "")}


class TestWhatIsProposed:
    """Nobody is asked for their words before someone of the team has read them."""

    @pytest.fixture
    def prepared(self, scene: Scene, sign_in) -> Browser:
        first = sign_in(scene.first)
        first.post("/recits/2026-11/preparer")
        return first

    def author_of(self, quote: Quote, scene: Scene, sign_in) -> Browser:
        return sign_in(next(person for person in scene.people if person.id == quote.author_id))

    def test_is_grouped_by_theme_and_asked_of_nobody(
        self, prepared: Browser, scene: Scene, session: Session, sign_in
    ) -> None:
        page = prepared.get("/recits/2026-11")

        assert [heading.text for heading in page.select("#citations h3")] == ["Les trajets"]
        assert len(page.select("#citations [name=quote]")) == 3
        assert {box["form"] for box in page.select("#citations [name=quote]")} == {"ask"}
        assert [each.text for each in page.select("[form=ask][type=submit]")] == ["Demander l’accord des auteur·es"]
        for quote in quotes_of(session):
            author = self.author_of(quote, scene, sign_in)
            assert "Aucune de vos phrases" in author.get("/recit/citations").text
            for choice in ("oui", "non", "retirer"):
                author.post(f"/recit/citations/{quote.id}/{choice}", status=404)

    def test_is_asked_once_ticked_and_the_rest_is_not(
        self, prepared: Browser, scene: Scene, session: Session, sign_in
    ) -> None:
        page, (ticked, *_) = prepared.get("/recits/2026-11"), quotes_of(session)

        prepared.submit(page, {"quote": str(ticked.id)}, form="#ask")

        assert ticked.text in self.author_of(ticked, scene, sign_in).get("/recit/citations").text
        assert {quote.state for quote in quotes_of(session) if quote.id != ticked.id} == {QuoteState.PROPOSED}
        assert "En attente de son auteur·e" in prepared.get("/recits/2026-11").text

    def test_can_be_dropped_until_it_is_asked(self, prepared: Browser, scene: Scene, session: Session, sign_in) -> None:
        dropped, asked, _ = quotes_of(session)
        prepared.post("/recits/2026-11/citations/demander", {"quote": str(asked.id)})

        page = prepared.get("/recits/2026-11")
        prepared.submit(page, form=f"form[action$='{dropped.id}/ne-pas-demander']")
        prepared.post(f"/recits/2026-11/citations/{asked.id}/ne-pas-demander", status=409)

        assert dropped.id not in {quote.id for quote in quotes_of(session)}
        assert asked.id in {quote.id for quote in quotes_of(session)}

    def test_once_dropped_or_never_proposed_is_not_written_into_the_month(
        self, prepared: Browser, scene: Scene, session: Session
    ) -> None:
        dropped, *others = quotes_of(session)
        kept, words = {quote.text for quote in others}, dropped.text
        prepared.post(f"/recits/2026-11/citations/{dropped.id}/ne-pas-demander")
        address, text = theme_page(session), paragraph_of(session, "theme").text
        never = next(each for each in BUS if each not in {words, *kept})
        private = make_entry(session, scene.people[0], "Je garde pour moi ce que le chauffeur m’a dit hier soir.")
        session.commit()

        for taken in (words, never):
            page = prepared.get(address)
            refused = prepared.submit(page, {"text": f"{text} {taken.rstrip('.').lower()}, dit-on."}, status=422)
            assert "dont l’auteur·e n’a pas dit oui" in refused.text

        # What the team cannot read is not told by a refusal either.
        prepared.submit(prepared.get(address), {"text": f"{text} {private.text}"})

    def test_goes_with_the_text_its_author_takes_back_and_with_publication(
        self, prepared: Browser, scene: Scene, session: Session
    ) -> None:
        taken, *_ = quotes_of(session)
        entry = next(each for each in scene.entries if each.author_id == taken.author_id)
        entries.share(session, entry, Sharing.PRIVATE, now=NOW)
        session.commit()
        assert taken.id not in {quote.id for quote in quotes_of(session)}

        (digest,) = session.scalars(sa.select(Digest).execution_options(populate_existing=True))
        services.recompose(session, digest, **FIGURES)
        services.approve(session, digest, version=digest.version, by=scene.second, now=NOW)
        services.publish(session, digest, now=NOW, **FIGURES)
        session.commit()

        assert quotes_of(session) == []

    def test_cannot_enter_a_text_that_is_approved(
        self, prepared: Browser, scene: Scene, session: Session, sign_in
    ) -> None:
        approve(sign_in(scene.second))

        page = prepared.get("/recits/2026-11")
        prepared.post("/recits/2026-11/citations/demander", {"quote": str(quotes_of(session)[0].id)}, status=409)

        assert not page.select("#citations")
        assert {quote.state for quote in quotes_of(session)} == {QuoteState.PROPOSED}


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

        assert "Une citation acceptée ne peut paraître qu’à partir du" in page.text
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


def test_who_corrected_cannot_approve(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()
    second = sign_in(scene.second)
    second.submit(second.get(theme_page(session)), {"text": "Les trajets pèsent."})

    version = {"version": digests_of(session)[0].version}
    page = second.get("/recits/2026-11").text
    assert "Approuver" not in page
    assert "Personne d’autre ne coordonne ce Lab" not in page
    second.post("/recits/2026-11/approuver", version, status=422)
    sign_in(scene.first).post("/recits/2026-11/approuver", version, status=422)


def test_nobody_approves_what_changed_since_they_read_it(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()
    second = sign_in(scene.second)
    read = second.get("/recits/2026-11")
    first = sign_in(scene.first)
    first.submit(first.get(theme_page(session)), {"text": "Les trajets pèsent."})

    refused = approve(second, read, status=409)
    assert "Relisez-le" in refused.text
    assert refused.find("a", string="Relire le récit")["href"] == "/recits/2026-11"
    second.post("/recits/2026-11/approuver", status=409)
    assert digests_of(session)[0].status is DigestStatus.DRAFT

    approve(second)
    assert digests_of(session)[0].status is DigestStatus.APPROVED


def test_preparing_a_month_twice_prepares_it_once(scene: Scene, session: Session, sign_in) -> None:
    for coordinator in (scene.first, scene.second):
        sign_in(coordinator).post("/recits/2026-11/preparer")

    (digest,) = digests_of(session)
    assert digest.drafted_by_id == scene.first.id


def test_words_refused_meanwhile_are_not_put_back_unseen(scene: Scene, session: Session, sign_in) -> None:
    from journal.narrative import quotes

    digest = scenes.draft(session, scene)
    for quote in quotes_of(session):
        quotes.answer(session, quote, accept=True, now=NOW)
    services.recompose(session, digest, **FIGURES)
    session.commit()
    quote = next(q for q in quotes_of(session) if q.text in paragraph_of(session, "theme").text)
    coordinator = sign_in(scene.second)
    page = coordinator.get(theme_page(session))
    author = sign_in(next(p for p in scene.people if p.id == quote.author_id))
    author.post(f"/recit/citations/{quote.id}/retirer")

    page = coordinator.submit(page, {"text": f"On nous dit que {quote.text.lower()}"}, status=409)

    assert "Ce qui est enregistré en ce moment" in page.text
    assert quote.text.lower()[5:40] not in paragraph_of(session, "theme").text


def test_two_coordinators_at_once_see_both_versions_and_nothing_is_lost(
    scene: Scene, session: Session, sign_in
) -> None:
    scenes.draft(session, scene)
    session.commit()
    first, second = sign_in(scene.first), sign_in(scene.second)
    page_of_first = first.get(theme_page(session))
    second.submit(second.get(theme_page(session)), {"text": "Version de la seconde."})

    page = first.submit(page_of_first, {"text": "Version de la première."}, status=409)

    assert page.select_one("textarea").text.strip() == "Version de la première."
    assert "Version de la seconde." in page.text
    first.submit(page, {"text": "Les deux versions réunies."})
    assert paragraph_of(session, "theme").text == "Les deux versions réunies."


def test_an_altered_quote_is_refused_and_the_typed_text_kept(scene: Scene, session: Session, sign_in) -> None:
    digest = scenes.draft(session, scene)
    quote = quotes_of(session)[0]
    from journal.narrative import quotes

    quotes.answer(session, quote, accept=True, now=NOW)
    services.recompose(session, digest, **FIGURES)
    session.commit()
    first = sign_in(scene.first)
    page = first.get(theme_page(session))
    typed = f"Quelqu’un écrit : « {quote.text.rstrip('.')} et c’est bien fait »."

    refused = first.submit(page, {"text": typed}, status=422)

    assert "ne se modifie pas" in refused.select_one("#text-error").text
    assert refused.select_one("textarea").text.strip() == typed


def test_words_in_guillemets_when_nobody_said_yes_are_said_to_be_unasked_and_cut_between_words(
    scene: Scene, session: Session, sign_in
) -> None:
    scenes.draft(session, scene)
    session.commit()
    first = sign_in(scene.first)
    typed = "« Première fiche de paie après deux ans sans rien, je l’ai montrée à tout le monde chez moi, et rien »"

    error = first.submit(first.get(theme_page(session)), {"text": typed}, status=422).select_one("#text-error").text

    assert "l’auteur·e n’a pas dit oui" in error
    assert "ne se modifie pas" not in error
    assert "tout le monde…\u00a0»" in error


def test_words_nobody_allowed_cannot_be_slipped_in_without_guillemets(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()
    first = sign_in(scene.first)

    words = quotes_of(session)[0].text.lower()

    first.submit(first.get(theme_page(session)), {"text": f"On nous dit que {words}"}, status=422)


def test_corrections_survive_recomposing_and_what_the_machine_wrote_stays_beside(
    scene: Scene, session: Session, sign_in
) -> None:
    scenes.draft(session, scene)
    session.commit()
    first = sign_in(scene.first)
    drafted = paragraph_of(session, "theme").draft_text
    first.submit(first.get(theme_page(session)), {"text": "Les trajets pèsent."})

    first.post("/recits/2026-11/recomposer")

    page = first.get(theme_page(session))
    assert paragraph_of(session, "theme").text == "Les trajets pèsent."
    assert drafted in page.text

    first.submit(page, form="main form.inline-form")

    taken_back = paragraph_of(session, "theme")
    assert (taken_back.text, taken_back.edited_by_id, taken_back.edited_at) == (drafted, None, None)


def test_an_emptied_paragraph_says_that_it_will_not_appear_and_one_goes_on_to_the_next(
    scene: Scene, session: Session, sign_in
) -> None:
    scenes.draft(session, scene)
    session.commit()
    found, first = paragraph_of(session, "theme"), sign_in(scene.first)
    following = next(str(p.id) for p in found.digest.paragraphs if p.position > found.position)

    first.submit(first.get(theme_page(session)), {"text": "", "suite": "y"})

    assert first.response.location.endswith(following)
    assert "ne paraîtront" in first.get("/recits/2026-11").select_one(f"#p{found.position}").text


class TestAQuoteTakenBack:
    def everything_written(self, session: Session) -> str:
        """All the text a reader of the récit's tables could find."""
        digests = digests_of(session)
        paragraphs = [f"{p.text} {p.draft_text} {p.sentences}" for digest in digests for p in digest.paragraphs]
        fresh = sa.select(Narrative).execution_options(populate_existing=True)
        living = [f"{n.paragraphs} {n.public_paragraphs}" for n in session.scalars(fresh)]
        public = [str(digest.public_paragraphs) for digest in digests]
        session.commit()
        return "\n".join([*paragraphs, *living, *public, *(quote.text for quote in quotes_of(session))])

    def published(self, session: Session, scene: Scene) -> Quote:
        scene.lab.is_public = True
        scenes.grow(session, scene.lab)
        digest = scenes.publish(session, scene)
        services.compose_narrative(session, scene.lab, now=NOW, today=NOW.date(), **FIGURES)
        session.commit()
        assert digest.public_paragraphs
        quote = next(q for q in quotes_of(session) if q.state is QuoteState.ACCEPTED)
        assert self.everything_written(session).count(quote.text[5:50]) >= 5
        return quote

    def test_after_publication_leaves_its_place_and_no_word(self, scene: Scene, session: Session, sign_in) -> None:
        quote = self.published(session, scene)
        words = quote.text
        author = sign_in(next(p for p in scene.people if p.id == quote.author_id))

        author.post(f"/recit/citations/{quote.id}/retirer")

        assert words[5:40] not in self.everything_written(session)
        page = sign_in(scene.first).get("/recit/2026-11")
        assert RETIRED in page.text
        assert "une citation retirée" in page.select_one(".story-making").text

    @pytest.mark.parametrize("gesture", ["private", "themes", "rewrite", "mask", "erase", "leave"])
    def test_by_any_gesture_of_its_author_goes_the_same_way(self, gesture: str, scene: Scene, session: Session) -> None:
        quote = self.published(session, scene)
        words, entry = quote.text, next(e for e in scene.entries if e.author_id == quote.author_id)

        if gesture in {"private", "themes"}:
            entries.share(session, entry, Sharing(gesture), now=NOW)
        elif gesture == "rewrite":
            content = entries.EntryContent(text="Tout autre chose.", happened_on=entry.happened_on)
            entries.edit_entry(session, entry, content, now=NOW)
        elif gesture == "mask":
            entries.mask_more(session, entry, [(0, 5)])
        elif gesture == "erase":
            entries.erase_entry(session, entry)
        else:
            session.delete(next(p for p in scene.people if p.id == quote.author_id))
        session.commit()

        assert words[5:40] not in self.everything_written(session)
        assert RETIRED in self.everything_written(session)

    def test_from_a_text_a_coordinator_rewrote_around_it(self, scene: Scene, session: Session) -> None:
        quote = self.published(session, scene)
        paragraph = paragraph_of(session, "theme")
        paragraph.text = f"Nous retenons ceci : « {quote.text} » Et la suite. Elle disait {quote.text.lower()}"
        words = quote.text
        from journal.narrative import quotes

        quotes.withdraw(session, quote, now=NOW)
        session.commit()

        assert words[5:40].lower() not in self.everything_written(session).lower()
        assert "Et la suite." in paragraph.text

    def test_before_publication_is_not_published(self, scene: Scene, session: Session, sign_in) -> None:
        from journal.narrative import quotes

        digest = scenes.draft(session, scene)
        for quote in quotes_of(session):
            quotes.answer(session, quote, accept=True, now=NOW)
        services.recompose(session, digest, **FIGURES)
        session.commit()
        quote = quotes_of(session)[0]
        words = quote.text
        author = sign_in(next(p for p in scene.people if p.id == quote.author_id))

        author.post(f"/recit/citations/{quote.id}/non")

        assert words[5:40] not in "\n".join(p.text for p in digests_of(session)[0].paragraphs)
        # Nobody has read it: nothing says that someone refused.
        assert RETIRED not in str([(p.text, p.draft_text, p.sentences) for p in digests_of(session)[0].paragraphs])


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


class TestAnotherLab:
    def test_another_lab_reads_no_digest(self, scene: Scene, session: Session, sign_in) -> None:
        scenes.publish(session, scene)
        elsewhere = make_lab(session)
        coordinator = make_person(session, elsewhere, Role.COORDINATOR)
        participant = make_person(session, elsewhere)
        session.commit()
        paragraph, quote = paragraph_of(session, "theme"), quotes_of(session)[0]

        browser = sign_in(coordinator)
        for path in ("/recit/2026-11", "/recits/2026-11", f"/recits/2026-11/paragraphes/{paragraph.id}"):
            browser.get(path, status=404)
        browser.post("/recits/2026-11/publier", status=404)
        sign_in(participant).post(f"/recit/citations/{quote.id}/oui", status=404)
        sign_in(participant).get(f"/recit/themes/{scene.theme.id}/repondre", status=404)

    @pytest.mark.parametrize("path", ["/recits", "/recits/2026-11", "/mediation", "/reponses", "/recit/cartes"])
    def test_nor_does_a_participant_read_the_coordinators_pages(
        self, path: str, scene: Scene, session: Session, sign_in
    ) -> None:
        sign_in(scene.people[0]).get(path, status=404)


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

    editions = digests_of(session)[0].editions
    first.post("/recits/2026-11/publier")
    assert digests_of(session)[0].editions == editions
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
    words = services.rules.quoted_in(told.text)[0][:30]
    assert own in {(part["kind"], part["theme"]) for part in digests_of(session)[0].public_paragraphs}
    first, reader = sign_in(scene.first), sign_in(scene.people[0])
    assert words in typographed(reader.get("/recit/2026-11").text)

    first.submit(first.get(address), form="main details form")
    first.post(f"{address}/retirer")  # a second click

    (digest,) = digests_of(session)
    assert words not in str([(p.text, p.draft_text, p.sentences) for p in digest.paragraphs])
    assert own not in {(part["kind"], part["theme"]) for part in digest.public_paragraphs}
    assert [each["what"] for each in digest.editions] == ["publication", "taken_down"]
    page = reader.get("/recit/2026-11")
    assert words not in typographed(page.text)
    assert "un paragraphe retiré par l’équipe" in page.text


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
