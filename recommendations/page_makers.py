"""Ways to make a page, to be measured beside each other."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from recommendations.batches import BILLBOARD
from recommendations.rows import CARDS, registry
from recommendations.selection import ROWS, SEEN, Selection, select
from recommendations.shelves import Indices
from recommendations.snapshot import descending
from recommendations.viewer import Viewer
from recommendations.worth import WEIGHTS, Weights


class Page(NamedTuple):
    """The billboard's title, if there is one, and the rows below it: indices of the snapshot."""

    billboard: Indices
    rows: list[Indices]


Maker = Callable[[Viewer], Page]


def chosen(viewer: Viewer, weights: Weights = WEIGHTS) -> Page:
    """The site's own page."""
    return _page(select(viewer, weights))


def fixed_order(viewer: Viewer) -> Page:
    """The site's rows, in an order that is the same for everyone: by kind, as the kinds are written."""
    page = select(viewer)
    order = list(registry.kinds)
    page.chosen.sort(key=lambda row: order.index(row.kind.name))
    return _page(page)


def flat(viewer: Viewer, width: int = CARDS) -> Page:
    """One list of top picks, cut into rows."""
    best = viewer.ranked[: 1 + ROWS * CARDS]
    return Page(best[:1], [best[start : start + width] for start in range(1, len(best), width)])


def same_for_all(viewer: Viewer) -> Page:
    """What is popular, rising and most watched, and the largest genres by popularity, without what was seen."""
    snapshot = viewer.snapshot
    strength = snapshot.popularity @ snapshot.genres.membership
    watched = snapshot.by_popularity
    largest = np.argsort(-strength, kind="stable")[: ROWS - 3]
    by_genre = [watched[snapshot.genres.membership[watched, genre]] for genre in largest]
    orders = [watched, snapshot.by_trend, snapshot.by_views, *by_genre]
    taken = ~viewer.open
    rows: list[Indices] = []
    for order in orders:
        row = order[~taken[order]][: CARDS + (not rows)]
        taken[row] = True
        rows.append(row)
    return Page(rows[0][:1], [rows[0][1:], *rows[1:]])


def most_viewers(viewer: Viewer) -> Page:
    """What most people ever watched, cut into rows as wide as the screen."""
    return _list(viewer, descending(viewer.snapshot.viewers.astype(np.float32)))


def popular(viewer: Viewer) -> Page:
    """The same with what is popular lately, as this site counts it."""
    return _list(viewer, viewer.snapshot.by_popularity)


def _list(viewer: Viewer, order: Indices) -> Page:
    best = viewer.first(order, 1 + ROWS * CARDS)
    return Page(best[:1], [best[start : start + SEEN] for start in range(1, len(best), SEEN)])


def _page(selection: Selection) -> Page:
    nothing = np.empty(0, dtype=np.int64)
    top = [row.titles for row in selection.chosen if row.kind.name == BILLBOARD]
    return Page(top[0] if top else nothing, [r.titles for r in selection.chosen if r.kind.name != BILLBOARD])
