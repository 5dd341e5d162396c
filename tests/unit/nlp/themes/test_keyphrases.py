from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.keyphrases import Keywords, bond, keyness, keywords
from nlp.themes.labels import NO_LABEL
from nlp.themes.usage import Spread, usages_of
from nlp.themes.words import Reader, Role, Word, expressions, read_french, read_plainly, remembered
from nlp.types import Passage


def find(
    texts: Sequence[str], authors: Sequence[str], groups: Sequence[int], read: Reader = read_plainly
) -> list[Keywords]:
    return keywords(passages(texts, authors), groups, max(groups) + 1, read, 5)


def passages(texts: Sequence[str], authors: Sequence[str]) -> list[Passage]:
    return [Passage(str(n), str(n), author, text) for n, (text, author) in enumerate(zip(texts, authors, strict=True))]


def people(count: int, start: int = 0) -> list[str]:
    return [f"p{i}" for i in range(start, start + count)]


BUS = ["J’attends le bus sous la pluie."] * 8
JOB = ["Mon entretien d’embauche approche."] * 8
SPOKEN = (BUS + JOB, people(16), [0] * 8 + [1] * 8)


def test_a_theme_is_named_by_what_only_it_speaks_of() -> None:
    bus, job = find(*SPOKEN)
    assert "bus" in bus.label
    assert "entretien d’embauche" in job.label
    assert any("entretien" in term.text for term in bus.anti_terms)


def test_twenty_entries_by_one_person_weigh_one() -> None:
    texts = [*BUS, *JOB, *["Le trombone !"] * 20]
    found = find(texts, [*people(16), *["loud"] * 20], [0] * 8 + [1] * 8 + [0] * 20)
    assert not any("trombone" in term.text for term in (*found[0].terms, *found[1].anti_terms))


@given(st.integers(1, 4))
def test_a_term_used_by_fewer_than_five_people_is_never_shown(few: int) -> None:
    texts = [*BUS, *JOB, *["Une licorne."] * few]
    found = find(texts, people(16 + few), [0] * 8 + [1] * 8 + [0] * few)
    shown = [term.text for theme in found for term in (*theme.terms, *theme.anti_terms)]
    assert "licorne" not in " ".join(shown)


def test_of_many_passages_some_are_read_all_along_and_name_as_the_whole_does() -> None:
    texts, asked = [*BUS * 30, *JOB * 30], []

    def read(given: Sequence[str]) -> list[list[Word]]:
        asked.append(len(given))
        return read_plainly(given)

    def label(heard: int) -> str:
        return keywords(passages(texts, people(480)), [0] * 240 + [1] * 240, 2, read, 5, heard=heard)[0].label

    assert label(heard=100) == label(heard=480) == "attends le bus"
    assert asked == [100, 480]
    # Four people of the theme are heard: too few for anything to be said of it.
    assert label(heard=8) == NO_LABEL


def test_a_word_that_everyone_uses_names_no_theme() -> None:
    texts = [f"{text} Formation." for text in BUS + JOB]
    assert not any("formation" in theme.label for theme in find(texts, *SPOKEN[1:]))


@pytest.mark.parametrize(("others", "shown"), [(8, True), (12, False)])
def test_a_word_that_more_than_three_in_ten_of_the_others_say_is_no_term_of_a_theme(
    others: int, *, shown: bool
) -> None:
    texts = [*["La gare."] * 10, *["La gare."] * others, *["Le four."] * (30 - others)]
    theme, _ = find(texts, people(40), [0] * 10 + [1] * 30)
    assert ("gare" in [term.text for term in theme.terms]) is shown


@pytest.mark.parametrize(("own", "avoided"), [(0, True), (4, False)])
def test_a_theme_avoids_what_it_says_so_much_less_that_chance_would_hardly_do_it(own: int, *, avoided: bool) -> None:
    texts = [*["Le guichet."] * own, *["La gare."] * (10 - own), *["Le guichet."] * 18, *["Le four."] * 12]
    theme, _ = find(texts, people(40), [0] * 10 + [1] * 30)
    assert ("guichet" in [term.text for term in theme.anti_terms]) is avoided


@pytest.mark.parametrize(("people_of_it", "shown"), [(7, "bus"), (8, "bus scolaire")])
def test_an_expression_speaks_for_its_word_when_two_in_five_of_those_who_say_it_use_it(
    people_of_it: int, shown: str
) -> None:
    texts = [*["Le bus scolaire."] * people_of_it, *["Le bus."] * (20 - people_of_it), *["Le four."] * 30]
    theme, _ = find(texts, people(50), [0] * 20 + [1] * 30)
    assert theme.terms[0].text == shown


