"""The same code on a cluster: other processes do the work, and the result is the same to the last bit."""

import os
from collections.abc import Iterator

import numpy as np
import pytest
from distributed import LocalCluster

from nlp.encoding import encode_many
from nlp.masking import find_masks_many
from nlp.parallel import on_cluster, share_out
from nlp.passages import cut_passages
from nlp.themes.pipeline import find_themes
from nlp.types import Passage, PipelineSettings, ThemeReport
from tests.unit.nlp.corpora import SUBJECTS, passages_about

pytestmark = pytest.mark.model
TEXTS = [passage.text for passage in passages_about(tuple(SUBJECTS), people=15)]
# More than one process is given at a time, and short: what is tried is that they are shared out.
MANY = [f"j’ai vu karim numéro {number} à Marseille" for number in range(300)]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def with_its_process(number: int) -> tuple[int, int]:
    return number, os.getpid()


def analysed() -> tuple[list[str], np.ndarray, ThemeReport]:
    masks = find_masks_many(MANY)
    cut = [text[a:b] for text in TEXTS for a, b in cut_passages(text)]
    vectors = encode_many(cut)
    passages = [Passage(f"p{n:03d}", f"e{n}", f"a{n}", text, quotable=True) for n, text in enumerate(cut)]
    report = find_themes(passages, vectors, settings=PipelineSettings(resamples=4))
    return [repr(found) for found in masks], vectors, report


def test_a_cluster_does_the_work_and_changes_nothing(scheduler: str) -> None:
    here, vectors_here, report_here = analysed()
    with on_cluster(scheduler):
        numbers, processes = zip(*share_out(with_its_process, range(8)), strict=True)
        assert numbers == tuple(range(8))
        assert os.getpid() not in processes
        there, vectors_there, report_there = analysed()
    assert there == here
    assert np.array_equal(vectors_there, vectors_here)
    assert repr(report_there) == repr(report_here)
    assert report_here.themes


def test_what_fails_there_is_told_here(scheduler: str) -> None:
    with on_cluster(scheduler), pytest.raises(ValueError, match="invalid literal"):
        share_out(int, ["1", "un texte"])
