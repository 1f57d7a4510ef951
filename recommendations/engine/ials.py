"""Implicit-feedback matrix factorisation by alternating least squares.

Hu, Koren and Volinsky (2008), *Collaborative Filtering for Implicit Feedback Datasets*. Item factors Y are trained by
the `implicit` library; a history h is folded in with equation 4 of the paper, x = A⁻¹ Σ c_j y_j with A = YᵀY + λI + Σ
(c_j - 1) y_j y_jᵀ and c_j = alpha w_j, and scored as Y x. Given A the score is a sum over the history (section 5 of
the paper), which is what `terms` returns.
"""

import importlib
from collections.abc import Iterator
from typing import Any, ClassVar, Self

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from .budget import Budget
from .data import Batch, FloatArray, IntArray
from .scorer import Scorer, Settings, State, cosine, lengths
from .training import Training


class Ials(Scorer):
    """Item factors, and a least-squares fold-in of any history."""

    kind: ClassVar[str] = "ials"
    defaults: ClassVar[dict[str, Any]] = {
        "factors": 64,
        "regularization": 8.0,
        "alpha": 1.0,
        "alpha_power": 0.0,
        "iterations": 12,
    }

    def __init__(self, factors: FloatArray, settings: Settings) -> None:
        super().__init__(settings)
        self.factors = factors
        ridge = pull(self.settings) * np.eye(factors.shape[1], dtype=np.float32)
        self.norms = lengths(factors)
        self.gram: FloatArray = factors.T @ factors + ridge

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """Alternate least squares over the users x items matrix."""
        chosen = {**cls.defaults, **settings}
        size = int(chosen["factors"])
        budget.require((len(data.liked) + data.width) * size * 8 + len(data.liked.columns) * 24, "iALS")
        if not len(data.liked.columns):
            return cls(np.zeros((data.width, size), dtype=np.float32), chosen)
        library = importlib.import_module("implicit.als")  # half a second and 50 MiB: only where something is fitted
        with threadpool_limits(1, user_api="blas"):  # it runs threads of its own, and warns otherwise
            model = library.AlternatingLeastSquares(
                factors=size, regularization=pull(chosen), alpha=float(chosen["alpha"]),
                iterations=int(chosen["iterations"]), random_state=seed, num_threads=budget.cores, use_gpu=False,
            )  # fmt: skip
            model.fit(_narrow(data.liked), show_progress=False)
        factors = np.nan_to_num(np.asarray(model.item_factors, dtype=np.float32))
        factors[data.counts() == 0] = 0.0
        return cls(factors, chosen)

    def scores(self, batch: Batch) -> FloatArray:
        """Fold in and multiply."""
        people = np.zeros((len(batch), self.factors.shape[1]), dtype=np.float32)
        for row, rated, confidence, system in self._systems(batch):
            people[row] = np.linalg.solve(system, rated.T @ confidence)
        return people @ self.factors.T

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """c_j · y_iᵀ A⁻¹ y_j for each title i and event j."""
        values = np.zeros((len(columns), len(batch.columns)), dtype=np.float32)
        wanted = self.factors[columns]
        for row, rated, confidence, system in self._systems(batch):
            reach = wanted @ np.linalg.solve(system, rated.T * confidence)
            values[:, batch.indptr[row] : batch.indptr[row + 1]] = reach
        return values

    def _systems(self, batch: Batch) -> Iterator[tuple[int, FloatArray, FloatArray, FloatArray]]:
        alpha = float(self.settings["alpha"])
        for row in np.flatnonzero(batch.lengths):
            span = slice(batch.indptr[row], batch.indptr[row + 1])
            rated = self.factors[batch.columns[span]]
            confidence: FloatArray = (alpha * batch.weights[span]).astype(np.float32)
            system = self.gram + (rated.T * (confidence - np.float32(1))) @ rated
            yield int(row), rated, confidence, system.astype(np.float32, copy=False)

    def kin(self, columns: IntArray) -> FloatArray:
        """Cosine of the item factors."""
        return cosine(self.factors, self.norms, columns)

    def state(self) -> State:
        """One array of shape (items, factors)."""
        return {"factors": self.factors}

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(state["factors"], settings)


def pull(settings: Settings) -> float:
    """λ: the regularisation named, times alpha^alpha_power; what is best for one alpha is then near it for others."""
    scale: float = float(settings["alpha"]) ** float(settings["alpha_power"])
    return float(settings["regularization"]) * scale


def _narrow(batch: Batch) -> Any:
    """The matrix in the form that `implicit` reads without a copy: 32-bit indices."""
    matrix = batch.csr()
    scipy_sparse = importlib.import_module("scipy.sparse")
    parts = (matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32))
    return scipy_sparse.csr_matrix(parts, shape=matrix.shape)
