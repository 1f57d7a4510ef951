"""Small worlds whose right answers are known by construction."""

import numpy as np

from recommendations.engine import Interactions, ItemFeatures
from recommendations.engine.data import IntArray

FIRST = 100  # ids start here, so that an id is never its own column
CHAIN = 30
CLUSTERS, MEMBERS = 4, 12


def chain(people: int = 120, length: int = 12, seed: int = 0) -> Interactions:
    """Everybody walks along one circle of titles, from a random place: title n is followed by n + 1."""
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, CHAIN, people)
    items = FIRST + (starts[:, None] + np.arange(length)[None, :]) % CHAIN
    times = 1e9 + rng.integers(0, 10**6, people)[:, None] + 60.0 * np.arange(length)[None, :]
    users = np.repeat(np.arange(people) + 7000, length)
    return Interactions(users, items.ravel(), None, times.ravel())


def clusters(people: int = 160, watched: int = 7, seed: int = 0, timed: bool = True) -> Interactions:
    """Everybody watches titles of one of four shelves, in random order."""
    rng = np.random.default_rng(seed)
    users, items = [], []
    for person in range(people):
        shelf = person % CLUSTERS
        users += [person] * watched
        items += (FIRST + shelf * MEMBERS + rng.choice(MEMBERS, watched, replace=False)).tolist()
    times = 1e9 + 3600.0 * rng.permutation(len(users)) if timed else None
    return Interactions(np.array(users), np.array(items), None, times)


def shelf(item: int) -> int:
    """The shelf of a title of `clusters`."""
    return (item - FIRST) // MEMBERS


def shelves() -> ItemFeatures:
    """The genre of every title of `clusters`, and of one more on each shelf that nobody has watched."""
    unseen: IntArray = 900 + np.arange(CLUSTERS)
    watched = FIRST + np.arange(CLUSTERS * MEMBERS)
    genres = [f"genre:{shelf(int(item))}" for item in watched] + [f"genre:{item - 900}" for item in unseen]
    return ItemFeatures(np.concatenate([watched, unseen]), [[genre, "decade:1990"] for genre in genres])
