"""Weights of the blend, learnt on validation questions.

First by maximum likelihood: P(i | h) ∝ exp(Σ_p w_p · z_p(h, i)) among candidate titles (conditional logit, McFadden
1974), which is smooth and has one best answer; then by coordinate ascent on the measure that is tuned for, starting
there. Weights of personal parts are never negative, so that a dislike can never push up; popularity's may be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from .blend import standardise
from .data import Batch, FloatArray, IntArray
from .metrics import Values
from .ranking import top
from .scorer import Scorer
from .validation import DEEP, Cut, gain

PER_PART = 100  # best titles of each part that become candidates
RANDOM = 100  # and as many drawn from the whole catalogue
SHRINK = 50.0  # pull towards zero, divided by the number of people asked: few cannot prove much
STEPS = (0.0, 0.6, 0.8, 0.9, 1.1, 1.25, 1.6)
WORTH = 2.0  # divided by the number of people asked: the relative gain for which a weight is moved


@dataclass(frozen=True)
class Candidates:
    """Standardised scores of candidate titles: `values` (cases, candidates, parts), padded where `valid` is False."""

    values: FloatArray
    valid: npt.NDArray[np.bool_]
    target: npt.NDArray[np.bool_]
    factors: FloatArray  # (cases, parts): by what each part was multiplied for each case
    people: int  # who are asked

    def unified(self) -> tuple["Candidates", FloatArray]:
        """The same with one factor for all cases, which is the median of theirs, and these factors."""
        one = np.array([np.median(column[column > 0]) if (column > 0).any() else 1.0 for column in self.factors.T])
        change = np.where(self.factors > 0, one / np.maximum(self.factors, 1e-30), 0.0).astype(np.float32)
        factors = np.broadcast_to(one, self.factors.shape)
        return Candidates(self.values * change[:, None, :], self.valid, self.target, factors, self.people), one

    def quality(self, weights: FloatArray) -> float:
        """The measure that is tuned for, for these weights."""
        scores = np.where(self.valid, self.values @ weights, -np.inf).astype(np.float32)
        hits = np.take_along_axis(self.target, top(scores, DEEP), axis=1)
        return float(gain(hits, self.target.sum(axis=1)).mean())


def gather(parts: Sequence[Scorer], held: Cut, rng: np.random.Generator) -> Candidates:
    """The best titles of every part for every case, some at random, and the targets."""
    rows: list[tuple[FloatArray, npt.NDArray[np.bool_]]] = []
    factors = []
    for chosen in held.chunks():
        asked = held.asked.select(chosen)
        standard = [standardise(part.scores(asked)) for part in parts]
        scores = np.stack([values for values, _, _ in standard], axis=2)
        factors.append(np.stack([factor for _, _, factor in standard], axis=1))
        targets = held.targets[chosen].toarray() > 0
        best = np.concatenate([top(_unseen(scores[:, :, p], asked), PER_PART) for p in range(len(parts))], axis=1)
        drawn = rng.integers(0, asked.width, (len(asked), RANDOM))
        for row, columns in enumerate(np.concatenate([best, drawn], axis=1)):
            seen = asked.columns[asked.indptr[row] : asked.indptr[row + 1]]
            kept = np.setdiff1d(np.union1d(columns, np.flatnonzero(targets[row])), seen)
            rows.append((scores[row, kept], targets[row, kept]))
    return _pad(rows, np.concatenate(factors), held.people)


def _unseen(scores: FloatArray, asked: Batch) -> FloatArray:
    out = scores.copy()
    out[asked.rows, asked.columns] = -np.inf
    return out


def _pad(rows: Sequence[tuple[FloatArray, npt.NDArray[np.bool_]]], factors: FloatArray, people: int) -> Candidates:
    longest = max(len(target) for _, target in rows)
    values = np.zeros((len(rows), longest, factors.shape[1]), dtype=np.float32)
    valid, target = np.zeros((2, len(rows), longest), dtype=bool)
    for row, (scores, hits) in enumerate(rows):
        values[row, : len(hits)], valid[row, : len(hits)], target[row, : len(hits)] = scores, True, hits
    return Candidates(values, valid, target, factors, people)


@dataclass(frozen=True)
class Weighed:
    """Weights by name, the useless ones zero; scales, none where each history has its own; and the quality reached."""

    weights: dict[str, float]
    scales: dict[str, float]
    value: float


def weigh(parts: Mapping[str, Scorer], held: Cut, rng: np.random.Generator) -> Weighed:
    """The better of two blends on the validation questions: with a factor for each history, and with constant ones."""
    floor = np.array([0.0 if part.personal else -np.inf for part in parts.values()])
    own = gather(list(parts.values()), held, rng)
    unified, factors = own.unified()
    made = []
    for found, scales in ((own, []), (unified, factors.tolist())):
        weights = climb(found, likeliest(found, floor), floor)
        named = dict(zip(parts, (float(weight) for weight in weights), strict=True))
        made.append(Weighed(named, dict(zip(parts, scales, strict=False)), found.quality(weights)))
    return max(made, key=lambda one: one.value)


def likeliest(found: Candidates, floor: FloatArray) -> FloatArray:
    """Maximum-likelihood weights, bounded below."""
    pull = SHRINK / max(found.people, 1)
    shares = found.target / np.maximum(found.target.sum(axis=1, keepdims=True), 1)

    def loss(weights: Values) -> tuple[float, Values]:
        odds = np.where(found.valid, found.values @ weights.astype(np.float32), -np.inf)
        odds -= odds.max(axis=1, keepdims=True)
        chances = np.exp(odds)
        chances /= chances.sum(axis=1, keepdims=True)
        likely = (shares * np.log(np.maximum(chances, 1e-30))).sum() / len(shares)
        slope = np.einsum("nc,ncp->p", (chances - shares).astype(np.float32), found.values) / len(shares)
        return -float(likely) + pull * float(weights @ weights), slope.astype(np.float64) + 2 * pull * weights

    start = np.full(len(floor), 0.5)
    bounds = optimize.Bounds(floor.astype(np.float64), np.full(len(floor), np.inf))
    done = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 100})
    return np.asarray(done.x, dtype=np.float32)


def climb(found: Candidates, weights: FloatArray, floor: FloatArray, rounds: int = 3) -> FloatArray:
    """Coordinate ascent on the measure itself, by factors of each weight."""
    best = found.quality(weights)
    worth = 1 + WORTH / max(found.people, 1)
    for _ in range(rounds):
        before = best
        for place in order(weights):
            for factor in STEPS:
                trial = weights.copy()
                trial[place] = max(weights[place] * factor, floor[place])
                value = found.quality(trial)
                if value > best * worth:
                    best, weights = value, trial
        if best <= before * worth:
            break
    return weights


def order(weights: FloatArray) -> IntArray:
    """The weak first: they are the ones that may turn out useless."""
    return np.argsort(np.abs(weights), kind="stable")
