"""What a month tells of what was written, and what it leaves out."""

import re
from dataclasses import replace

import pytest

from nlp.emotions import Emotion
from nlp.prose.composing import compose_digest
from nlp.prose.drafts import EvidenceKind, ParagraphKind
from nlp.prose.findings import find_tension, find_turning_point
from nlp.prose.types import MinorityFact, QuoteFact, TurningPointFact, UntoldFact
from nlp.types import Solidity, ThemeEvent
from tests.unit.nlp.prose.telling import (
    digest,
    text_of,
    theme,
)


def test_the_title_names_the_month_and_the_lab() -> None:
    assert compose_digest(digest()).title == "Le récit d’octobre 2026 – Lab Durance"


def test_with_fewer_than_five_people_nothing_is_told() -> None:
    draft = compose_digest(digest(theme(quotes=(QuoteFact("q", "secret"),)), participants=4))
    assert [paragraph.kind for paragraph in draft.paragraphs] == [ParagraphKind.OPENING]
    assert "secret" not in text_of(draft, ParagraphKind.OPENING)


def test_a_theme_under_five_people_is_left_out() -> None:
    draft = compose_digest(digest(theme(participants=4), theme("t1", label="Les trajets")))
    assert [p.theme_ref for p in draft.paragraphs if p.kind is ParagraphKind.THEME] == ["t1"]
    assert "garde" not in " ".join(sentence.text for sentence in draft.sentences)


def test_an_emotion_or_a_step_shared_by_fewer_than_five_is_not_named() -> None:
    facts = theme(participants=10, emotions=((Emotion.SHAME, 0.4),), steps=(("Immersion", 0.4),))
    told = " ".join(sentence.text for sentence in compose_digest(digest(facts)).sentences)
    assert "honte" not in told
    assert "Immersion" not in told


def test_growth_says_both_figures_and_rests_on_them() -> None:
    draft = compose_digest(digest(theme(event=ThemeEvent.GROWS, previous=10)))
    sentence = next(p for p in draft.paragraphs if p.kind is ParagraphKind.GROWS).sentences[0]
    assert "une dizaine" in sentence.text
    assert "une vingtaine" in sentence.text
    assert {e.ref for e in sentence.evidence} == {"t0", "t0/participants", "t0/previous"}


def test_figures_that_contradict_a_movement_keep_it_from_being_told() -> None:
    shrunk = compose_digest(digest(theme(event=ThemeEvent.GROWS, previous=30)))
    swollen = compose_digest(digest(theme(event=ThemeEvent.FADES, previous=10)))
    kinds = {paragraph.kind for draft in (shrunk, swollen) for paragraph in draft.paragraphs}
    assert not kinds & {ParagraphKind.GROWS, ParagraphKind.FADES}


def test_emotions_shared_alike_are_not_ranked() -> None:
    draft = compose_digest(digest(theme(emotions=((Emotion.PRIDE, 0.5), (Emotion.WORRY, 0.5)))))
    assert not re.search(r"d’abord|domine|le plus|premier|surtout", text_of(draft, ParagraphKind.THEME))


def test_a_quote_already_read_is_not_read_again() -> None:
    facts = digest(theme(quotes=(QuoteFact("q1", "J’ai tremblé."), QuoteFact("q2", "Je n’ai plus tremblé."))))
    told = frozenset({"Quelqu’un écrit : « J’ai tremblé. »"})
    refs = {e.ref for s in compose_digest(replace(facts, previous_sentences=told)).sentences for e in s.evidence}
    assert "q1" not in refs
    assert "q2" in refs


def test_a_quote_is_given_word_for_word() -> None:
    draft = compose_digest(digest(theme(quotes=(QuoteFact("q", "jai rien compris mais jy suis retourné"),))))
    assert "«\u00a0jai rien compris mais jy suis retourné\u00a0»" in text_of(draft, ParagraphKind.THEME)


def test_the_minority_voice_has_no_count_no_theme_and_no_step() -> None:
    fact = MinorityFact("m", QuoteFact("mq", "Personne ne sait où je dors.", step="Immersion"))
    paragraph = next(
        p for p in compose_digest(digest(theme(), minority=fact)).paragraphs if p.kind is ParagraphKind.MINORITY
    )
    assert paragraph.theme_ref is None
    assert not any("Immersion" in s.text or "personnes" in s.text for s in paragraph.sentences)
    kinds = {e.kind for s in paragraph.sentences for e in s.evidence}
    assert kinds == {EvidenceKind.PASSAGE, EvidenceKind.DECISION}


def test_themes_too_few_speak_of_now_are_said_in_one_sentence_without_a_count() -> None:
    gone = (UntoldFact("u0", "Les trajets"), UntoldFact("u1", "Le logement"))
    draft = compose_digest(digest(theme(), untold=gone))

    [paragraph] = [p for p in draft.paragraphs if p.kind is ParagraphKind.FADES]
    [sentence] = paragraph.sentences
    assert "les trajets et le logement" in sentence.text
    assert not re.search(r"\d|(?<!quelqu’)\b(?:un|une|deux|trois|quatre|cinq)\b", sentence.text)
    assert [(e.kind, e.ref) for e in sentence.evidence] == [(EvidenceKind.THEME, "u0"), (EvidenceKind.THEME, "u1")]


