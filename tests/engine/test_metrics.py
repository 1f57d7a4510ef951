"""Metrics against values worked out by hand."""

import numpy as np
import pytest
from scipy import sparse

from recommendations.engine import metrics
from recommendations.engine.bootstrap import mean_interval, statistic_interval

HITS = np.array([[1, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]], dtype=bool)
TARGETS = np.array([3, 1, 2])


def test_recall_divides_by_what_could_be_found() -> None:
    assert metrics.recall(HITS, TARGETS, 2).tolist() == [0.5, 0, 0]
    assert metrics.recall(HITS, TARGETS, 4).tolist() == pytest.approx([2 / 3, 1, 0])


def test_full_recall_divides_by_all_targets() -> None:
    assert metrics.recall_full(HITS, TARGETS, 2).tolist() == pytest.approx([1 / 3, 0, 0])


def test_ndcg() -> None:
    perfect = 1 + 1 / np.log2(3) + 1 / np.log2(4)
    assert metrics.ndcg(HITS, TARGETS, 4).tolist() == pytest.approx([(1 + 1 / np.log2(4)) / perfect, 1 / np.log2(5), 0])
    assert metrics.ndcg(HITS, TARGETS, 1).tolist() == [1, 0, 0]


def test_hit_and_mrr() -> None:
    assert metrics.hit(HITS, 3).tolist() == [1, 0, 0]
    assert metrics.mrr(HITS, 4).tolist() == [1, 0.25, 0]
    assert metrics.mrr(HITS, 3).tolist() == [1, 0, 0]


def test_coverage_counts_titles_shown_to_anybody() -> None:
    assert metrics.coverage(np.array([[0, 1], [0, -1]]), 4, 2) == 0.5


def test_novelty_is_the_surprise_in_bits() -> None:
    viewers = np.array([3.0, 0.0])
    assert metrics.novelty(np.array([[0], [1]]), viewers, 3, 1).tolist() == [0.0, 2.0]


def test_calibration_is_nothing_for_the_same_mixture_and_large_for_another() -> None:
    genres = sparse.csr_array(np.array([[1, 0], [0, 1], [1, 1], [0, 0]], dtype=np.float32))
    history = sparse.csr_array(np.array([[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1]], dtype=np.float32))
    values = metrics.calibration(history, np.array([[2], [1], [0]]), genres, 1)
    assert values[0] == pytest.approx(0, abs=1e-6)
    assert values[1] == pytest.approx(np.log(1 / 0.01))
    assert np.isnan(values[2])


def test_the_interval_holds_the_mean_and_narrows_with_cases() -> None:
    values = np.random.default_rng(1).random(100)
    few = mean_interval(values[:20], np.random.default_rng(0))
    many = mean_interval(np.tile(values, 50), np.random.default_rng(0))
    assert few["low"] < few["mean"] < few["high"]
    assert many["high"] - many["low"] < few["high"] - few["low"]
    assert few == mean_interval(values[:20], np.random.default_rng(0))


def test_the_interval_of_a_known_distribution_has_the_right_width() -> None:
    values = np.random.default_rng(2).normal(0, 1, 400)
    found = mean_interval(values, np.random.default_rng(0))
    assert found["high"] - found["low"] == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_an_interval_of_a_statistic_is_centred_on_it() -> None:
    ranked = np.random.default_rng(0).integers(0, 50, (80, 3))
    found = statistic_interval(lambda rows: metrics.coverage(ranked[rows], 50, 3), 80, np.random.default_rng(0))
    assert found["low"] <= found["mean"] <= found["high"]
