"""Scores taken apart: which titles of a history carry them, and how much."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .data import FloatArray, IntArray, TimeArray


@dataclass(frozen=True)
class Contribution:
    """What one title of a history adds to a score."""

    item: int
    value: float


class Reasons(list[Contribution]):
    """Contributions, the largest first; `base` plus their values is `score`, which is the model's own."""

    def __init__(self, contributions: Iterable[Contribution], base: float) -> None:
        super().__init__(contributions)
        self.base = base

    @property
    def score(self) -> float:
        """Everything added up."""
        return self.base + sum(reason.value for reason in self)


@dataclass(frozen=True)
class Explanations:
    """The scores of some titles for one history, taken apart.

    `base[t] + values[t].sum()` is the score of `items[t]`; `values[t, e]` is what `events[e]` adds to it.
    """

    items: IntArray  # (titles,): ids as they were asked for
    known: np.ndarray[tuple[int], np.dtype[np.bool_]]  # (titles,): False where the model knows no such title
    events: IntArray  # (events,): ids of the history's titles that the model knows, oldest first, each once
    base: TimeArray  # (titles,): the score before any event counts; 0 for the unknown
    values: FloatArray  # (titles, events); 0 for the unknown

    @property
    def scores(self) -> FloatArray:
        """The model's own scores, shape (titles,); 0 for the unknown."""
        found: FloatArray = (self.base + self.values.sum(axis=1, dtype=np.float64)).astype(np.float32)
        return found

    def reasons(self, place: int) -> Reasons:
        """Every contribution to the title at a place."""
        order = np.argsort(-self.values[place], kind="stable")
        pairs = zip(self.events[order].tolist(), self.values[place, order].tolist(), strict=True)
        return Reasons((Contribution(item, value) for item, value in pairs), float(self.base[place]))

    def top(self, n: int) -> list[list[int]]:
        """For each title the ids of up to n events that raise its score, the largest share first."""
        return largest(self.values.copy(), self.events, n)


def largest(values: FloatArray, events: IntArray, n: int) -> list[list[int]]:
    """For each row of values the up to n events of the largest values above 0, best first. Overwrites the values."""
    rows = np.arange(len(values))
    ids = np.empty((len(values), min(n, values.shape[1])), dtype=np.int64)
    counts = np.zeros(len(values), dtype=np.int64)
    # A few times the largest is found sooner than any order.
    for place in range(ids.shape[1]):
        best = values.argmax(axis=1)
        ids[:, place] = events[best]
        counts += values[rows, best] > 0
        values[rows, best] = -np.inf
    found: list[list[int]] = ids.tolist()
    for row in np.flatnonzero(counts < ids.shape[1]).tolist():
        del found[row][counts[row] :]
    return found
