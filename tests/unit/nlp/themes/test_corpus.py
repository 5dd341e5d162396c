"""What of a corpus shapes the themes."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.corpus import Corpus, dominated, fingerprint, prepare, would_dominate
from nlp.types import Passage, PipelineSettings


def said(*pairs: tuple[str, str]) -> Corpus:
    """Prepare passages given as (author, text), each with a vector that says something."""
    passages = [Passage(f"p{n}", f"e{n}", author, text) for n, (author, text) in enumerate(pairs)]
    return prepare(passages, np.ones((len(passages), 3), dtype=np.float32))


def texts(corpus: Corpus, rows: np.ndarray) -> list[str]:
    return [corpus.passages[row].text for row in rows]


def test_the_same_words_however_typed_are_said_once_by_each_and_shape_the_themes_once() -> None:
    corpus = said(("a", "Le bus est en retard."), ("a", "LE BUS  est en retard."), ("b", "Le bus est en rétard."))

    assert len(corpus.telling) == 3
    assert sorted(corpus.passages[row].author for row in corpus.voices) == ["a", "b"]
    assert len(corpus.shaping) == 1


def test_what_says_nothing_in_words_or_in_its_vector_is_kept_and_tells_nothing() -> None:
    passages = [
        Passage(f"p{n}", "e", "a", text) for n, text in enumerate(("Le bus est loin.", "La crèche ferme.", "RAS"))
    ]
    corpus = prepare(passages, np.array([[1, 0], [0, 0], [1, 0]], dtype=np.float32))

    assert len(corpus.passages) == 3
    assert texts(corpus, corpus.telling) == ["Le bus est loin."]
    assert corpus.people == 1


@pytest.mark.parametrize("keys", ["0123", "3210", "2301"])
def test_who_is_first_to_say_what_others_say_too_is_told_by_all_they_say_and_not_by_keys(keys: str) -> None:
    pairs = [("a", "Le bus est loin."), ("a", "La crèche ferme."), ("b", "Le bus est loin."), ("b", "Mon stage finit.")]
    passages = [Passage(key, "e", *pair) for key, pair in zip(keys, pairs, strict=True)]
    corpus = prepare(passages, np.ones((4, 3), dtype=np.float32))

    assert [corpus.passages[row].author for row in corpus.shaping] == ["a", "b", "b"]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=9))
def test_nobody_shapes_the_themes_by_more_than_three_times_what_a_median_person_says(counts: list[int]) -> None:
    corpus = said(*((f"a{n}", f"Le bus {'très ' * turn}{'fort ' * n}en retard.") for n, count in enumerate(counts)
                    for turn in range(count)))  # fmt: skip
    shaping = Counter(corpus.passages[row].author for row in corpus.shaping)

    cap = 3 * int(np.median(counts))
    assert sorted(shaping.values()) == sorted(min(count, cap) for count in counts)
    assert list(corpus.shaping) == sorted(corpus.shaping)


@given(st.integers(0, 40), st.integers(0, 40))
def test_who_may_give_one_more_never_dominates_for_that(own: int, others: int) -> None:
    after = ["loud"] * (own + 1) + [f"o{n}" for n in range(others)]
    assert would_dominate(own, own + others) is dominated(after)


def test_a_third_of_a_theme_is_not_more_than_a_third() -> None:
    assert not dominated(["a", "a", "b", "c", "d", "e"])
    assert dominated(["a", "a", "b", "c", "d"])
    assert not dominated([])


@pytest.mark.parametrize("changed", ["text", "vector", "settings", "encoder", "former", "quotable"])
def test_a_fingerprint_tells_all_that_a_result_depends_on(changed: str) -> None:
    passages = [Passage("p0", "e", "a", "Le bus est en retard."), Passage("p1", "e", "b", "La crèche est fermée.")]
    other = {"text": {"text": "Le bus est très loin."}, "quotable": {"quotable": True}}.get(changed, {})
    vectors = np.eye(2, dtype=np.float32)

    def printed(*, again: bool) -> str:
        now = changed if again else ""
        corpus = prepare(
            [replace(passages[0], **other) if now else passages[0], passages[1]],
            vectors[::-1] if now == "vector" else vectors,
        )
        settings = PipelineSettings(seed=2 if now == "settings" else 1)
        former = np.array([0, 0 if now == "former" else -1])
        return fingerprint(corpus, settings, "other" if now == "encoder" else "one", former)

    assert printed(again=False) == printed(again=False)
    assert printed(again=False) != printed(again=True)
