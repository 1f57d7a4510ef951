"""The candidate rows of one page as arrays."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from recommendations.rows import Candidate, Offer, RowKind, Shelved, registry
from recommendations.shelves import hash_of
from recommendations.viewer import Viewer
from recommendations.worth import Floats

FEWEST_CARDS = 5
WIDTH = 30  # titles of a candidate among which its first cards are found
SLOTS = 32  # of a row, a bit for each: its titles, and then none


class Rules:
    """What the kinds say of their rows, in the order in which they are written: int64 (K) each."""

    def __init__(self) -> None:
        kinds = registry.kinds.values()
        self.number = {kind.name: number for number, kind in enumerate(kinds)}
        self.most, self.apart, self.earliest, self.cards, self.first = (
            np.array([getattr(kind, rule) for kind in kinds], dtype=np.int64)
            for rule in ("most", "apart", "earliest", "cards", "first")
        )
        self.fewest = np.minimum(FEWEST_CARDS, self.cards)


@cache
def rules() -> Rules:
    """Those of all kinds, which are known once their modules are."""
    return Rules()


class Table:
    """R candidates with enough titles to be rows, in the order in which their kinds are written.

    `kinds` int64 (R): numbers of their kinds. `titles` int32 (R, SLOTS): indices of the snapshot, n for none. `worth`
    float32 (R, SLOTS): of each title in its row. `hashes` uint32 (R) tell the rows apart.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.offers = list(registry.offers(viewer))
        sizes = np.array([_size(offer) for _, offer in self.offers], dtype=np.int64)
        which = np.repeat(np.arange(len(sizes)), sizes)
        kinds = np.array([rules().number[kind.name] for kind, _ in self.offers], dtype=np.int64)[which]
        titles = self._titles()
        last = titles[np.arange(len(titles)), rules().fewest[kinds] - 1]
        able = np.flatnonzero(last < len(viewer.snapshot))
        self.kinds, self.titles, self.which = kinds[able], titles[able], which[able]
        self.places = able - (np.cumsum(sizes) - sizes)[self.which]  # of each row in its offer
        appeal = _joined([_appeal(offer) for _, offer in self.offers], np.float32)[able]
        self.worth: Floats = np.append(viewer.values, np.float32(0))[self.titles] * appeal[:, None]
        self.hashes = _joined([self._hashes(kind, offer) for kind, offer in self.offers], np.uint32)[able]

    def __len__(self) -> int:
        return len(self.titles)

    def candidate(self, row: int) -> tuple[RowKind, Candidate]:
        """A row as such."""
        kind, offer = self.offers[self.which[row]]
        return kind, offer.candidate(self.viewer, int(self.places[row])) if isinstance(offer, Shelved) else offer

    def _titles(self) -> npt.NDArray[np.int32]:
        """The first titles of every row."""
        starts, on_shelves = self.viewer.shelved
        none = np.full(1, -1)
        shelves = _joined([offer.shelves if isinstance(offer, Shelved) else none for _, offer in self.offers], np.int64)
        begins = starts[shelves]
        lengths = np.where(shelves < 0, 0, np.minimum(starts[shelves + 1] - begins, WIDTH))
        held = np.arange(SLOTS) < lengths[:, None]
        titles = np.full(held.shape, len(self.viewer.snapshot), dtype=np.int32)
        titles[held] = on_shelves[(begins[:, None] + np.arange(SLOTS))[held]]
        single = [offer for _, offer in self.offers if isinstance(offer, Candidate)]
        for row, candidate in zip(np.flatnonzero(shelves < 0).tolist(), single, strict=True):
            first = candidate.titles[:WIDTH]
            titles[row, : len(first)] = first
        return titles

    def _hashes(self, kind: RowKind, offer: Offer) -> npt.ArrayLike:
        if isinstance(offer, Shelved):
            return self.viewer.snapshot.shelves.hashes(kind.name)[offer.shelves]
        return [hash_of(kind.name, offer.key)]


def _size(offer: Offer) -> int:
    return len(offer.shelves) if isinstance(offer, Shelved) else 1


def _appeal(offer: Offer) -> npt.ArrayLike:
    return offer.appeal if isinstance(offer, Shelved) else [offer.appeal]


def _joined(arrays: list[npt.ArrayLike], kind: type) -> npt.NDArray[Any]:
    return np.concatenate([np.empty(0, dtype=kind), *arrays], dtype=kind, casting="unsafe")
