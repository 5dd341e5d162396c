from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.labels import LABEL_TERMS, NO_LABEL, judgment, labels_of
from nlp.themes.sayings import family, key_of, sayings
from nlp.themes.words import Reader, read_french, read_plainly

LEAST = 5
BUS = ["Le bus."] * 10


def named(theme: Sequence[str], others: Sequence[str], read: Reader = read_plainly) -> str:
    """The label of a theme, each text by a person of their own."""
    texts = [*theme, *others]
    people = [f"p{i}" for i in range(len(texts))]
    return labels_of(read(texts), people, [0] * len(theme) + [1] * len(others), 2, LEAST)[0]


def said(text: str) -> dict[tuple[str, ...], str]:
    (words,) = read_french([text])
    return {found.key: found.text for found in sayings(words)}


def test_a_label_is_what_most_of_a_theme_says_not_its_rarest_words() -> None:
    children = [*["La cantine. La crèche."] * 5, *["La garde. La crèche."] * 15]
    assert named(children, [*["La garde."] * 2, *["Le guichet."] * 18]) == "crèche"


def test_each_further_term_adds_people_and_shares_some_with_those_before_it() -> None:
    fares = [*["Le bus. Les horaires."] * 6, *["Le bus."] * 4, *["Les horaires."] * 3]
    assert named([*fares, *["Le permis."] * 6], ["Le guichet."] * 19) == "bus, horaires"


def test_a_term_that_few_of_a_theme_say_is_not_in_its_label() -> None:
    def label(others: int) -> str:
        theme = [*["La gare."] * 240, *["La gare. Le trombone."] * 24, *["Le trombone."] * 18]
        return named([*theme, *["Rien."] * others], ["Le guichet."] * 400)

    assert label(others=120) == "gare, trombone"
    assert label(others=270) == "gare"


def test_no_two_themes_bear_the_same_name_and_the_widest_keeps_it() -> None:
    texts = [*["La gare."] * 20, *["La gare. Le quai."] * 12, *["Le guichet."] * 120]
    groups = [*[0] * 20, *[1] * 12, *[2] * 120]
    label = labels_of(read_plainly(texts), [f"p{i}" for i in range(152)], groups, 3, LEAST)
    assert label == ["gare", "quai", "guichet"]

    alone = [text.replace(" Le quai.", "") for text in texts]
    label = labels_of(read_plainly(alone), [f"p{i}" for i in range(152)], groups, 3, LEAST)
    assert label == ["gare", NO_LABEL, "guichet"]


def test_a_theme_whose_people_share_no_word_is_to_be_named_rather_than_misnamed() -> None:
    def label(others: int) -> str:
        scattered = [f"Histoire{chr(97 + i % 26) * (1 + i // 26)}." for i in range(others)]
        return named(["Le trombone."] * 5 + scattered, ["Le guichet."] * 30)

    assert label(others=14) == "trombone"
    assert label(others=17) == NO_LABEL


def test_a_term_that_chance_may_have_put_in_a_theme_does_not_name_it() -> None:
    """A quarter of the theme says it, and an eighth of the others: too few people to be sure, then enough."""
    theme = ["Le trombone."] * 5 + [f"Histoire{chr(97 + i)}." for i in range(15)]
    assert named(theme, ["Le trombone."] * 2 + ["Le guichet."] * 15) == NO_LABEL
    assert named(theme, ["Le trombone."] * 4 + ["Le guichet."] * 30) == "trombone"


def test_a_noun_that_only_hints_names_nothing_when_others_are_clear() -> None:
    others = ["Une aide. Le four. La pâte."] * 2 + ["Le four. La pâte."] * 8
    assert named(["Une aide. Le bus. La gare."] * 8, others) == "bus"
    assert named(["Une aide."] * 8, ["Le four."] * 8) == "aide"


def test_words_of_the_question_name_no_theme_together_either() -> None:
    bread = ["Boulangerie fournil. Une lettre."] * 5 + ["Boulangerie fournil."] * 5
    others = ["Une boulangerie. Le four."] * 4 + ["Un fournil. La pâte."] * 4 + ["Le four."] * 2
    assert named(bread, others) == "lettre"
    assert named(bread, ["Le four."] * 10) == "boulangerie fournil"


def test_words_that_everyone_of_a_lab_may_say_name_no_theme() -> None:
    assert named(["Recherche emploi."] * 10, ["Le four."] * 10) == NO_LABEL
    assert named(["Recherche emploi. Une lettre."] * 10, ["Le four."] * 10) == "lettre"
    assert named(["Un entretien emploi."] * 10, ["Le four."] * 10) == "entretien emploi"


def test_praise_names_a_theme_only_where_it_prevails_over_blame() -> None:
    buses = ["Le bus efficace."] * 6 + ["Le bus."] * 2
    assert named(buses, ["Le four."] * 12) == "bus efficace"
    assert named([*buses, *["Le bus compliqué."] * 5], ["Le four."] * 12) == "bus"