def test_the_question_is_about_the_theme_that_is_chosen() -> None:
    told = digest(theme(), theme("t1", label="Les trajets"), question_seed="t1")
    assert "es trajets" in text_of(compose_digest(told), ParagraphKind.QUESTION)


def test_how_the_lab_reads_a_theme_is_told_twice_over_then_kept_for_later() -> None:
    read = theme(first_reading="Sans bus, on renonce.", second_reading="Ce n’est pas le bus, c’est l’heure.")
    first = compose_digest(digest(read))
    told = text_of(first, ParagraphKind.THEME)
    assert told.index("on renonce") < told.index("c’est l’heure")

    later = replace(digest(read), previous_sentences=frozenset(sentence.text for sentence in first.sentences))

    assert "renonce" not in text_of(compose_digest(later), ParagraphKind.THEME)
    assert "l’heure" not in text_of(compose_digest(later), ParagraphKind.THEME)


def test_what_helps_or_hinders_is_neither_the_name_of_the_theme_nor_what_was_said_last_month() -> None:
    told = theme(label="Faire garder ses enfants", helped=("mamie",), hindered=("garde", "horaires"))
    first = compose_digest(digest(told))
    assert "« garde »" not in text_of(first, ParagraphKind.THEME).replace("\u00a0", " ")
    assert "horaires" in text_of(first, ParagraphKind.THEME)

    later = replace(digest(told), previous_sentences=frozenset(sentence.text for sentence in first.sentences))

    assert "horaires" not in text_of(compose_digest(later), ParagraphKind.THEME)


def test_a_tension_is_one_word_that_helps_here_and_hinders_there_before_contrary_moods() -> None:
    bus = theme("bus", helped=("Le téléphone",), emotions=((Emotion.HOPE, 0.6),))
    wait = theme("wait", hindered=("le téléphone",), emotions=((Emotion.ANGER, 0.6),))
    found = find_tension((wait, bus))
    assert found is not None
    assert (found.first_ref, found.second_ref, found.word) == ("bus", "wait", "Le téléphone")
    moods = find_tension((replace(bus, helped=()), wait))
    assert moods is not None
    assert (moods.first_emotion, moods.second_emotion) == (Emotion.HOPE, Emotion.ANGER)
    assert find_tension((bus,)) is None


def test_a_turning_point_is_a_mood_that_turned_or_a_wide_shift_of_agency() -> None:
    before = theme(emotions=((Emotion.WORRY, 0.6),), agency=2.0)
    assert find_turning_point((before,), (before,)) is None
    relieved = find_turning_point((replace(before, emotions=((Emotion.RELIEF, 0.6),)),), (before,))
    assert relieved == TurningPointFact("t0", Emotion.WORRY, Emotion.RELIEF)
    torn = replace(before, emotions=((Emotion.RELIEF, 0.5), (Emotion.WORRY, 0.5)))
    assert find_turning_point((torn,), (before,)) is None
    acting = find_turning_point((replace(before, agency=3.5),), (before,))
    assert acting == TurningPointFact("t0", agency_before=2.0, agency_after=3.5)
    for made in (ThemeEvent.MERGED, ThemeEvent.SPLIT):
        turned = replace(before, emotions=((Emotion.RELIEF, 0.6),), agency=3.5, event=made)
        assert find_turning_point((turned,), (before,)) is None


class TestAThinPart:
    """A theme that grows is told in « Ce qui grandit »: its own part says more than one bare sentence."""

    def part(self, **facts: object) -> str:
        growing = theme(event=ThemeEvent.GROWS, previous=10, months=4, **facts)
        (only,) = [p for p in compose_digest(digest(growing)).paragraphs if p.kind is ParagraphKind.THEME]
        assert len(only.sentences) >= 2
        return " ".join(sentence.text for sentence in only.sentences)

    def test_says_how_many_when_nothing_else_is_known(self) -> None:
        text = self.part(emotions=((Emotion.WORRY, 0.6),))
        assert "inquiétude" in text
        assert "vingt" in text

    def test_says_first_all_that_is_known(self) -> None:
        text = self.part(emotions=((Emotion.WORRY, 0.6),), steps=(("formation", 0.8),), hindered=("horaires",))
        assert all(words in text for words in ("inquiétude", "formation", "horaires"))
        assert "vingt" not in text


@pytest.mark.parametrize("solidity", Solidity)
def test_a_theme_that_is_not_solid_is_told_with_caution(solidity: Solidity) -> None:
    draft = compose_digest(digest(theme(solidity=solidity)))
    evidence = {each.ref for paragraph in draft.paragraphs for told in paragraph.sentences for each in told.evidence}

    assert ("t0/solidity" in evidence) is (solidity is not Solidity.SOLID)
