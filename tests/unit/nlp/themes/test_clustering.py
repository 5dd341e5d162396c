import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import check_estimator

from nlp.encoding import unit_rows
from nlp.themes.clustering import TREE, ThemeModel, centroids_of
from nlp.themes.clustering import _continued as continued
from nlp.themes.diffusion import diffusion_map, neighbour_graph, places
from nlp.types import Vectors


def blobs(groups: int, each: int, noise: float = 0.08, seed: int = 0) -> tuple[Vectors, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(groups), each)
    return unit_rows(
        (np.eye(groups + 6)[truth] + noise * rng.normal(size=(groups * each, groups + 6))).astype(np.float32)
    ), truth


@pytest.mark.parametrize("groups", [3, 5, 9])
def test_the_number_of_themes_is_found(groups: int) -> None:
    rows, truth = blobs(groups, each=30)
    model = ThemeModel().fit(rows)
    assert model.n_themes_ == groups
    assert adjusted_rand_score(truth, model.labels_) == pytest.approx(1)


def test_a_wanted_number_of_themes_is_obeyed() -> None:
    rows, _ = blobs(6, each=20)
    assert ThemeModel(n_themes=3).fit(rows).n_themes_ == 3
    assert ThemeModel(n_themes=3).fit(rows).as_good_ == (3, 3)
    assert ThemeModel(max_themes=4).fit(rows).n_themes_ <= 4
    assert ThemeModel(min_size=40).fit(rows).n_themes_ <= 3, "120 passages, forty a theme on average"


def test_clear_subjects_part_in_one_number_of_themes_and_a_blur_in_several() -> None:
    """What coordinators read of the number itself: clear groups hardly leave a choice, noise leaves a wide one."""
    rows, _ = blobs(5, each=30)
    fewest, most = ThemeModel().fit(rows).as_good_
    assert fewest == 5
    assert most <= 6, "one group in two parts, the others whole, is hardly worse"

    noise = unit_rows(np.random.default_rng(0).normal(size=(150, 12)).astype(np.float32))
    model = ThemeModel().fit(noise)

    fewest, most = model.as_good_
    assert fewest <= model.n_themes_ <= most
    assert most - fewest >= 3


def test_the_same_rows_give_the_same_themes_whatever_the_seed() -> None:
    rows, _ = blobs(4, each=20, noise=0.3)
    assert np.array_equal(ThemeModel(random_state=1).fit(rows).labels_, ThemeModel(random_state=2).fit(rows).labels_)


