"""Titles that the model has never seen, placed by what is known of them."""

import numpy as np
import pytest

from recommendations.engine import Choices, FitSettings, History, ItemFeatures, Model, fit
from recommendations.engine.data import FloatArray
from recommendations.engine.newcomers import FLOOR, Newcomers, low, neighbours
from tests.engine import new_titles
from tests.engine.worlds import FIRST, MEMBERS, clusters, shelf, shelves

HORROR = 2  # the shelf whose fan asks
NEW = [5003, 5001, 5002, 5000]
FEATURES = [["genre:2", "decade:1990"], ["genre:1"], ["mood:unheard of"], []]
FAN = History([FIRST + HORROR * MEMBERS + n for n in (0, 3, 5)])


@pytest.fixture(scope="module")
def model() -> Model:
    parts = Choices({"ials": {"factors": 8}, "ease": {"l2": 5.0}}, {"ials": 0.5, "ease": 1.0, "content": 1.0})
    return fit(clusters(), metadata=shelves(), settings=FitSettings(choices=parts, threads=1))


@pytest.fixture(scope="module")
def newcomers() -> Newcomers:
    return neighbours(shelves(), ItemFeatures(NEW, FEATURES), k=6)


def scores_of(model: Model, newcomers: Newcomers, history: History) -> FloatArray:
    return newcomers.scores(model.scores([history])[:, model.vocabulary.columns(newcomers.known)])


def test_a_new_horror_title_scores_high_for_a_horror_fan(model: Model, newcomers: Newcomers) -> None:
    horror, other, odd, bare = scores_of(model, newcomers, FAN)[0]
    known = model.scores([FAN])[0]
    assert horror > np.quantile(known, 0.75)
    assert horror > other + known.std()
    assert other > odd
    assert odd == bare == low(known[None])[0] <= np.quantile(known, FLOOR)


def test_its_kin_are_of_its_kind_and_weigh_one_together(newcomers: Newcomers) -> None:
    assert newcomers.items.tolist() == NEW
    kin = newcomers.known[newcomers.weights[[0]].indices]
    assert {shelf(int(item)) if item < 900 else item - 900 for item in kin} == {HORROR}
    np.testing.assert_allclose(newcomers.certainty, [1, 1, 0, 0], atol=1e-6)


def test_the_shares_of_the_history_and_the_base_are_the_score(model: Model, newcomers: Newcomers) -> None:
    history = History([*FAN.items, FIRST, FIRST + 15], [1, 2, 1, 0.5, -1.5])
    found = newcomers.explain(model.fold([FAN, history]), 1, [5000, 5003, FIRST, 5001])
    assert found.known.tolist() == [True, True, False, True]
    expected = scores_of(model, newcomers, history)[0][[3, 0, 1]]
    np.testing.assert_allclose(found.scores[found.known], expected, atol=1e-4)
    assert set(found.top(2)[1]) <= set(FAN.items.tolist())
    assert found.top(2)[0] == []


def test_an_id_that_is_known_is_not_new_and_nothing_new_is_no_error(model: Model) -> None:
    made = neighbours(shelves(), ItemFeatures([FIRST, 7000], [["genre:0"], ["genre:0"]]))
    assert made.items.tolist() == [7000]
    nobody = neighbours(shelves(), ItemFeatures([], []))
    assert scores_of(model, nobody, FAN).shape == (1, 0)
    first = neighbours(ItemFeatures([], []), ItemFeatures([1], [["genre:0"]]))
    assert first.scores(np.zeros((2, 0), dtype=np.float32)).tolist() == [[0.0], [0.0]]


def test_more_new_titles_than_one_block_holds() -> None:
    many = ItemFeatures(np.arange(6000, 6600), [["genre:3"]] * 600)
    made = neighbours(shelves(), many)
    assert made.weights.shape == (600, 52)
    np.testing.assert_allclose(made.certainty, 1, atol=1e-6)


@pytest.mark.slow
def test_real_new_titles_are_told_apart_better_than_by_their_features_alone() -> None:
    made = new_titles.world()
    scores = neighbours(made.known, made.new).scores(made.scores)
    assert new_titles.auc(scores, made.watched) > new_titles.auc(made.content, made.watched) + 0.03 > 0.7
    assert new_titles.ndcg(scores, made.watched) > 1.5 * new_titles.ndcg(made.content, made.watched)
