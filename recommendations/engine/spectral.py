"""What the main directions of taste say: a projection of the history onto them, in closed form.

With X the histories, n the viewers of titles and |h| the lengths of histories, V holds the right singular vectors of
R = diag(|h|^-u) X diag(n^-p) that belong to its largest singular values, and

    score(h, i) = n_i^p · v_i · Σ_j w_j n_j^-p v_j

the ideal low-pass filter of Shen et al. (2021), *How Powerful is Graph Convolution for Recommendation?*, section 4;
with u = p = 0 it is PureSVD (Cremonesi, Koren and Turrin 2010). The vectors are found by subspace iteration from a
random start (Halko, Martinsson and Tropp 2011, *Finding Structure with Randomness*, algorithm 4.4). It errs in other
places than a ridge regression over all directions does.
"""

from typing import Any, ClassVar, Self

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from .budget import Budget
from .data import Batch, Csr, FloatArray, IntArray
from .scorer import Scorer, Settings, State, cosine, lengths
from .training import Training

SPARE = 16  # directions beside those that are kept, which make the kept ones exact sooner
ROUNDS = 6


class Spectral(Scorer):
    """Vectors by which titles enter and leave the space of tastes."""

    kind: ClassVar[str] = "spectral"
    defaults: ClassVar[dict[str, Any]] = {"factors": 40, "user_power": 0.25, "item_power": 0.25}

    def __init__(self, inputs: FloatArray, outputs: FloatArray, settings: Settings) -> None:
        super().__init__(settings)
        self.inputs, self.outputs = inputs, outputs
        self.norms = lengths(outputs)

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """A few sparse products and small factorisations."""
        chosen = {**cls.defaults, **settings}
        size = min(int(chosen["factors"]) + SPARE, data.width)
        budget.require((len(data.liked) + 4 * data.width) * size * 4 + len(data.liked.columns) * 24, "spectral")
        liked, counts = data.liked, np.maximum(data.counts(), 1)
        people = (np.maximum(liked.lengths, 1) ** -float(chosen["user_power"]))[liked.rows]
        titles = counts ** -np.float32(chosen["item_power"])
        matrix = liked.csr((people * titles[liked.columns]).astype(np.float32))
        with threadpool_limits(budget.cores, user_api="blas"):
            vectors = directions(matrix, size, np.random.default_rng(seed))[:, : int(chosen["factors"])]
        vectors[data.counts() == 0] = 0.0
        return cls(vectors * titles[:, None], vectors / titles[:, None], chosen)

    def scores(self, batch: Batch) -> FloatArray:
        """(history · inputs) · outputsᵀ."""
        found: FloatArray = (batch.csr() @ self.inputs) @ self.outputs.T
        return found

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """w_j · input_j · output_i."""
        found: FloatArray = self.outputs[columns] @ (batch.weights[:, None] * self.inputs[batch.columns]).T
        return found

    def kin(self, columns: IntArray) -> FloatArray:
        """Cosine of the directions in which titles point."""
        return cosine(self.outputs, self.norms, columns)

    def state(self) -> State:
        """Two arrays."""
        return {"inputs": self.inputs, "outputs": self.outputs}

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(state["inputs"], state["outputs"], settings)


def directions(matrix: Csr, size: int, rng: np.random.Generator) -> FloatArray:
    """Right singular vectors of the largest singular values, shape (columns, size), the largest first."""
    basis = rng.normal(size=(matrix.shape[1], size)).astype(np.float32)
    turned = matrix.T.tocsr()
    for _ in range(ROUNDS):
        basis, _ = np.linalg.qr(turned @ (matrix @ basis))
    reach = matrix @ basis
    _, mixture = np.linalg.eigh(reach.T @ reach)
    found: FloatArray = np.asarray(basis @ mixture[:, ::-1], dtype=np.float32)
    return found
