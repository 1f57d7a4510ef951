"""How the weights of a blend are found."""

from dataclasses import replace

import numpy as np
import pytest

from recommendations.engine import candidates
from recommendations.engine.blend import standardise
from recommendations.engine.budget import Budget
from recommendations.engine.candidates import Candidates, gather
from recommendations.engine.data import FloatArray, IntArray
from recommendations.engine.ease import Ease
from recommendations.engine.popularity import Popularity
from recommendations.engine.ranking import top
from recommendations.engine.training import prepare
from recommendations.engine.validation import cut, gain
from recommendations.engine.weighing import crossed, worthwhile
from tests.engine.worlds import clusters

CASES, TITLES = 400, 120
FLOOR = np.array([0.0, 0.0], dtype=np.float32)


def world(signals: tuple[float, float], seed: int = 0) -> Candidates:
    """Two parts that see the one target of each case through noise of their own."""
    rng = np.random.default_rng(seed)
    target = np.zeros((CASES, TITLES), dtype=bool)
    target[np.arange(CASES), rng.integers(0, TITLES, CASES)] = True
    values = rng.normal(size=(2, CASES, TITLES)) + np.array(signals)[:, None, None] * target
    valid = np.ones_like(target)
    return Candidates(values.astype(np.float32), valid, target, np.ones((CASES, 2), np.float32), np.arange(CASES) // 2)


def folds() -> IntArray:
    return np.arange(CASES) // 2 % 4


@pytest.mark.parametrize("sizes", [1, 7, 30])
def test_gains_are_those_of_the_lists(sizes: int) -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(50, TITLES)).astype(np.float32)
    target = np.argsort(rng.random((50, TITLES)), axis=1) < sizes
    target[0] = False
    found = Candidates(scores[None], np.ones_like(target), target, np.ones((50, 1), np.float32), np.arange(50))
    hits = np.take_along_axis(target, top(scores, 100), axis=1)
    np.testing.assert_allclose(found.gains(scores), gain(hits, target.sum(axis=1)))


def test_titles_that_score_alike_share_their_ranks() -> None:
    found = world((1.0, 1.0))
    assert found.gains(np.zeros((CASES, TITLES), dtype=np.float32)).mean() < 0.15


def test_parts_that_know_different_things_are_worth_a_blend() -> None:
    found = world((2.0, 2.0))
    made = crossed(found, folds(), FLOOR)
    assert worthwhile(made, found.owners)
    assert made.gains.mean() > 1.1 * made.alone.mean()
    assert 0.7 < made.weights[0] / made.weights[1] < 1.4


def test_a_part_that_knows_nothing_has_next_to_no_weight() -> None:
    for seed in range(3):
        made = crossed(world((2.0, 0.0), seed), folds(), FLOOR)
        assert made.weights[1] < 0.05 * made.weights[0]
        assert made.best == 0


def test_a_blend_that_gains_nothing_on_people_left_out_gives_way() -> None:
    found = world((2.0, 2.0))
    made = crossed(found, folds(), FLOOR)
    assert not worthwhile(replace(made, gains=made.alone), found.owners)
    assert not worthwhile(replace(made, gains=made.alone, alone=made.gains), found.owners)


def test_a_loss_within_a_standard_error_is_none() -> None:
    found = world((2.0, 2.0))
    made = crossed(found, folds(), FLOOR)
    apart = np.repeat(np.random.default_rng(5).normal(size=CASES // 2), 2)  # the same for both questions of a person
    apart = (apart - apart.mean()) / apart.std()
    for errors, stays in ((-0.9, True), (-1.1, False)):
        lost = apart + errors / np.sqrt(CASES // 2)
        assert worthwhile(replace(made, gains=made.alone + lost), found.owners) == stays


def test_what_comes_to_the_top_by_a_first_blend_is_among_the_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else weights under which the least popular titles come first would look as good as any."""
    for name, value in (("PER_PART", 3), ("RANDOM", 0), ("DEEP", 4)):
        monkeypatch.setattr(candidates, name, value)
    held = cut(prepare(clusters(), None), "holdout", np.random.default_rng(0))
    assert held is not None
    parts = [part.fit(held.train, {}, seed=0, budget=Budget(2**30)) for part in (Popularity, Ease)]
    weights = np.array([-1.0, 0.0], dtype=np.float32)
    least = -standardise(parts[0].scores(held.asked))[0]
    least[held.asked.rows, held.asked.columns] = -np.inf
    best = np.take_along_axis(least, top(least, 4), axis=1)

    def reached(found: Candidates) -> FloatArray:
        return -np.sort(-found.scores(weights), axis=1)[:, :4]

    np.testing.assert_allclose(reached(gather(parts, held, np.random.default_rng(0), weights)), best, rtol=1e-5)
    assert (reached(gather(parts, held, np.random.default_rng(0))).mean(axis=1) < best.mean(axis=1)).mean() > 0.9


def test_a_fold_is_judged_by_weights_that_were_found_without_it() -> None:
    found, fold = world((2.0, 2.0)), folds()
    lied = Candidates(found.values.copy(), found.valid, found.target, found.factors, found.owners)
    lied.values[1, fold == 0] *= -1  # in one fold the second part says the opposite of what it says elsewhere
    fair, made = crossed(found, fold, FLOOR), crossed(lied, fold, FLOOR)
    assert made.gains[fold == 0].mean() < 0.5 * fair.gains[fold == 0].mean()
