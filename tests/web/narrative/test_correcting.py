"""A month is corrected by one person and approved by another; nothing typed is lost, and nobody is made to speak."""

from sqlalchemy.orm import Session

from journal.narrative.making import quotes, services
from journal.narrative.models import DigestStatus
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene
from tests.web.narrative.months import approve, digests_of, paragraph_of, quotes_of, theme_page


def test_preparing_a_month_twice_prepares_it_once(scene: Scene, session: Session, sign_in) -> None:
    for coordinator in (scene.first, scene.second):
        sign_in(coordinator).post("/recits/2026-11/preparer")

    (digest,) = digests_of(session)
    assert digest.drafted_by_id == scene.first.id


def test_who_corrected_cannot_approve(scene: Scene, session: Session, sign_in) -> None:
    scenes.draft(session, scene)
    session.commit()
    second = sign_in(scene.second)
    assert "vous le pouvez, tant que vous n’y corrigez rien" in second.get("/recits/2026-11").main.text
    second.submit(second.get(theme_page(session)), {"text": "Les trajets pèsent."})

    version = {"version": digests_of(session)[0].version}
    page = second.get("/recits/2026-11").text
    assert "Approuver" not in page
    assert "vous le pouvez" not in page
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


def test_an_altered_quote_is_refused_and_the_typed_text_kept(scene: Scene, session: Session, sign_in) -> None:
    digest = scenes.draft(session, scene)
    quote = quotes_of(session)[0]
    quotes.answer(session, quote, accept=True, now=NOW)
    services.recompose(session, digest, now=NOW, **FIGURES)
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


def test_words_refused_meanwhile_are_not_put_back_unseen(scene: Scene, session: Session, sign_in) -> None:
    digest = scenes.draft(session, scene)
    for quote in quotes_of(session):
        quotes.answer(session, quote, accept=True, now=NOW)
    services.recompose(session, digest, now=NOW, **FIGURES)
    session.commit()
    quote = next(q for q in quotes_of(session) if q.text in paragraph_of(session, "theme").text)
    coordinator = sign_in(scene.second)
    page = coordinator.get(theme_page(session))
    author = sign_in(next(p for p in scene.people if p.id == quote.author_id))
    author.post(f"/recit/citations/{quote.id}/retirer")

    page = coordinator.submit(page, {"text": f"On nous dit que {quote.text.lower()}"}, status=409)

    assert "Ce qui est enregistré en ce moment" in page.text
    assert quote.text.lower()[5:40] not in paragraph_of(session, "theme").text
