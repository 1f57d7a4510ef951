"""How many people liked a title: the yardstick, and what is left where nothing is known of a viewer."""

# ruff: noqa: ARG003 -- the interface is wider than what each part needs
from typing import ClassVar, Self

import numpy as np

from .budget import Budget
from .data import Batch, FloatArray, IntArray
from .scorer import Scorer, Settings, State
from .training import Training


class Popularity(Scorer):
    """log(1 + viewers): the logarithm, because audiences are spread over orders of magnitude."""

    kind: ClassVar[str] = "popularity"
    personal: ClassVar[bool] = False

    def __init__(self, values: FloatArray, settings: Settings) -> None:
        super().__init__(settings)
        self.values = values

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """Count viewers."""
        return cls(np.log1p(data.counts()), settings)

    def scores(self, batch: Batch) -> FloatArray:
        """The same for everybody."""
        return np.repeat(self.values[None, :], len(batch), axis=0)

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """Nothing: no title of a history carries popularity."""
        return np.zeros((len(columns), len(batch.columns)), dtype=np.float32)

    def base(self, batch: Batch, columns: IntArray) -> FloatArray:
        """All of the score."""
        return np.repeat(self.values[columns, None], len(batch), axis=1)

    def state(self) -> State:
        """One array."""
        return {"values": self.values}

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(state["values"], settings)
