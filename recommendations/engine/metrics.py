"""What is measured, as small pure functions.

`hits` is a boolean array of shape (cases, depth): whether the title at each rank, best first, is one of the case's
targets. `targets` counts the targets of each case. Every function returns one value per case, or one per catalogue.
"""

import numpy as np
import numpy.typing as npt

from .data import Csr, IntArray

BoolArray = npt.NDArray[np.bool_]
Values = npt.NDArray[np.float64]


def recall(hits: BoolArray, targets: IntArray, k: int) -> Values:
    """Targets found in the first k, divided by as many as could be found there: min(k, targets)."""
    found: Values = hits[:, :k].sum(axis=1) / np.maximum(np.minimum(targets, k), 1)
    return found


def recall_full(hits: BoolArray, targets: IntArray, k: int) -> Values:
    """Targets found in the first k, divided by all targets."""
    found: Values = hits[:, :k].sum(axis=1) / np.maximum(targets, 1)
    return found


def ndcg(hits: BoolArray, targets: IntArray, k: int) -> Values:
    """Discounted gain (a hit at rank r, from 1, gains 1/log2(r + 1)) over that of a perfect list.

    Järvelin and Kekäläinen (2002), *Cumulated Gain-Based Evaluation of IR Techniques*, with binary gains.
    """
    gains = 1.0 / np.log2(np.arange(2, hits.shape[1] + 2))
    perfect = np.concatenate([[1.0], np.cumsum(gains)])[np.minimum(np.minimum(targets, k), len(gains))]
    return np.asarray((hits[:, :k] @ gains[:k]) / np.where(targets > 0, perfect, 1.0))


def hit(hits: BoolArray, k: int) -> Values:
    """1 where at least one target stands in the first k."""
    return np.asarray(hits[:, :k].any(axis=1), dtype=np.float64)


def mrr(hits: BoolArray, k: int) -> Values:
    """1 over the rank of the first target, 0 where none stands in the first k."""
    first = hits[:, :k].argmax(axis=1)
    return np.asarray(np.where(hits[:, :k].any(axis=1), 1.0 / (first + 1), 0.0))


def novelty(ranked: IntArray, viewers: Values, people: int, k: int) -> Values:
    """Mean surprise of the first k, in bits: -log2 of the share of people who watched the title (add-one smoothed).

    Castells, Vargas and Wang (2011), *Novelty and Diversity Metrics for Recommender Systems*.
    """
    surprise = -np.log2((viewers + 1) / (people + 1))
    found: Values = np.where(ranked[:, :k] >= 0, surprise[ranked[:, :k]], 0.0).mean(axis=1)
    return found


def coverage(ranked: IntArray, width: int, k: int) -> float:
    """Share of the catalogue that stands in somebody's first k."""
    shown = ranked[:, :k]
    return int(np.count_nonzero(np.bincount(shown[shown >= 0].ravel(), minlength=width))) / max(width, 1)


def calibration(history: Csr, ranked: IntArray, genres: Csr, k: int, alpha: float = 0.01) -> Values:
    """KL divergence, in nats, of the genres of the first k from the genres of the history; 0 is the same mixture.

    Steck (2018), *Calibrated Recommendations*, equations 1 to 4 with equal weights: each title spreads a weight of 1
    over its genres, and the list is smoothed with a share `alpha` of the history. NaN where a history has no genre at
    all.
    """
    share = genres.multiply(1.0 / np.maximum(genres.sum(axis=1), 1)[:, None]).tocsr()
    watched = _mixture((history > 0).astype(np.float32) @ share)
    chosen = ranked[:, :k]
    rows, places = np.nonzero(chosen >= 0)
    shape = (len(chosen), genres.shape[0])
    shown = type(share)((np.ones(len(rows), dtype=np.float32), (rows, chosen[rows, places])), shape=shape)
    mixed = (1 - alpha) * _mixture(shown @ share) + alpha * watched
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(watched > 0, watched * np.log(watched / mixed), 0.0)
    return np.asarray(np.where(watched.sum(axis=1) > 0, terms.sum(axis=1), np.nan))


def _mixture(weights: Csr) -> Values:
    dense = np.asarray(weights.todense(), dtype=np.float64)
    return np.asarray(dense / np.maximum(dense.sum(axis=1, keepdims=True), 1e-12))
