"""The one small interface behind which every part of the recommender stands."""

# ruff: noqa: ARG002 -- the interface is wider than what each part needs
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np

from .budget import Budget
from .data import Batch, FloatArray, IntArray
from .training import Training

Settings = Mapping[str, Any]
State = dict[str, np.ndarray[Any, Any]]


class Scorer(ABC):
    """Scores titles for histories. Parts are given liked titles only; dislikes are the blend's business.

    The contract, tested for all alike: scores are finite, float32 and of shape (histories, items); an empty history is
    fine; the order of histories in a batch does not matter; `base + terms` is the score; `restore(state())` scores
    the same.
    """

    kind: ClassVar[str]
    needs_order: ClassVar[bool] = False  # switched off where events carry no times
    needs_features: ClassVar[bool] = False  # switched off where there is no metadata
    personal: ClassVar[bool] = True  # whether the score depends on the titles of the history
    defaults: ClassVar[dict[str, Any]] = {}

    def __init__(self, settings: Settings) -> None:
        self.settings: dict[str, Any] = {**self.defaults, **settings}

    @classmethod
    @abstractmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """Learn from training data; never more memory than the budget, or `BudgetExceeded` before it starts."""

    @abstractmethod
    def scores(self, batch: Batch) -> FloatArray:
        """Higher is better; shape (histories, items), float32, finite."""

    @abstractmethod
    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """What each event of a batch adds to each title's score in that event's history; shape (titles, events)."""

    def base(self, batch: Batch, columns: IntArray) -> FloatArray:
        """What titles score in each history before any of its events is counted; shape (titles, histories)."""
        return np.zeros((len(columns), len(batch)), dtype=np.float32)

    def kin(self, columns: IntArray) -> FloatArray | None:
        """How alike every title is to some, shape (titles, items), higher is more; None where the part cannot say."""
        return None

    @abstractmethod
    def state(self) -> State:
        """Everything learnt, as arrays."""

    @classmethod
    @abstractmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """The part that wrote `state`."""


def lengths(vectors: FloatArray) -> FloatArray:
    """Length of each row, shape (rows,), and never quite 0."""
    squares = np.einsum("ij,ij->i", vectors, vectors)
    return np.asarray(np.maximum(np.sqrt(squares), 1e-9), dtype=np.float32)


def cosine(vectors: FloatArray, norms: FloatArray, columns: IntArray) -> FloatArray:
    """Cosine of some rows with every row, shape (columns, rows), given `lengths(vectors)`; 0 for rows of zeros."""
    chosen: FloatArray = vectors[columns]
    chosen = np.asarray(chosen / norms[columns, None], dtype=np.float32)
    found: FloatArray = chosen @ vectors.T
    found /= norms
    return found
