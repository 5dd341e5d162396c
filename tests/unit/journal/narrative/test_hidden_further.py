"""A newer masker hides more of a passage: its quotes follow where they are not published, and only there."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.entries.hiding import hide_for_team, hide_words_for_team
from journal.entries.masks import MaskKind
from journal.entries.models import MaskingState, Passage
from journal.narrative import rules, whose_words
from journal.narrative.making import quotes, services
from journal.narrative.making.contributions import withdraw
from journal.narrative.models import Contribution, ContributionState, Digest, Narrative, Quote, QuoteState
from tests.factories import NOW, make_lab, make_person
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, make_scene

# With it comes what listens to the database.
pytestmark = pytest.mark.usefixtures("app")


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
    services.recompose(session, digest, now=NOW, **FIGURES)
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
    word, before = longest_word(quote), (quote.text, everything_written(digest), digest.revisions)

    hide(session, quote, word)

    assert (quote.text, everything_written(digest), digest.revisions) == before


def hide_for_the_team(session: Session, quote: Quote, word: str) -> None:
    passage = session.get_one(Passage, quote.passage_id)
    at = passage.text.index(word)
    hide_for_team(passage, [(at, at + len(word))], MaskKind.FIRST_NAME, now=NOW)
    session.commit()


def test_a_name_the_team_hides_is_hidden_in_what_is_published_too(session: Session) -> None:
    lab = make_lab(session)
    lab.is_public = True
    scenes.grow(session, lab)
    scene = make_scene(session, lab=lab)
    digest = scenes.publish(session, scene)
    living = services.compose_narrative(session, lab, now=NOW, **FIGURES)
    assert living is not None
    quote = quotes.printed_in(session, digest)[0]
    word = longest_word(quote).strip(".")

    def read() -> list[str]:
        return [everything_written(digest), *map(str, (digest.public_paragraphs, living.paragraphs))]

    assert all(word in text for text in read())

    hide_for_the_team(session, quote, word)

    assert [(word in text, "[PRÉNOM]" in text) for text in read()] == [(False, True)] * 3
    assert word not in quote.text
    assert (quote.state, quote in quotes.printed_in(session, digest)) == (QuoteState.ACCEPTED, True)
    assert [each["what"] for each in digest.revisions] == ["publication", "masked"]
    assert living.is_stale


def test_a_published_paragraph_that_says_it_otherwise_goes_whole(session: Session) -> None:
    digest = scenes.publish(session, make_scene(session))
    quote = quotes.printed_in(session, digest)[0]
    word = longest_word(quote).strip(".")
    [carrying] = [part for part in digest.paragraphs if whose_words.shares_words(part.text, quote.text)]
    kept = [part.text for part in digest.paragraphs if part is not carrying]
    carrying.text = f"Elle disait\u00a0: {quote.text.rstrip('.').upper()}, et nous aussi."
    session.commit()

    hide_for_the_team(session, quote, word)

    assert carrying.text == ""
    assert word.casefold() not in everything_written(digest).casefold()
    assert [part.text for part in digest.paragraphs if part is not carrying] == kept
    assert [each["what"] for each in digest.revisions] == ["publication", "taken_down"]


def test_the_living_recit_is_written_again(session: Session) -> None:
    scene = make_scene(session)
    digest = scenes.draft(session, scene)
    quote = accepted(session, digest)
    services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
    session.commit()

    hide(session, quote, longest_word(quote))

    assert session.scalars(sa.select(Narrative.is_stale)).one()


SAID = "Il manque le vélo, Karim de Digne le dit aussi et personne ne l’entend."
HIDDEN = SAID.replace("Karim de Digne", "[PRÉNOM] de [VILLE]")


def taken_up(session: Session, digest: Digest, written: str) -> Contribution:
    """What someone said was missing, and that the team wrote into a month."""
    author = make_person(session, session.get_one(Lab, digest.lab_id))
    made = Contribution(
        lab_id=digest.lab_id, author_id=author.id, text=SAID, masked_text=SAID, at=NOW, state=ContributionState.ACCEPTED
    )
    made.masking_state = MaskingState.MASKED
    digest.paragraphs[0].text = written
    session.add(made)
    session.commit()
    return made


@pytest.mark.parametrize("said", ["mots", "les trajets"])
def test_what_is_too_short_to_be_somebodys_own_hides_nothing_of_others(said: str, session: Session) -> None:
    digest = scenes.publish(session, make_scene(session))
    contribution = taken_up(session, digest, digest.paragraphs[0].text)
    contribution.text = contribution.masked_text = said
    session.commit()
    told = (everything_written(digest), digest.revisions)
    assert said in told[0]

    hide_words_for_team(contribution, [(0, len(said))], MaskKind.OTHER)
    session.commit()

    assert (everything_written(digest), digest.revisions) == told


def test_what_was_published_before_it_was_sent_is_not_of_it(session: Session) -> None:
    digest = scenes.publish(session, make_scene(session))
    contribution = taken_up(session, digest, f"On nous écrit\u00a0: {SAID}")
    contribution.at = NOW + timedelta(days=1)
    session.commit()
    at = SAID.index("Karim")

    hide_words_for_team(contribution, [(at, at + 5)], MaskKind.FIRST_NAME)
    session.commit()

    assert SAID in digest.paragraphs[0].text


def hide_said(session: Session, contribution: Contribution) -> None:
    contribution.read_before, contribution.masked_text = [SAID], HIDDEN
    session.commit()


def test_what_was_said_to_be_missing_is_hidden_in_a_month_not_published_yet(session: Session) -> None:
    digest = scenes.draft(session, make_scene(session))
    contribution, version = taken_up(session, digest, f"On nous écrit\u00a0: {SAID}"), digest.version

    hide_said(session, contribution)

    assert digest.paragraphs[0].text == f"On nous écrit\u00a0: {HIDDEN}"
    assert digest.version > version


def test_and_goes_from_it_where_it_was_written_otherwise(session: Session) -> None:
    digest = scenes.draft(session, make_scene(session))
    contribution = taken_up(session, digest, "On l’entend peu. Le vélo, Karim de Digne le dit aussi, et rien ne vient.")

    hide_said(session, contribution)

    assert "Karim" not in everything_written(digest)
    assert "On l’entend peu." in digest.paragraphs[0].text


def test_a_name_the_team_hides_of_it_is_hidden_in_what_is_published_too(session: Session) -> None:
    digest = scenes.publish(session, make_scene(session))
    contribution = taken_up(session, digest, f"On nous écrit\u00a0: {SAID}")
    at = SAID.index("Karim")

    hide_words_for_team(contribution, [(at, at + 5)], MaskKind.FIRST_NAME)
    session.commit()

    assert digest.paragraphs[0].text == f"On nous écrit\u00a0: {SAID.replace('Karim', '[PRÉNOM]')}"
    assert digest.revisions[-1]["what"] == "masked"


def test_taking_it_back_takes_what_was_published_of_it_before_it_was_hidden_further(session: Session) -> None:
    digest = scenes.publish(session, make_scene(session))
    contribution = taken_up(session, digest, "On l’entend peu. Karim de Digne le dit aussi, et rien ne vient.")
    hide_said(session, contribution)
    assert "Karim" in digest.paragraphs[0].text, "what is published stays as it was allowed"

    withdraw(session, contribution)
    session.commit()

    assert "Karim" not in everything_written(digest)
