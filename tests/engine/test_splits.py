"""What a split hides, and what it never lets the model see."""

import numpy as np
import pytest

from recommendations.engine import BadData, Interactions
from recommendations.engine.splits import cases_of, ordered, split, task_of
from recommendations.engine.training import prepare
from recommendations.engine.validation import TASKS, cut
from tests.engine.worlds import chain, clusters


def test_last_hides_each_users_latest_title() -> None:
    data = Interactions([1, 1, 1, 2, 3, 3], [5, 6, 7, 5, 8, 9], None, [3, 1, 2, 1, 2, 1])
    made = split(data, "last", 0)
    assert [case.targets.tolist() for case in made.cases] == [[5], [8]]
    assert [case.history.items.tolist() for case in made.cases] == [[6, 7], [9]]
    assert len(made.train) == 4


def test_equal_moments_stand_in_file_order() -> None:
    made = split(Interactions([1, 1, 1], [5, 6, 7], None, [1, 1, 1]), "last", 0)
    assert made.cases[0].targets.tolist() == [7]


def test_strong_keeps_held_out_users_out_of_training() -> None:
    data = clusters()
    made = split(data, "strong", 3, users=20)
    assert len(made.cases) == 20
    assert len(np.unique(made.train.users)) == 140
    for case in made.cases:
        assert (len(case.history), len(case.targets)) == (6, 1)
        assert not set(case.history.items) & set(case.targets)


def test_temporal_hides_what_is_later_than_all_training() -> None:
    made = split(clusters(), "temporal", 0)
    assert made.train.timestamps is not None
    assert made.train.timestamps.max() == max(c.history.timestamps.max() for c in made.cases)  # type: ignore[union-attr]
    with pytest.raises(BadData, match="timestamps"):
        split(clusters(timed=False), "temporal", 0)


def test_nothing_to_ask_is_an_error() -> None:
    with pytest.raises(BadData, match="no cases"):
        split(Interactions([1, 2], [5, 6]), "last", 0)


def test_a_user_without_training_rows_is_a_case_with_an_empty_history() -> None:
    known, hidden = Interactions([1], [5]), Interactions([1, 2], [6, 7])
    assert [len(case.history) for case in cases_of(ordered(known), ordered(hidden))] == [1, 0]


def test_the_kind_of_question_follows_from_the_moments_of_the_test() -> None:
    data = chain()
    last = split(data, "last", 0)
    rest = Interactions(data.users[11::12], data.items[11::12], None, data.timestamps[11::12])  # type: ignore[index]
    assert task_of(last.train, rest) == "next"
    half = np.arange(len(data)) % 12 < 8
    assert task_of(data.take(half), data.take(~half)) == "later"
    some = np.arange(len(data)) % 5 > 0
    assert task_of(data.take(some), data.take(~some)) == "holdout"
    assert task_of(Interactions(data.users, data.items), rest) == "holdout"


@pytest.mark.parametrize("task", TASKS)
def test_validation_titles_are_not_trained_on_nor_in_their_history(task: str) -> None:
    data = prepare(clusters(), None)
    held = cut(data, task, np.random.default_rng(0), 40)
    assert held is not None
    assert len(held.train.liked.columns) < len(data.liked.columns)
    assert held.targets.shape == (len(held.asked), data.width)
    assert held.targets.multiply(held.asked.csr()).nnz == 0
    assert (held.targets.sum(axis=1) > 0).all()
    total = held.train.liked.csr().sum() + held.targets.sum()
    if task != "strong":
        assert total == len(data.liked.columns)


def test_nothing_to_hide_gives_no_validation() -> None:
    assert cut(prepare(Interactions([1, 2], [5, 6]), None), "next", np.random.default_rng(0)) is None
