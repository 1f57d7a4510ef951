"""The rest of a shelf, learnt as a choice among all titles, whatever the order.

P(i | h) ∝ exp(e_i · x(h) + b_i), x(h) = Σ_j w_j v_j / √(Σ_j w_j). Trained to predict the events dropped at
random from a history from those that were left, by the multinomial likelihood over all titles: the linear case of the
denoising autoencoder of Liang et al. (2018), *Variational Autoencoders for Collaborative Filtering*, section 2, but
with the choice among what is not known already. It errs
in other places than least squares does, which is what a blend lives on. Titles beyond the most watched `outputs` are
left out of it, which bounds its cost.
"""

from typing import Any, ClassVar, Self

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped,unused-ignore]

from .adam import Adam
from .budget import Budget
from .data import Batch, Csr, FloatArray, IntArray
from .directed import sample
from .scorer import Scorer, Settings, State, cosine, lengths
from .training import Training

INITIAL = 0.05  # standard deviation of the first vectors
SMALLEST, LARGEST = 64, 256  # histories in a batch where no number is named: a sixteenth of all, within these


class Bag(Scorer):
    """Input and output vectors and output biases."""

    kind: ClassVar[str] = "bag"
    defaults: ClassVar[dict[str, Any]] = {
        "factors": 64, "epochs": 60, "rate": 0.002, "decay": 0.15, "drop_events": 0.5, "drop_factors": 0.3, "batch": 0,
        "outputs": 20_000, "visits": 200_000,
    }  # fmt: skip

    def __init__(self, inputs: FloatArray, outputs: FloatArray, bias: FloatArray, settings: Settings) -> None:
        super().__init__(settings)
        self.inputs, self.outputs, self.bias = inputs, outputs, bias
        self.norms = lengths(outputs)

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """Stochastic gradient steps over whole histories; the same seed gives the same model."""
        chosen = {**cls.defaults, **settings}
        width, factors = min(data.width, int(chosen["outputs"])), int(chosen["factors"])
        budget.require(width * factors * 4 * 10 + width * LARGEST * 16, "bag")
        counts = data.counts()
        columns = np.sort(np.argsort(-counts, kind="stable")[:width])
        rng = np.random.default_rng(seed)
        liked = sample(data.liked, 20_000_000, rng)
        matrix = liked.csr(np.ones(len(liked.columns), dtype=np.float32))[:, columns]
        with threadpool_limits(budget.cores, user_api="blas"):
            learnt = _Trainer(matrix, np.log1p(counts[columns]), chosen, rng).run()
        inputs, outputs = np.zeros((2, data.width, factors), dtype=np.float32)
        bias = np.full(data.width, learnt["bias"].min(initial=0.0), dtype=np.float32)
        learnt["outputs"][counts[columns] == 0] = 0.0
        inputs[columns], outputs[columns], bias[columns] = learnt["inputs"], learnt["outputs"], learnt["bias"]
        return cls(inputs, outputs, bias, chosen)

    def _shares(self, batch: Batch) -> FloatArray:
        whole = np.bincount(batch.rows, batch.weights, minlength=len(batch))
        return (batch.weights / np.sqrt(np.maximum(whole, 1e-9))[batch.rows]).astype(np.float32)

    def scores(self, batch: Batch) -> FloatArray:
        """x(h) · outputsᵀ + bias."""
        found: FloatArray = (batch.csr(self._shares(batch)) @ self.inputs) @ self.outputs.T
        found += self.bias
        return found

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """w_j / √(Σ w) · v_j · e_i."""
        found: FloatArray = self.outputs[columns] @ (self._shares(batch)[:, None] * self.inputs[batch.columns]).T
        return found

    def base(self, batch: Batch, columns: IntArray) -> FloatArray:
        """The bias."""
        return np.repeat(self.bias[columns, None], len(batch), axis=1)

    def kin(self, columns: IntArray) -> FloatArray:
        """Cosine of the output vectors: what is chosen in the same circumstances."""
        return cosine(self.outputs, self.norms, columns)

    def state(self) -> State:
        """Three arrays."""
        return {"inputs": self.inputs, "outputs": self.outputs, "bias": self.bias}

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(state["inputs"], state["outputs"], state["bias"], settings)


class _Trainer:
    """Parameters and steps."""

    def __init__(self, matrix: Csr, bias: FloatArray, settings: Settings, rng: np.random.Generator) -> None:
        self.settings, self.rng = settings, rng
        self.matrix = matrix[np.flatnonzero(np.diff(matrix.indptr) > 1)]
        shape = (matrix.shape[1], int(settings["factors"]))
        self.adam = Adam(
            {
                "inputs": rng.normal(0, INITIAL, shape).astype(np.float32),
                "outputs": rng.normal(0, INITIAL, shape).astype(np.float32),
                "bias": (bias - bias.mean()).astype(np.float32),
            },
            decayed={"inputs", "outputs"},
        )

    def run(self) -> dict[str, FloatArray]:
        """All rounds."""
        people = self.matrix.shape[0]
        size = int(self.settings["batch"]) or int(np.clip(people // 16, SMALLEST, LARGEST))
        epochs = min(int(self.settings["epochs"]), max(2, round(int(self.settings["visits"]) / max(people, 1))))
        steps = epochs * -(-people // size)
        for _ in range(epochs):
            order = self.rng.permutation(people)
            for start in range(0, people, size):
                gradients = self.gradients(self.matrix[order[start : start + size]])
                self.adam.step(gradients, steps, float(self.settings["rate"]), float(self.settings["decay"]))
        return self.adam.params

    def gradients(self, shelves: Csr) -> dict[str, FloatArray]:
        """Of -log P of what is hidden, per hidden event, for one batch of histories."""
        params = self.adam.params
        hidden = self.rng.random(shelves.nnz) < float(self.settings["drop_events"])
        wanted, shown = shelves.copy(), shelves.copy()
        wanted.data, shown.data = hidden.astype(np.float32), (~hidden).astype(np.float32)
        left = np.maximum(np.asarray(shown.sum(axis=1)).ravel(), 1)
        shown.data /= np.sqrt(np.repeat(left, np.diff(shown.indptr))).astype(np.float32)
        kept = 1 - float(self.settings["drop_factors"])
        mask = ((self.rng.random((shelves.shape[0], params["inputs"].shape[1])) < kept) / kept).astype(np.float32)
        states = (shown @ params["inputs"]) * mask
        slopes = _slopes(states, params, wanted)
        onto = (slopes @ params["outputs"]) * mask
        return {"outputs": slopes.T @ states, "bias": slopes.sum(axis=0), "inputs": np.asarray(shown.T @ onto)}


def _slopes(states: FloatArray, params: dict[str, FloatArray], wanted: Csr) -> FloatArray:
    odds = states @ params["outputs"].T
    odds += params["bias"]
    rows = np.repeat(np.arange(wanted.shape[0]), np.diff(wanted.indptr))
    shown = wanted.data == 0
    odds[rows[shown], wanted.indices[shown]] = -np.inf  # what is known of a shelf is no rival of the rest
    best = odds.max(axis=1, keepdims=True)
    odds -= np.where(np.isfinite(best), best, 0)  # a shelf on which everything is shown asks for nothing
    np.exp(odds, out=odds)
    counts = np.asarray(wanted.sum(axis=1)).ravel()
    total = max(float(counts.sum()), 1.0)
    odds *= (counts / np.maximum(odds.sum(axis=1), np.float32(1e-30)) / total)[:, None].astype(np.float32)
    odds[rows, wanted.indices] -= wanted.data / np.float32(total)
    return odds
