"""Parts added up into one score, dislikes, and the exact share of every title in it.

score(h, i) = Σ_p w_p · f_p(h) · (s_p(h, i) - mean_p(h)) - Σ_{disliked j} |weight_j| · K · kin(j, i)

The factor f is one over the standard deviation of the part's scores, either for this history alone (a short and a long
history then speak equally loud) or a constant (the more is known, the louder); tuning finds which is better. Mean and
factor come from the liked titles alone and kin is never negative, so a dislike can only push down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .data import Batch, FloatArray, IntArray, TimeArray
from .scorer import Scorer

DISLIKE = 2.0  # K: standard deviations that a fully alike title loses for a dislike of weight 1
EPSILON = 1e-6
CELLS = 4_000_000  # likenesses held at once


@dataclass(frozen=True)
class Explained:
    """Scores of some titles taken apart: `base` + the sum of `values` along a row is the score.

    `base` has shape (titles,), `values` (titles, events); `columns` are the titles of the events.
    """

    base: TimeArray
    columns: IntArray
    values: FloatArray


@dataclass(frozen=True)
class Blend:
    """Fitted parts by name and a weight for each, which is never negative for a personal part."""

    parts: Mapping[str, Scorer]
    weights: Mapping[str, float]
    width: int
    scales: Mapping[str, float] = field(default_factory=dict)

    def shares(self, liked: Batch) -> list[tuple[Scorer, FloatArray, float]]:
        """The parts that count, the weight of each for each history, and its scale.

        Histories without a liked title go by what is popular and trending alone: weights learnt beside personal parts,
        which may be negative for popularity, mean nothing there.
        """
        shared = {name: part for name, part in self.parts.items() if not part.personal}
        cold = (liked.lengths == 0) & bool(shared)
        found = []
        for name, part in self.parts.items():
            weights = np.where(cold, float(name in shared), self.weights.get(name, 0.0)).astype(np.float32)
            if weights.any():
                found.append((part, weights, self.scales.get(name, 0.0)))
        return found

    def scores(self, batch: Batch) -> FloatArray:
        """Shape (histories, items)."""
        return self.fold(batch).scores

    def fold(self, batch: Batch) -> "Folded":
        """The scores of histories, with what it takes to explain them."""
        liked = batch.positive()
        total = np.zeros((len(batch), batch.width), dtype=np.float32)
        shares = []
        for part, weights, scale in self.shares(liked):
            values, mean, factor = standardise(part.scores(liked), scale)
            values *= weights[:, None]
            total += values
            shares.append(Share(part, weights * factor, mean))
        disliked = batch.keep(batch.weights < 0) if liked is not batch else None
        return Folded(self, batch, total, shares, self._push_down(disliked, total) if disliked else None)

    def _push_down(self, disliked: Batch, total: FloatArray) -> "Kin | None":
        """Take off what dislikes cost; the kin of the disliked titles, where they are few enough to be kept."""
        titles = np.unique(disliked.columns)
        strength = disliked.csr(np.float32(DISLIKE) * disliked.weights)[:, titles]
        step = max(1, CELLS // max(self.width, 1))
        for start in range(0, len(titles), step):
            kin = self.kin(titles[start : start + step])
            total += strength[:, start : start + step] @ kin
        return Kin(titles, kin) if 0 < len(titles) <= step else None

    def kin(self, columns: IntArray) -> FloatArray:
        """How alike each title is to some: 0 (not at all) to 1 (itself), shape (titles, items)."""
        found = [part.kin(columns) for part in self.parts.values()]
        vectors = [_unit(vector, columns) for vector in found if vector is not None]
        total = np.zeros((len(columns), self.width), dtype=np.float32)
        for vector in vectors:
            total += vector
        total /= np.float32(max(len(vectors), 1))
        total[np.arange(len(columns)), columns] = 1.0
        return total


class Share(NamedTuple):
    """What a part has in the scores of each history: factor · (its score - mean), both of shape (histories,)."""

    part: Scorer
    factor: FloatArray
    mean: FloatArray


class Kin(NamedTuple):
    """How alike every title is to some, ascending columns: shape (titles, items)."""

    titles: IntArray
    alike: FloatArray


@dataclass(frozen=True)
class Folded:
    """Histories and their scores, shape (histories, items)."""

    blend: Blend
    batch: Batch
    scores: FloatArray
    shares: list[Share]
    disliked: Kin | None

    def explain(self, row: int, columns: IntArray) -> Explained:
        """The scores of some titles for one of the histories, event by event."""
        batch = self.batch.select(np.array([row]))
        liked = batch.positive()
        base = np.zeros(len(columns), dtype=np.float64)
        for part, factor, mean in self.shares:
            base += float(factor[row]) * (part.base(liked, columns)[:, 0].astype(np.float64) - float(mean[row]))
        likes = self._likes(row, liked, columns)
        if liked is batch:
            return Explained(base, batch.columns, likes)
        chosen = batch.weights > 0
        values = np.empty((len(columns), len(batch.columns)), dtype=np.float32)
        kin = self._kin(batch.columns[~chosen], columns)
        values[:, chosen], values[:, ~chosen] = likes, np.float32(DISLIKE) * batch.weights[~chosen] * kin
        return Explained(base, batch.columns, values)

    def raised(self, row: int, columns: IntArray) -> tuple[IntArray, FloatArray]:
        """The liked titles of one of the histories, and what each adds to the scores of some titles, shape (titles,
        liked); dislikes raise nothing."""
        liked = self.batch.select(np.array([row])).positive()
        return liked.columns, self._likes(row, liked, columns)

    def _likes(self, row: int, liked: Batch, columns: IntArray) -> FloatArray:
        found = np.zeros((len(columns), len(liked.columns)), dtype=np.float32)
        for part, factor, _ in self.shares:
            if share := factor[row]:
                found += share * part.terms(liked, columns)
        return found

    def _kin(self, disliked: IntArray, columns: IntArray) -> FloatArray:
        """How alike some titles are to disliked ones, shape (titles, disliked)."""
        if self.disliked is None:
            return self.blend.kin(disliked)[:, columns].T
        return self.disliked.alike[np.searchsorted(self.disliked.titles, disliked)[:, None], columns].T


def standardise(scores: FloatArray, scale: float = 0.0) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(scores - mean) · factor for each row, the means, and the factors.

    A factor is `scale`, or where that is 0 the row's own 1/std, or 0 where all titles score alike.
    """
    mean = scores.mean(axis=1)
    values = scores - mean[:, None]
    if scale:
        values *= np.float32(scale)
        return values, mean, np.full(len(scores), scale, dtype=np.float32)
    spread = np.sqrt(np.einsum("ij,ij->i", values, values) / max(scores.shape[1], 1))
    factor = np.where(spread > EPSILON * (1 + np.abs(mean)), 1.0 / np.maximum(spread, 1e-30), 0.0).astype(np.float32)
    values *= factor[:, None]
    return values, mean, factor


def _unit(likeness: FloatArray, columns: IntArray) -> FloatArray:
    """Kin between 0 and 1: negative likeness is none, and the closest other title sets the scale of each row."""
    positive: FloatArray = np.maximum(likeness, 0, out=likeness)
    positive[np.arange(len(columns)), columns] = 0
    top = positive.max(axis=1, initial=0.0)
    positive /= np.where(top > 0, top, 1)[:, None]
    return positive
