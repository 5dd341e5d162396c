"""Without its author's yes, a quote is nowhere: neither in a text, nor beside it, nor kept once the month is out."""

import pytest
from sqlalchemy.orm import Session

from journal.errors import Refused
from journal.narrative import evidence
from journal.narrative.making import checks, quotes, services
from journal.narrative.models import Digest, DigestParagraph, Quote, QuoteState
from journal.narrative.queries import quotes_of
from journal.narrative.whose_words import RUN_OF_WORDS
from tests.factories import NOW, make_entry
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, NOVEMBER, Scene, make_scene

UNSAID = [QuoteState.PROPOSED, QuoteState.ASKED, QuoteState.REFUSED]
RARE = "Une fanfare est passée sous ma fenêtre, et j’ai ri seule pendant dix minutes."


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session)


@pytest.fixture
def digest(session: Session, scene: Scene) -> Digest:
    """A month whose authors were asked, for a passage that belongs to no theme too."""
    digest = scenes.draft(session, scene)
    rare = make_entry(session, scene.people[-1], RARE, happened_on=NOVEMBER)
    wanted = {"passage_id": rare.passages[0].id, "author_id": rare.author_id, "text": RARE}
    for alike in [quote for quote in quotes_of(session, digest) if quote.author_id == rare.author_id]:
        session.delete(alike)
    session.add(Quote(digest_id=digest.id, theme_id=None, state=QuoteState.ASKED, asked_at=NOW, **wanted))
    session.flush()
    return digest


def part_of_the_theme(digest: Digest) -> DigestParagraph:
    return next(paragraph for paragraph in digest.paragraphs if paragraph.kind == "theme")


@pytest.mark.parametrize("state", UNSAID)
def test_a_text_is_written_without_it(session: Session, digest: Digest, state: QuoteState) -> None:
    asked = quotes_of(session, digest)
    for quote in asked:
        quote.state = state
    session.flush()

    services.recompose(session, digest, now=NOW, **FIGURES)

    written = str([(part.text, part.draft_text, part.sentences) for part in digest.paragraphs])
    assert {quote.theme_id is None for quote in asked} == {True, False}
    assert not [quote.text for quote in asked if quote.text[5:40] in written]


def test_with_their_yes_both_are_written(session: Session, digest: Digest) -> None:
    for quote in quotes_of(session, digest):
        quotes.answer(session, quote, accept=True, now=NOW)

    services.recompose(session, digest, now=NOW, **FIGURES)

    assert {quote.theme_id is None for quote in quotes.printed_in(session, digest)} == {True, False}


@pytest.mark.parametrize("state", UNSAID)
def test_what_a_sentence_rests_on_does_not_show_it(session: Session, digest: Digest, state: QuoteState) -> None:
    quote = quotes_of(session, digest)[0]
    quote.state = state
    session.flush()
    sentence = {"text": "On en parle.", "evidence": [["quote", str(quote.id)]]}

    ((opened,),) = [each.evidence for each in evidence.open_all(session, [sentence], digest.lab_id)]

    assert opened.quoted == ""
    assert quote.text[5:40] not in opened.text


def test_a_few_of_its_words_typed_by_the_team_are_refused(session: Session, digest: Digest) -> None:
    """Fewer than those by which a passage that nobody asked for is known."""
    part, quote = part_of_the_theme(digest), quotes_of(session, digest)[0]
    few = " ".join(quote.text.replace("’", "’ ").split()[:RUN_OF_WORDS]).replace("’ ", "’")

    with pytest.raises(Refused, match="n’a pas dit oui"):
        checks.nobody_is_quoted_unasked(session, part, f"Une personne dit ceci : {few}")


def test_silence_is_a_no_once_the_month_is_out_even_where_the_same_words_stand(
    session: Session, digest: Digest
) -> None:
    quote = quotes_of(session, digest)[0]
    part_of_the_theme(digest).text = quote.text

    assert quotes.printed_in(session, digest) == []
    quotes.close(session, digest)

    assert (quote.state, quote.text) == (QuoteState.REFUSED, "")
