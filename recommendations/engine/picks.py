"""Titles that newcomers are asked about: each next one known to many, and telling what those before it do not.

Greedy, in the manner of maximal marginal relevance (Carbonell and Goldstein 1998, *The Use of MMR, Diversity-Based
Reranking*): after the titles C, the next is the one with the largest

    log(1 + viewers_i) + SPREAD · log(1 - max_{c in C} alike(i, c))

so that a title is worth asking about in proportion to how many know it, and the less, the closer it is to one that was
asked about. Imports nothing but numpy, because pages without a model order their titles by it too.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .model import Model

# Found on the shipped ratings (docs/recommender.md, "Newcomers"): at 2 three picks find the most, while as many people
# find three titles as among the most popular ones; at 4 a third fewer do.
SPREAD = 2.0
CLOSEST = 1e-3  # what is left of a title that is the same as one before; it still has a place, far behind
MOST = 160  # titles of each group that are put in order
BLOCK = 64  # rows of kin held at once


def spread(viewers: npt.NDArray[np.floating], alike: npt.NDArray[np.floating], size: int) -> npt.NDArray[np.int64]:
    """Positions of the `size` titles to ask about, the most telling first.

    `viewers` of shape (n) is how many know each title, `alike` of shape (n, n) how alike two are, 0 to 1. Each
    beginning of the answer is the answer for a smaller size; among equals the first position wins.
    """
    known = np.log1p(np.maximum(viewers, 0.0)).astype(np.float64)
    room = np.zeros(len(known))  # log of how far each title is from its nearest among those chosen
    chosen: list[int] = []
    for _ in range(min(size, len(known))):
        worth = known + SPREAD * room
        worth[chosen] = -np.inf
        best = int(np.argmax(worth))
        chosen.append(best)
        room = np.minimum(room, np.log(np.maximum(1.0 - alike[best], CLOSEST)))
    return np.array(chosen, dtype=np.int64)


def telling(model: "Model", groups: Sequence[npt.NDArray[np.int64]], most: int = MOST) -> npt.NDArray[np.int64]:
    """Ids of titles to ask about, the most telling first: of each group of ids the `most` that have the most viewers.

    A group is what some viewers are confined to, such as the titles for children: whoever sees nothing else finds
    enough of it in the answer. Ids that the model does not know are left out.
    """
    held = [_most_viewed(model, ids, most) for ids in groups]
    columns = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *held]))
    if not len(columns):
        return columns
    starts = range(0, len(columns), BLOCK)
    kin = np.concatenate([model.blend.kin(columns[start : start + BLOCK])[:, columns] for start in starts])
    order = spread(model.popularity[columns], np.maximum(kin, kin.T), len(columns))
    ids: npt.NDArray[np.int64] = model.items[columns[order]]
    return ids


def _most_viewed(model: "Model", ids: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.int64]:
    columns = np.sort(model.vocabulary.columns(ids))
    columns = columns[columns >= 0]
    held: npt.NDArray[np.int64] = columns[np.argsort(-model.popularity[columns], kind="stable")[:most]]
    return held
