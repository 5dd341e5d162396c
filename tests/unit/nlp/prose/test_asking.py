"""What came back of the last question: people counted from five, nothing of fewer, the question as asked."""

from dataclasses import replace
from datetime import date

import pytest

from nlp.emotions import Emotion
from nlp.prose.composing import compose_digest
from nlp.prose.drafts import EvidenceKind, Paragraph, ParagraphKind
from nlp.prose.types import AskedFact
from tests.unit.nlp.prose.telling import digest, theme

QUESTION = "Sur les trajets, qu’avez-vous essayé\u00a0?"
SEPTEMBER, PUBLISHED = date(2026, 9, 1), date(2026, 10, 4)
FELT = ((Emotion.WORRY, 0.4), (Emotion.HOPE, 0.6), (Emotion.JOY, 0.1))


def asked(**facts: object) -> Paragraph | None:
    fact = AskedFact(SEPTEMBER, PUBLISHED, QUESTION, **facts)  # type: ignore[arg-type]
    draft = compose_digest(digest(theme(), theme("t1", label="Les trajets"), asked=fact))
    return next((part for part in draft.paragraphs if part.kind is ParagraphKind.ASKED), None)


def text(part: Paragraph | None) -> str:
    assert part is not None
    return " ".join(sentence.text for sentence in part.sentences)


def test_it_recalls_the_question_and_says_how_many_answered_and_what_came_back() -> None:
    told = text(asked(participants=15, emotions=FELT, themes=("t0",)))

    assert f"«\u00a0{QUESTION}\u00a0»" in told
    assert "septembre" in told
    assert "quinzaine de personnes" in told.casefold()
    assert told.casefold().index("l’espoir") < told.casefold().index("l’inquiétude")
    assert "joie" not in told
    assert "la garde des enfants" in told
    assert "question des trajets" not in told.replace(QUESTION, "")


def test_it_never_says_that_the_question_was_asked_in_the_month_it_tells_of() -> None:
    """The récit of September came out in October, which is when anyone read its question."""
    for year in range(2020, 2028):
        fact = AskedFact(date(year, 9, 1), date(year, 10, 4), QUESTION)
        draft = compose_digest(replace(digest(theme(), asked=fact), month=date(year, 10, 1)))
        told = text(next(part for part in draft.paragraphs if part.kind is ParagraphKind.ASKED))

        assert "4\u00a0octobre" in told
        assert "en septembre" not in told.casefold()


@pytest.mark.parametrize("few", [0, 1, 4])
def test_too_few_answers_are_said_alike_and_tell_nothing(few: int) -> None:
    told = asked(participants=few, emotions=FELT, themes=("t0",))

    assert text(told) == text(asked())
    assert any(words in text(told).casefold() for words in ("trop peu", "pas eu assez", "pas assez"))
    assert "espoir" not in text(told)
    assert "enfants" not in text(told)


def test_each_of_its_sentences_leads_to_the_question_or_to_a_figure() -> None:
    part = asked(participants=15, emotions=FELT, themes=("t0",))
    assert part is not None

    first, *others = part.sentences
    assert [(each.kind, each.ref) for each in first.evidence] == [(EvidenceKind.QUESTION, "2026-09")]
    assert [each.evidence[0].ref for each in others] == ["asked", "asked_emotions", "asked_themes"]


def test_it_comes_just_before_the_next_question_and_not_at_all_when_nothing_was_asked() -> None:
    fact = AskedFact(SEPTEMBER, PUBLISHED, QUESTION)
    kinds = [part.kind for part in compose_digest(digest(theme(), asked=fact)).paragraphs]

    assert kinds.index(ParagraphKind.QUESTION) == kinds.index(ParagraphKind.ASKED) + 1
    assert ParagraphKind.ASKED not in {part.kind for part in compose_digest(digest(theme())).paragraphs}
