"""What the living récit tells as another voice is another person's."""

import uuid
from datetime import date

from sqlalchemy.orm import Session

from journal.narrative.figures import open_figures
from journal.narrative.gathering.theme_facts import facts_of_themes
from journal.narrative.mails.messages import mailable
from journal.narrative.making import editions, services
from journal.narrative.models import Digest, DigestParagraph, DigestStatus, Quote, QuoteState
from journal.narrative.queries import narrative_of
from journal.narrative.removing.withdrawals import withdraw
from journal.narrative.rules import NAMED_FROM
from tests.factories import NOW
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER, Scene, make_scene

SINCE = (date(2026, 8, 1), date(2026, 11, 30))


def quote(
    session: Session, scene: Scene, month: date, author: int, text: str, *, rare: bool = False, published: bool = True
) -> Quote:
    """A quote said yes to, in a month already published unless told otherwise, of a theme or of none."""
    status = DigestStatus.PUBLISHED if published else DigestStatus.DRAFT
    digest = Digest(lab_id=scene.lab.id, month=month, title="", drafted_at=NOW, published_at=NOW, status=status)
    session.add(digest)
    session.flush()
    made = Quote(
        id=uuid.uuid4(),
        digest_id=digest.id,
        author_id=scene.people[author].id,
        theme_id=None if rare else scene.theme.id,
        text=text,
        state=QuoteState.ACCEPTED,
        asked_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def test_two_quotes_of_one_person_are_never_told_as_two_voices(session: Session) -> None:
    scene = make_scene(session)
    quote(session, scene, date(2026, 8, 1), 1, "Une autre personne, un autre mois.")
    quote(session, scene, date(2026, 9, 1), 0, "La même personne, un mois plus tôt.")
    quote(session, scene, date(2026, 10, 1), 0, "Le car du soir ne passe plus.")

    figures = open_figures(session, scene.lab.id, NOVEMBER, **FIGURES)
    (facts,) = facts_of_themes(session, [scene.state], figures, SINCE, None)

    assert [each.text for each in facts.quotes] == [
        "Le car du soir ne passe plus.",
        "Une autre personne, un autre mois.",
    ]


def test_the_last_rare_voice_of_a_published_month_keeps_its_place_until_its_author_takes_it_back(
    session: Session,
) -> None:
    scene = make_scene(session)
    quote(session, scene, date(2026, 8, 1), 1, "La gardienne m’a prêté sa cuisine tout l’été.", rare=True)
    last = quote(session, scene, date(2026, 9, 1), 2, "Le chien du voisin m’attend chaque soir au portail.", rare=True)
    quote(
        session,
        scene,
        date(2026, 10, 1),
        3,
        "Personne ne m’a appelé pour mon anniversaire.",
        rare=True,
        published=False,
    )

    assert rare_voices(session, scene) == ["chien"]

    withdraw(session, last, now=NOW)
    session.flush()
    assert "chien" not in str(narrative_of(session, scene.lab.id).paragraphs)
    assert rare_voices(session, scene) == ["gardienne"]


def test_a_rare_voice_is_read_by_everyone_only_if_its_author_knew_it_would(session: Session) -> None:
    scene = make_scene(session, people=NAMED_FROM)
    scene.lab.is_public = True
    made = quote(session, scene, date(2026, 9, 1), 2, "Le chien du voisin m’attend chaque soir au portail.", rare=True)
    assert rare_voices(session, scene) == ["chien"]
    assert "chien" not in str(narrative_of(session, scene.lab.id).public_paragraphs)

    made.for_public = True
    rare_voices(session, scene)
    assert "chien" in str(narrative_of(session, scene.lab.id).public_paragraphs)

    scene.people[0].disabled_at = NOW
    rare_voices(session, scene)
    assert "chien" not in str(narrative_of(session, scene.lab.id).public_paragraphs)


def rare_voices(session: Session, scene: Scene) -> list[str]:
    """Which of these the living récit tells apart from its themes, once composed again."""
    narrative = services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    parts = narrative.paragraphs
    told = [sentence["text"] for part in parts if part["kind"] == "minority" for sentence in part["sentences"]]
    return [name for name in ("gardienne", "chien", "anniversaire") if any(name in text for text in told)]


def test_where_a_rare_voice_is_not_heard_nothing_is_said_around_it(session: Session) -> None:
    scene = make_scene(session)
    made = quote(session, scene, date(2026, 9, 1), 2, "Le chien du voisin m’attend chaque soir au portail.", rare=True)
    digest = session.get_one(Digest, made.digest_id)
    around = f"Hors des thèmes, il y a ces mots : «\u00a0{made.text}\u00a0» Sans cela, ce récit serait incomplet."
    for place, (kind, text) in enumerate((("opening", "Le mois se raconte."), ("minority", around))):
        told = {"position": place, "kind": kind, "heading": kind, "text": text, "draft_text": text, "sentences": []}
        digest.paragraphs.append(DigestParagraph(**told))
    session.flush()

    mailed, printed = mailable(session, digest), editions.carried_away(session, digest)

    assert [heading for heading, _ in mailed] == [part["heading"] for part in printed] == ["opening"]
    withdraw(session, made, now=NOW)
    assert "Sans cela" in digest.paragraphs[1].text, "on the site, its place says why"
