"""Many pages in the making at once: the greedy choice of `selection`, as arrays over pages and their candidates.

A step puts one row onto every page, and what a step costs the interpreter is shared by all of them. Nothing that did
not change is worked out again: of a row, `free` has a bit for each title that no page's row has taken, and when titles
are taken only the rows that hold them are looked at anew. Calibration is a concave function of the mix of genres, so
its tangent at the page as it stands is never below it: only rows that could win by the tangent are worked out exactly.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from recommendations.shelves import Indices
from recommendations.table import SLOTS, Table, rules
from recommendations.viewer import Mask, stirred
from recommendations.worth import Floats, Weights

ROWS = 30
SEEN = 6  # cards of a row that are on screen before it is paged
HEAD = 12  # cards that tell the mix of genres of a row
SMOOTH = np.float32(0.01)  # of the viewer's own mix is taken to be on every page, so that no logarithm is of nothing
NOTHING = np.float32(1e-9)  # keeps the logarithm finite for genres that neither the viewer nor the page has
SLACK = np.float32(1e-4)  # more than rounding ever puts a tangent below its curve
SLOT_BITS = 20  # of a number that says which page, title and slot
NONE = -1

Bits = npt.NDArray[np.uint32]


class Board:
    """B pages with up to R candidates each, G genres. Rows are numbered as in their page's table.

    `titles` int32 and `table_worth` float32 (B, R, SLOTS): see `Table`. `free` uint32, `worth` float32 and `left` int64
    (B, R): of each row now. `mix` float32 (B, R, G): genres of the first titles of each row; `page` float32 (B, G):
    those of the page so far, weighted by how much is seen of them.
    """

    def __init__(self, tables: Sequence[Table], weights: Weights) -> None:
        viewers = [table.viewer for table in tables]
        self.nowhere = len(viewers[0].snapshot)
        self.people = np.arange(len(tables))
        shape = self.shape = (len(tables), max(map(len, tables)))
        self.kinds = _padded(shape, [table.kinds for table in tables], 0)
        self.titles = _padded((*shape, SLOTS), [table.titles for table in tables], self.nowhere)
        self.table_worth = _padded((*shape, SLOTS), [table.worth for table in tables], 0)
        hashes = _padded(shape, [table.hashes for table in tables], 0)
        self.gone: Mask = np.arange(shape[1]) >= np.array([len(table) for table in tables])[:, None]
        held = self.titles < self.nowhere
        self.free: Bits = np.packbits(held, axis=2, bitorder="little").view("<u4")[..., 0].astype(np.uint32)
        self.worth, self.left = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.int64)
        self._index(held)
        self._look(np.arange(self.gone.size))
        self._weigh(viewers[0].snapshot.genre_mix)
        seeds = np.array([viewer.seed for viewer in viewers], dtype=np.uint32)
        dice = stirred(hashes ^ seeds[:, None])
        self.mood = (1 + weights.variety * (dice / 2**32 - 0.5)).astype(np.float32)
        self.nat = np.array([weights.calibration * v.certainty for v in viewers], dtype=np.float32)[:, None]
        self.target: Floats = np.stack([viewer.mix for viewer in viewers])
        self.page = np.zeros_like(self.target)
        self._begin()

    def _begin(self) -> None:
        """Empty pages."""
        pages, kinds = self.shape[0], len(rules().most)
        self.count = np.zeros(pages, dtype=np.int64)
        self.used = np.zeros((pages, kinds), dtype=np.int64)
        self.last = np.full((pages, kinds), -1000)
        self.rows = np.full((pages, ROWS), NONE)
        self.cards = np.full((pages, ROWS, SEEN), self.nowhere, dtype=np.int64)
        self.worths, self.gains = np.zeros((pages, ROWS)), np.zeros((pages, ROWS))

    def _index(self, held: Mask) -> None:
        """In which slots each title stands: whole numbers of page, title and slot, in their order."""
        cells = np.flatnonzero(held)
        pages, slots = np.divmod(cells, self.shape[1] * SLOTS)
        keys = ((pages * (self.nowhere + 1) + self.titles.ravel()[cells]) << SLOT_BITS) | slots
        keys.sort()
        self.slots = keys

    def _weigh(self, genre_mix: Floats) -> None:
        """The genres of the first titles of each row."""
        from scipy import sparse  # takes half a second to import, and the web seldom chooses rows itself

        head = self.titles[..., :HEAD].reshape(-1)
        rows = np.arange(0, len(head) + 1, HEAD)
        ones = np.ones(len(head), dtype=np.float32)
        counted = sparse.csr_array((ones, head, rows), shape=(self.gone.size, self.nowhere + 1))
        genres = np.vstack([genre_mix, np.zeros((1, genre_mix.shape[1]), dtype=np.float32)])
        mix = counted @ genres
        mix /= np.maximum(mix.sum(axis=1, keepdims=True), np.float32(1e-6))
        self.mix: Floats = mix.reshape(*self.shape, genres.shape[1])

    def play(self) -> None:
        """Put rows until no page has room or rows for another one."""
        if not self.gone.size:
            return
        first = ~self.gone & (rules().first[self.kinds] > 0)
        while first.any():
            rows = np.where(first.any(axis=1), first.argmax(axis=1), NONE)
            self._put(rows, np.zeros(len(rows), dtype=np.float32))
            first &= ~self.gone
        best = np.where(self.gone, 0, self.worth).max(axis=1, initial=0.0)
        self.scale = np.maximum(best, np.float32(1e-12))[:, None]
        while True:
            rows, gains = self._best()
            if (rows == NONE).all():
                break
            self._put(rows, gains)

    def _best(self) -> tuple[Indices, Floats]:
        """The best row of each page that the rules allow, or `NONE`, and what it does for calibration."""
        rule, place = rules(), self.count[:, None]
        kinds = (self.used < rule.most) & (place - self.last > rule.apart) & (rule.earliest <= place) & (place < ROWS)
        able = ~self.gone & (self.left >= rule.fewest[self.kinds]) & np.take_along_axis(kinds, self.kinds, axis=1)
        value = np.where(able, self.worth / self.scale * self.mood, -np.inf)
        total = self.page.sum(axis=1, keepdims=True)
        weight = (1 / np.log2(place + 2)).astype(np.float32)
        now = self._smoothed(self.page / np.maximum(total, np.float32(1e-30)), self.target)
        slope = self.target / now
        share = (1 - SMOOTH) / (total + weight)
        shared = SMOOTH * self.target + NOTHING + share * self.page
        tangent = share * weight * np.matmul(self.mix, slope[:, :, None])[:, :, 0]
        tangent += ((shared * slope).sum(axis=1) - self.target.sum(axis=1))[:, None]
        reach = value + self.nat * (tangent + SLACK)
        floor = (np.log(now) * self.target).sum(axis=1)

        def exactly(pages: Indices, rows: Indices) -> Floats:
            after = shared[pages] + (share * weight)[pages] * self.mix[pages, rows]
            found: Floats = (np.log(after) * self.target[pages]).sum(axis=1) - floor[pages]
            return found

        likely = reach.argmax(axis=1)
        least = value[self.people, likely] + self.nat[:, 0] * exactly(self.people, likely)
        pages, rows = np.nonzero(able & (reach >= least[:, None]))
        gains = exactly(pages, rows)
        worths = np.full(self.shape, -np.inf, dtype=np.float32)
        worths[pages, rows] = value[pages, rows] + self.nat[pages, 0] * gains
        best = worths.argmax(axis=1)
        found = np.zeros(self.shape, dtype=np.float32)
        found[pages, rows] = gains
        return np.where(able.any(axis=1), best, NONE), found[self.people, best]

    @staticmethod
    def _smoothed(mix: Floats, target: Floats) -> Floats:
        return SMOOTH * target + (1 - SMOOTH) * mix + NOTHING

    def _put(self, rows: Indices, gains: Floats) -> None:
        """Put a row onto each page, or none; rows that have too little left are only out of the way then."""
        pages = np.flatnonzero(rows != NONE)
        rows = rows[pages]
        self.gone[pages, rows] = True
        kinds = self.kinds[pages, rows]
        stay = self.left[pages, rows] >= rules().fewest[kinds]
        pages, rows, kinds = pages[stay], rows[stay], kinds[stay]
        cards = self._first(pages, rows)
        cards[np.arange(SEEN) >= rules().cards[kinds][:, None]] = self.nowhere
        place = self.count[pages]
        self.rows[pages, place], self.cards[pages, place] = rows, cards
        self.worths[pages, place], self.gains[pages, place] = self.worth[pages, rows], gains[pages]
        self.used[pages, kinds] += 1
        self.last[pages, kinds] = place
        self.count[pages] += 1
        self.page[pages] += (1 / np.log2(place + 2)).astype(np.float32)[:, None] * self.mix[pages, rows]
        self._take(pages, cards)

    def _first(self, pages: Indices, rows: Indices) -> Indices:
        """The first free titles of these rows, (k, SEEN), n for none."""
        slots = np.stack(list(_lowest(self.free[pages, rows])), axis=1)
        return self.titles[pages[:, None], rows[:, None], slots].astype(np.int64)

    def _take(self, pages: Indices, cards: Indices) -> None:
        """These titles stand on these pages: no other row shows them in its first places."""
        wanted = (pages[:, None] * (self.nowhere + 1) + cards)[cards < self.nowhere]
        starts = np.searchsorted(self.slots, wanted << SLOT_BITS)
        lengths = np.searchsorted(self.slots, (wanted + 1) << SLOT_BITS) - starts
        owners = np.repeat(np.arange(len(wanted)), lengths)
        keys = self.slots[(starts - np.cumsum(lengths) + lengths)[owners] + np.arange(len(owners))]
        page, slot = (keys >> SLOT_BITS) // (self.nowhere + 1), keys & ((1 << SLOT_BITS) - 1)
        cells = page * self.shape[1] + slot // SLOTS
        # Each bit is taken once, so taking it away is subtracting it.
        np.subtract.at(self.free.ravel(), cells, np.uint32(1) << (slot % SLOTS).astype(np.uint32))
        touched = np.zeros(self.gone.size, dtype=bool)
        touched[cells] = True
        self._look(np.flatnonzero(touched))

    def _look(self, cells: Indices) -> None:
        """What is left of rows, numbered over all pages here, and what their first free cards are worth."""
        free, worth = self.free.ravel()[cells], self.table_worth.reshape(-1, SLOTS)
        found = np.zeros(len(cells), dtype=np.float32)
        for slot in _lowest(free):
            found += worth[cells, slot]
        self.worth.ravel()[cells] = found
        self.left.ravel()[cells] = np.bitwise_count(free)

    def record(self, number: int) -> Iterator[tuple[int, Indices, float, float]]:
        """The rows of one page in their order: number, first titles, worth and calibration."""
        for place in range(self.count[number]):
            cards = self.cards[number, place]
            row, worth, gain = self.rows[number, place], self.worths[number, place], self.gains[number, place]
            yield int(row), cards[cards < self.nowhere], float(worth), float(gain)


def discount(place: int) -> float:
    """How much less a row is seen for each row above it: as in NDCG, 1 / log2(place + 2)."""
    return float(1 / np.log2(place + 2))


def _lowest(bits: Bits) -> Iterator[Indices]:
    """The places of the first `SEEN` bits that are set, one after another; for none the last slot, which holds none."""
    for _ in range(SEEN):
        low = bits & -bits
        yield np.minimum(np.bitwise_count(low - np.uint32(1)), SLOTS - 1)
        bits = bits ^ low


def _padded(shape: tuple[int, ...], arrays: Sequence[npt.NDArray[Any]], nothing: int) -> npt.NDArray[Any]:
    """Arrays of different lengths as one."""
    found = np.full(shape, nothing, dtype=arrays[0].dtype)
    for number, array in enumerate(arrays):
        found[number, : len(array)] = array
    return found
