"""What goes with what, whatever the order: ridge regression of every title on all others.

Steck (2019), *Embarrassingly Shallow Autoencoders for Sparse Data*, equation 8: with P = (XᵀX + Λ)⁻¹, the weights are
B = I - P · diag(1 / diag P), whose diagonal is zero. Λ = λI + d/(1 - d) · diag(XᵀX) adds dropout of strength d in
closed form (Steck 2020, *Autoencoders that don't overfit towards the Identity*, section 3). Users may be weighted
down by the length of their history, |h|^-u, because the long ones dominate XᵀX, and targets by their viewers, n_i^-t
(the ridge that is best for all titles together leaves a bias towards the most watched).
"""

# ruff: noqa: ARG003 -- the interface is wider than what each part needs
from typing import Any, ClassVar, Self

import numpy as np

from .budget import Budget
from .data import Batch, Csr, FloatArray, IntArray
from .ridge import ItemMatrix, blocks, invert, plan, product, prune_all
from .scorer import Scorer, Settings, State
from .training import Training


class Ease(Scorer):
    """A score is the sum over the history of one weight per pair of titles."""

    kind: ClassVar[str] = "ease"
    defaults: ClassVar[dict[str, Any]] = {"l2": 200.0, "dropout": 0.2, "user_power": 0.0, "target_power": 0.0}

    def __init__(self, matrix: ItemMatrix, settings: Settings) -> None:
        super().__init__(settings)
        self.matrix = matrix

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """One Gram matrix and one inverse."""
        chosen = {**cls.defaults, **settings}
        counts = data.counts()
        beside = cls.beside(len(data.liked.columns), chosen)
        form = plan(counts, budget.less(beside), cls.kind)
        size = len(form.columns)
        budget.require(size * size * 4 * 1.15 + beside, cls.kind)
        gram = cls.gram(data.liked, form.columns, chosen, np.random.default_rng(seed))
        weights = _weights(gram, counts[form.columns], chosen, budget)
        values = weights if form.form == "dense" else prune_all(weights)
        return cls(ItemMatrix(values, form.columns, data.width), chosen)

    @classmethod
    def beside(cls, events: int, settings: Settings) -> float:
        """Bytes taken beside the matrix itself."""
        return events * 24

    @classmethod
    def gram(cls, liked: Batch, columns: IntArray, settings: Settings, rng: np.random.Generator) -> FloatArray:
        """XᵀX over some columns, weighted."""
        matrix = scaled(liked, float(settings["user_power"]))[:, columns]
        return product(matrix, matrix)

    def scores(self, batch: Batch) -> FloatArray:
        """history · B."""
        return self.matrix.apply(batch.csr())

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """weight_j · B[j, i]."""
        return self.matrix.between(batch.columns, columns) * batch.weights

    def kin(self, columns: IntArray) -> FloatArray:
        """The rows of the titles: what they speak for."""
        return self.matrix.rows(columns)

    def state(self) -> State:
        """The matrix."""
        return self.matrix.state()

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(ItemMatrix.restore(state), settings)


def _weights(gram: FloatArray, counts: FloatArray, settings: Settings, budget: Budget) -> FloatArray:
    size = len(gram)
    if not size:
        return gram
    diagonal = gram.diagonal().copy()
    dropout = float(settings["dropout"])
    gram[np.diag_indices(size)] += float(settings["l2"]) + dropout / (1 - dropout) * diagonal
    inverse = invert(gram, budget)
    scale = 1.0 / inverse.diagonal().copy()
    for block in blocks(size):
        inverse[block] *= -scale[None, :]
    inverse[np.diag_indices(size)] = 0.0
    inverse *= np.maximum(counts, np.float32(1)) ** np.float32(-float(settings["target_power"]))
    return inverse


def scaled(liked: Batch, power: float) -> Csr:
    """Histories x items, ones weighted by length of history to the -power, mean weight 1."""
    lengths = np.maximum(liked.lengths, 1).astype(np.float64)
    rows = lengths**-power
    rows *= len(liked.columns) / max(float((rows * liked.lengths).sum()), 1e-9)
    return liked.csr(np.sqrt(rows)[liked.rows].astype(np.float32))
