"""What goes with what, the more the closer together in time: EASE in which neighbours in a history count more.

In XᵀX two titles count once for everybody who watched both. Here they count 1 - distance/reach where they stand closer
together in a history than `reach`, and 0 beyond. That kernel is positive definite, so the ridge of `ease` is solved
as it is. People watch in moods and go down lists, and what they watched around the
moment of a hidden title says more of it than what they watched years before. Order within a history tells the
distances; forwards and backwards count alike. Events at the same moment are taken in two random orders.
"""

from typing import Any, ClassVar

import numpy as np
from scipy import sparse

from .data import Batch, Csr, FloatArray, IntArray
from .directed import sample
from .ease import Ease, scaled
from .ridge import add_product, blocks
from .scorer import Settings
from .ties import reshuffled, tied

ORDERS = 2  # of events at the same moment
CELLS, CELL = 8_000_000, 32  # pairs of an event and a neighbour held at once, and the bytes of each


class Near(Ease):
    """A score is the sum over the history of one weight per pair of titles."""

    kind: ClassVar[str] = "near"
    needs_order: ClassVar[bool] = True
    defaults: ClassVar[dict[str, Any]] = {
        "l2": 100.0, "dropout": 0.2, "user_power": 0.25, "target_power": 0.15, "reach": 60, "positions": 3_000_000,
    }  # fmt: skip

    @classmethod
    def beside(cls, events: int, settings: Settings) -> float:
        """Bytes taken beside the matrix itself."""
        return events * 48 + min(CELLS, events * int(settings["reach"])) * CELL

    @classmethod
    def gram(cls, liked: Batch, columns: IntArray, settings: Settings, rng: np.random.Generator) -> FloatArray:
        """Pairs of neighbours, weighted by their distance; both ways."""
        reach = int(settings["reach"])
        orders = ORDERS if tied(liked) else 1
        chosen = sample(liked, int(settings["positions"]), rng)
        weights = scaled(chosen, float(settings["user_power"])).data ** 2
        whole = len(liked.columns) / max(len(chosen.columns), 1)
        gram = np.zeros((len(columns), len(columns)), dtype=np.float32)
        for _ in range(orders):
            one = reshuffled(chosen, rng) if orders > 1 else chosen
            for run in _runs(one, max(1, CELLS // reach)):
                span = slice(one.indptr[run[0]], one.indptr[run[-1] + 1])
                events, before = neighbours(one.select(run), weights[span], reach)
                add_product(gram, events[:, columns], before[:, columns], whole / orders / 2)
        for block in blocks(len(gram)):
            both = gram[block, block.start :] + gram[block.start :, block].T
            gram[block, block.start :], gram[block.start :, block] = both, both.T
        return gram


def _runs(liked: Batch, events: int) -> list[IntArray]:
    """Histories one after another, in runs of about so many events."""
    ends = np.searchsorted(liked.indptr, np.arange(events, len(liked.columns) + events, events))
    return [run for run in np.split(np.arange(len(liked)), np.unique(ends.clip(max=len(liked)))) if len(run)]


def neighbours(liked: Batch, weights: FloatArray, reach: int) -> tuple[Csr, Csr]:
    """Events as they are, weighted; and for each its neighbours before it, twice, and itself; both (events x items)."""
    place = np.arange(len(liked.columns)) - liked.indptr[liked.rows]
    lags = np.arange(reach)
    counts = np.minimum(place, reach - 1) + 1
    valid = lags[None, :] < counts[:, None]
    columns = liked.columns.astype(np.int32)[(np.arange(len(place))[:, None] - lags[None, :])[valid]]
    share = np.where(lags > 0, 2, 1) * (1 - lags / reach)
    values = np.broadcast_to(share.astype(np.float32), valid.shape)[valid]
    shape = (len(place), liked.width)
    before = sparse.csr_array((values, columns, np.concatenate([[0], np.cumsum(counts)])), shape=shape)
    events = sparse.csr_array((weights, liked.columns, np.arange(len(place) + 1)), shape=shape)
    return events, before
