"""Whole pages on held-out plays: the demo's viewers as they were at some moment, and what they watched next.

The site is rebuilt as it stood at a moment: the statistics and the model are of what had happened by then. Each viewer
who was known by then and came back within `HORIZON` is a case, and what they then played are the targets.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from accounts.demo import ratings
from accounts.imports.rule import said
from catalog.access import NO_LIMITS
from catalog.demo import facts
from catalog.demo.titles import Film, films
from catalog.models import Credit
from recommendations import engine, shelves
from recommendations.arrays import engine_history
from recommendations.engine.fitting import Choices
from recommendations.engine.picks import telling
from recommendations.engine.signals import signal_weight
from recommendations.history import DAY, Event, ProfileHistory
from recommendations.newcomers import ENOUGH, SHOWN
from recommendations.pipeline import Bench
from recommendations.shelves import Genres, Indices, Part
from recommendations.snapshot import Snapshot
from recommendations.viewer import Viewer
from recommendations.worth import Floats

HORIZON = 30 * DAY
KNOWN = 5  # events by which a viewer is known


class Said(NamedTuple):
    """One event of the data: of which rater, which title, when in UTC seconds, and what was done."""

    user: int
    title: int
    at: float
    thumb: int | None
    share: float


class World:
    """The demo's catalogue and everything that happened in it, in order of time."""

    def __init__(self) -> None:
        self.films: list[Film] = list(films())
        index = {film.imdb_id: place for place, film in enumerate(self.films)}
        given = ratings.read(set(index), dt.datetime(2014, 1, 1, tzinfo=dt.UTC))
        found = []
        for user, (rater, rows) in enumerate(sorted(given.by_rater.items())):
            for film, rating, at in rows:
                what = said(rating, ratings.SCALE, rater, film)
                found.append(Said(user, index[film], at.timestamp(), what.thumb, what.share))
        self.events = sorted(found, key=lambda event: event.at)
        self.times = np.array([event.at for event in self.events])
        self.genres = self._genres()
        self.shelves = shelves.build(self.genres, self._years(), list(self._parts()))

    def _years(self) -> Indices:
        return np.array([film.year for film in self.films])

    def _genres(self) -> Genres:
        names = sorted({genre for film in self.films for genre in film.genres})
        membership = np.array([[name in film.genres for name in names] for film in self.films])
        return Genres(names, [name.lower().replace(" ", "-") for name in names], membership)

    def _parts(self) -> Iterator[Part]:
        for place, film in enumerate(self.films):
            for name in film.cast:
                yield Part(place, name.lower().replace(" ", "-"), name, str(Credit.Role.ACTOR))

    def features(self) -> engine.ItemFeatures:
        """What the model is told of each title, in the form that `arrays.title_features` gives."""
        told = [
            [
                f"decade:{film.year // 10 * 10}",
                *(f"genre:{genre}" for genre in film.genres),
                *(f"actor:{name}" for name in film.cast),
            ]
            for film in self.films
        ]
        return engine.ItemFeatures(np.arange(len(told)), told)

    def snapshot(self, now: float) -> Snapshot:
        """The catalogue with its statistics as they were at a moment."""
        counted = count(self.events[: int(np.searchsorted(self.times, now))], len(self.films), now)
        runtime = [facts.runtime(film.imdb_id, film.year, film.genres) for film in self.films]
        size = len(self.films)
        return Snapshot(
            ids=np.arange(size, dtype=np.int64),
            minimum_age=np.zeros(size, dtype=np.int16),
            year=self._years().astype(np.int16),
            runtime=np.array(runtime, dtype=np.int16),
            published=np.zeros(size),
            withdrawn=np.full(size, np.inf),
            genres=self.genres,
            shelves=self.shelves,
            **counted,
        )


