"""The catalogue as arrays, so that a page is built from it without a query per row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Max, QuerySet

from catalog.access import Limits
from catalog.models import Credit, Genre, Title, TitleGenre
from recommendations import shelves, worth
from recommendations.models import TitleStatistics
from recommendations.shelves import Genres, Indices, Part, Shelves
from recommendations.worth import Floats

UNRATED = 255  # above every age: in sight only of those without a limit
NEVER = np.inf
BRIEF = 40  # minutes


@dataclass(frozen=True)
class Snapshot:
    """n titles in ascending order of id; a title's position in these arrays is its index.

    `ids` int64; `minimum_age`, `year` and `runtime` (minutes) int16, 0 where unknown; `published` and `withdrawn`
    float64 UTC seconds, infinite where that is not going to happen; `popularity`, `views` (of the last seven days),
    `trend` float32 and `viewers` int64, as `statistics` counts them.
    """

    ids: npt.NDArray[np.int64]
    minimum_age: npt.NDArray[np.int16]
    year: npt.NDArray[np.int16]
    runtime: npt.NDArray[np.int16]
    published: npt.NDArray[np.float64]
    withdrawn: npt.NDArray[np.float64]
    genres: Genres
    shelves: Shelves
    popularity: Floats
    views: Floats
    trend: Floats
    viewers: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def indices(self, ids: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Index of each title id, -1 where it is not in the catalogue."""
        wanted = np.asarray(ids, dtype=np.int64).reshape(-1)
        if not len(self.ids):
            return np.full(len(wanted), -1, dtype=np.int64)
        places = np.searchsorted(self.ids, wanted).clip(max=len(self.ids) - 1)
        return np.where(self.ids[places] == wanted, places, -1)

    def within(self, limits: Limits, now: float) -> npt.NDArray[np.bool_]:
        """The same rule as `Title.objects.visible_to`, as a mask over the titles; `now` in UTC seconds."""
        available = (self.published <= now) & (self.withdrawn > now)
        blocked = self.indices(sorted(limits.blocked))
        available[blocked[blocked >= 0]] = False
        return available if limits.unbounded else available & (self.minimum_age <= limits.age)

    @cached_property
    def shelf_shares(self) -> npt.NDArray[np.float64]:
        """The share of all that is watched here which stands on each shelf, float64 (S), above 0.

        Every title counts once more than it was watched, so that a site without viewers has shares too.
        """
        watched = self.popularity.astype(np.float64) + 1.0
        weights = np.repeat(watched, np.diff(self.shelves.starts))
        on_shelf = np.bincount(self.shelves.flat, weights=weights, minlength=len(self.shelves))
        shares: npt.NDArray[np.float64] = np.maximum(on_shelf / max(float(watched.sum()), 1.0), 1e-6)
        return shares

    @cached_property
    def genre_mix(self) -> Floats:
        """How much of each title is of each genre, float32 (n, G): equal shares that add up to 1, or none."""
        counts = self.genres.membership.sum(axis=1, keepdims=True)
        mix: Floats = (self.genres.membership / np.maximum(counts, 1)).astype(np.float32)
        return mix

    @cached_property
    def everybodys_mix(self) -> Floats:
        """The genres of what is watched here, float32 (G), adding up to 1; every title counted once more."""
        mix = (self.popularity + np.float32(1)) @ self.genre_mix
        return (mix / max(float(mix.sum()), 1e-9)).astype(np.float32)

    @cached_property
    def by_popularity(self) -> Indices:
        """The titles that anybody watches, the most popular first."""
        return descending(self.popularity)

    @cached_property
    def by_trend(self) -> Indices:
        """The titles that are watched lately, the fastest rising first."""
        return descending(self.trend)

    @cached_property
    def by_views(self) -> Indices:
        """The titles of the last seven days, the most watched first."""
        return descending(self.views)

    @cached_property
    def by_arrival(self) -> Indices:
        """All titles that are or will be published, the latest first."""
        order = np.lexsort((self.ids, -self.published))
        return order[np.isfinite(self.published[order])]

    @cached_property
    def brief(self) -> Indices:
        """The titles of less than `BRIEF` minutes."""
        return np.flatnonzero((self.runtime > 0) & (self.runtime < BRIEF))

    @cached_property
    def few_viewers(self) -> float:
        """The number of viewers that half of all watched titles do not exceed."""
        watched = self.viewers[self.viewers > 0]
        return float(np.median(watched)) if len(watched) else 0.0

    @cached_property
    def sway(self) -> Floats:
        """How much of that goes into the order of titles within rows, float32 (n)."""
        sway: Floats = np.float32(worth.SWAY) * self.appeal
        return sway

    @cached_property
    def appeal(self) -> Floats:
        """What popularity and trend make of each title, float32 (n), see `worth`."""
        return worth.appeal(ranks(self.popularity), ranks(self.trend))


