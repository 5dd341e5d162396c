"""A newer masker hides more of a passage: its quotes follow where they are not published, and only there."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.entries.models import Passage
from journal.narrative import quotes, rules, services
from journal.narrative.models import Digest, Narrative, Quote, QuoteState
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, make_scene


def everything_written(digest: Digest) -> str:
    return "\n".join(f"{p.text} {p.draft_text} {p.sentences}" for p in digest.paragraphs)


def hide(session: Session, quote: Quote, word: str) -> None:
    passage = session.get_one(Passage, quote.passage_id)
    assert word in passage.text
    passage.text = passage.text.replace(word, "[LIEU]")
    session.commit()


def accepted(session: Session, digest: Digest) -> Quote:
    """A quote its author allowed, and that stands in the draft."""
    for asked in session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id)).all():
        quotes.answer(session, asked, accept=True, now=NOW - rules.COOLING)
    services.recompose(session, digest, **FIGURES)
    return quotes.printed_in(session, digest)[0]


def longest_word(quote: Quote) -> str:
    return max(quote.text.replace("’", " ").replace(",", " ").split(), key=len)


def test_a_quote_not_published_yet_is_hidden_wherever_it_was_written(session: Session) -> None:
    digest = scenes.draft(session, make_scene(session))
    quote = accepted(session, digest)
    word, version = longest_word(quote), digest.version
    assert word in everything_written(digest)

    hide(session, quote, word)

    assert word not in quote.text
    assert word not in everything_written(digest)
    assert "[LIEU]" in everything_written(digest)
    assert (quote.state, digest.version > version) == (QuoteState.ACCEPTED, True)
    assert quote in quotes.printed_in(session, digest)


def test_where_a_person_wrote_it_otherwise_it_goes_rather_than_show(session: Session) -> None:
    digest = scenes.draft(session, make_scene(session))
    quote = accepted(session, digest)
    word = longest_word(quote)
    digest.paragraphs[0].text = f"Elle disait\u00a0: {quote.text.rstrip('.').upper()}, et nous aussi."
    session.commit()

    hide(session, quote, word)

    assert word.casefold() not in everything_written(digest).casefold()


def test_what_is_published_stays_as_its_author_allowed_it(session: Session) -> None:
    scene = make_scene(session)
    digest = scenes.publish(session, scene)
    quote = quotes.printed_in(session, digest)[0]
    word, before = longest_word(quote), (quote.text, everything_written(digest), digest.editions)

    hide(session, quote, word)

    assert (quote.text, everything_written(digest), digest.editions) == before


def test_the_living_recit_is_written_again(session: Session) -> None:
    scene = make_scene(session)
    digest = scenes.draft(session, scene)
    quote = accepted(session, digest)
    services.compose_narrative(session, scene.lab, now=NOW, today=NOW.date(), **FIGURES)
    session.commit()

    hide(session, quote, longest_word(quote))

    assert session.scalars(sa.select(Narrative.is_stale)).one()
