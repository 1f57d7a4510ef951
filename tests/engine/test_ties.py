"""Events at the same moment have no order."""

from itertools import permutations

import numpy as np
import pytest

from recommendations.engine import History, Interactions
from recommendations.engine.budget import Budget
from recommendations.engine.data import Batch, encode
from recommendations.engine.directed import Directed
from recommendations.engine.registry import roster
from recommendations.engine.scorer import Scorer
from recommendations.engine.sequel import Sequel
from recommendations.engine.ties import fading, moments, reshuffled, tied
from recommendations.engine.training import Training, prepare
from tests.engine.worlds import CHAIN, FIRST, chain


def pages(size: int = 3) -> Training:
    """The walk of `chain`, kept by pages: `size` titles at a time bear one moment, in an order that means nothing."""
    data = chain()
    times = np.floor((np.asarray(data.timestamps) - 1e9) % 10**9 / 60 / size) * 60 * size
    order = np.lexsort((np.random.default_rng(1).random(len(data)), times, data.users))
    return prepare(Interactions(data.users[order], data.items[order], None, times[order]), None)


def batch(times: list[float]) -> Batch:
    data = pages()
    return encode([History(FIRST + np.arange(len(times)), None, times)], data.vocabulary, 0.0)


def test_events_at_one_known_moment_belong_together() -> None:
    assert moments(batch([1, 1, 2, 5, 5, 5])).tolist() == [0, 0, 1, 2, 2, 2]
    assert moments(batch([np.nan, np.nan])).tolist() == [0, 1]
    assert moments(batch([])).tolist() == []
    assert tied(pages().liked)
    assert not tied(prepare(chain(), None).liked)


def test_reshuffling_moves_nothing_out_of_its_moment() -> None:
    before = pages().liked
    after = reshuffled(before, np.random.default_rng(0))
    assert (before.columns != after.columns).any()
    np.testing.assert_array_equal(before.times, after.times)
    np.testing.assert_array_equal(before.rows, after.rows)
    first, second = (np.sort(moments(one) * CHAIN + one.columns) for one in (before, after))
    np.testing.assert_array_equal(first, second)


def test_an_age_is_the_mean_over_the_orders_that_could_have_been() -> None:
    found = fading(batch([1, 2, 2, 2, 3]), 2.0, 3, mean=True)
    plain = 0.5 ** (np.array([4, 3, 2, 1, 0]) / 2.0) * (np.array([4, 3, 2, 1, 0]) < 3)
    orders = [[plain[0], *plain[list(order)], plain[4]] for order in permutations([1, 2, 3])]
    np.testing.assert_allclose(found, np.mean(orders, axis=0), atol=1e-6)
    np.testing.assert_allclose(fading(batch([1, 2, 2, 2, 3]), 2.0, 3, mean=False), plain, atol=1e-6)


@pytest.mark.parametrize(
    "part", [Directed.fit(pages(), {"l2": 1.0}, seed=0, budget=Budget(threads=1)),
             Sequel.fit(pages(), {"factors": 8, "copies": 1}, seed=0, budget=Budget(threads=1))]
)  # fmt: skip
def test_the_order_in_which_one_moment_is_given_changes_no_score(part: Scorer) -> None:
    items, times = FIRST + np.array([4, 5, 6, 7, 8, 9]), [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]
    orders = [[0, 1, 2, 3, 4, 5], [2, 0, 1, 5, 3, 4]]
    vocabulary = pages().vocabulary
    scores = part.scores(encode([History(items[order], None, times) for order in orders], vocabulary, 0.0))
    np.testing.assert_allclose(scores[0], scores[1], atol=1e-5)


def test_the_walk_is_learnt_from_pages() -> None:
    part = Directed.fit(pages(), {"l2": 1.0}, seed=0, budget=Budget(threads=1))
    items = FIRST + np.array([6, 7, 8])
    scores = part.scores(encode([History(items, None, [7.0, 7.0, 7.0])], pages().vocabulary, 0.0))[0]
    scores[pages().vocabulary.columns(items)] = -np.inf
    assert pages().vocabulary.ids[scores.argmax()] - FIRST in (5, 9, 10, 11)


def test_orders_are_tried_only_where_moments_are_shared() -> None:
    assert "shuffle_ties" in roster(pages())["sequel"].tries
    assert "shuffle_ties" not in roster(prepare(chain(), None))["sequel"].tries