def test_a_mask_names_nothing_and_no_expression_reaches_over_it() -> None:
    texts = ["Chez [ENTREPRISE] bus [PRÉNOM 2] pluie."] * 8
    keys = {found.key for words in read_plainly(texts) for found in expressions(words)}
    assert keys == {("bus",), ("pluie",)}


def test_a_theme_without_any_word_of_its_own_is_to_be_named() -> None:
    assert find([*BUS, *BUS], people(16), [0] * 8 + [1] * 8)[1].label == NO_LABEL


def test_a_word_two_themes_share_names_the_one_it_is_most_specific_of() -> None:
    children = [*["Ma voisine. Une école. La cantine. Le retard."] * 6, *["Le goûter. Ma voisine."] * 4]
    fares = ["Le retard. La gare. Un abonnement. Le guichet."] * 10
    texts = [*children, *fares, *["Autre chose."] * 60]
    child, fare, _ = find(texts, people(80), [0] * 10 + [1] * 10 + [2] * 60)

    assert "retard" in [term.text for term in fare.terms]
    assert "retard" not in [term.text for term in child.terms]


def test_a_verb_mistaken_once_for_a_noun_comes_after_nouns() -> None:
    stop = Word(".", ".", Role.BREAK)
    rest = [stop, Word("emploi", "emploi", Role.NOUN), stop, Word("lettre", "lettre", Role.NOUN)]
    verb, noun = (Word("propose", "proposer", role) for role in (Role.VERB, Role.NOUN))
    read = [*[[verb, *rest]] * 11, [noun, *rest], *[[Word("bus", "bus", Role.NOUN)]] * 12]

    job, _ = keywords(passages([""] * 24, people(24)), [0] * 12 + [1] * 12, 2, lambda _: read, 5)
    assert [term.text for term in job.terms] == ["emploi", "lettre", "propose"]


def test_the_form_most_people_write_is_shown() -> None:
    texts = [*["Les horaires."] * 6, *["Un horaire."] * 2, *JOB]
    assert find(texts, *SPOKEN[1:])[0].label == "horaires"


def test_acronyms_and_names_keep_their_capitals_and_sentences_lose_theirs() -> None:
    texts = [*["Dossier envoyé par la CAF de Marseille."] * 8, *JOB]
    shown = " ".join(term.text for term in find(texts, *SPOKEN[1:])[0].terms)
    assert "CAF" in shown
    assert "Dossier" not in shown


def test_removing_a_person_removes_their_words() -> None:
    texts = [*BUS, *JOB, *["Une licorne."] * 5]
    before = find(texts, people(21), [0] * 8 + [1] * 8 + [0] * 5)
    after = find(texts[:-1], people(20), [0] * 8 + [1] * 8 + [0] * 4)
    assert any(term.text == "licorne" for term in before[0].terms)
    assert not any(term.text == "licorne" for term in after[0].terms)


@given(st.integers(0, 20), st.integers(0, 20))
def test_keyness_says_on_which_side_a_term_is_used_more(inside: int, outside: int) -> None:
    score = keyness(inside, 20, outside, 20)
    assert score == pytest.approx(-keyness(outside, 20, inside, 20), abs=1e-9)
    assert (score > 1e-9) == (inside > outside)


@pytest.mark.model
def test_read_in_french_a_theme_is_an_expression_people_would_say() -> None:
    texts = [
        *["Toujours en attente de réponse après mes relances."] * 8,
        *["Je prends le bus pour chercher un emploi."] * 8,
    ]
    waiting, bus = find(texts, *SPOKEN[1:], read=read_french)
    assert "attente de réponse" in waiting.label
    assert {"chercher un emploi", "bus"} & set(bus.label.split(", "))


@pytest.mark.model
def test_what_is_missing_is_said_with_what_it_is() -> None:
    texts = [*["Je n’ai eu aucune aide."] * 5, *["Ils n’ont pas d’aide à donner."] * 3, *["Le bus est en retard."] * 8]
    shown = [term.text for term in find(texts, *SPOKEN[1:], read=read_french)[0].terms]
    assert "aucune aide" in shown
    assert "aide" not in shown


@pytest.mark.model
@pytest.mark.parametrize(("text", "said"), [("Pas de réponse.", True), ("Je ne réponds pas.", False), ("Sans.", False)])
def test_a_quantity_says_nothing_alone(text: str, said: bool) -> None:
    (words,) = read_french([text])
    assert any("aucun" in found.key for found in expressions(words)) is said


