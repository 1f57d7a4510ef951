"""Events of one history at the same moment: the order in which they are given means nothing, unless it turns out to.

Ratings given on one page, an import, times kept by the day: there a model learns more from every order that could have
been than from the one that stands in the file, and an age is best taken as the mean over those orders.
"""

import numpy as np

from .data import Batch, FloatArray, IntArray, TimeArray

FEW = 0.01  # share of tied events below which ties are not worth a thought


def moments(batch: Batch) -> IntArray:
    """Number of the moment of each event, ascending; events of one history at the same known time share one."""
    fresh = np.ones(len(batch.columns), dtype=np.int64)
    fresh[1:] = (np.diff(batch.rows) != 0) | (np.diff(batch.times) != 0)
    return np.cumsum(fresh) - 1


def tied(batch: Batch) -> bool:
    """Whether more than a few events share their moment with the one before."""
    if not len(batch.columns):
        return False
    return bool(moments(batch)[-1] + 1 < (1 - FEW) * len(batch.columns))


def reshuffled(batch: Batch, rng: np.random.Generator) -> Batch:
    """The same histories with the events of each moment in random order."""
    order = np.lexsort((rng.random(len(batch.columns)), moments(batch)))
    return Batch(
        batch.width, batch.indptr, batch.columns[order], batch.weights[order], batch.times[order], batch.at, batch.rows
    )


def fading(batch: Batch, half_life: float, window: int, mean: bool) -> FloatArray:
    """2^(-age / half_life) of each event, 0 beyond the window; the mean over its moment's events if `mean` is set."""
    ages = batch.ages()
    return _spread(batch, 0.5 ** (ages / half_life) * (ages < window), mean)


def standing(batch: Batch, age: int, mean: bool) -> FloatArray:
    """1 for the event of each history that so many came after, else 0; the mean over its moment if `mean` is set."""
    return _spread(batch, (batch.ages() == age).astype(np.float64), mean)


def _spread(batch: Batch, values: TimeArray, mean: bool) -> FloatArray:
    if mean and len(values):
        of = moments(batch)
        values = (np.bincount(of, values) / np.bincount(of))[of]
    return values.astype(np.float32)
