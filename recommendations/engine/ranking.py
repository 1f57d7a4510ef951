"""The k best of many scores."""

import numpy as np

from .data import FloatArray, IntArray


def top(scores: FloatArray, k: int) -> IntArray:
    """Columns of the k highest scores of each row, best first; equal scores in column order where k covers all."""
    k = min(k, scores.shape[1])
    if k <= 0:
        return np.empty((len(scores), 0), dtype=np.int64)
    if k == scores.shape[1]:
        return np.argsort(-scores, axis=1, kind="stable")
    cut = np.argpartition(scores, scores.shape[1] - k, axis=1)[:, -k:]
    cut.sort(axis=1)
    order = np.argsort(-np.take_along_axis(scores, cut, axis=1), axis=1, kind="stable")
    return np.take_along_axis(cut, order, axis=1)
