"""What comes next, learnt as a choice among all titles.

A log-linear model of the next title: P(i | h) ∝ exp(e_i · x(h) + b_i), where the history enters linearly, x(h) = Σ_j
(Σ_k f_k(age_j) · (c_k ∘ v_j) + u_j^(age_j)), through K fixed fadings f_k(age) = 2^(-age / half_life_k) within a window,
learnt mixtures c_k of them for each dimension, learnt vectors v (what a title leads to) and e (what leads to it), and
further vectors u of the latest two titles, each of its place: they say more than that they are recent.
Trained to predict every event of every history from those before it, by maximum likelihood with the softmax over all
titles, or over a sample of them in large catalogues with the estimate of Jean et al. (2015), *On Using Very Large
Target Vocabulary*, section 3. The optimiser is Adam (Kingma and Ba 2015) with decoupled weight decay. Events are
dropped at random from the input, as in Liang et al. (2018), *Variational Autoencoders for Collaborative Filtering*,
and dimensions of x as well. What was watched before is no rival of what comes next: the softmax leaves it out, as
every list does. So b says how fast a title is taken up by those who have yet to see it, and not how many have.

Events at the same moment come in another order in each round. Where the data are small, several copies are trained from
other beginnings, and their scores are averaged: one model still, whose vectors stand side by side.

There is no layer between the history and the score that is not linear, so reasons are exact: a title's share is
(Σ_k f_k(age_j) · (c_k ∘ v_j) + u_j^(age_j)) · e_i.
"""

from typing import Any, ClassVar, Self

import numpy as np

from .budget import Budget
from .data import Batch, FloatArray, IntArray
from .scorer import Scorer, Settings, State, cosine, lengths
from .sequel_training import train
from .ties import fading, standing
from .training import Training

ARRAYS = ("inputs", "latest", "outputs", "bias", "mixture")
FEW, MANY, LARGE = 64, 128, 500_000  # factors where none are named: the more from this many events on
# Titles drawn for the softmax where no number is named; a catalogue that is not larger is taken whole.
RIVALS, MANY_RIVALS, MEDIUM = 1024, 2048, 6000


class Sequel(Scorer):
    """Input and output vectors, output biases, and mixtures of fadings."""

    kind: ClassVar[str] = "sequel"
    needs_order: ClassVar[bool] = True
    defaults: ClassVar[dict[str, Any]] = {
        "factors": 0, "half_lives": (0.5, 2.0, 6.0, 20.0), "latest": 2, "window": 64, "epochs": 12, "rate": 0.004,
        "decay": 0.1, "drop_events": 0.2, "drop_factors": 0.3, "batch": 1024,
        "sampled": 0, "positions": 3_000_000, "visits": 6_000_000, "shuffle_ties": True, "copies": 0,
    }  # fmt: skip

    def __init__(
        self, inputs: FloatArray, latest: FloatArray, outputs: FloatArray, bias: FloatArray, mixture: FloatArray,
        settings: Settings,
    ) -> None:  # fmt: skip
        super().__init__(settings)
        self.inputs, self.latest, self.outputs, self.bias, self.mixture = inputs, latest, outputs, bias, mixture
        self.norms = lengths(outputs)

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """Stochastic gradient steps over the training histories; the same seed gives the same model."""
        chosen = {**cls.defaults, **settings}
        chosen["factors"] = chosen["factors"] or (MANY if len(data.liked.columns) >= LARGE else FEW)
        chosen["sampled"] = chosen["sampled"] or (MANY_RIVALS if data.width <= MEDIUM else RIVALS)
        chosen["half_lives"], learnt = train(data, chosen, np.random.default_rng(seed), budget)
        learnt["outputs"][data.counts() == 0] = 0.0
        return cls.restore(learnt, chosen)

    def _fadings(self, batch: Batch) -> list[FloatArray]:
        window, mean = int(self.settings["window"]), bool(self.settings["shuffle_ties"])
        return [batch.weights * fading(batch, life, window, mean) for life in self.settings["half_lives"]]

    def _latest(self, batch: Batch) -> list[FloatArray]:
        mean = bool(self.settings["shuffle_ties"])
        return [batch.weights * standing(batch, age, mean) for age in range(len(self.latest))]

    def scores(self, batch: Batch) -> FloatArray:
        """x(h) · outputsᵀ + bias."""
        state = np.zeros((len(batch), self.inputs.shape[1]), dtype=np.float32)
        for mixture, faded in zip(self.mixture, self._fadings(batch), strict=True):
            state += (batch.csr(faded) @ self.inputs) * mixture
        for vectors, here in zip(self.latest, self._latest(batch), strict=True):
            state += batch.keep(here > 0).csr(here[here > 0]) @ vectors
        found: FloatArray = state @ self.outputs.T
        found += self.bias
        return found

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """(Σ_k f_k · c_k ∘ v_j + Σ_l g_l · u_lj) · e_i."""
        shares = (np.stack(self._fadings(batch), axis=1) @ self.mixture) * self.inputs[batch.columns]
        for vectors, here in zip(self.latest, self._latest(batch), strict=True):
            shares += here[:, None] * vectors[batch.columns]
        found: FloatArray = self.outputs[columns] @ shares.T
        return found

    def base(self, batch: Batch, columns: IntArray) -> FloatArray:
        """The bias."""
        return np.repeat(self.bias[columns, None], len(batch), axis=1)

    def kin(self, columns: IntArray) -> FloatArray:
        """Cosine of the output vectors: what is chosen in the same circumstances."""
        return cosine(self.outputs, self.norms, columns)

    def state(self) -> State:
        """Five arrays."""
        return {name: getattr(self, name) for name in ARRAYS}

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(state["inputs"], state["latest"], state["outputs"], state["bias"], state["mixture"], settings)
