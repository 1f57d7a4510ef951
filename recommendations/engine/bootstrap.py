"""Percentile bootstrap intervals over cases. Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, ch.
13."""

from collections.abc import Callable
from typing import TypedDict

import numpy as np

from .data import IntArray
from .metrics import Values

ROUNDS, FEWEST = 1000, 200  # fewer where cases are many: the ends of the interval are then close together anyway
DRAWS = 50_000_000  # in all
CELLS = 20_000_000  # draws held at once


class Interval(TypedDict):
    """A mean and the ends of its 95 % interval."""

    mean: float
    low: float
    high: float


def mean_interval(values: Values, rng: np.random.Generator, rounds: int = ROUNDS) -> Interval:
    """Of the mean of one value per case; NaN values are left out."""
    values = values[~np.isnan(values)]
    if not len(values):
        return {"mean": float("nan"), "low": float("nan"), "high": float("nan")}
    rounds = int(np.clip(DRAWS // len(values), min(FEWEST, rounds), rounds))
    step = max(1, CELLS // len(values))
    chunks = [min(step, rounds - start) for start in range(0, rounds, step)]
    means = np.concatenate([values[rng.integers(0, len(values), (size, len(values)))].mean(axis=1) for size in chunks])
    low, high = np.quantile(means, [0.025, 0.975])
    return {"mean": float(values.mean()), "low": float(low), "high": float(high)}


def statistic_interval(
    statistic: Callable[[IntArray], float], cases: int, rng: np.random.Generator, rounds: int = 200
) -> Interval:
    """Of a statistic of all cases together, such as coverage.

    Drawing with repetition shows fewer distinct titles than there are, so the draws are moved to centre on the value.
    """
    value = statistic(np.arange(cases))
    draws = np.array([statistic(rng.integers(0, cases, cases)) for _ in range(rounds)])
    low, high = np.quantile(draws - draws.mean() + value, [0.025, 0.975])
    return {"mean": value, "low": float(low), "high": float(high)}
