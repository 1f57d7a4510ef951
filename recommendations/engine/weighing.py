"""Weights of the blend, learnt on validation questions.

First by maximum likelihood: P(i | h) ∝ exp(Σ_p w_p · z_p(h, i)) among candidate titles (conditional logit, McFadden
1974), which is smooth and has one best answer; then by coordinate ascent on the measure that is tuned for, starting
there. This is done for each of several folds of the people asked, without that fold, and the weights are the mean: what
only a few people speak for does not last. On the fold that was left out each time it is seen whether a factor for each
history or a constant one is better, and whether the blend loses to the best part alone; if so, that part stands alone.
Weights of personal parts are never negative, so that a dislike can never push up; popularity's may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from .candidates import Candidates, gather
from .data import FloatArray, IntArray
from .metrics import Values
from .scorer import Scorer
from .validation import Cut

SHRINK = 50.0  # pull towards zero, divided by the number of people asked: few cannot prove much
STEPS = (0.0, 0.6, 0.8, 0.9, 1.1, 1.25, 1.6)
WORTH = 2.0  # divided by the number of people asked: the relative gain for which a weight is moved
FOLDS = 4
LIKELY = 3000  # cases for the likelihood, which needs no more


@dataclass(frozen=True)
class Weighed:
    """Weights by name, the useless ones zero; scales, none where each history has its own; and the quality reached.

    `value` is that of people whom the weights were not found on, `alone` that of the best part for the same people.
    """

    weights: dict[str, float]
    scales: dict[str, float]
    value: float
    alone: float


@dataclass(frozen=True)
class Crossed:
    """Mean weights over the folds, and the gain of each case by the weights that were found without it."""

    weights: FloatArray
    gains: Values
    alone: Values  # by the part that was best for the others
    best: int  # the part that is best for all


def weigh(parts: Mapping[str, Scorer], held: Cut, rng: np.random.Generator) -> Weighed:
    """The better of two blends on validation questions, with a factor for each history and with constant ones, or the
    best part alone."""
    floor = np.array([0.0 if part.personal else -np.inf for part in parts.values()])
    listed = list(parts.values())
    first = likeliest(gather(listed, held.some(LIKELY, rng), rng), floor)
    found = gather(listed, held, rng, first)
    fold = _folds(found.owners, rng)
    own = crossed(found, fold, floor)
    found, factors = found.unified()
    same = crossed(found, fold, floor)
    best, scales = (own, []) if own.gains.mean() >= same.gains.mean() else (same, factors.tolist())
    weights = best.weights if worthwhile(best, found.owners) else np.eye(len(parts))[best.best]
    named = dict(zip(parts, (float(weight) for weight in weights), strict=True))
    scaled = dict(zip(parts, scales, strict=False))
    return Weighed(named, scaled, float(best.gains.mean()), float(best.alone.mean()))


def _folds(owners: IntArray, rng: np.random.Generator) -> IntArray:
    """The fold of each case; all of one person are in the same."""
    people, places = np.unique(owners, return_inverse=True)
    found: IntArray = rng.permutation(np.arange(len(people)) % FOLDS)[places]
    return found


def crossed(found: Candidates, fold: IntArray, floor: FloatArray) -> Crossed:
    """Weights from all folds but one, each time; and what they do for that one."""
    singles = np.stack([found.gains(found.scores(one)) for one in np.eye(len(floor), dtype=np.float32)])
    gains, alone = np.zeros((2, len(fold)))
    made = []
    for number in range(FOLDS):
        others, left = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if not len(others) or not len(left):
            continue
        known, asked = found.take(others), found.take(left)
        some = known.take(np.arange(0, len(others), -(-len(others) // LIKELY)))
        made.append(climb(known, likeliest(some, floor), floor))
        gains[left] = asked.gains(asked.scores(made[-1]))
        alone[left] = singles[singles[:, others].mean(axis=1).argmax(), left]
    return Crossed(np.mean(made, axis=0), gains, alone, int(singles.mean(axis=1).argmax()))


def worthwhile(one: Crossed, owners: IntArray) -> bool:
    """Whether the blend does not lose to the best part, each person counted once.

    A loss within one standard error is none: of two that cannot be told apart the blend is the safer guess for others.
    """
    _, places = np.unique(owners, return_inverse=True)
    gained = np.bincount(places, one.gains - one.alone) / np.bincount(places)
    return bool(gained.mean() > -gained.std() / np.sqrt(len(gained)))


def likeliest(found: Candidates, floor: FloatArray) -> FloatArray:
    """Maximum-likelihood weights, bounded below."""
    pull = SHRINK / max(found.people, 1)
    shares = (found.target / np.maximum(found.target.sum(axis=1, keepdims=True), 1)).astype(np.float32)
    cases = len(shares)

    def loss(weights: Values) -> tuple[float, Values]:
        odds = found.scores(weights.astype(np.float32))
        odds -= odds.max(axis=1, keepdims=True)
        chances = np.exp(odds)
        chances /= chances.sum(axis=1, keepdims=True)
        likely = (shares * np.log(np.maximum(chances, 1e-30))).sum() / cases
        chances -= shares
        slope = np.array([np.vdot(chances, values) for values in found.values], dtype=np.float64) / cases
        return -float(likely) + pull * float(weights @ weights), slope + 2 * pull * weights

    start = np.full(len(floor), 0.5)
    bounds = optimize.Bounds(floor.astype(np.float64), np.full(len(floor), np.inf))
    done = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 100})
    return np.asarray(done.x, dtype=np.float32)


def climb(found: Candidates, weights: FloatArray, floor: FloatArray, rounds: int = 3) -> FloatArray:
    """Coordinate ascent on the measure itself, by factors of each weight."""
    weights, scores = weights.copy(), found.scores(weights)
    best = float(found.gains(scores).mean())
    worth = 1 + WORTH / max(found.people, 1)
    for _ in range(rounds):
        before = best
        for place in order(weights):
            here = weights[place]
            for factor in STEPS:
                there = max(here * np.float32(factor), floor[place])
                trial = scores + np.float32(there - weights[place]) * found.values[place]
                value = float(found.gains(trial).mean())
                if value > best * worth:
                    best, weights[place], scores = value, there, trial
        if best <= before * worth:
            break
    return weights


def order(weights: FloatArray) -> IntArray:
    """The weak first: they are the ones that may turn out useless."""
    return np.argsort(np.abs(weights), kind="stable")
