"""Parts added up into one score, dislikes, and the exact share of every title in it.

score(h, i) = Σ_p w_p · f_p(h) · (s_p(h, i) - mean_p(h)) - Σ_{disliked j} |weight_j| · K · kin(j, i)

The factor f is one over the standard deviation of the part's scores, either for this history alone (a short and a long
history then speak equally loud) or a constant (the more is known, the louder); tuning finds which is better. Mean and
factor come from the liked titles alone and kin is never negative, so a dislike can only push down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .data import Batch, FloatArray, IntArray, TimeArray
from .scorer import Scorer

DISLIKE = 2.0  # K: standard deviations that a fully alike title loses for a dislike of weight 1
EPSILON = 1e-6


@dataclass(frozen=True)
class Explained:
    """A score taken apart: `base` + the sum of `values` is the score; values are aligned with `columns`."""

    base: float
    columns: IntArray
    values: TimeArray


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
        liked = batch.positive()
        total = np.zeros((len(batch), batch.width), dtype=np.float32)
        for part, weights, scale in self.shares(liked):
            values, _, _ = standardise(part.scores(liked), scale)
            values *= weights[:, None]
            total += values
        if liked is not batch:
            self._push_down(batch.keep(batch.weights < 0), total)
        return total

    def _push_down(self, disliked: Batch, total: FloatArray) -> None:
        for row, column, weight in zip(disliked.rows, disliked.columns, disliked.weights, strict=True):
            total[row] += np.float32(DISLIKE * weight) * self.kin(int(column))

    def kin(self, column: int) -> FloatArray:
        """How alike each title is to one: 0 (not at all) to 1 (itself), shape (items,)."""
        found = [part.kin(column) for part in self.parts.values()]
        vectors = [_unit(vector, column) for vector in found if vector is not None]
        total = np.zeros(self.width, dtype=np.float32)
        for vector in vectors:
            total += vector / np.float32(len(vectors))
        total[column] = 1.0
        return total

    def explain(self, batch: Batch, column: int) -> Explained:
        """The score of one title for a batch of one history, event by event."""
        liked = batch.positive()
        values = np.zeros(len(batch.columns), dtype=np.float64)
        chosen = batch.weights > 0
        base = 0.0
        for part, weights, scale in self.shares(liked):
            _, mean, factor = standardise(part.scores(liked), scale)
            share = float(weights[0]) * float(factor[0])
            values[chosen] += share * part.terms(liked, column)
            base += share * (float(part.base(liked, column)[0]) - float(mean[0]))
        for place in np.flatnonzero(~chosen):
            kin = self.kin(int(batch.columns[place]))
            values[place] = DISLIKE * batch.weights[place] * kin[column]
        return Explained(base, batch.columns, values)


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


def _unit(vector: FloatArray, column: int) -> FloatArray:
    """Kin between 0 and 1: negative likeness is none, and the closest other title sets the scale."""
    positive: FloatArray = np.maximum(vector, 0).astype(np.float32)
    positive[column] = 0
    top = float(positive.max(initial=0.0))
    return (positive / np.float32(top)).astype(np.float32) if top > 0 else positive