def test_themes_of_many_passages_are_drawn_from_a_part_and_the_others_join_them() -> None:
    rows, truth = blobs(4, each=100)
    model = ThemeModel(max_points=200).fit(rows)
    assert model.as_good_[0] == 4
    assert len(model.labels_) == len(rows)
    assert adjusted_rand_score(truth, model.labels_) > 0.95

    held = ThemeModel(max_points=200, margin=2).fit(rows, former=truth // 2)
    assert held.n_themes_ == 2, "themes known of are known of by the part too"


def test_a_tree_grown_from_a_part_parts_all_passages() -> None:
    rows, truth = blobs(5, each=400)
    assert len(rows) > TREE
    assert adjusted_rand_score(truth, ThemeModel().fit(rows).labels_) > 0.95


def test_new_rows_go_to_the_nearest_theme() -> None:
    rows, _ = blobs(4, each=30)
    fresh, fresh_truth = blobs(4, each=5, seed=9)
    assert adjusted_rand_score(fresh_truth, ThemeModel().fit(rows).predict(fresh)) == pytest.approx(1)


def test_the_model_is_an_estimator_of_scikit_learn() -> None:
    """What scikit-learn asks of a clustering: parameters left alone, inputs checked, the same answer twice."""
    check_estimator(ThemeModel(), on_skip=None)


@pytest.mark.parametrize("rows", [np.eye(9), np.ones((30, 8)), np.zeros((30, 8)), np.eye(4)])
def test_passages_that_nothing_tells_apart_are_clustered_all_the_same(rows: np.ndarray) -> None:
    """All as far from one another as the others, or all alike: no cut is better than none, and none is an error."""
    model = ThemeModel().fit(rows)

    assert set(model.labels_) == set(range(model.n_themes_))
    assert np.isfinite(model.centroids_).all()
    assert model.n_themes_ <= 2


def test_the_graph_links_both_ways_with_weights_up_to_one() -> None:
    graph = neighbour_graph(blobs(3, each=12)[0], 5)
    assert abs(graph - graph.T).max() < 1e-12
    assert 0 < graph.max() <= 1 + 1e-12
    assert not graph.diagonal().any()
    assert np.allclose(graph.max(axis=1).toarray(), 1), (
        "the nearest of each, however far, is linked as firmly as can be"
    )


@pytest.mark.parametrize(("passages", "dimensions"), [(4, 2), (60, 7), (600, 10)])
def test_passages_are_embedded_in_more_dimensions_as_they_are_more_and_ten_at_most(
    passages: int, dimensions: int
) -> None:
    rows = np.random.default_rng(0).normal(size=(passages, 16)).astype(np.float32)
    assert places(unit_rows(rows)).shape == (passages, dimensions)


def test_parts_of_a_graph_that_nothing_links_are_set_apart() -> None:
    """Twenty islands: more than the eigenvectors asked for, and all of the same eigenvalue."""
    truth = np.repeat(np.arange(20), 10)
    islands = diffusion_map(neighbour_graph(np.eye(20)[truth] + 0.01 * np.eye(200)[:, :20], 5), 10)

    assert islands.shape == (200, 21)
    near = islands @ islands.T
    assert near[truth[:, None] == truth].min() > 0.9
    assert abs(near[truth[:, None] != truth]).max() < 0.1


def test_the_diffusion_map_is_of_the_leading_eigenvectors_each_weighing_as_its_eigenvalue_cubed() -> None:
    graph = neighbour_graph(blobs(3, each=15, noise=0.6)[0], 12)
    degrees = graph.sum(axis=1)
    values, vectors = np.linalg.eig(graph.toarray() / degrees[:, None])  # the walk itself, and not its symmetric form
    order = np.argsort(-values.real)[1:5]
    scaled = vectors[:, order].real / np.linalg.norm(vectors[:, order].real * np.sqrt(degrees)[:, None], axis=0)
    expected = unit_rows(scaled * values[order].real ** 3)
    found = diffusion_map(graph, 4)

    assert abs(found @ found.T - expected @ expected.T).max() < 1e-4


def test_the_diffusion_map_draws_a_subject_together() -> None:
    rows, truth = blobs(3, each=15)
    placed = diffusion_map(neighbour_graph(rows, 5), 3)
    near = placed @ placed.T
    assert near[truth[:, None] == truth].mean() > 0.9 > near[truth[:, None] != truth].mean()


def test_centroids_are_unit_rows() -> None:
    rows, truth = blobs(3, each=5)
    assert np.linalg.norm(centroids_of(rows, truth, 3), axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_themes_hold_still_when_others_are_hardly_better_and_new_passages_join_them() -> None:
    rows, _ = blobs(4, each=30, noise=0.4)
    first = ThemeModel().fit(rows[::2])
    known = np.full(len(rows), -1)
    known[::2] = first.labels_

    held = ThemeModel(margin=2).fit(rows, former=known)

    assert held.n_themes_ == first.n_themes_
    assert adjusted_rand_score(held.labels_[::2], first.labels_) > 0.8


def test_a_known_passage_leaves_its_theme_only_for_one_clearly_nearer() -> None:
    middle = unit_rows(np.array([[1, 0.98], [1, 0.5]], dtype=np.float32))
    rows = np.concatenate([np.repeat(np.eye(2, dtype=np.float32), 20, axis=0), middle])
    known = np.repeat([0, 1], 20)

    in_two = continued(rows, np.array([*known, 1, 1])).labels
    unknown = continued(rows, np.array([*known, -1, -1])).labels

    assert list(in_two[-2:]) == [1, 0], "the first is hardly nearer the other, the second clearly"
    assert list(unknown[-2:]) == [0, 0]


def test_a_known_theme_that_all_its_passages_leave_is_gone() -> None:
    """The last passage, at the other end of its theme, would be nearest to the empty middle of the one that is gone."""
    rows = np.concatenate([np.repeat(np.eye(2, dtype=np.float32), 20, axis=0), [[-1, 0]]])
    known = np.array([*np.repeat([0, 1], 20), 0])
    known[[0, 20]] = 2

    assert list(continued(rows, known).labels) == [*np.repeat([0, 1], 20), 1]


def test_themes_that_hold_are_among_those_that_would_do_as_well_even_where_they_are_coarse() -> None:
    rng = np.random.default_rng(0)
    rows = np.vstack([subject + 1.7 * rng.standard_normal((100, 24)) for subject in rng.standard_normal((2, 24))])

    model = ThemeModel().fit(unit_rows(rows.astype("float32")), former=np.repeat([0, 1], 100))

    assert model.n_themes_ == model.as_good_[0] == 2
    assert model.as_good_[1] > 4


def test_themes_give_way_to_others_that_part_the_passages_clearly_better() -> None:
    rows, truth = blobs(6, each=30)
    poor = truth // 3

    assert ThemeModel().fit(rows, former=poor).n_themes_ == 6
    assert ThemeModel(margin=2).fit(rows, former=poor).n_themes_ == 2, "unless they are held at any price"


@pytest.mark.parametrize("nobody", [np.full(120, -1), np.where(np.arange(120) < 40, 0, -1)])
def test_fewer_than_two_former_themes_are_like_none(nobody) -> None:
    rows, _ = blobs(4, each=30)
    assert np.array_equal(ThemeModel().fit(rows, former=nobody).labels_, ThemeModel().fit(rows).labels_)


def test_of_cuts_that_part_passages_about_as_well_a_finer_one_is_kept() -> None:
    """Three wide subjects of three each, which overlap: parted in five, almost as well as in nine."""
    rng = np.random.default_rng(2)
    rows = []
    for _ in range(3):
        wide = rng.standard_normal(24)
        rows += [wide + 0.3 * rng.standard_normal(24) + 0.5 * rng.standard_normal((20, 24)) for _ in range(3)]

    assert ThemeModel().fit(unit_rows(np.vstack(rows).astype("float32"))).n_themes_ == 9


@pytest.mark.parametrize(("noise", "fewest", "most"), [(0.8, 2, 2), (1.7, 5, 16)])
def test_passages_are_parted_in_two_only_where_nobody_could_miss_it(noise: float, fewest: int, most: int) -> None:
    """Two subjects of a hundred passages. Apart, they are two themes; overlapping, two would teach nobody anything."""
    rng = np.random.default_rng(0)
    rows = np.vstack([subject + noise * rng.standard_normal((100, 24)) for subject in rng.standard_normal((2, 24))])

    assert fewest <= ThemeModel().fit(unit_rows(rows.astype("float32"))).n_themes_ <= most
