"""How good a page is, told by what its viewer went on to watch. Pure functions of rows of titles, in page order.

A screen is two-dimensional: what stands lower or further to the right is seen by fewer.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from recommendations.rows import CARDS
from recommendations.selection import ROWS, SEEN, discount
from recommendations.worth import Floats

Titles = npt.NDArray[np.int64]

SCREEN_ROWS = 4  # below the billboard; nobody sees the rest without scrolling or paging


def first_screen(billboard: Titles, rows: Sequence[Titles]) -> Titles:
    """What is seen at once."""
    return np.concatenate([billboard, *(row[:SEEN] for row in rows[:SCREEN_ROWS])])


def is_hit(shown: Titles, targets: Titles) -> bool:
    """Whether any of the targets is among the titles shown."""
    return bool(np.isin(shown, targets).any())


def share_found(shown: Titles, targets: Titles) -> float:
    """Which share of the targets is among the titles shown."""
    return float(np.isin(targets, shown).mean())


def ndcg(billboard: Titles, rows: Sequence[Titles], targets: Titles) -> float:
    """2-D NDCG of the whole page: gains of 1 for targets, discounted by 1 / (log2(row + 2) · log2(card + 2)).

    The billboard counts as the first card of a row above all. 1 means that the targets stand in the best seen places.
    """
    titles = [billboard, *rows]
    gains = np.concatenate([np.isin(row, targets) for row in titles])
    places = np.concatenate([discounts(number, len(row)) for number, row in enumerate(titles)])
    best = np.sort(np.concatenate([discounts(number, CARDS) for number in range(1 + ROWS)]))[::-1][: len(targets)]
    return float(places @ gains / best.sum())


def discounts(row: int, cards: int) -> npt.NDArray[np.float64]:
    """What a card in each place of a row counts."""
    counts: npt.NDArray[np.float64] = discount(row) / np.log2(np.arange(cards) + 2)
    return counts


def genre_kl(rows: Sequence[Titles], mix: Floats, wanted: Floats, smooth: float = 0.01) -> float:
    """How far the genres of a page's first screens are from a viewer's own, KL(wanted ‖ page) in nats.

    `mix` float32 (titles, G) and `wanted` (G) as the snapshot and the viewer give them. Rows count as they are seen.
    """
    page = sum(discounts(number, len(row)) @ mix[row] for number, row in enumerate(rows))
    total = float(np.sum(page))
    if not total:
        return float("nan")
    smoothed = (1 - smooth) * np.asarray(page) / total + smooth * wanted
    kept = wanted > 0
    return float(wanted[kept] @ np.log(wanted[kept] / smoothed[kept]))
