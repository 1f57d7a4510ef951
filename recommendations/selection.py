"""Chooses and orders the rows of a page, greedily: each next one is what adds most to those already there.

What a row adds is the worth of its first cards (nobody sees the rest before paging) that are not on the page yet, times
its appeal; plus what it does for the calibration of the page: how much nearer the genres of the page come to the
viewer's own mix (Steck 2018, *Calibrated recommendations*, with rows in place of titles: that costs a list nothing,
as no row is less true to its heading for it). Rules of the kinds are masks. Cards that are seen only by
paging are given out when all rows have their first ones, so that no good title is hidden behind the edge of the screen.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from recommendations.rows import Candidate, RowKind, registry
from recommendations.shelves import Indices
from recommendations.viewer import Mask, Viewer
from recommendations.worth import WEIGHTS, Floats, Weights

FEWEST_CARDS, ROWS = 5, 30
SEEN = 6  # cards of a row that are on screen before it is paged
WIDTH = 30  # titles of a candidate among which its first cards are found
HEAD = 12  # cards that tell the mix of genres of a row
SMOOTH = np.float32(0.01)  # of the viewer's own mix is taken to be on every page, so that no logarithm is of nothing
NOTHING = np.float32(1e-9)  # keeps the logarithm finite for genres that neither the viewer nor the page has


class Chosen(NamedTuple):
    """A row of the page, and why it is there: what its first cards are worth, and what it does for calibration."""

    kind: RowKind
    candidate: Candidate
    titles: Indices
    worth: float
    calibration: float


class Lost(NamedTuple):
    """A row that did not come onto the page, and what it was worth at the end."""

    kind: RowKind
    candidate: Candidate
    worth: float
    left: int  # titles that no other row has taken


class Rules:
    """What the kinds allow as the page grows; `codes` int64 (R) says which kind each candidate is of."""

    def __init__(self, kinds: Sequence[RowKind]) -> None:
        names = list(dict.fromkeys(kind.name for kind in kinds))
        self.codes = np.array([names.index(kind.name) for kind in kinds])
        of_name = {kind.name: kind for kind in kinds}
        self.most, self.apart, self.earliest = (
            np.array([getattr(of_name[name], rule) for name in names]) for rule in ("most", "apart", "earliest")
        )
        self.used = np.zeros(len(names), dtype=np.int64)
        self.last = np.full(len(names), -1000)

    def allow(self, place: int) -> Mask:
        """Which candidates may stand at this place."""
        free = (self.used < self.most) & (place - self.last > self.apart) & (self.earliest <= place)
        allowed: Mask = free[self.codes]
        return allowed

    def note(self, number: int, place: int) -> None:
        """This candidate stands there."""
        self.used[self.codes[number]] += 1
        self.last[self.codes[number]] = place


class Table:
    """The candidates as arrays: R rows of `WIDTH` titles, of which n, the number of all titles, stands for none.

    `worth` float32 (R, D); `mix` float32 (R, G), the genres of the first titles of each row.
    """

    def __init__(self, viewer: Viewer, candidates: Sequence[Candidate]) -> None:
        size = len(viewer.snapshot)
        self.titles = np.full((len(candidates), WIDTH), size, dtype=np.int64)
        for place, candidate in enumerate(candidates):
            self.titles[place, : len(candidate.titles[:WIDTH])] = candidate.titles[:WIDTH]
        self.held = self.titles < size
        self.worth = np.append(viewer.values, np.float32(0))[self.titles]
        self.worth *= np.array([candidate.appeal for candidate in candidates], dtype=np.float32)[:, None]
        nothing = np.zeros((1, len(viewer.mix)), dtype=np.float32)
        self.mix: Floats = np.vstack([viewer.snapshot.genre_mix, nothing])[self.titles[:, :HEAD]].sum(axis=1)
        self.mix /= np.maximum(self.mix.sum(axis=1, keepdims=True), np.float32(1e-6))


class Selection:
    """One page in the making. Afterwards `chosen` are its rows, in their order, and `lost()` tells of the others."""

    def __init__(self, viewer: Viewer, found: Sequence[tuple[RowKind, Candidate]], weights: Weights = WEIGHTS) -> None:
        self.found = [(kind, candidate) for kind, candidate in found if len(candidate.titles)]
        self.viewer, self.weights = viewer, weights
        self.chosen: list[Chosen] = []
        if self.found:
            self._prepare()
            self._run()

    def _prepare(self) -> None:
        kinds = [kind for kind, _ in self.found]
        self.rules = Rules(kinds)
        self.table = Table(self.viewer, [candidate for _, candidate in self.found])
        self.taken = np.zeros(len(self.viewer.snapshot) + 1, dtype=bool)
        self.gone = np.zeros(len(self.found), dtype=bool)
        self.mix = np.zeros(len(self.viewer.mix), dtype=np.float32)
        dice = np.array([self.viewer.dice(f"{kind.name}:{candidate.key}") for kind, candidate in self.found])
        self.mood = (1 + self.weights.variety * (dice / 2**32 - 0.5)).astype(np.float32)
        self.fewest = np.array([min(FEWEST_CARDS, kind.cards) for kind in kinds])

    def _run(self) -> None:
        for number, (kind, _) in enumerate(self.found):
            if kind.first:
                self._look()
                self._put(number)
        self._look()
        self.scale = max(float(self.worth[~self.gone].max(initial=0)), 1e-12)
        while len(self.chosen) < ROWS and self._next():
            self._look()
        self._fill()

    def _look(self) -> None:
        """What is still free on each row, and what its first free cards are worth."""
        self.free = self.table.held & ~self.taken[self.table.titles]
        order = np.cumsum(self.free, axis=1, dtype=np.int8)
        self.worth = np.einsum("rd,rd->r", self.table.worth, self.free & (order <= SEEN), dtype=np.float32)
        self.left = order[:, -1]

    def _next(self) -> bool:
        """Put the best row that the rules allow; false if there is none."""
        place = len(self.chosen)
        able = ~self.gone & (self.left >= self.fewest) & self.rules.allow(place)
        if not able.any():
            return False
        self.calibration = self._calibration(place)
        nat = self.weights.calibration * self.viewer.certainty
        value = self.worth / self.scale * self.mood + nat * self.calibration
        self._put(int(np.argmax(np.where(able, value, -np.inf))))
        return True

    def _calibration(self, place: int) -> Floats:
        """By how much each row would bring the genres of the page nearer to the viewer's own, in nats."""
        target = self.viewer.mix
        weight = np.float32(discount(place))
        total = float(self.mix.sum())
        after = (self.mix + weight * self.table.mix) / np.float32(total + weight)
        now = self.mix / np.float32(total) if total else target * 0
        gains: Floats = np.log(SMOOTH * target + (1 - SMOOTH) * after + NOTHING) @ target
        return gains - np.float32(np.log(SMOOTH * target + (1 - SMOOTH) * now + NOTHING) @ target)

    def _put(self, number: int) -> None:
        place = len(self.chosen)
        kind, candidate = self.found[number]
        titles = self.table.titles[number][self.free[number]][: min(SEEN, kind.cards)]
        self.gone[number] = True
        if len(titles) < self.fewest[number]:
            return
        gain = float(self.calibration[number]) if not kind.first else 0.0
        self.chosen.append(Chosen(kind, candidate, titles, float(self.worth[number]), gain))
        self.rules.note(number, place)
        self.taken[titles] = True
        self.mix += np.float32(discount(place)) * self.table.mix[number]

    def _fill(self) -> None:
        """Give every row the cards that are seen by paging: what no row has in its first places, from the top down."""
        for place, row in enumerate(self.chosen):
            held = row.candidate.titles
            rest = held[~self.taken[held]][: row.kind.cards - len(row.titles)]
            self.taken[rest] = True
            self.chosen[place] = row._replace(titles=np.concatenate([row.titles, rest]))

    def lost(self) -> list[Lost]:
        """The candidates that are not on the page, the worthiest first."""
        if not self.found:
            return []
        rows = [
            Lost(*self.found[number], float(self.worth[number]), int(self.left[number]))
            for number in np.flatnonzero(~self.gone).tolist()
        ]
        return sorted(rows, key=lambda lost: -lost.worth)


def select(viewer: Viewer, weights: Weights = WEIGHTS) -> Selection:
    """The page of a viewer, chosen from the candidates of every kind."""
    return Selection(viewer, list(registry.candidates(viewer)), weights)


def discount(place: int) -> float:
    """How much less a row is seen for each row above it: as in NDCG, 1 / log2(place + 2)."""
    return float(1 / np.log2(place + 2))
