"""Ids, columns and batches."""

import numpy as np
import pytest

from recommendations.engine import BadData, History, Interactions, ItemFeatures
from recommendations.engine.data import Vocabulary, encode, group

VOCABULARY = Vocabulary.of(np.array([10, 30, 20]))


def test_columns_are_places_in_the_ascending_ids_and_minus_one_for_the_unknown() -> None:
    assert VOCABULARY.columns(np.array([10, 20, 30, 5, 99, -1])).tolist() == [0, 1, 2, -1, -1, -1]
    assert Vocabulary.of().columns(np.array([1])).tolist() == [-1]


def test_events_are_sorted_by_time_and_each_title_stands_once_at_its_last_event() -> None:
    history = History([10, 20, 10, 30], [1, 1, 0.5, 2], [5.0, 1.0, 9.0, 7.0])
    batch = encode([History([]), history], VOCABULARY, 0.0)
    assert batch.columns.tolist() == [1, 2, 0]
    assert batch.weights.tolist() == [1.0, 2.0, 1.5]
    assert batch.indptr.tolist() == [0, 0, 3]
    assert batch.ages().tolist() == [2, 1, 0]


def test_without_times_the_order_given_is_the_order() -> None:
    assert encode([History([30, 10])], VOCABULARY, 0.0).columns.tolist() == [2, 0]


def test_unknown_titles_and_what_says_nothing_are_left_out() -> None:
    batch = encode([History([10, 77, 20], [0.0, 1.0, float("nan")])], VOCABULARY, 0.0)
    assert batch.columns.tolist() == []


def test_the_moment_defaults_to_the_end_of_training() -> None:
    assert encode([History([]), History([], at=5.0)], VOCABULARY, 9.0).at.tolist() == [9.0, 5.0]


def test_select_and_keep_agree_with_the_dense_matrix() -> None:
    rng = np.random.default_rng(0)
    owners, columns = rng.integers(0, 6, 60), rng.integers(0, 9, 60)
    batch = group(owners, columns, np.ones(60, np.float32), rng.random(60), at=np.zeros(6), width=9)
    chosen = np.array([4, 0, 0, 5])
    np.testing.assert_array_equal(batch.select(chosen).csr().toarray(), batch.csr().toarray()[chosen])
    few = batch.keep(batch.columns % 2 == 0)
    np.testing.assert_array_equal(few.csr().toarray(), batch.csr().toarray() * (np.arange(9) % 2 == 0))


def test_arrays_of_different_length_and_ids_that_are_not_whole_are_refused() -> None:
    with pytest.raises(BadData, match="different length"):
        Interactions(np.array([1]), np.array([1, 2]))
    with pytest.raises(BadData, match="whole numbers"):
        History([1.5])
    with pytest.raises(BadData):
        ItemFeatures([1], [])


def test_features_become_a_binary_matrix_with_sorted_names() -> None:
    matrix, names = ItemFeatures([20, 10, 99], [["b", "a", "a"], ["b"], ["a"]]).matrix(VOCABULARY)
    assert names == ["a", "b"]
    assert matrix.toarray().tolist() == [[0, 1], [1, 1], [0, 0]]


def test_what_is_done_to_the_matrix_leaves_the_order_of_the_history_alone() -> None:
    batch = encode([History([30, 10, 20])], VOCABULARY, 0.0)
    batch.csr().sort_indices()
    assert batch.columns.tolist() == [2, 0, 1]
