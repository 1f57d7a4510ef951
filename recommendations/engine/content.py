"""What is made alike: metadata, for titles that nobody has watched yet above all.

Each title is a vector of its features weighted by rarity, log(items / items with the feature), and balanced between
kinds of feature (genre, cast, decade …) so that a long cast list does not outweigh the genres; vectors have length 1.
A score is the sum of w_j · cosine(j, i) over the history, Salton and Buckley (1988), *Term-weighting approaches in
automatic text retrieval*.
"""

# ruff: noqa: ARG003 -- the interface is wider than what each part needs
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse

from .budget import Budget
from .data import Batch, Csr, FloatArray, IntArray
from .scorer import Scorer, Settings, State
from .training import Training

KIND_WEIGHTS: Mapping[str, float] = {
    "genre": 1.0, "theme": 0.8, "cast": 0.7, "director": 0.7, "decade": 0.4, "year": 0.3,
}  # fmt: skip
OTHER_KIND = 0.5


class Content(Scorer):
    """Cosine of weighted features, added up over the history."""

    kind: ClassVar[str] = "content"
    needs_features: ClassVar[bool] = True

    def __init__(self, vectors: Csr, settings: Settings) -> None:
        super().__init__(settings)
        self.vectors = vectors

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """Weigh and normalise; nothing is learnt from viewers."""
        nothing: Any = sparse.csr_array((data.width, 1), dtype=np.float32)
        return cls(weighted(nothing if data.features is None else data.features, data.feature_names), settings)

    def scores(self, batch: Batch) -> FloatArray:
        """(history · vectors) · vectorsᵀ."""
        return self._against_all(batch.csr() @ self.vectors)

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """weight_j · cosine(j, i)."""
        # In the few features that the history has: sparse times dense, without the others.
        owners, features, values = _entries(self.vectors, batch.columns)
        known, places = np.unique(features, return_inverse=True)
        theirs = np.zeros((len(known) + 1, len(batch.columns)), dtype=np.float32)
        theirs[places, owners] = values * batch.weights[owners]
        place_of = np.full(self.vectors.shape[1], len(known), dtype=np.int32)
        place_of[known] = np.arange(len(known))
        owners, features, values = _entries(self.vectors, columns)
        starts = np.searchsorted(owners, np.arange(len(columns) + 1))
        asked = sparse.csr_array((values, place_of[features], starts), shape=(len(columns), len(theirs)))
        return np.asarray(asked @ theirs, dtype=np.float32)

    def kin(self, columns: IntArray) -> FloatArray:
        """Cosine with every title."""
        return self._against_all(self.vectors[columns])

    def _against_all(self, tastes: Csr) -> FloatArray:
        # Sparse times dense: one row of features meets most titles through its genres, so the answer is dense anyway.
        # The product wants one feature of all histories after another; writing it so is cheaper than turning it.
        dense = tastes.T.toarray(order="C") if tastes.shape[0] > 1 else tastes.toarray().T
        return np.ascontiguousarray((self.vectors @ dense).T, dtype=np.float32)

    def state(self) -> State:
        """The vectors."""
        shape = np.array(self.vectors.shape)
        return {
            "data": self.vectors.data, "indices": self.vectors.indices, "indptr": self.vectors.indptr, "shape": shape,
        }  # fmt: skip

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        parts = (state["data"], state["indices"], state["indptr"])
        return cls(sparse.csr_array(parts, shape=tuple(state["shape"].tolist())), settings)


def _entries(matrix: Csr, rows: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Everything that stands in some rows: which of the rows, columns, and values."""
    begins, lengths = matrix.indptr[rows], matrix.indptr[rows + 1] - matrix.indptr[rows]
    owners = np.repeat(np.arange(len(rows)), lengths)
    places = (begins - np.cumsum(lengths) + lengths)[owners] + np.arange(len(owners))
    return owners, np.asarray(matrix.indices[places], dtype=np.int64), np.asarray(matrix.data[places], dtype=np.float32)


def weighted(features: Csr, names: Sequence[str]) -> Csr:
    """Rows of length 1: rarity times kind weight, each kind of a title normalised before."""
    count = np.maximum(np.asarray(features.sum(axis=0)).ravel(), 1)
    rarity = np.log1p(features.shape[0] / count).astype(np.float32)
    values = sparse.csr_array(features.multiply(rarity[None, :]))
    kinds = np.array([name.split(":")[0] for name in names] or ["none"])
    total: Any = sparse.csr_array(features.shape, dtype=np.float32)
    for kind in np.unique(kinds):
        chosen = sparse.diags_array((kinds == kind).astype(np.float32))
        total = total + _unit_rows(values @ chosen) * np.float32(KIND_WEIGHTS.get(str(kind), OTHER_KIND))
    return _unit_rows(total)


def _unit_rows(matrix: Csr) -> Csr:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1.0 / np.maximum(lengths, 1e-9)) @ matrix, dtype=np.float32)
