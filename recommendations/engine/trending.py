"""What is being watched around a moment: viewers that fade with time.

trend(i, t) = log(1 + c · Σ_{events e of i, t_e ≤ t} 2^(-(t - t_e) / half_life)), with c such that the sums of a
moment add up to as many viewers as there are events in one half-life on average. Only the past of a moment counts.
The sums are kept for up to `MOMENTS` moments, spread so that equally many events lie between them; a time is served
by the last one before it.
"""

# ruff: noqa: ARG003 -- the interface is wider than what each part needs
from typing import Any, ClassVar, Self

import numpy as np

from .budget import Budget
from .data import Batch, FloatArray, IntArray, TimeArray
from .scorer import Scorer, Settings, State
from .training import Training

MOMENTS = 256
DAY = 86400.0


class Trending(Scorer):
    """Popularity with a short memory, at the moment for which a history asks."""

    kind: ClassVar[str] = "trending"
    needs_order: ClassVar[bool] = True
    personal: ClassVar[bool] = False
    defaults: ClassVar[dict[str, Any]] = {"half_life_days": 30.0}

    def __init__(self, moments: TimeArray, levels: FloatArray, settings: Settings) -> None:
        super().__init__(settings)
        self.moments = moments
        self.levels = levels

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """One sweep through the events in order of time."""
        chosen = {**cls.defaults, **settings}
        order = np.argsort(data.liked.times, kind="stable")
        times, columns = data.liked.times[order], data.liked.columns[order]
        if not len(times):
            return cls(np.zeros(1), np.zeros((1, data.width), dtype=np.float32), chosen)
        limit = int(np.clip(budget.memory / 32 / 4 / data.width, 1, MOMENTS))
        ends = np.unique(np.linspace(0, len(times), limit + 1).astype(np.int64)[1:])
        levels = sweep(times, columns, ends, float(chosen["half_life_days"]) * DAY, data.width)
        return cls(times[ends - 1], levels, chosen)

    def _row(self, batch: Batch) -> IntArray:
        at = np.where(np.isnan(batch.at), np.inf, batch.at)
        return np.maximum(np.searchsorted(self.moments, at, side="right") - 1, 0)

    def scores(self, batch: Batch) -> FloatArray:
        """The trend at each history's moment."""
        return np.asarray(self.levels[self._row(batch)], dtype=np.float32)

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """Nothing: no title of a history carries the trend."""
        return np.zeros((len(columns), len(batch.columns)), dtype=np.float32)

    def base(self, batch: Batch, columns: IntArray) -> FloatArray:
        """All of the score."""
        return np.asarray(self.levels[self._row(batch)][:, columns].T, dtype=np.float32)

    def state(self) -> State:
        """Moments and one row of levels for each."""
        return {"moments": self.moments, "levels": self.levels}

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(state["moments"], state["levels"], settings)


def sweep(times: TimeArray, columns: IntArray, ends: IntArray, half_life: float, width: int) -> FloatArray:
    """Levels after each of the growing numbers of events `ends`, shape (ends, items); events ascend in time."""
    levels = np.zeros((len(ends), width), dtype=np.float32)
    running = np.zeros(width)
    scale = max(len(times) * half_life / max(times[-1] - times[0], half_life), 1.0)
    start, moment = 0, times[0]
    for row, end in enumerate(ends):
        now = times[end - 1]
        running *= 0.5 ** ((now - moment) / half_life)
        fresh = 0.5 ** ((now - times[start:end]) / half_life)
        running += np.bincount(columns[start:end], weights=fresh, minlength=width)
        levels[row] = np.log1p(running * scale / max(running.sum(), 1e-9))
        start, moment = int(end), now
    return levels
