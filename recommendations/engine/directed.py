"""What follows what: ridge regression from the decayed recent history to the next title.

For every event of every training history a row x holds the titles before it, the latest with weight 1 and each one
further back with 2^(-1/half_life) of that, at most `window` of them; y is the title itself. B = (XᵀX + λI)⁻¹ XᵀY.
Unlike EASE it is not symmetric in time, and needs no zero diagonal because the target is never in its own history. A
target may be weighted by its popularity, count^-target_power, so that hits do not drown the rest. Where events x
window are more than `cells`, the users are sampled. Events at the same moment are taken in several random orders.
"""

from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse

from .budget import Budget
from .data import Batch, Csr, FloatArray, IntArray
from .ridge import ItemMatrix, add_product, plan, prune_all, solve
from .scorer import Scorer, Settings, State
from .ties import fading, reshuffled, tied
from .training import Training

ORDERS = 4  # of events at the same moment, drawn at random, over which the products are averaged


class Directed(Scorer):
    """A score is the sum over the latest titles of one weight per ordered pair, fading with the place in the
    history."""

    kind: ClassVar[str] = "directed"
    needs_order: ClassVar[bool] = True
    defaults: ClassVar[dict[str, Any]] = {
        "half_life": 3.0, "window": 20, "l2": 300.0, "target_power": 0.0, "cells": 40_000_000, "shuffle_ties": True,
    }  # fmt: skip

    def __init__(self, matrix: ItemMatrix, settings: Settings) -> None:
        super().__init__(settings)
        self.matrix = matrix

    @classmethod
    def fit(cls, data: Training, settings: Settings, *, seed: int, budget: Budget) -> Self:
        """Two sparse products and one solve."""
        chosen = {**cls.defaults, **settings}
        counts = data.counts()
        window = int(chosen["window"])
        rng = np.random.default_rng(seed)
        orders = ORDERS if chosen["shuffle_ties"] and tied(data.liked) else 1
        liked = sample(data.liked, int(chosen["cells"]) // window // orders, rng)
        rows = len(liked.columns) * window * 30
        form = plan(counts, budget.less(rows), cls.kind)
        size = len(form.columns)
        budget.require(size * size * 4 * 2.1 + rows, "directed")
        gram, onto = np.zeros((2, size, size), dtype=np.float32)
        for _ in range(orders):
            one = reshuffled(liked, rng) if orders > 1 else liked
            before, after = (events[:, form.columns] for events in lagged(one, float(chosen["half_life"]), window))
            after = after.multiply(counts[form.columns][None, :] ** -float(chosen["target_power"])).tocsr()
            add_product(gram, before, before, 1 / orders)
            add_product(onto, before, after, 1 / orders)
        gram[np.diag_indices(size)] += float(chosen["l2"])
        values = solve(gram, onto, budget) if size else gram
        kept = values if form.form == "dense" else prune_all(values)
        return cls(ItemMatrix(kept, form.columns, data.width), chosen)

    def _fading(self, batch: Batch) -> FloatArray:
        lives, window = float(self.settings["half_life"]), int(self.settings["window"])
        return batch.weights * fading(batch, lives, window, bool(self.settings["shuffle_ties"]))

    def scores(self, batch: Batch) -> FloatArray:
        """Decayed history · B."""
        values = self._fading(batch)
        recent = values > 0
        return self.matrix.apply(batch.keep(recent).csr(values[recent]))

    def terms(self, batch: Batch, columns: IntArray) -> FloatArray:
        """decay_j · weight_j · B[j, i]."""
        return self.matrix.between(batch.columns, columns) * self._fading(batch)

    def state(self) -> State:
        """The matrix."""
        return self.matrix.state()

    @classmethod
    def restore(cls, state: State, settings: Settings) -> Self:
        """From `state`."""
        return cls(ItemMatrix.restore(state), settings)


def sample(liked: Batch, positions: int, rng: np.random.Generator) -> Batch:
    """Histories drawn at random until they hold about so many events; all of them where there are fewer."""
    if len(liked.columns) <= positions:
        return liked
    order = rng.permutation(len(liked))
    enough = int(np.searchsorted(np.cumsum(liked.lengths[order]), positions)) + 1
    return liked.select(np.sort(order[:enough]))


def lagged(liked: Batch, half_life: float, window: int) -> tuple[Csr, Csr]:
    """For each event but the first of a history: the decayed titles before it, and itself; both (events x items)."""
    place = np.arange(len(liked.columns)) - liked.indptr[liked.rows]
    targets = np.flatnonzero(place > 0)
    lags = np.arange(1, window + 1)
    counts = np.minimum(place[targets], window)
    valid = lags[None, :] <= counts[:, None]
    columns = liked.columns.astype(np.int32)[(targets[:, None] - lags[None, :])[valid]]
    decay = 0.5 ** ((lags - 1) / half_life)
    values = np.broadcast_to(decay.astype(np.float32), valid.shape)[valid]
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    shape = (len(targets), liked.width)
    before = sparse.csr_array((values, columns, indptr), shape=shape)
    ones = np.ones(len(targets), dtype=np.float32)
    after = sparse.csr_array((ones, liked.columns[targets], np.arange(len(targets) + 1)), shape=shape)
    return before, after
