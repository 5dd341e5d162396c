"""The composer's promises: every sentence holds on something, says nothing it may not, and does not repeat itself."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from string import Formatter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.emotions import Emotion
from nlp.french import fill, noun_phrase
from nlp.prose.composing import (
    AnswerFact,
    AnswerKind,
    DigestFacts,
    Draft,
    EvidenceKind,
    LedgerFacts,
    MinorityFact,
    NarrativeFacts,
    ParagraphKind,
    QuoteFact,
    ThemeFacts,
    TurningPointFact,
    UntoldFact,
    compose_digest,
    compose_narrative,
    find_tension,
    find_turning_point,
)
from nlp.prose.phrasing import Voice, banks
from nlp.prose.sections import side_by_side
from nlp.types import Solidity, ThemeEvent

LABELS = (
    "Transport et mobilité",
    "Attente de réponses",
    "La garde des enfants",
    "Le groupe et la formatrice",
    "Les horaires",
    "L’âge",
    "Le Havre",
    "Être reçu·e",
    "Honte et silence",
    "Le logement : attendre",
)
PHRASES = ("le covoiturage", "crèche", "Les horaires décalés", "un appel", "« surqualifiée »", "honte")
QUOTES = (
    "J'ai attendu trois mois...",
    "Pourquoi moi ?",
    "je sais pas",
    "On m’a dit « revenez demain ». Demain !",
    "Ça va mieux.",
)
SHARES = st.floats(0, 1, allow_nan=False)
COUNTS = st.integers(1, 12).map(lambda n: n * 5)
AROUND_WORD = re.compile(r"\b(?:une|deux|trois|quatre|[0-4]) (?:personnes?|textes?)\b")


@st.composite
def themes(draw: st.DrawFn, ref: str, label: str) -> ThemeFacts:
    quotes = draw(st.lists(st.sampled_from(QUOTES), max_size=3, unique=True))
    return ThemeFacts(
        ref=ref,
        label=label,
        participants=draw(COUNTS),
        event=draw(st.sampled_from(ThemeEvent)),
        previous=draw(st.none() | COUNTS),
        months=draw(st.integers(1, 9)),
        emotions=tuple(
            draw(st.lists(st.tuples(st.sampled_from(Emotion), SHARES), max_size=3, unique_by=lambda pair: pair[0]))
        ),
        helped=tuple(draw(st.lists(st.sampled_from(PHRASES), max_size=4, unique=True))),
        hindered=tuple(draw(st.lists(st.sampled_from(PHRASES), max_size=4, unique=True))),
        steps=tuple(draw(st.lists(st.tuples(st.sampled_from(("Immersion", "Entretiens")), SHARES), max_size=2))),
        quotes=tuple(QuoteFact(f"{ref}-q{n}", text) for n, text in enumerate(quotes)),
        agency=draw(st.none() | st.floats(1, 5)),
        solidity=draw(st.sampled_from(Solidity)),
        first_reading=draw(st.sampled_from(("", "Sans bus, on renonce."))),
        second_reading=draw(st.sampled_from(("", "Ce n’est pas le bus, c’est l’heure."))),
    )


@st.composite
def answers(draw: st.DrawFn, ref: str) -> AnswerFact:
    return AnswerFact(
        ref=ref,
        theme_ref=draw(st.sampled_from(("t0", "t1", "gone"))),
        kind=draw(st.sampled_from(AnswerKind)),
        text=f"{draw(st.sampled_from(('Ouvrir une salle', 'France Travail ouvre', 'CER partenaire')))} {ref}",
        due=draw(st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))),
        reason=draw(st.sampled_from(("", "aucune règle ne le prévoit", "Parce que la loi l'interdit."))),
        done=draw(st.booleans()),
        told=draw(st.booleans()),
    )


@st.composite
def digests(draw: st.DrawFn, most: int = 4) -> DigestFacts:
    labels = draw(st.permutations(LABELS))
    told = tuple(draw(themes(f"t{n}", labels[n])) for n in range(draw(st.integers(0, most))))
    fading = tuple(
        replace(draw(themes(f"f{n}", labels[-1])), event=ThemeEvent.FADES) for n in range(draw(st.integers(0, 1)))
    )
    turning = TurningPointFact("t0", Emotion.WORRY, Emotion.RELIEF) if draw(st.booleans()) else None
    minority = draw(
        st.sampled_from((None, MinorityFact("m", QuoteFact("mq", QUOTES[0])), MinorityFact("m", None, Emotion.SHAME)))
    )
    return DigestFacts(
        lab_name="Lab Durance",
        month=draw(st.dates(date(2026, 1, 1), date(2027, 12, 1))).replace(day=1),
        participants=draw(COUNTS),
        entries=draw(COUNTS),
        themes=told,
        fading=fading,
        untold=tuple(UntoldFact(f"u{n}", labels[-2 - n]) for n in range(draw(st.integers(0, 2)))),
        answers=tuple(draw(answers(f"a{n}")) for n in range(draw(st.integers(0, 3)))),
        tension=find_tension(told),
        turning_point=turning,
        minority=minority,
        question_seed=draw(st.sampled_from(("", "t0", "autre"))),
        ledger=draw(st.none() | st.builds(LedgerFacts, entries=COUNTS, private=st.integers(0, 30))),
    )


def unquoted(text: str) -> str:
    return re.sub(r"«[^»]*»", "«»", text)


walked = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@walked
@given(digests())
def test_every_sentence_rests_on_something(facts: DigestFacts) -> None:
    for sentence in compose_digest(facts).sentences:
        assert sentence.evidence
        assert all(evidence.ref for evidence in sentence.evidence)


@walked
@given(digests())
def test_every_sentence_is_well_written(facts: DigestFacts) -> None:
    for sentence in compose_digest(facts).sentences:
        text = sentence.text
        assert text == text.strip()
        assert text[0].isupper() or text[0] == "«"
        assert text.endswith((".", "?", "…", "»", "!")), text
        assert not re.search(r"\bNone\b|[{}|']|\s\s|\.\.|:\s*\.|,\s*[.,]|\(\)", text), text
        assert not re.search(r"(?<!\u00a0)[;:!?»](?!\d)", text.replace("?”", "”").replace("!”", "”")), text
        assert not re.search(r"«(?!\u00a0)", text), text
        assert "!" not in unquoted(text)


@walked
@given(digests())
def test_elision_and_contraction_are_made(facts: DigestFacts) -> None:
    for sentence in compose_digest(facts).sentences:
        text = unquoted(sentence.text).casefold()
        assert not re.search(r"\b(?:de les?|à les?) (?!dire\b|vivre\b)", text), text
        assert not re.search(r"\b(?:de|que|le|la|je|ne|se) [aeiouéèêà](?!nze\b)", text), text


@walked
@given(digests())
def test_no_count_under_five_is_ever_said(facts: DigestFacts) -> None:
    for sentence in compose_digest(facts).sentences:
        assert not AROUND_WORD.search(unquoted(sentence.text)), sentence.text


@walked
@given(digests())
def test_no_sentence_comes_twice_in_a_draft(facts: DigestFacts) -> None:
    texts = [sentence.text for sentence in compose_digest(facts).sentences]
    assert len(texts) == len(set(texts))


@walked
@given(digests(most=2))
def test_a_month_repeats_nothing_of_the_two_before(facts: DigestFacts) -> None:
    first = compose_digest(facts)
    seen = frozenset(sentence.text for sentence in first.sentences)
    second = compose_digest(replace(facts, previous_sentences=seen))
    both = seen | {sentence.text for sentence in second.sentences}
    third = compose_digest(replace(facts, previous_sentences=frozenset(both)))
    assert [sentence.text for sentence in second.sentences if sentence.text in seen] == []
    assert [sentence.text for sentence in third.sentences if sentence.text in both] == []


@walked
@given(digests())
def test_the_same_facts_give_the_same_text(facts: DigestFacts) -> None:
    shuffled = tuple(replace(theme, emotions=theme.emotions[::-1]) for theme in facts.themes)
    assert compose_digest(facts) == compose_digest(facts)
    assert compose_digest(replace(facts, themes=shuffled)) == compose_digest(facts)


@walked
@given(digests())
def test_no_drawn_reference_chooses_a_word(facts: DigestFacts) -> None:
    renamed = tuple(replace(theme, ref=f"other-{theme.ref}") for theme in facts.themes)
    alone = replace(facts, answers=(), turning_point=None, question_seed="autre")
    other = replace(alone, themes=renamed, tension=find_tension(renamed))
    assert [each.text for each in compose_digest(alone).sentences] == [
        each.text for each in compose_digest(other).sentences
    ]


@walked
@given(digests())
def test_the_living_recit_keeps_the_same_promises(facts: DigestFacts) -> None:
    draft = compose_narrative(
        NarrativeFacts(
            "Lab Durance",
            date(2026, 1, 1),
            date(2026, 12, 1),
            facts.participants,
            facts.entries,
            facts.themes,
            facts.answers,
            facts.tension,
            facts.minority,
            facts.ledger,
        )
    )
    for sentence in draft.sentences:
        assert sentence.evidence
        assert "ce mois-ci" not in sentence.text
        assert not AROUND_WORD.search(unquoted(sentence.text))


# By example


def theme(ref: str = "t0", **changes: object) -> ThemeFacts:
    return replace(ThemeFacts(ref, "La garde des enfants", 20), **changes)  # type: ignore[arg-type]


def digest(*told: ThemeFacts, **changes: object) -> DigestFacts:
    facts = DigestFacts("Lab Durance", date(2026, 10, 1), 40, 70, told)
    return replace(facts, **changes)  # type: ignore[arg-type]


def text_of(draft: Draft, kind: ParagraphKind) -> str:
    return " ".join(s.text for paragraph in draft.paragraphs if paragraph.kind is kind for s in paragraph.sentences)


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


def test_an_answer_says_what_is_done_promised_and_refused_in_that_order() -> None:
    given_answers = (
        AnswerFact("a1", "t0", AnswerKind.CANNOT, "Ouvrir le dimanche", reason="aucun agent n’est là"),
        AnswerFact("a2", "t0", AnswerKind.WILL_DO, "Ouvrir le samedi", due=date(2026, 12, 1)),
        AnswerFact("a3", "t0", AnswerKind.DOING, "Nous ouvrons le lundi"),
    )
    told = text_of(compose_digest(digest(theme(), answers=given_answers)), ParagraphKind.ANSWERS)
    assert told.index("le lundi") < told.index("le samedi") < told.index("le dimanche")
    assert "1er\u00a0décembre" in told
    assert "parce qu’aucun agent n’est là." in told


def test_a_promise_past_its_date_is_said_to_be_late() -> None:
    late = AnswerFact("a", "t0", AnswerKind.WILL_DO, "Ouvrir le samedi", due=date(2026, 9, 1))
    told = text_of(compose_digest(digest(theme(), answers=(late,))), ParagraphKind.ANSWERS)
    assert re.search(r"est passée|devons|retard|pas noté comme fait", told)


def test_what_is_done_is_said_to_be_before_anything_else() -> None:
    given_answers = (
        AnswerFact("a1", "t0", AnswerKind.DOING, "Nous ouvrons le lundi"),
        AnswerFact("a2", "t0", AnswerKind.WILL_DO, "Nous ouvrirons le samedi", due=date(2026, 9, 1), done=True),
    )
    told = text_of(compose_digest(digest(theme(), answers=given_answers)), ParagraphKind.ANSWERS)
    assert re.match(r"[^«]*\bfait\b[^«]*« Nous ouvrirons le samedi »", told.replace("\u00a0", " "), re.IGNORECASE)
    assert told.index("samedi") < told.index("lundi")


def test_what_was_answered_before_is_not_said_again_but_what_is_late_is() -> None:
    given_answers = (
        AnswerFact("a1", "t0", AnswerKind.DOING, "Nous ouvrons le lundi", told=True),
        AnswerFact("a2", "t0", AnswerKind.WILL_DO, "Ouvrir le samedi", due=date(2026, 9, 1), told=True),
        AnswerFact("a3", "t1", AnswerKind.CANNOT, "Ouvrir la nuit", label="La garde des enfants", told=True),
    )
    (paragraph,) = [
        part
        for part in compose_digest(digest(theme(), answers=given_answers)).paragraphs
        if part.kind is ParagraphKind.ANSWERS
    ]
    told = " ".join(sentence.text for sentence in paragraph.sentences)
    assert "le samedi" in told
    assert "lundi" not in told
    assert "nuit" not in told
    assert "la garde des enfants" in told
    assert {each.ref for each in paragraph.sentences[-1].evidence} == {"a1", "a3", "t0", "t1"}


def test_a_lab_that_has_not_answered_says_so() -> None:
    told = text_of(compose_digest(digest(theme())), ParagraphKind.ANSWERS)
    assert told.replace("\u00a0", " ") in banks()["no_answer"]


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


def test_a_refusal_that_says_so_itself_is_not_announced_twice() -> None:
    refused = AnswerFact("a", "t0", AnswerKind.CANNOT, "Nous ne pouvons pas ouvrir la nuit.")
    told = text_of(compose_digest(digest(theme(), answers=(refused,))), ParagraphKind.ANSWERS)
    assert told.casefold().count("nous ne pouvons pas") == 1
    assert told.endswith(". Nous ne pouvons pas ouvrir la nuit.")


def test_no_sentence_opens_on_someones_words_right_after_one_that_ends_on_words() -> None:
    voice = Voice("2026-11")
    words = {"quote": "« Le bus ne passe plus. »", "theme": "« Attendre »", "people": "une dizaine de personnes"}
    said = [voice.say("lived" if number % 2 else "quote", f"about {number}", words) for number in range(12)]

    assert not any(one.endswith("»") and other.startswith("«") for one, other in pairwise(said))


def test_a_name_with_its_own_et_is_quoted_beside_the_et_of_a_list() -> None:
    both = side_by_side(["Le groupe et la formatrice", "Les horaires"])
    assert both == ["«\u00a0Le groupe et la formatrice\u00a0»", "les horaires"]
    assert side_by_side(["Le groupe et la formatrice", "Les horaires", "L’âge"])[0] == "le groupe et la formatrice"


@pytest.mark.parametrize("label", ["Attendre une réponse", "Faire garder ses enfants"])
def test_no_small_word_stands_right_before_a_title(label: str) -> None:
    for bank, sentences in banks().items():
        for sentence in sentences:
            if "{theme}" in sentence:
                slots = {name: "des mots" for _, name, _, _ in Formatter().parse(sentence) if name}
                told = fill(sentence, slots | {"theme": noun_phrase(label)})
                assert not re.search(r"\b(?:d’|de |à |que |qu’)«", told), (bank, told)


def test_themes_that_are_titles_are_announced_once() -> None:
    titled = [theme("t0", label="Attendre une réponse"), theme("t1", label="Faire garder ses enfants")]
    told = {
        text_of(compose_digest(digest(*titled, month=date(2026, n, 1))), ParagraphKind.OPENING) for n in range(1, 13)
    }
    assert any("des thèmes «\u00a0Attendre une réponse\u00a0» et" in text for text in told)
    assert not any(re.search(r"\bd(?:e |’)«", text) for text in told)


def test_answers_are_told_theme_by_theme() -> None:
    told = (
        AnswerFact("a1", "t1", AnswerKind.DOING, "Nous prêtons un vélo"),
        AnswerFact("a2", "t0", AnswerKind.CANNOT, "Ouvrir la nuit"),
        AnswerFact("a3", "t0", AnswerKind.DOING, "Nous ouvrons le lundi"),
    )
    draft = compose_digest(digest(theme(), theme("t1", label="Les trajets"), answers=told))
    [part] = [paragraph for paragraph in draft.paragraphs if paragraph.kind is ParagraphKind.ANSWERS]
    assert [sentence.evidence[0].ref for sentence in part.sentences] == ["a3", "a2", "a1"]


def test_neighbouring_themes_are_not_built_alike() -> None:
    quotes = (QuoteFact("q", "Un mot."),)
    full = [
        theme(f"t{n}", label=label, emotions=((Emotion.WORRY, 0.6),), helped=("un appel",), quotes=quotes, months=1)
        for n, label in enumerate(LABELS[:4])
    ]
    parts = [p for p in compose_digest(digest(*full)).paragraphs if p.kind is ParagraphKind.THEME]
    orders = [tuple(e.ref.partition("/")[2] for s in p.sentences for e in s.evidence) for p in parts]
    assert all(first != second for first, second in pairwise(orders))


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


# The banks


@pytest.mark.parametrize(
    ("bank", "at_least"),
    [
        ("opening", 12),
        ("grows", 10),
        ("grows_figures", 10),
        ("born", 10),
        ("stable", 10),
        ("fades", 10),
        ("reappears", 10),
        ("quote", 12),
        ("quote_again", 12),
        ("emotion_one", 10),
        ("emotion_two", 10),
        ("emotion_mixed", 10),
        ("helps", 8),
        ("hinders", 8),
    ],
)
def test_there_are_enough_ways_to_say_it(bank: str, at_least: int) -> None:
    assert len(set(banks()[bank])) >= at_least


def test_the_banks_keep_the_house_style() -> None:
    for name, sentences in banks().items():
        assert len(set(sentences)) == len(sentences), name
        for sentence in sentences:
            assert not re.search(r"[!']|\.\.\.|  |\b(?:usager|bénéficiaire|public cible)\b", sentence), sentence
            assert len(re.sub(r"\{[^}]*\}", "x", sentence).split()) <= 25, sentence


def test_there_are_enough_questions() -> None:
    assert sum(len(banks()[name]) for name in ("question_hard", "question_good", "question_open")) >= 12


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
