"""What the weights of a blend are found on: for each validation question some titles, and what each part gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .blend import standardise
from .data import Batch, FloatArray, IntArray
from .metrics import Values
from .ranking import top
from .scorer import Scorer
from .validation import DEEP, Cut

PER_PART = 60  # best titles of each part that become candidates
RANDOM = 60  # and as many drawn from the whole catalogue
PAIRS = 10_000_000  # comparisons of a target with candidates held at once
SHALLOW = 10


@dataclass(frozen=True)
class Candidates:
    """Standardised scores of candidate titles: `values` (parts, cases, candidates), 0 where `valid` is False."""

    values: FloatArray
    valid: npt.NDArray[np.bool_]  # (cases, candidates)
    target: npt.NDArray[np.bool_]  # (cases, candidates)
    factors: FloatArray  # (cases, parts): by what each part was multiplied for each case
    owners: IntArray  # (cases,): who is asked

    @property
    def people(self) -> int:
        """Who are asked, more than once each where there are few."""
        return len(np.unique(self.owners))

    def take(self, cases: IntArray) -> "Candidates":
        """Some of the cases."""
        return Candidates(
            self.values[:, cases], self.valid[cases], self.target[cases], self.factors[cases], self.owners[cases]
        )

    def unified(self) -> tuple["Candidates", FloatArray]:
        """The same with one factor for all cases, which is the median of theirs, and these factors; works in place."""
        one = np.array([np.median(column[column > 0]) if (column > 0).any() else 1.0 for column in self.factors.T])
        change = np.where(self.factors > 0, one / np.maximum(self.factors, 1e-30), 0.0).astype(np.float32)
        for part, by in enumerate(change.T):
            self.values[part] *= by[:, None]
        return Candidates(self.values, self.valid, self.target, np.broadcast_to(one, change.shape), self.owners), one

    def scores(self, weights: FloatArray) -> FloatArray:
        """Of the blend with these weights, shape (cases, candidates); -inf where there is no candidate."""
        found = np.where(self.valid, np.float32(0), np.float32(-np.inf))
        for weight, values in zip(weights, self.values, strict=True):
            if weight:
                found += np.float32(weight) * values
        return found

    @cached_property
    def _pairs(self) -> tuple[IntArray, IntArray]:
        cases, places = np.nonzero(self.target)
        return cases.astype(np.int64), places.astype(np.int64)

    @cached_property
    def _perfect(self) -> Values:
        """The gain of a perfect list of each case at both depths, shape (2, cases)."""
        reach = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, DEEP + 2)))])
        sizes = self.target.sum(axis=1)
        return np.stack([np.maximum(reach[np.minimum(sizes, k)], 1.0) for k in (SHALLOW, DEEP)])

    def gains(self, scores: FloatArray) -> Values:
        """`validation.gain` of each case, from the ranks of its targets alone; equal scores share their ranks."""
        cases, places = self._pairs
        step = max(1, PAIRS // max(scores.shape[1], 1))
        ranks = np.concatenate([
            _ranks(scores[cases[start : start + step]], places[start : start + step])
            for start in range(0, len(cases), step)
        ])  # fmt: skip
        worth = 1 / np.log2(ranks + 1)
        found = np.zeros(len(scores))
        for depth, perfect in zip((SHALLOW, DEEP), self._perfect, strict=True):
            found += np.bincount(cases, worth * (ranks <= depth), minlength=len(scores)) / perfect / 2
        return found


def _ranks(scores: FloatArray, places: IntArray) -> Values:
    own = scores[np.arange(len(scores)), places][:, None]
    found: Values = ((scores > own).sum(axis=1) + (scores >= own).sum(axis=1) + 1) / 2
    return found


def gather(
    parts: Sequence[Scorer], held: Cut, rng: np.random.Generator, weights: FloatArray | None = None
) -> Candidates:
    """The best titles of every part for every case, some at random, and the targets.

    With the `weights` of a first blend also the best by that. They are no part's own favourites, so that without them
    weights look good (popularity's far below zero, for example) under which such titles come to the top.
    """
    most = len(parts) * PER_PART + DEEP + RANDOM + int(held.targets.sum(axis=1).max())
    values = np.zeros((len(parts), len(held.asked), most), dtype=np.float32)
    valid, target = np.zeros((2, len(held.asked), most), dtype=bool)
    factors = []
    for chosen in held.chunks():
        asked = held.asked.select(chosen)
        standard = [standardise(part.scores(asked)) for part in parts]
        scores = np.stack([one for one, _, _ in standard])
        factors.append(np.stack([factor for _, _, factor in standard], axis=1))
        targets = held.targets[chosen].toarray() > 0
        lists = [top(_unseen(one, asked), PER_PART) for one in scores]
        if weights is not None:
            lists.append(top(_unseen(np.tensordot(weights, scores, axes=1), asked), DEEP))
        best = np.concatenate(lists, axis=1)
        drawn = rng.integers(0, asked.width, (len(asked), RANDOM))
        for row, columns in enumerate(np.concatenate([best, drawn], axis=1)):
            seen = asked.columns[asked.indptr[row] : asked.indptr[row + 1]]
            kept = np.setdiff1d(np.union1d(columns, np.flatnonzero(targets[row])), seen)
            here = chosen[row], slice(0, len(kept))
            values[:, *here], valid[here], target[here] = scores[:, row, kept], True, targets[row, kept]
    longest = int(valid.sum(axis=1).max())
    return Candidates(
        values[:, :, :longest], valid[:, :longest], target[:, :longest], np.concatenate(factors), held.owners
    )


def _unseen(scores: FloatArray, asked: Batch) -> FloatArray:
    out = scores.copy()
    out[asked.rows, asked.columns] = -np.inf
    return out
