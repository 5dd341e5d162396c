import numpy as np
import pytest

from nlp.encoding import unit_rows
from nlp.themes.clustering import ThemeModel
from nlp.themes.solidity import resample, solidity_of, zone_of
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


@pytest.mark.parametrize(
    ("stability", "core_people", "expected"),
    [
        (0.9, 5, Solidity.SOLID),
        (0.9, 4, Solidity.FRAGILE),
        (0.74, 50, Solidity.FRAGILE),
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