def test_a_label_shows_a_form_that_enough_people_write() -> None:
    assert named(["Le bus."] * 5 + ["Les bus."] * 4, ["Le four."] * 9) == "bus"
    halves = ["Une gare."] * 4 + ["Des gares."] * 4
    assert named(halves, ["Le four."] * 8) == NO_LABEL
    assert named([*halves, "Une gare."], ["Le four."] * 8) == "gare"


def test_fewer_than_five_people_of_a_theme_name_nothing_whoever_says_it_elsewhere() -> None:
    others = [*["La gare."] * 3, *["Le four."] * 100]
    assert named(["La gare."] * 4, others) == NO_LABEL
    assert named(["La gare."] * 5, others) == "gare"


def test_twenty_entries_by_one_person_name_nothing() -> None:
    texts = [*BUS, *["Le trombone."] * 20, *["Le four."] * 10]
    authors = [*(f"p{i}" for i in range(10)), *["loud"] * 20, *(f"q{i}" for i in range(10))]
    assert labels_of(read_plainly(texts), authors, [0] * 30 + [1] * 10, 2, LEAST) == ["bus", "four"]


WORDS = st.sampled_from(["bus", "gare", "four", "pâte", "complexe", "rapide", "[PRÉNOM]", "trop", "pas de", "horaires"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), max_size=30)


@given(TEXTS, TEXTS)
def test_a_label_is_a_few_things_that_five_people_of_its_theme_wrote(theme: list[str], others: list[str]) -> None:
    label = named(theme, others)
    terms = label.split(", ")
    assert len(terms) <= LABEL_TERMS == 3
    for term in terms if label != NO_LABEL else ():
        assert sum(term in text for text in theme) >= LEAST
        assert "PRÉNOM" not in term


@given(TEXTS, TEXTS, st.randoms())
def test_the_order_of_texts_does_not_matter(theme: list[str], others: list[str], chance: object) -> None:
    assert named(sorted(theme), sorted(others)) == named(theme[::-1], others[::-1])


@pytest.mark.parametrize(
    "words", [("aide", "aider"), ("incompetent", "incompetence"), ("inefficace", "inefficacite"), ("lent", "lents")]
)
def test_words_of_one_idea_count_together(words: tuple[str, str]) -> None:
    assert family(words[0]) == family(words[1])


@pytest.mark.parametrize("words", [("conseil", "conseiller"), ("service", "servir"), ("emploi", "employeur")])
def test_words_of_two_ideas_do_not(words: tuple[str, str]) -> None:
    assert family(words[0]) != family(words[1])


@given(st.text("abcdeinrst", min_size=1))
def test_a_family_is_the_beginning_of_its_words(word: str) -> None:
    assert word.startswith(family(word))
    assert len(family(word)) >= min(3, len(word))


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Je n’ai eu aucune aide.", "aucune aide"),
        ("Pôle emploi ne m’a jamais aidé.", "jamais aidé"),
        ("Le conseiller n’aide pas.", "n’aide pas"),
        ("On n’a pas reçu d’aide.", "pas reçu d’aide"),
        ("Le manque d’aide.", "manque d’aide"),
    ],
)
def test_what_is_denied_counts_together_and_is_shown_as_written(text: str, written: str) -> None:
    assert said(text)[("aucun", "aid")] == written


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ce service ne sert à rien.", "ne sert à rien"),
        ("Ils ne connaissent pas les métiers.", "ne connaissent pas"),
        ("Aucun problème.", "aucun problème"),
        ("C’est trop complexe.", "trop complexe"),
        ("J’ai trouvé par moi-même.", "par moi-même"),
        ("Ils cherchent par eux mêmes.", "par eux mêmes"),
        ("J’ai cherché par mes propres moyens.", "propres moyens"),
        ("Je me débrouille toute seule.", "toute seule"),
        ("Le site fonctionne très bien.", "très bien"),
        ("Tout s’est bien passé.", "bien passé"),
    ],
)
def test_judgments_are_said_as_people_write_them(text: str, written: str) -> None:
    assert written in said(text).values()


@pytest.mark.model
@pytest.mark.parametrize("text", ["Pas [PRÉNOM] aide.", "Je ne peux pas.", "Jamais.", "Trop.", "Il veut bien."])
def test_nothing_is_denied_over_a_mask_nor_judged_without_a_word_that_says_something(text: str) -> None:
    assert all(key in ((word,) for word in ("aid",)) for key in said(text))


@pytest.mark.model
def test_the_name_of_a_person_is_no_judgment() -> None:
    texts = ["Je n’ai pas vu Sophie Martin."] * 8
    assert "Martin" not in named(texts, ["Le bus."] * 8, read_french)


@pytest.mark.parametrize(
    ("key", "side"),
    [("aucun aide", -1), ("aucun probleme", 1), ("trop facile", -1), ("complexe", -1), ("rapide", 1), ("bus", 0)],
)
def test_what_is_denied_is_blamed_unless_it_was_blame(key: str, side: int) -> None:
    assert judgment(key_of(tuple(key.split()))) == side


def test_hyphens_change_nothing() -> None:
    assert key_of(("auto-entrepreneur",)) == key_of(("auto", "entrepreneur"))