def test_what_was_read_once_is_not_read_again() -> None:
    asked: list[str] = []

    def read(texts: Sequence[str]) -> list[list[Word]]:
        asked.extend(texts)
        return read_plainly(texts)

    reader = remembered(read)
    assert reader(["Le bus.", "Le train.", "Le bus."]) == read_plainly(["Le bus.", "Le train.", "Le bus."])
    reader(["Le train.", "La gare."])
    assert asked == ["Le bus.", "Le train.", "La gare."]


@pytest.mark.model
def test_the_name_of_a_person_names_no_theme() -> None:
    texts = [*["Hier, Sophie Martin m’a parlé du bus."] * 8, *JOB]
    assert "martin" not in find(texts, *SPOKEN[1:], read=read_french)[0].label.lower()


@given(st.dictionaries(st.integers(-1, 3), st.sets(st.sampled_from("abcdefgh")), max_size=5))
def test_people_are_counted_once_inside_a_theme_and_once_outside(crowd: dict[int, set[str]]) -> None:
    spread = Spread.of(crowd)
    for group in range(4):
        assert spread.inside(group) == len(crowd.get(group, ()))
        assert spread.outside(group) == len(set().union(*(who for other, who in crowd.items() if other != group)))


@pytest.mark.model
def test_a_large_corpus_is_read_by_what_a_part_of_it_taught() -> None:
    texts = [f"{verb} un emploi près de la mairie" for verb in ("Chercher", "Je cherche", "Nous cherchons") * 20]
    whole, by_part = read_french(texts), read_french(texts, parsed=30)
    assert [len(words) for words in by_part] == [len(words) for words in whole]
    same = [a == b for one, other in zip(whole, by_part, strict=True) for a, b in zip(one, other, strict=True)]
    assert sum(same) >= 0.9 * len(same)
    (unknown,) = read_french([texts[0], "kangourou", *texts], parsed=30)[1]
    assert unknown.role is Role.BREAK


def test_the_terms_of_a_theme_go_together() -> None:
    fares = [*["La gare. Le guichet."] * 6, *["La gare. Le trombone."] * 2, *["Le trombone."] * 5]
    texts = [*fares, *["Autre chose."] * 30]
    fare, _ = find(texts, people(43), [0] * 13 + [1] * 30)

    assert [term.text for term in fare.terms] == ["gare", "guichet", "trombone"]


@pytest.mark.parametrize(("said", "shown"), [("La gare. Le guichet. Le quai.", False), ("La gare. Le guichet.", True)])
def test_a_term_that_other_people_say_is_left_out_once_a_theme_has_enough(said: str, *, shown: bool) -> None:
    texts = [*[said] * 8, *["Le trombone."] * 6, *["Autre chose."] * 30]
    fare, _ = find(texts, people(44), [0] * 14 + [1] * 30)
    assert ("trombone" in [term.text for term in fare.terms]) is shown


SEEKERS = "Une recherche d’emploi. Le permis. Une annonce. Le guichet."


def shown_with_seekers(text: str) -> tuple[list[str], list[str]]:
    """Show the terms of a theme where all say ``text``, and of one where all look for work."""
    texts = [*[SEEKERS] * 10, *[text] * 10, *["Autre chose."] * 60]
    seekers, one, _ = find(texts, people(80), [0] * 10 + [1] * 10 + [2] * 60)
    return [term.text for term in one.terms], [term.text for term in seekers.terms]


def test_a_word_that_one_theme_shows_is_in_no_expression_of_another() -> None:
    others, seekers = shown_with_seekers("Un contrat d’emploi. Le trombone. Une agrafe. Le classeur.")
    assert sum("emploi" in term for term in (*others, *seekers)) == 1
    assert {"trombone", "agrafe", "classeur"} <= set(others)
    assert {"permis", "annonce", "guichet"} <= set(seekers)


def test_a_theme_left_with_nothing_shows_its_first_term_all_the_same() -> None:
    others, seekers = shown_with_seekers("Un contrat d’emploi.")
    assert "recherche d’emploi" in seekers
    assert others == ["contrat d’emploi"]


@given(st.sets(st.integers(0, 9), min_size=1), st.sets(st.integers(0, 9), min_size=1))
def test_a_bond_is_highest_between_terms_of_the_same_people(one: set[int], other: set[int]) -> None:
    a, b = ({str(person) for person in who} for who in (one, other))
    assert -1 <= bond(a, b, 12) == pytest.approx(bond(b, a, 12))
    assert bond(a, a, 12) == pytest.approx(1)
    assert bond(a, b, 12) <= 1 + 1e-9


def test_a_term_said_less_often_than_asked_is_not_gathered() -> None:
    read = read_plainly(["La gare.", "Le guichet.", "Le quai. La gare."])
    assert set(usages_of(read, people(3), [0] * 3, 2)) == {("gare",)}
