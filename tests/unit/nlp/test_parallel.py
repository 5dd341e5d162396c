import math

import joblib
import pytest

from nlp.parallel import on_cluster, share_out


def test_work_is_shared_out_and_comes_back_in_order() -> None:
    assert share_out(math.sqrt, [4, 1, 9]) == [2, 1, 3]
    with joblib.parallel_config(n_jobs=2):
        assert share_out(math.sqrt, (n for n in (4, 1, 9))) == [2, 1, 3]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_part_that_fails_is_heard_of(n_jobs: int) -> None:
    with joblib.parallel_config(n_jobs=n_jobs), pytest.raises(ValueError, match=r"domain|nonnegative"):
        share_out(math.sqrt, [4, -1, 9])


def test_without_a_scheduler_nothing_changes() -> None:
    with on_cluster(""):
        assert joblib.effective_n_jobs(None) == 1
