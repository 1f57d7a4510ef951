"""All that a row may look at: the catalogue, one profile's history, and what every title is worth to it."""

import datetime as dt
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from catalog.access import Limits
from recommendations import worth
from recommendations.habits import given_up, is_given_up
from recommendations.history import DAY, Event, ProfileHistory
from recommendations.order import best, best_of_each
from recommendations.shelves import Indices, hash_of
from recommendations.snapshot import Snapshot
from recommendations.steering import Steering
from recommendations.worth import Floats

Mask = npt.NDArray[np.bool_]

RANKED = 2000  # titles that are ordered for a viewer; a shelf with few of them is none for that viewer
PRIOR = 3.0  # liked titles' worth of everybody's taste that a viewer's own is mixed with, until it is known better


def nobody(_: int) -> Indices:
    """No kin: for where there is no model."""
    return np.empty(0, np.int64)


def nothing(titles: Sequence[int]) -> list[list[int]]:
    """No reasons: for where there is no model, or it knows nothing of the history."""
    return [[] for _ in titles]


@dataclass(frozen=True)
class Viewer:
    """One profile over the n titles of a snapshot at one moment, `now` in UTC seconds.

    `scores`: float32 (n), higher is better, finite: the model's for this history; `personal` says whether there is a
    model and a history that it knows something of. `kin`: indices of the titles most like the one with this id, best
    first. `exposures`: how often titles, by id, were on screen lately. `usual_minutes`: how long the viewer watches in
    one sitting, where that is known. `reasons`: for the id of each title asked for, the ids of the titles of the
    history that carry its score, the largest share first. `is_kids`: the page is to be a child's. `steering`: what the
    viewer asks for, if anything; the history is without what it says was not the viewer.
    """

    profile_id: int
    snapshot: Snapshot
    limits: Limits
    history: ProfileHistory
    scores: Floats
    personal: bool
    now: float
    kin: Callable[[int], Indices] = nobody
    exposures: Mapping[int, int] = field(default_factory=dict)
    usual_minutes: float | None = None
    reasons: Callable[[Sequence[int]], list[list[int]]] = nothing
    is_kids: bool = False
    steering: Steering | None = None

    @cached_property
    def allowed(self) -> Mask:
        """What may be seen at all: within the limits, available, and not disliked."""
        mask = self.snapshot.within(self.limits, self.now)
        mask[self._of_events(lambda event: event.is_disliked)] = False
        mask[self._known(list(self.history.refused))] = False
        return mask

    @cached_property
    def open(self) -> Mask:
        """What may be put before this viewer as something new: neither begun nor rated nor put aside, nor resting.

        A title that was shown many times and never touched rests.
        """
        mask = self.allowed.copy()
        mask[self._of_events(lambda event: event.rating is not None or event.is_begun)] = False
        mask[self._known(list(self.history.aside))] = False
        resting = [title for title, shown in self.exposures.items() if shown >= worth.RESTING_SHOWN]
        if resting:
            looked_at = {event.title_id for event in self.history.events}
            mask[self._known([title for title in resting if title not in looked_at])] = False
        return mask

    @cached_property
    def _places(self) -> list[int]:
        """Where the titles of the history's events stand in the snapshot, -1 for those that are gone."""
        places: list[int] = self.snapshot.indices([event.title_id for event in self.history.events]).tolist()
        return places

    def _of_events(self, wanted: Callable[[Event], bool]) -> list[int]:
        """The titles of the events that are wanted, as indices of the snapshot."""
        events = zip(self._places, self.history.events, strict=True)
        return [place for place, event in events if place >= 0 and wanted(event)]

    def _known(self, ids: list[int]) -> Indices:
        found = self.snapshot.indices(ids)
        return found[found >= 0]

    @cached_property
    def _own(self) -> Floats:
        """What the viewer's own scores make of each title, float32 (n); of the best `RANKED` open ones at least."""
        made = worth.own(np.append(np.arange(len(self._first_own), dtype=np.float32), np.float32(RANKED)))
        logs = np.full(len(self.snapshot), made[-1], dtype=np.float32)
        logs[self._first_own] = made[:-1]
        return logs

    @cached_property
    def arrivals(self) -> Indices:
        """The latest titles that are open to the viewer, the newest first."""
        return self.first(self.snapshot.by_arrival, worth.ARRIVALS)

    @cached_property
    def _trusted(self) -> Indices:
        """Those of them that so few have watched that nothing is known yet."""
        since = self.now - worth.TRUSTED_DAYS * DAY
        young = self.snapshot.published[self.arrivals] >= since
        return self.arrivals[young & (self.snapshot.viewers[self.arrivals] < worth.TRUSTED_VIEWERS)]

    @cached_property
    def _first_own(self) -> Indices:
        """The best open titles by the viewer's own scores alone; after them, what else of it was asked for."""
        first = self.best(self.open, RANKED, by=self.scores)
        if self.steering is None:
            return first
        asked = self.best(self.steering.asked, RANKED, by=self.scores)
        return np.concatenate([first, asked[~np.isin(asked, first)]])

    @cached_property
    def taste(self) -> Floats:
        """What titles are ordered by within rows, float32 (n): the viewer's own scores, swayed a little by others'."""
        if not self.personal:
            return self._rested(self.snapshot.appeal)
        return self._rested(self._own + self.snapshot.sway)

    @cached_property
    def values(self) -> Floats:
        """What putting each title before this viewer is worth, float32 (n), which rows are chosen by."""
        own = self._own if self.personal else np.float32(0)
        return np.exp(self._rested(own + self.snapshot.appeal))

    def _rested(self, logs: Floats) -> Floats:
        """With what was shown and not touched, time and again, sinking, what has just come rising, and what the viewer
        asked for."""
        logs = logs.copy()
        if len(self._trusted) and len(logs) > worth.TRUST_BELOW:
            most = np.partition(logs, -worth.TRUST_BELOW)[-worth.TRUST_BELOW]
            young = logs[self._trusted]
            logs[self._trusted] = np.maximum(young, np.minimum(young + np.float32(worth.TRUST), most))
        if self.exposures:
            shown, tired = self._tired
            logs[shown] += tired
        if self.steering:
            logs += self.steering.nudges
        return logs

    @cached_property
    def _tired(self) -> tuple[Indices, Floats]:
        """What was shown lately, as indices of the snapshot, and the nats that each lost by it."""
        shown = self.snapshot.indices(list(self.exposures))
        times = np.array(list(self.exposures.values()), dtype=np.int64)
        return shown[shown >= 0], worth.tired(times[shown >= 0])

    @cached_property
    def ranked(self) -> Indices:
        """The best open titles, best first; the same order for the same state."""
        if not self.personal:
            return self.best(self.open, RANKED)
        others = np.zeros(len(self.snapshot), dtype=bool)
        others[self._trusted] = True
        others[self._first_own] = False
        return best(self.taste, np.concatenate([self._first_own, np.flatnonzero(others)]), RANKED)

    def first(self, order: Indices, most: int, among: Mask | None = None) -> Indices:
        """The first of an order of titles that are open to the viewer, or in another mask."""
        mask = self.open if among is None else among
        for reach in (4 * most, len(order)):
            found = order[:reach][mask[order[:reach]]]
            if len(found) >= most:
                break
        return found[:most]

    def best(self, among: Mask | Indices, most: int, by: Floats | None = None) -> Indices:
        """The highest of these titles that are open to the viewer, by taste or by the values given."""
        if among is self.open:
            indices: Indices = np.flatnonzero(among)
        elif among.dtype == bool:
            indices = np.flatnonzero(among & self.open)
        else:
            indices = among[self.open[among]].astype(np.int64, copy=False)
        return best(self.taste if by is None else by, indices, most)

    def best_of_each(self, lists: Sequence[Indices]) -> list[Indices]:
        """Of each list of titles those that are open to the viewer, by taste."""
        return best_of_each(self.taste, [titles[self.open[titles]] for titles in lists]) if lists else []

    @cached_property
    def _taste(self) -> tuple[Indices, npt.NDArray[np.float64]]:
        """What the viewer liked: indices of the snapshot, and weights above 0."""
        known = [
            (place, event.weight)
            for place, event in zip(self._places, self.history.events, strict=True)
            if place >= 0 and event.weight > 0
        ]
        indices, weights = zip(*known, strict=True) if known else ((), ())
        return np.array(indices, dtype=np.int64), np.array(weights, dtype=np.float64)

    @cached_property
    def _shelf_pairs(self) -> tuple[Indices, npt.NDArray[np.int32]]:
        """Where the titles that the viewer liked stand: places among them, and shelves."""
        return self.snapshot.shelves.pairs(self._taste[0])

    @cached_property
    def liked_on_shelf(self) -> Indices:
        """How many of the titles that the viewer liked stand on each shelf, int64 (S)."""
        return np.bincount(self._shelf_pairs[1], minlength=len(self.snapshot.shelves))

    @cached_property
    def affinity(self) -> npt.NDArray[np.float64]:
        """How much more of each shelf the viewer likes than others do, weighted by how much that is; float64 (S).

        p · log(p / q) with q the shelf's share of everybody's watching and p that of the viewer's, mixed with `PRIOR`
        titles of q: a term of the Kullback-Leibler divergence (Steck 2018, *Calibrated recommendations*). Below 0 for
        what the viewer cares less for than others, and 0 where nothing was liked.
        """
        weights, (owners, flat) = self._taste[1], self._shelf_pairs
        liked, size = np.flatnonzero(self.liked_on_shelf), len(self.snapshot.shelves)
        q = self.snapshot.shelf_shares[liked]
        p = (np.bincount(flat, weights=weights[owners], minlength=size)[liked] + PRIOR * q) / (weights.sum() + PRIOR)
        affinity = np.zeros(size)
        affinity[liked] = p * np.log(p / q)
        return affinity

    @cached_property
    def certainty(self) -> float:
        """How far the viewer's own taste is known, 0 to 1: its weight beside the prior's."""
        known = float(self._taste[1].sum())
        return known / (known + PRIOR)

    @cached_property
    def mix(self) -> Floats:
        """The viewer's own mix of genres, float32 (G), adds up to 1; mixed with everybody's as `affinity` is."""
        indices, weights = self._taste
        mine = weights.astype(np.float32) @ self.snapshot.genre_mix[indices]
        mixed = mine + np.float32(PRIOR) * self.snapshot.everybodys_mix
        if self.steering:
            mixed *= self.steering.genres
        return (mixed / max(float(mixed.sum()), 1e-9)).astype(np.float32)

    @cached_property
    def patience(self) -> npt.NDArray[np.float64]:
        """The share of begun titles of a shelf's genre that the viewer does not give up, float64 (S); 1 where that is
        not known, or the shelf is of no one genre."""
        patience = np.ones(len(self.snapshot.shelves))
        if any(is_given_up(event, self.now) for event in self.history.events):
            membership = self.snapshot.genres.membership
            events = zip(self._places, self.history.events, strict=True)
            genres = {e.title_id: np.flatnonzero(membership[place]).tolist() for place, e in events if place >= 0}
            for genre, left in given_up(self.history, genres, self.now).items():
                patience[self.snapshot.shelves.of_genre[self.snapshot.genres.slugs[genre]]] -= left.share
        return patience

    def shelves_of(self, kind: str) -> Indices:
        """The numbers of the snapshot's shelves of one kind that rows may be taken from."""
        found = self.snapshot.shelves.of_kind[kind]
        return found if self.steering is None else found[~self.steering.closed[found]]

    def on_shelf(self, shelf: int) -> Indices:
        """The viewer's best open titles of one shelf, best first: of a shelf with something liked on it, or a genre."""
        starts, titles = self.shelved
        return titles[starts[shelf] : starts[shelf + 1]]

    @cached_property
    def shelved(self) -> tuple[Indices, Indices]:
        """All ranked titles sorted by shelf, best first on each: where each shelf starts, and the titles; of those
        shelves that `on_shelf` knows."""
        size = len(self.snapshot.shelves)
        asked = self.liked_on_shelf > 0
        asked[self.snapshot.shelves.of_kind["genre"]] = True
        owners, flat = self.snapshot.shelves.pairs(self.ranked)
        kept = np.flatnonzero(asked[flat])
        flat = flat[kept]
        # A stable order of small numbers is found by counting them.
        order = np.argsort(flat.astype(np.uint16) if size < 65_536 else flat, kind="stable")
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(flat, minlength=size), out=starts[1:])
        return starts, self.ranked[owners[kept[order]]]

    @cached_property
    def day(self) -> dt.date:
        """The day it is, UTC."""
        return dt.datetime.fromtimestamp(self.now, dt.UTC).date()

    def dice(self, what: str) -> int:
        """A number that is the same all day for this profile, and another one tomorrow."""
        return int(stirred(np.array([hash_of(what, "")], dtype=np.uint32) ^ self.seed)[0])

    @cached_property
    def seed(self) -> np.uint32:
        """What the dice of this profile and day begin with."""
        return np.uint32(zlib.crc32(f"{self.profile_id}:{self.day}".encode()))


def stirred(numbers: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Numbers that are as good as thrown, one for each: the last step of MurmurHash3 (Appleby, public domain)."""
    found = numbers ^ (numbers >> np.uint32(16))
    found *= np.uint32(0x85EBCA6B)
    found ^= found >> np.uint32(13)
    found *= np.uint32(0xC2B2AE35)
    found ^= found >> np.uint32(16)
    return found
