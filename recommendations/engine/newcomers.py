"""Titles that came after the model was trained: known by their metadata alone, scored by their kin.

A new title n stands among the known titles where its features put it. With cos(n, j) the content part's cosine and
N(n) the `k` known titles closest to n,

    score(h, n) = Σ_{j in N(n)} w_nj · score(h, j) + (1 - c_n) · low(h)
    w_nj = c_n · cos(n, j)^POWER / Σ_{j' in N(n)} cos(n, j')^POWER,   c_n = min(1, max_j cos(n, j) / SURE)

the kernel regression of Nadaraya (1964) and Watson (1964), pulled towards a low score, the `FLOOR` quantile of what the
history gives known titles, as far as even the closest kin is distant. A title that shares no feature with any other
has c = 0 and gets that low score. A score is linear in those of known titles, and its reasons are theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from .content import weighted
from .data import Csr, FloatArray, IntArray, ItemFeatures, Vocabulary, ids_of
from .explanations import Explanations
from .model import Fold

KIN = 8  # k; few kin keep scores as far apart as those of known titles, see docs/recommender.md for what was tried
POWER = 8  # the closest kin speak loudest
SURE = 0.3  # a cosine from which on kin is kin: a genre and a decade in common
FLOOR = 0.05
ROUNDING = 1e-5
ABREAST = 256  # new titles compared with all known ones at once


@dataclass(frozen=True)
class Newcomers:
    """New titles as mixtures of known ones. Make one with `neighbours`."""

    items: IntArray  # (new,): ids
    known: IntArray  # (known,): ids
    weights: Csr  # (new, known); a row adds up to c, which is 0 to 1

    @property
    def certainty(self) -> FloatArray:
        """c of each new title, shape (new,): 0 where nothing is like it."""
        return np.asarray(self.weights.sum(axis=1), dtype=np.float32).ravel()

    @property
    def lacking(self) -> FloatArray:
        """1 - c of each new title, shape (new,): how much of its score is the low one; what rounding leaves is none."""
        rest: FloatArray = 1 - self.certainty
        return np.where(rest > ROUNDING, rest, np.float32(0))

    def scores(self, scores: FloatArray) -> FloatArray:
        """Scores of the new titles, shape (histories, new), from those of `known`, shape (histories, known)."""
        found: FloatArray = np.ascontiguousarray((self.weights @ scores.T).T, dtype=np.float32)
        lacking = self.lacking
        if lacking.any():
            found += np.outer(low(scores), lacking).astype(np.float32)
        return found

    def explain(self, fold: Fold, row: int, item_ids: Sequence[int] | IntArray) -> Explanations:
        """Which titles of a history carry new titles' scores, where `scores` were the model's; as `Fold.explain`."""
        items = ids_of(item_ids)
        where = {item: place for place, item in enumerate(self.items.tolist())}
        rows = np.array([where.get(item, -1) for item in items.tolist()], dtype=np.int64)
        known = rows >= 0
        rows = rows[known]
        weights = self.weights[rows]
        kin, inverse = np.unique(weights.indices, return_inverse=True)
        found = fold.explain(row, self.known[kin])
        mixture = sparse.csr_array((weights.data, inverse, weights.indptr), shape=(len(rows), len(kin)))
        base, values = np.zeros(len(items)), np.zeros((len(items), len(found.events)), dtype=np.float32)
        base[known], values[known] = mixture @ found.base, mixture @ found.values
        lacking = self.lacking[rows]
        if lacking.any():
            columns = fold.model.vocabulary.columns(self.known)
            base[known] += lacking * low(fold.scores[[row]][:, columns[columns >= 0]])[0]
        return Explanations(items, known, found.events, base, values)


def low(scores: FloatArray) -> FloatArray:
    """What a history gives a title of which nothing is known: the `FLOOR` quantile of each row, shape (histories,)."""
    if not scores.shape[1]:
        return np.zeros(len(scores), dtype=np.float32)
    place = int(FLOOR * (scores.shape[1] - 1))
    found: FloatArray = np.partition(scores, place, axis=1)[:, place]
    return found


def neighbours(known: ItemFeatures, new: ItemFeatures, k: int = KIN) -> Newcomers:
    """The `k` known titles most like each new one, by the features of both; an id in both is taken for known.

    The known titles are to be those of the model, and the columns of the scores given to `Newcomers.scores` are theirs.
    """
    fresh = np.flatnonzero(~np.isin(new.items, known.items))
    items, features = new.items[fresh], [new.features[place] for place in fresh.tolist()]
    everything = ItemFeatures(np.concatenate([known.items, items]), [*known.features, *features])
    vocabulary = Vocabulary.of(everything.items)
    vectors = weighted(*everything.matrix(vocabulary))
    theirs = vectors[vocabulary.columns(known.items)]
    blocks = list(_closest(vectors[vocabulary.columns(items)], theirs, k))
    nothing: Any = sparse.csr_array((0, len(known.items)), dtype=np.float32)
    return Newcomers(items, known.items, sparse.vstack([nothing, *blocks], format="csr"))


def _closest(new: Csr, known: Csr, k: int) -> Iterator[Csr]:
    k = min(k, known.shape[0])
    for start in range(0, new.shape[0], ABREAST):
        alike = np.ascontiguousarray((known @ new[start : start + ABREAST].T.toarray(order="C")).T)
        best = np.sort(np.argpartition(-alike, max(k - 1, 0), axis=1)[:, :k], axis=1) if k else np.empty((0, 0), int)
        cosines = np.take_along_axis(alike, best, axis=1)
        weights = np.maximum(cosines, 0).astype(np.float64) ** POWER
        sure = np.minimum(1.0, cosines.max(axis=1, initial=0.0) / SURE)
        weights *= (sure / np.maximum(weights.sum(axis=1), 1e-300))[:, None]
        rows = np.repeat(np.arange(len(best)), k)
        made = sparse.csr_array((weights.ravel().astype(np.float32), (rows, best.ravel())), shape=alike.shape)
        made.eliminate_zeros()
        yield made
