import numpy as np

from nlp.encoding import unit_rows
from nlp.themes.excerpts import EXCERPTS, typical_passages
from nlp.types import Passage

FINE = "Le bus passe une fois par heure et je rate mes rendez-vous."
CENTROID = np.array([1, 0, 0], dtype=np.float32)


def passage(key: str, author: str = "", text: str = FINE, quotable: bool = True) -> Passage:
    return Passage(key, key, author or key, text, quotable=quotable)


def rows(*points: tuple[float, float, float]) -> np.ndarray:
    return unit_rows(np.array(points, dtype=np.float32))


def test_the_most_typical_passage_comes_first() -> None:
    found = typical_passages([passage("far"), passage("near")], rows((1, 1, 0), (1, 0.1, 0)), [1, 1], CENTROID)
    assert found == ("near", "far")


def test_only_quotable_passages_are_shown() -> None:
    members = [passage("a", quotable=False), passage("b")]
    assert typical_passages(members, rows((1, 0, 0), (1, 1, 0)), [1, 1], CENTROID) == ("b",)
    assert typical_passages(members[:1], rows((1, 0, 0)), [1], CENTROID) == ()


def test_each_author_speaks_once() -> None:
    members = [passage("a1", "a"), passage("a2", "a"), passage("b1", "b")]
    found = typical_passages(members, rows((1, 0, 0), (1, 0.1, 0), (1, 1, 0)), [1, 1, 1], CENTROID)
    assert found == ("a1", "b1")


def test_the_second_excerpt_says_something_else() -> None:
    members = [passage("first"), passage("same"), passage("other")]
    found = typical_passages(members, rows((1, 0.2, 0), (1, 0.21, 0), (1, 0, 0.45)), [1, 1, 1], CENTROID)
    assert found == ("first", "other", "same")


def test_an_excerpt_differs_from_all_those_before_it_and_not_from_the_last_alone() -> None:
    members = [passage("first"), passage("other"), passage("same"), passage("third")]
    points = rows((1, 0.6, 0), (1, -0.7, 0), (1, 0.61, 0), (1, 0, 1.1))
    assert typical_passages(members, points, [1] * 4, CENTROID) == ("first", "other", "third", "same")


def test_of_passages_as_near_the_one_that_belongs_most_comes_first() -> None:
    members = [passage("hardly"), passage("fully")]
    assert typical_passages(members, rows((1, 0, 0), (1, 0, 0)), [0.4, 0.9], CENTROID) == ("fully", "hardly")


def test_a_passage_of_readable_length_goes_before_a_scrap() -> None:
    members = [passage("scrap", text="Le bus."), passage("fine")]
    assert typical_passages(members, rows((1, 0, 0), (1, 0.5, 0)), [1, 1], CENTROID)[0] == "fine"


def test_a_theme_has_no_more_excerpts_than_a_page_shows() -> None:
    members = [passage(f"p{i}") for i in range(30)]
    points = rows(*[(1, i / 30, 0) for i in range(30)])
    assert len(typical_passages(members, points, [1] * 30, CENTROID)) == EXCERPTS


def test_a_passage_the_theme_may_lose_speaks_after_those_that_surely_belong() -> None:
    members = [passage("halo"), passage("core"), passage("core-too")]
    points = rows((1, 0, 0), (1, 0.5, 0), (1, 0, 0.6))

    assert typical_passages(members, points, [1, 0.8, 0.8], CENTROID, [False, True, True])[-1] == "halo"
    assert typical_passages(members, points, [1, 0.8, 0.8], CENTROID)[0] == "halo"
