"""Random catalogues and viewers, made to break pages: few titles, no titles, ties, gaps, contradictory histories."""

import numpy as np

from catalog.access import Limits
from recommendations import shelves
from recommendations.history import Event, ProfileHistory, Search
from recommendations.shelves import Genres, Indices, Part
from recommendations.snapshot import Snapshot
from recommendations.steering import Steering, Wish
from recommendations.viewer import Viewer

NOW = 1_800_000_000.0
DAY = 86_400.0
DIRECTIONS = ["more", "less", "not_me"]
AGES = np.array([0, 6, 9, 12, 16, 18, 255])


def catalogue(rng: np.random.Generator) -> Snapshot:
    """Up to 400 titles with all that can be odd about them: drafts, withdrawn and future ones, no year, no genre."""
    size = int(rng.choice([0, 1, 7, 60, 200, 400]))
    names = [f"Genre {letter}" for letter in "abcdefgh"]
    membership = rng.random((size, len(names))) < rng.choice([0.05, 0.3])
    genres = Genres(names, [f"genre-{letter}" for letter in "abcdefgh"], membership)
    years = rng.choice([0, 1931, 1975, 1979, 1984, 1999, 2013], size).astype(np.int16)
    people = rng.integers(0, 12, (size, 2))
    roles = np.array(["actor", "director", "writer"])
    parts = [
        Part(title, f"person-{one}", f"Person {one}", str(roles[int(one) % 3]))
        for title, pair in enumerate(people)
        for one in set(pair.tolist())
    ]
    coarse = rng.random() < 0.5  # many ties
    counts = np.floor(rng.pareto(1.0, size) * (2 if coarse else 50)).astype(np.float32)
    return Snapshot(
        ids=np.sort(rng.choice(10 * size + 10, size, replace=False)).astype(np.int64),
        minimum_age=rng.choice(AGES, size).astype(np.int16),
        year=years,
        runtime=rng.choice([0, 8, 39, 40, 95, 180], size).astype(np.int16),
        published=np.where(rng.random(size) < 0.9, NOW - rng.integers(1, 400, size) * DAY, np.inf)
        + (rng.random(size) < 0.05) * 800 * DAY,
        withdrawn=np.where(rng.random(size) < 0.9, np.inf, NOW + rng.integers(-5, 5, size) * DAY),
        genres=genres,
        shelves=shelves.build(genres, years, parts),
        popularity=counts,
        views=np.floor(counts / 3).astype(np.float32),
        trend=(counts * rng.random(size)).astype(np.float32),
        viewers=counts.astype(np.int64),
    )


def viewer(rng: np.random.Generator, snapshot: Snapshot) -> Viewer:
    """Somebody with any history, also of titles that are gone, and a model that likes and is like anything."""
    size = len(snapshot)
    scores = rng.normal(size=size).astype(np.float32)
    if rng.random() < 0.3:
        scores = np.round(scores)  # ties
    aside = frozenset(snapshot.ids[rng.random(size) < 0.05].tolist())
    history = ProfileHistory(tuple(_events(rng, snapshot)), tuple(_searches(rng, snapshot)), aside)
    steering = _steering(rng, snapshot)
    if steering:
        history = steering.own(history)
    kin = rng.permutation(size).astype(np.int64)

    def alike(title_id: int) -> Indices:
        place = snapshot.indices([title_id])
        found: Indices = np.roll(kin, title_id % max(size, 1))[:60]
        others: Indices = found[found != place[0]]
        return others

    known = snapshot.ids[rng.random(size) < 0.2].tolist()
    return Viewer(
        profile_id=int(rng.integers(1, 1000)),
        snapshot=snapshot,
        limits=Limits(age=int(rng.choice([0, 7, 9, 13, 16, 18]))),
        history=history,
        scores=scores,
        personal=bool(history.liked) and rng.random() < 0.9,
        now=NOW,
        kin=alike,
        steering=steering,
        usual_minutes=None if rng.random() < 0.5 else float(rng.integers(10, 200)),
        exposures={title: int(rng.integers(1, 30)) for title in [*known, 999_999]},
    )


def _steering(rng: np.random.Generator, snapshot: Snapshot) -> Steering | None:
    """Any wishes, also of what the catalogue has nothing of; of half of the viewers, none."""
    if rng.random() < 0.5:
        return None
    decades = [str(year) for year in np.unique(snapshot.year[snapshot.year > 0] // 10 * 10)]
    keys = {
        "genre": [*snapshot.genres.slugs, "gone"],
        "era": [*decades, "2190"],
        "genre_era": [f"{slug}-{decade}" for slug in snapshot.genres.slugs for decade in decades] or ["gone-1970"],
    }
    kinds = rng.choice(list(keys), int(rng.integers(1, 4)), replace=False).tolist()
    wishes = [Wish(kind, str(rng.choice(keys[kind])), str(rng.choice(DIRECTIONS))) for kind in kinds]
    some = snapshot.ids[rng.random(len(snapshot)) < 0.3].tolist()
    wishes.append(Wish("person", "somebody", str(rng.choice(DIRECTIONS)), "Some Body", (*some, 999_999)))
    return Steering(snapshot, wishes)


def _events(rng: np.random.Generator, snapshot: Snapshot) -> list[Event]:
    number = int(rng.choice([0, 1, 3, 40, 150]))
    pool = [*snapshot.ids.tolist(), 888_888]  # the last one is in no catalogue
    titles = rng.choice(pool, min(number, len(pool)), replace=False).tolist()
    events = []
    for title in titles:
        kind = rng.integers(0, 6)
        at = NOW - float(rng.integers(0, 300)) * DAY
        rating = [None, 1, 2, -1, None, None][kind]
        progress = [0.95, 1.0, None, 0.5, 0.3, None][kind]
        weight = [1.0, 1.5, 2.0, -1.5, 0.15, 0.1][kind]
        events.append(Event(title, weight, at, rating, progress, is_look=kind == 5))
    return sorted(events, key=lambda event: (-event.at, event.title_id))


def _searches(rng: np.random.Generator, snapshot: Snapshot) -> list[Search]:
    if rng.random() < 0.5 or not len(snapshot):
        return []
    found = rng.choice(snapshot.ids, min(24, len(snapshot)), replace=False).tolist()
    return [Search(7, "something", [*found, 777_777], NOW - DAY)]
