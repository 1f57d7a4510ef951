"""The form of the item-item parts follows from the memory allowed."""

import numpy as np
import pytest

from recommendations.engine import BudgetExceeded, FitSettings, History, fit
from recommendations.engine.budget import Budget
from recommendations.engine.data import Interactions
from recommendations.engine.directed import Directed
from recommendations.engine.ease import Ease
from recommendations.engine.ridge import ItemMatrix, invert, mirror, plan, prune, solve
from recommendations.engine.training import prepare
from tests.engine.worlds import FIRST, clusters

SQUARE = 48 * 48 * 4  # bytes of one matrix over the titles of `clusters`


def test_dense_while_it_fits_then_pruned_then_the_most_watched() -> None:
    counts = np.arange(100, dtype=np.float32)
    square = 99 * 99 * 4
    assert plan(counts, Budget(memory=square * 13), "x").form == "dense"
    pruned = plan(counts, Budget(memory=square * 3), "x")
    assert (pruned.form, len(pruned.columns)) == ("pruned", 99)
    core = plan(counts, Budget(memory=square), "x")
    assert core.form == "core"
    assert core.columns.tolist() == list(range(100 - len(core.columns), 100))


def test_in_a_large_catalogue_titles_with_few_viewers_have_no_pairs() -> None:
    counts = np.concatenate([np.full(5000, 2), np.full(10, 9)]).astype(np.float32)
    assert len(plan(counts, Budget(), "x").columns) == 10


@pytest.mark.parametrize("memory", [SQUARE * 100, SQUARE * 4 + 40_000, SQUARE + 40_000])
def test_every_form_of_ease_finds_the_shelf(memory: int) -> None:
    data = prepare(clusters(), None)
    part = Ease.fit(data, {"l2": 5.0}, seed=0, budget=Budget(memory=memory))
    again = Ease.restore(part.state(), part.settings)
    batch = data.liked.select(np.arange(8))
    scores = part.scores(batch)
    np.testing.assert_array_equal(again.scores(batch), scores)
    inside = part.matrix.columns
    best = inside[np.argsort(-scores[0, inside])[:4]]
    assert set((best // 12).tolist()) == {0}
    terms = part.terms(batch, inside[:1])[0]
    np.testing.assert_allclose(np.bincount(batch.rows, terms), scores[:, inside[0]], atol=1e-5)


def test_the_sparse_form_of_directed_keeps_its_largest_weights() -> None:
    data = prepare(clusters(), None)
    dense = Directed.fit(data, {"l2": 5.0}, seed=0, budget=Budget())
    few = Directed.fit(data, {"l2": 5.0}, seed=0, budget=Budget(memory=SQUARE * 4 + 700_000))
    np.testing.assert_allclose(few.matrix.rows(np.array([3])), dense.matrix.rows(np.array([3])), atol=1e-4)


def test_a_fit_beyond_its_memory_is_refused_before_it_starts() -> None:
    with pytest.raises(BudgetExceeded, match="GiB"):
        fit(clusters(), settings=FitSettings(memory=1000))


def test_long_training_data_is_sampled_and_still_useful() -> None:
    data = prepare(clusters(), None)
    part = Directed.fit(data, {"l2": 5.0, "cells": 4000}, seed=0, budget=Budget())
    assert np.isfinite(part.scores(data.liked)).all()


def test_linear_algebra_in_place() -> None:
    rng = np.random.default_rng(0)
    half = rng.normal(size=(1500, 1400)).astype(np.float32)
    gram = half.T @ half + 50 * np.eye(1400, dtype=np.float32)
    right = rng.normal(size=(1400, 3)).astype(np.float32)
    np.testing.assert_allclose(invert(gram.copy(), Budget(threads=1)) @ gram, np.eye(1400), atol=2e-3)
    np.testing.assert_allclose(gram @ solve(gram.copy(), right.copy(), Budget(threads=1)), right, atol=2e-3)
    upper = np.triu(gram)
    np.testing.assert_array_equal(mirror(upper), gram)


def test_pruning_keeps_the_largest_in_size() -> None:
    assert prune(np.array([[1.0, -5.0, 3.0], [0.0, 2.0, -1.0]], dtype=np.float32), 2).toarray().tolist() == [
        [0, -5, 3],
        [0, 2, -1],
    ]


def test_a_matrix_over_some_titles_is_nothing_elsewhere() -> None:
    matrix = ItemMatrix(np.array([[0.0, 2.0], [3.0, 0.0]], dtype=np.float32), np.array([1, 3]), 5)
    assert matrix.rows(np.array([3, 2])).tolist() == [[0, 3, 0, 0, 0], [0] * 5]
    assert matrix.between(np.array([0, 1, 4]), np.array([3, 2])).tolist() == [[0, 2, 0], [0, 0, 0]]


def test_many_histories_are_scored_as_few_are() -> None:
    model = fit(Interactions([1, 1, 2], [FIRST, FIRST + 1, FIRST]), settings=FitSettings(tune_seconds=0))
    histories = [History([FIRST + n % 2]) for n in range(200)]
    np.testing.assert_allclose(model.scores(histories)[:3], model.scores(histories[:3]), atol=1e-6)
