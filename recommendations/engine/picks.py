"""Titles that newcomers are asked about: each next one known to many, and telling what those before it do not.

Greedy, in the manner of maximal marginal relevance (Carbonell and Goldstein 1998, *The Use of MMR, Diversity-Based
Reranking*): after the titles C, the next is the one with the largest

    log(1 + viewers_i) + SPREAD · log(1 - max_{c in C} alike(i, c)) - CROWD · Σ_facets log(1 + those of C beside i)

so that a title is worth asking about in proportion to how many know it, the less, the closer it is to one that was
asked about, and the less, the more of them are of its genres and of its decade. Imports nothing but numpy, because
pages without a model order their titles by it too.
"""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .data import ItemFeatures
    from .model import Model

Floats = npt.NDArray[np.floating]
# Found on the shipped ratings (docs/recommender.md, "Newcomers"): with more of either, picks find more, but fewer
# people find three titles that they know.
SPREAD, CROWD = 2.0, 0.3
FACETS = ("genre", "decade")
CLOSEST = 1e-3  # what is left of a title that is the same as one before; it still has a place, far behind
MOST = 160  # titles of each group that are put in order
BLOCK = 64  # rows of kin held at once


def spread(viewers: Floats, alike: Floats, size: int, facets: Sequence[Floats] = ()) -> npt.NDArray[np.int64]:
    """Positions of the `size` titles to ask about, the most telling first.

    `viewers` of shape (n) is how many know each title, `alike` of shape (n, n) how alike two are, 0 to 1, and each
    facet of shape (n, values) what a title is of, as shares that add up to one. Each beginning of the answer is the
    answer for a smaller size; among equals the first position wins.
    """
    known = np.log1p(np.maximum(viewers, 0.0)).astype(np.float64)
    room = np.zeros(len(known))  # log of how far each title is from its nearest among those chosen
    beside = np.zeros((len(facets), len(known)))  # how many of those chosen are of the same
    chosen: list[int] = []
    for _ in range(min(size, len(known))):
        worth = known + SPREAD * room - CROWD * np.log1p(beside).sum(axis=0)
        worth[chosen] = -np.inf
        best = int(np.argmax(worth))
        chosen.append(best)
        room = np.minimum(room, np.log(np.maximum(1.0 - alike[best], CLOSEST)))
        for row, facet in enumerate(facets):
            beside[row] += facet @ facet[best]
    return np.array(chosen, dtype=np.int64)


def telling(
    model: "Model",
    groups: Sequence[npt.NDArray[np.int64]],
    features: "ItemFeatures | None" = None,
    *,
    most: int = MOST,
) -> npt.NDArray[np.int64]:
    """Ids of titles to ask about, the most telling first: of each group of ids the `most` that have the most viewers.

    A group is what some viewers are confined to, such as the titles for children: whoever sees nothing else finds
    enough of it in the answer. Ids that the model does not know are left out. `features` tell genres and decades.
    """
    held = [_most_viewed(model, ids, most) for ids in groups]
    columns = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *held]))
    if not len(columns):
        return columns
    starts = range(0, len(columns), BLOCK)
    kin = np.concatenate([model.blend.kin(columns[start : start + BLOCK])[:, columns] for start in starts])
    ids: npt.NDArray[np.int64] = model.items[columns]
    known = {} if features is None else dict(zip(features.items.tolist(), features.features, strict=True))
    words = [known.get(pk, ()) for pk in ids.tolist()]
    facets = [shares([[word for word in one if word.startswith(f"{kind}:")] for one in words]) for kind in FACETS]
    return ids[spread(model.popularity[columns], np.maximum(kin, kin.T), len(columns), facets)]


def shares(words: Sequence[Sequence[Hashable]]) -> Floats:
    """What each title is of, as shares that add up to one, or to nothing for a title without a word; a facet."""
    places = {word: place for place, word in enumerate(dict.fromkeys(word for one in words for word in one))}
    found = np.zeros((len(words), len(places)))
    for row, one in enumerate(words):
        for word in one:
            found[row, places[word]] += 1 / len(one)
    return found


def _most_viewed(model: "Model", ids: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.int64]:
    columns = np.sort(model.vocabulary.columns(ids))
    columns = columns[columns >= 0]
    held: npt.NDArray[np.int64] = columns[np.argsort(-model.popularity[columns], kind="stable")[:most]]
    return held
