"""Every part keeps the contract, and does what it alone is for."""

import numpy as np

from recommendations.engine import History, Interactions
from recommendations.engine.bag import Bag
from recommendations.engine.budget import Budget
from recommendations.engine.content import Content
from recommendations.engine.data import encode
from recommendations.engine.directed import Directed
from recommendations.engine.ease import Ease
from recommendations.engine.ials import Ials
from recommendations.engine.near import Near
from recommendations.engine.popularity import Popularity
from recommendations.engine.registry import PARTS, roster
from recommendations.engine.scorer import Scorer
from recommendations.engine.sequel import Sequel
from recommendations.engine.spectral import Spectral, directions
from recommendations.engine.training import Training, prepare
from recommendations.engine.trending import DAY, Trending
from tests.engine.contract import OrderedContract, ScorerContract
from tests.engine.worlds import FIRST, chain, clusters, shelves


class TestPopularity(ScorerContract):
    part = Popularity
    budgeted = False


class TestTrending(ScorerContract):
    part = Trending
    budgeted = False

    def test_what_was_watched_before_the_moment_counts_and_fades(self) -> None:
        times = 1e9 + DAY * np.array([0, 0, 0, 50, 50, 100])
        items = np.array([1, 1, 1, 2, 2, 3])
        data = prepare(Interactions(np.arange(6), items, None, times), None)
        part = Trending.fit(data, {"half_life_days": 10.0}, seed=0, budget=Budget())
        moments = [History([], at=1e9 + DAY * day) for day in (1, 60, 200)]
        best = part.scores(encode(moments, data.vocabulary, data.end)).argmax(axis=1)
        assert data.vocabulary.ids[best].tolist() == [1, 2, 3]


class TestIals(ScorerContract):
    part = Ials
    settings = {"factors": 8, "iterations": 5}


class TestEase(ScorerContract):
    part = Ease
    settings = {"l2": 5.0}

    def test_the_weights_are_those_of_the_ridge_regression_without_the_title_itself(self) -> None:
        data = prepare(clusters(), None)
        part = Ease.fit(data, {"l2": 3.0, "dropout": 0.0}, seed=0, budget=Budget())
        watched = data.liked.csr().toarray()
        for column in (0, 17):
            others = np.delete(watched, column, axis=1)
            gram = others.T @ others + 3.0 * np.eye(others.shape[1])
            expected = np.linalg.solve(gram, others.T @ watched[:, column])
            got = np.delete(part.matrix.between(np.arange(data.width), np.array([column]))[0], column)
            np.testing.assert_allclose(got, expected, atol=1e-4)


class TestNear(ScorerContract):
    part = Near
    settings = {"l2": 5.0}

    def test_neighbours_count_by_their_distance_whoever_comes_first(self) -> None:
        data = prepare(chain(people=9, length=6), None)
        settings = {**Near.defaults, "reach": 3, "user_power": 0.0}
        gram = Near.gram(data.liked, np.arange(data.width), settings, np.random.default_rng(0))
        expected = np.zeros_like(gram)
        for row in range(len(data.liked)):
            titles = data.liked.columns[data.liked.indptr[row] : data.liked.indptr[row + 1]]
            for here, one in enumerate(titles):
                for there, other in enumerate(titles):
                    expected[one, other] += max(0.0, 1 - abs(here - there) / 3)
        np.testing.assert_allclose(gram, expected, atol=1e-4)


class TestSpectral(ScorerContract):
    part = Spectral
    settings = {"factors": 4}

    def test_with_every_direction_and_no_powers_a_history_is_left_as_it_is(self) -> None:
        data = prepare(clusters(), None)
        whole = {"factors": data.width, "user_power": 0.0, "item_power": 0.0}
        part = Spectral.fit(data, whole, seed=0, budget=Budget(threads=1))
        batch = data.liked.select(np.arange(5))
        np.testing.assert_allclose(part.scores(batch), batch.csr().toarray(), atol=1e-3)

    def test_the_directions_are_those_of_the_singular_value_decomposition(self) -> None:
        matrix = prepare(clusters(), None).liked.csr()
        found = directions(matrix, 20, np.random.default_rng(0))[:, :4]
        exact = np.linalg.svd(matrix.toarray(), full_matrices=False)[2][:4]
        np.testing.assert_allclose(np.abs(exact @ found), np.eye(4), atol=0.02)


class TestDirected(OrderedContract):
    part = Directed
    budgeted = False  # it makes do with fewer titles
    settings = {"l2": 1.0}


class TestSequel(OrderedContract):
    part = Sequel
    settings = {"factors": 16, "batch": 128, "epochs": 30, "rate": 0.02, "drop_factors": 0.1, "drop_events": 0.1,
                "copies": 1}  # fmt: skip


class TestSequelOnASampleOfTitles(TestSequel):
    settings = {**TestSequel.settings, "sampled": 8}


class TestSequelOfTwoCopies(TestSequel):
    settings = {**TestSequel.settings, "copies": 2}

    def test_copies_stand_side_by_side_and_their_scores_are_averaged(self, data: Training, fitted: Scorer) -> None:
        assert isinstance(fitted, Sequel)
        assert fitted.inputs.shape[1] == 2 * 16
        assert fitted.settings["half_lives"] == (0.5, 1.0, 2.0, 3.0, 6.0, 20.0)
        lives = {"half_lives": fitted.settings["half_lives"]}
        one, two = (
            Sequel(
                fitted.inputs[:, half],
                fitted.latest[:, :, half],
                2 * fitted.outputs[:, half],
                fitted.bias,
                fitted.mixture[:, half],
                lives,
            )
            for half in (slice(0, 16), slice(16, 32))
        )
        assert (np.abs(one.mixture).sum(axis=1) > 0).tolist() == [True, False, True, False, True, True]
        assert (np.abs(two.mixture).sum(axis=1) > 0).tolist() == [True, True, False, True, False, False]
        batch = self.batch(data)
        assert not np.allclose(one.scores(batch), two.scores(batch), atol=0.1)
        np.testing.assert_allclose((one.scores(batch) + two.scores(batch)) / 2, fitted.scores(batch), atol=1e-3)


class TestBag(ScorerContract):
    part = Bag
    settings = {"factors": 8, "epochs": 60, "rate": 0.02, "drop_factors": 0.1}


class TestContent(ScorerContract):
    part = Content
    budgeted = False

    def test_an_unwatched_title_of_the_same_genre_comes_before_watched_ones_of_others(self) -> None:
        data = prepare(clusters(), shelves())
        part = Content.fit(data, {}, seed=0, budget=Budget())
        scores = part.scores(encode([History([FIRST + 13])], data.vocabulary, 0.0))[0]
        unseen = int(data.vocabulary.columns(np.array([901]))[0])
        assert scores[unseen] > scores[:12].max()


def test_every_part_is_under_contract() -> None:
    assert {case.part for case in _cases(ScorerContract)} == set(PARTS.values())


def test_parts_that_need_order_or_metadata_switch_themselves_off() -> None:
    assert set(roster(prepare(clusters(timed=False), None))) == {"popularity", "ials", "ease", "spectral", "bag"}
    assert {"sequel", "directed", "trending", "content"} <= set(roster(prepare(clusters(), shelves())))


def _cases(case: type[ScorerContract]) -> list[type[ScorerContract]]:
    found = [inner for sub in case.__subclasses__() for inner in _cases(sub)]
    return found + ([case] if hasattr(case, "part") else [])
