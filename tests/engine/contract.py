"""What every part promises, whatever it learns from."""

from typing import Any, ClassVar

import numpy as np
import pytest

from recommendations.engine import History
from recommendations.engine.budget import Budget
from recommendations.engine.data import Batch, encode
from recommendations.engine.errors import BudgetExceeded
from recommendations.engine.scorer import Scorer
from recommendations.engine.training import Training, prepare
from tests.engine.worlds import FIRST, chain, clusters, shelves


class ScorerContract:
    """Mixed into one test class per part; each names the class and settings that are quick."""

    part: ClassVar[type[Scorer]]
    settings: ClassVar[dict[str, Any]] = {}
    budgeted: ClassVar[bool] = True

    @pytest.fixture(scope="class")
    @classmethod
    def data(cls) -> Training:
        return prepare(clusters(), shelves())

    @pytest.fixture(scope="class")
    @classmethod
    def fitted(cls, data: Training) -> Scorer:
        return cls.fit(data)

    @classmethod
    def fit(cls, data: Training, seed: int = 3, budget: Budget | None = None) -> Scorer:
        return cls.part.fit(data, cls.settings, seed=seed, budget=budget or Budget(threads=1))

    def batch(self, data: Training) -> Batch:
        times = np.array([1e9, 1e9 + 50.0, 1e9 + 99.0])
        histories = [
            History([FIRST, FIRST + 3, FIRST + 1], [1.0, 2.0, 0.5], times),
            History([]),
            History([FIRST + 20, -5, 10**12], None, times),
        ]
        return encode(histories, data.vocabulary, data.end)

    def test_scores_have_one_finite_number_per_history_and_title(self, data: Training, fitted: Scorer) -> None:
        scores = fitted.scores(self.batch(data))
        assert scores.shape == (3, data.width)
        assert scores.dtype == np.float32
        assert np.isfinite(scores).all()

    def test_a_batch_scores_as_its_histories_do_alone(self, data: Training, fitted: Scorer) -> None:
        batch = self.batch(data)
        together = fitted.scores(batch)
        for row in range(len(batch)):
            alone = fitted.scores(batch.select(np.array([row])))
            np.testing.assert_allclose(alone[0], together[row], atol=1e-4)

    def test_base_and_terms_add_up_to_the_score(self, data: Training, fitted: Scorer) -> None:
        batch = self.batch(data)
        scores = fitted.scores(batch)
        columns = np.random.default_rng(1).permutation(data.width)[: data.width // 2]
        base, terms = fitted.base(batch, columns), fitted.terms(batch, columns)
        assert (base.shape, terms.shape) == ((len(columns), 3), (len(columns), len(batch.columns)))
        for place, column in enumerate(columns):
            total = base[place] + np.bincount(batch.rows, terms[place], minlength=3)
            np.testing.assert_allclose(total, scores[:, column], atol=1e-4)

    def test_many_titles_are_explained_as_each_is_alone(self, data: Training, fitted: Scorer) -> None:
        batch, columns = self.batch(data), np.array([7, 0, 7, 31])
        together = fitted.terms(batch, columns)
        for place in range(len(columns)):
            np.testing.assert_allclose(fitted.terms(batch, columns[[place]])[0], together[place], atol=1e-5)
        assert fitted.terms(batch, columns[:0]).shape == (0, len(batch.columns))

    def test_it_scores_the_same_after_being_stored(self, data: Training, fitted: Scorer) -> None:
        again = self.part.restore(fitted.state(), fitted.settings)
        np.testing.assert_array_equal(again.scores(self.batch(data)), fitted.scores(self.batch(data)))

    def test_the_same_seed_gives_the_same_part(self, data: Training, fitted: Scorer) -> None:
        np.testing.assert_array_equal(self.fit(data).scores(self.batch(data)), fitted.scores(self.batch(data)))

    def test_kin_covers_the_catalogue(self, data: Training, fitted: Scorer) -> None:
        kin = fitted.kin(np.array([2, 30, 49]))
        if kin is not None:
            assert kin.shape == (3, data.width)
            assert np.isfinite(kin).all()
            alone = fitted.kin(np.array([30]))
            assert alone is not None
            np.testing.assert_allclose(kin[1], alone[0], atol=1e-5)

    def test_it_can_be_fitted_on_titles_that_nobody_watched(self, data: Training) -> None:
        nobody = data.replace(data.liked.keep(np.zeros(len(data.liked.columns), dtype=bool)))
        assert np.isfinite(self.fit(nobody).scores(self.batch(data))).all()

    def test_too_small_a_budget_is_refused_before_work_starts(self, data: Training) -> None:
        if self.budgeted:
            with pytest.raises(BudgetExceeded):
                self.fit(data, budget=Budget(memory=100))

    def test_it_ranks_the_shelf_of_the_history_first(self, data: Training, fitted: Scorer) -> None:
        if self.part.personal:
            scores = fitted.scores(self.batch(data))[0]
            others = np.setdiff1d(np.arange(48), [0, 1, 3])
            columns = data.vocabulary.columns(FIRST + others)
            assert set(others[np.argsort(-scores[columns])[:9]].tolist()) == set(range(12)) - {0, 1, 3}


class OrderedContract(ScorerContract):
    """For parts that know what follows what."""

    def test_it_finds_the_next_title_of_a_chain(self) -> None:
        data = prepare(chain(), None)
        fitted = self.fit(data)
        for start in (0, 11):
            items = FIRST + start + np.arange(5)
            scores = fitted.scores(encode([History(items, None, 1e9 + np.arange(5.0))], data.vocabulary, 0.0))[0]
            scores[data.vocabulary.columns(items)] = -np.inf
            assert data.vocabulary.ids[scores.argmax()] == FIRST + start + 5