def count(events: Sequence[Said], titles: int, now: float) -> dict[str, Any]:
    """The statistics of a moment, by the same rules as `statistics` counts them in SQL."""
    columns = np.array([event.title for event in events], dtype=np.int64)
    ages = (now - np.array([event.at for event in events])) / DAY
    shares = np.array([event.share for event in events])
    thumbs = np.array([THUMBS[event.thumb] for event in events])

    def add(values: npt.NDArray[np.float64]) -> Floats:
        return np.bincount(columns, weights=values, minlength=titles).astype(np.float32)

    begun = (ages < TREND_DAYS).astype(float)
    usual = add(0.5 ** (ages / POPULAR_HALF_LIFE))
    lately = add(begun * 0.5 ** (ages / TREND_HALF_LIFE))
    return {
        "popularity": np.maximum(add(0.5 ** (ages / POPULAR_HALF_LIFE) * (shares + thumbs)), 0),
        "views": add((ages < 7) * shares),
        "trend": np.where(lately > 0, lately / np.sqrt(1 + usual), 0).astype(np.float32),
        "viewers": np.bincount(columns, minlength=titles),
    }


THUMBS = {None: 0.0, -1: -0.5, 1: 1.0, 2: 2.0}
POPULAR_HALF_LIFE, TREND_HALF_LIFE, TREND_DAYS = 90.0, 2.0, 14.0


class Case(NamedTuple):
    """A viewer at a moment, and the indices of what they played next."""

    viewer: Viewer
    targets: Indices


@dataclass(frozen=True)
class Moment:
    """The site at a moment: its catalogue, its model, and the viewers who came back afterwards."""

    snapshot: Snapshot
    model: engine.Model
    now: float
    cases: list[Case]

    @cached_property
    def bench(self) -> Bench:
        """The model beside the catalogue."""
        return Bench.of(self.model, self.snapshot)

    def viewer(self, user: int, history: ProfileHistory) -> Viewer:
        """Somebody with this history, as the pipeline makes them."""
        scores = self.bench.fold([engine_history(history)]).scores[0]
        return Viewer(user, self.snapshot, NO_LIMITS, history, scores, bool(history), self.now, kin=self.bench.kin)


def moment(world: World, share: float, choices: Choices, *, seed: int = 0) -> Moment:
    """The site when this share of all events had happened."""
    now = float(np.quantile(world.times, share))
    split = int(np.searchsorted(world.times, now))
    past, later = world.events[:split], world.events[split:]
    settings = engine.FitSettings(choices=choices)
    model = engine.fit(_interactions(past, now), metadata=world.features(), settings=settings, seed=seed)
    made = Moment(world.snapshot(now), model, now, [])
    targets: dict[int, list[int]] = {}
    for event in later[: int(np.searchsorted(world.times, now + HORIZON)) - split]:
        targets.setdefault(event.user, []).append(event.title)
    for user, events in _by_user(past, now).items():
        if user in targets and len(events) >= KNOWN:
            viewer = made.viewer(user, ProfileHistory(tuple(events)))
            made.cases.append(Case(viewer, np.unique(targets[user])))
    return made


def newly_come(made: Moment, picks: int = ENOUGH) -> list[Case]:
    """The same people as if they had just come, and had picked the first titles that they like of those they are asked.

    What they played afterwards is to be found, as before.
    """
    asked = telling(made.model, [made.snapshot.ids])[:SHOWN].tolist()
    found = []
    for viewer, later in made.cases:
        liked = {event.title_id for event in viewer.history.events if (event.rating or 0) > 0}
        picked = [title for title in asked if title in liked][:picks]
        if len(picked) == picks:
            events = [Event(t, signal_weight(1, None, 0, 0.0), made.now - 1, 1, None) for t in picked]
            found.append(Case(made.viewer(viewer.profile_id, ProfileHistory(tuple(events))), later))
    return found


def _interactions(past: Sequence[Said], now: float) -> engine.Interactions:
    return engine.Interactions(
        np.array([event.user for event in past]),
        np.array([event.title for event in past]),
        np.array([_weight(event, now) for event in past], dtype=np.float32),
        np.array([event.at for event in past]),
    )


def _weight(event: Said, now: float) -> float:
    return signal_weight(event.thumb, event.share, 1, (now - event.at) / DAY)


def _by_user(past: Sequence[Said], now: float) -> dict[int, list[Event]]:
    """Each viewer's events, newest first."""
    found: dict[int, list[Event]] = {}
    for e in reversed(past):
        found.setdefault(e.user, []).append(Event(e.title, _weight(e, now), e.at, e.thumb, e.share))
    return found
