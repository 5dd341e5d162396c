"""Which words figures allow: nothing is compared with « au moins cinq », ranked when even, or said against a count."""

from datetime import date

import pytest

from nlp.emotions import Emotion
from nlp.french import Noun, fill
from nlp.prose.changing import changes
from nlp.prose.composing import compose_digest
from nlp.prose.drafts import EvidenceKind, ParagraphKind
from nlp.prose.pathway import along
from nlp.prose.phrasing import Voice, banks
from nlp.prose.shares import leading_emotions
from nlp.prose.theme_part import ThemePart
from nlp.prose.types import AnswerFact, AnswerKind, ChangeFact, StepFacts
from nlp.types import ThemeEvent
from tests.unit.nlp.prose.telling import digest, text_of, theme


@pytest.mark.parametrize(("previous", "compared"), [(5, False), (10, True)])
def test_growth_from_at_least_five_is_told_without_a_figure(previous: int, *, compared: bool) -> None:
    sentence = ThemePart(Voice("2026-11"), theme(event=ThemeEvent.GROWS, previous=previous)).trend()
    assert ("t0/previous" in {evidence.ref for evidence in sentence.evidence}) is compared


def test_a_theme_that_fades_while_more_people_speak_of_it_is_told_without_a_figure() -> None:
    fading = theme("f0", label="Les trajets", event=ThemeEvent.FADES, previous=10)
    draft = compose_digest(digest(fading=(fading,)))
    assert "trajets" in text_of(draft, ParagraphKind.FADES)
    assert "dizaine" not in text_of(draft, ParagraphKind.FADES)


def test_emotions_as_shared_come_in_an_order_of_their_own() -> None:
    both = ((Emotion.WORRY, 0.5), (Emotion.ANGER, 0.5))
    assert leading_emotions(theme(emotions=both)) == leading_emotions(theme(emotions=both[::-1])) == both[::-1]


def test_a_contrast_only_follows_its_contrary() -> None:
    told = theme(helped=("un appel",), hindered=("un refus",))
    slots = {"helps": Noun("un appel"), "hinders": Noun("un refus")}
    for shape, bank in ((("helps", "hinders"), "hinders_after_helps"), (("hinders", "helps"), "helps_after_hinders")):
        first, second = ThemePart(Voice("2026-11"), told).told(shape)
        assert second.text in {fill(each, slots) for each in banks()[bank]}
        assert first.text in {fill(each, slots) for each in banks()[shape[0]]}


def test_there_are_at_least_as_many_texts_as_people() -> None:
    drafts = (compose_digest(digest(entries=30, month=date(2026, month, 1))) for month in range(1, 13))
    told = " ".join(text_of(draft, ParagraphKind.OPENING) for draft in drafts)
    assert "quarantaine de textes" in told
    assert "trentaine de textes" not in told


def test_a_first_month_is_compared_with_nothing() -> None:
    def opening(months: int) -> int:
        draft = compose_digest(digest(theme(event=ThemeEvent.BORN, months=months)))
        return next(len(part.sentences) for part in draft.paragraphs if part.kind is ParagraphKind.OPENING)

    assert opening(months=2) == opening(months=1) + 1


@pytest.mark.parametrize(("due", "year"), [(date(2027, 3, 1), False), (date(2027, 12, 1), True)])
def test_a_date_more_than_ten_months_away_says_its_year(due: date, *, year: bool) -> None:
    promised = AnswerFact("a", "t0", AnswerKind.WILL_DO, "Ouvrir le samedi", due=due)
    told = text_of(compose_digest(digest(theme(), answers=(promised,))), ParagraphKind.ANSWERS)
    assert ("2027" in told) is year


def test_more_than_two_steps_as_hard_are_not_named() -> None:
    hard = [StepFacts(ref, 20, mood=-0.3, spread=2) for ref in ("orientation", "applications", "interviews")]
    (part,) = along(Voice("récit"), [*hard, StepFacts("training", 20, mood=0.3, spread=2)])
    assert len(part.sentences) == 1 + 4, "what may not be compared, then each step"


def test_five_people_are_counted_among_those_heard() -> None:
    heard = changes(Voice("2026-11"), [ChangeFact("c", "t0", "Les trajets", "Nous ajoutons le vélo.")], 5)[0]
    assert "au moins cinq personnes" in heard.text.lower()
    assert heard.evidence[0].kind is EvidenceKind.CONTRIBUTION
