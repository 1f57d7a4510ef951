"""All that a row may look at: the catalogue, one profile's history, and how every title scores for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from catalog.access import Limits
from recommendations.history import ProfileHistory
from recommendations.snapshot import Snapshot

Indices = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
# Titles of this kind have everything in common with a taste or nothing; below this share it is no habit.
GENRE_SHARE = 0.04


@dataclass(frozen=True)
class Viewer:
    """One profile over the n titles of a snapshot.

    `scores`: float32 (n), higher is better, finite: the model's for this history, or popularity without a model or a
    history (`personal` says which). `similar`: ids of the titles most like the one named, best first; empty without a
    model.
    """

    snapshot: Snapshot
    limits: Limits
    history: ProfileHistory
    scores: npt.NDArray[np.float32]
    personal: bool
    similar: Callable[[int], npt.NDArray[np.int64]]

    @cached_property
    def open(self) -> Mask:
        """What may be put before this viewer: within the limits, neither begun nor rated before."""
        mask = self.snapshot.within(self.limits)
        done = [e.title_id for e in self.history.events if e.is_begun or e.rating is not None]
        known = self.snapshot.indices(done)
        mask[known[known >= 0]] = False
        return mask

    def best(self, among: Mask | Indices, most: int, by: npt.NDArray[np.floating] | None = None) -> Indices:
        """The highest scoring of these titles that are open to the viewer; the same order for the same state."""
        indices: Indices = np.flatnonzero(among) if among.dtype == bool else among.astype(np.int64)
        indices = indices[self.open[indices]]
        values = (self.scores if by is None else by)[indices]
        if len(indices) > most:
            kept = np.argpartition(-values, most - 1)[:most]
            indices, values = indices[kept], values[kept]
        return indices[np.lexsort((indices, -values))]

    @cached_property
    def genre_affinity(self) -> npt.NDArray[np.float64]:
        """How much more of each genre this viewer likes than there is of it, weighted by how much they watch of it.

        Shares of the viewer's positive weight, p, against shares of what is watched here, q (every title counted once
        more, so that a site without viewers has shares too): p · log(p / q) where p is a habit above q, else 0. These
        are terms of the Kullback-Leibler divergence (Steck 2018, *Calibrated recommendations*).
        """
        liked = self.history.liked
        indices = self.snapshot.indices([event.title_id for event in liked])
        weights = np.array([event.weight for event in liked])[indices >= 0]
        mine = weights @ self.snapshot.genres[indices[indices >= 0]]
        everyones = (self.snapshot.popularity + 1.0) @ self.snapshot.genres
        if not mine.sum() or not everyones.sum():
            return np.zeros(self.snapshot.genres.shape[1])
        p = mine / mine.sum()
        q = np.maximum(everyones / everyones.sum(), 1e-4)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(p >= GENRE_SHARE, p * np.maximum(np.log(p / q), 0.0), 0.0)