def descending(values: Floats) -> Indices:
    """The places of the values above 0, the largest first."""
    order = np.argsort(-values, kind="stable")
    return order[: int((values > 0).sum())]


def ranks(values: npt.NDArray[np.floating[Any]]) -> Floats:
    """The place of each value from the largest, from 0; what is equal shares its middle place."""
    order = np.sort(-values)
    low, high = np.searchsorted(order, -values, "left"), np.searchsorted(order, -values, "right")
    return ((low + high - 1) / 2).astype(np.float32)


def take(title_ids: list[int] | None = None) -> Snapshot:
    """All titles, or those that are named, in four queries."""
    titles = Title.objects.order_by("pk")
    links, credits_ = TitleGenre.objects.order_by(), Credit.objects.order_by("pk")
    if title_ids is not None:
        titles, links = titles.filter(pk__in=title_ids), links.filter(title__in=title_ids)
        credits_ = credits_.filter(title__in=title_ids)
    fields = ("pk", "maturity__minimum_age", "year", "runtime", "published_at", "withdrawn_at")
    counted = tuple(f"statistics__{name}" for name in COUNTED)
    rows = list(titles.values_list(*fields, *counted))
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    genres = _genres(ids, links)
    years = np.array([row[2] or 0 for row in rows], dtype=np.int16)
    return Snapshot(
        ids=ids,
        minimum_age=np.array([UNRATED if row[1] is None else row[1] for row in rows], dtype=np.int16),
        year=years,
        runtime=np.array([row[3] or 0 for row in rows], dtype=np.int16),
        published=np.array([row[4].timestamp() if row[4] else NEVER for row in rows], dtype=np.float64),
        withdrawn=np.array([row[5].timestamp() if row[5] else NEVER for row in rows], dtype=np.float64),
        genres=genres,
        shelves=shelves.build(genres, years, _parts(ids, credits_)),
        **_statistics([row[len(fields) :] for row in rows]),
    )


COUNTED = {"popularity": np.float32, "views": np.float32, "trend": np.float32, "viewers": np.int64}


def recounted(old: Snapshot) -> Snapshot:
    """The same titles with their statistics as they are now, in one query."""
    rows = {row[0]: row[1:] for row in TitleStatistics.objects.values_list("title", *COUNTED)}
    nothing = (None,) * len(COUNTED)
    return replace(old, **_statistics([rows.get(pk, nothing) for pk in old.ids.tolist()]))


def _statistics(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {
        name: np.array([row[place] or 0 for row in rows], dtype=kind)
        for place, (name, kind) in enumerate(COUNTED.items())
    }


def facts_version() -> tuple[Any, ...]:
    """Changes when a title is added, edited or deleted; one cheap query."""
    titles = Title.objects.aggregate(changed=Max("updated_at"), number=Count("pk"))
    return titles["changed"], titles["number"]


def counts_version() -> Any:
    """Changes when the statistics were counted anew; one cheap query."""
    return TitleStatistics.objects.aggregate(at=Max("computed_at"))["at"]


def _genres(ids: npt.NDArray[np.int64], links: QuerySet[TitleGenre]) -> Genres:
    """Which title is of which genre."""
    known = list(Genre.objects.order_by("pk").values_list("pk", "name", "slug"))
    genre_ids = np.array([pk for pk, *_ in known], dtype=np.int64)
    membership = np.zeros((len(ids), len(known)), dtype=bool)
    pairs = np.array(list(links.values_list("title", "genre")), dtype=np.int64).reshape(-1, 2)
    pairs = pairs[np.isin(pairs[:, 0], ids) & np.isin(pairs[:, 1], genre_ids)]
    membership[np.searchsorted(ids, pairs[:, 0]), np.searchsorted(genre_ids, pairs[:, 1])] = True
    return Genres([name for _, name, _ in known], [slug for *_, slug in known], membership)


def _parts(ids: npt.NDArray[np.int64], credited: QuerySet[Credit]) -> list[Part]:
    places = {pk: place for place, pk in enumerate(ids.tolist())}
    rows = credited.values_list("title", "person__slug", "person__name", "role")
    return [Part(places[title], *rest) for title, *rest in rows if title in places]
