import numpy as np
import pytest

from nlp.encoding import unit_rows
from nlp.themes import solidity
from nlp.themes.clustering import ThemeModel
from nlp.themes.solidity import contingency, jaccard, resample, solidity_of, zone_of
from nlp.types import Solidity, Vectors, Zone


def model(rows: Vectors, seed: int) -> ThemeModel:
    return ThemeModel(random_state=seed).fit(rows)


def points(noise: float, groups: int = 3, each: int = 40) -> tuple[Vectors, np.ndarray]:
    truth = np.repeat(np.arange(groups), each)
    return unit_rows(
        (np.eye(8)[truth] + noise * np.random.default_rng(3).normal(size=(len(truth), 8))).astype(np.float32)
    ), truth


def test_clear_themes_come_back_in_every_resample() -> None:
    rows, truth = points(noise=0.05)
    found = resample(rows, truth, [str(i) for i in range(len(rows))], model, resamples=5, seed=1)
    assert found.stability.min() > 0.95
    assert found.kept.mean() > 0.95


def test_themes_drawn_at_random_do_not_come_back() -> None:
    rows, _ = points(noise=0.05)
    labels = np.random.default_rng(0).integers(0, 3, len(rows))
    found = resample(rows, labels, [str(i) for i in range(len(rows))], model, resamples=5, seed=1)
    assert found.stability.max() < 0.5


def test_people_are_drawn_not_passages() -> None:
    rows, truth = points(noise=0.05, groups=2, each=20)
    drawn: list[int] = []

    def spy(part: Vectors, seed: int) -> ThemeModel:
        drawn.append(len(part))
        return model(part, seed)

    resample(rows, truth, [str(i // 10) for i in range(40)], spy, resamples=4, seed=1)
    assert set(drawn) == {30}  # three people of four, ten passages each


def test_the_core_keeps_its_companions_in_nine_resamples_of_ten_on_other_draws() -> None:
    rows, _ = points(noise=0.45)
    authors = [str(i) for i in range(len(rows))]
    labels = model(rows, 0).labels_
    first = resample(rows, labels, authors, model, resamples=20, seed=1)
    core = np.array([zone_of(kept) is Zone.CORE for kept in first.kept])
    again = resample(rows, labels, authors, model, resamples=20, seed=99)
    assert core.any()
    assert again.kept[core].mean() >= 0.9


class Halves:
    """A clustering that reads its answer in the first column."""

    def __init__(self, rows: Vectors) -> None:
        self.labels_ = self.predict(rows)

    def predict(self, rows: Vectors) -> np.ndarray:
        return (rows[:, 0] > 0).astype(np.intp)


def test_a_passage_that_the_others_of_its_theme_leave_behind_is_not_kept() -> None:
    rows = np.repeat(np.array([[-1, 0], [1, 0]], dtype=np.float32), 10, axis=0)
    labels = np.repeat([0, 1], 10)
    labels[0] = 1  # which every resample puts with the first theme

    found = resample(rows, labels, [str(i) for i in range(20)], lambda part, _: Halves(part), resamples=10, seed=1)

    assert list(found.kept) == [0, *[1] * 19]
    assert 0.85 < found.stability.min() < 1


def test_of_a_large_resample_a_part_is_clustered_and_the_others_join(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solidity, "LARGEST", 50)
    rows, truth = points(noise=0.05)
    sizes: list[int] = []

    def spy(part: Vectors, seed: int) -> ThemeModel:
        sizes.append(len(part))
        return model(part, seed)

    found = resample(rows, truth, [str(i) for i in range(len(rows))], spy, resamples=3, seed=1)

    assert sizes == [50] * 3
    assert found.kept.mean() > 0.95


def test_the_jaccard_index_is_of_shared_passages_over_those_of_either() -> None:
    table = contingency(np.array([0, 0, 0, 0, 1, 1, 1, 1]), np.array([0, 0, 0, 1, 1, 1, 1, 1]), 2)

    assert table.tolist() == [[3, 1], [0, 4]]
    assert jaccard(table).tolist() == [[3 / 4, 1 / 8], [0, 4 / 5]]


@pytest.mark.parametrize(
    ("stability", "core_people", "expected"),
    [
        (0.75, 5, Solidity.SOLID),
        (0.9, 4, Solidity.FRAGILE),
        (0.74, 50, Solidity.FRAGILE),
        (0.5, 50, Solidity.FRAGILE),
        (0.49, 50, Solidity.WATCH),
    ],
)
def test_a_solid_theme_comes_back_and_its_core_speaks_for_enough_people(
    stability: float, core_people: int, expected: Solidity
) -> None:
    assert solidity_of(stability, core_people, floor=5) is expected


def test_zones_follow_the_share_of_resamples() -> None:
    assert [zone_of(kept) for kept in (1.0, 0.9, 0.89, 0.4, 0.39)] == [
        Zone.CORE,
        Zone.CORE,
        Zone.HALO,
        Zone.HALO,
        Zone.UNCLASSIFIED,
    ]
