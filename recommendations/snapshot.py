"""The catalogue as arrays, so that a page is built from it without a query per row."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Max, QuerySet

from catalog.access import Limits
from catalog.models import Genre, Title, TitleGenre
from recommendations.models import TitleStatistics

UNRATED = 255  # above every age: in sight only of those without a limit


@dataclass(frozen=True)
class Snapshot:
    """n available titles in ascending order of id; a title's position in these arrays is its index.

    `ids` int64; `minimum_age`, `year` and `runtime` (minutes) int16, 0 where unknown; `published` float64 UTC seconds;
    `popularity` float32; `genres` bool (n, genres).
    """

    ids: npt.NDArray[np.int64]
    minimum_age: npt.NDArray[np.int16]
    year: npt.NDArray[np.int16]
    runtime: npt.NDArray[np.int16]
    published: npt.NDArray[np.float64]
    popularity: npt.NDArray[np.float32]
    genres: npt.NDArray[np.bool_]
    genre_names: list[str]
    genre_slugs: list[str]

    def __len__(self) -> int:
        return len(self.ids)

    def indices(self, ids: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Index of each title id, -1 where it is not in the catalogue."""
        wanted = np.asarray(ids, dtype=np.int64).reshape(-1)
        if not len(self.ids):
            return np.full(len(wanted), -1, dtype=np.int64)
        places = np.searchsorted(self.ids, wanted).clip(max=len(self.ids) - 1)
        return np.where(self.ids[places] == wanted, places, -1)

    def within(self, limits: Limits) -> npt.NDArray[np.bool_]:
        """The same rule as `Title.objects.visible_to`, as a mask over the titles."""
        if limits.unbounded:
            return np.ones(len(self), dtype=bool)
        return self.minimum_age <= limits.age


def take(title_ids: list[int] | None = None) -> Snapshot:
    """The available titles, or those of them that are named, in three queries."""
    titles = Title.objects.available().order_by("pk")
    links = TitleGenre.objects.order_by()
    if title_ids is not None:
        titles, links = titles.filter(pk__in=title_ids), links.filter(title__in=title_ids)
    fields = ("pk", "maturity__minimum_age", "year", "published_at", "statistics__popularity", "runtime")
    rows = list(titles.values_list(*fields))
    genres = list(Genre.objects.order_by("pk").values_list("pk", "name", "slug"))
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    genre_ids = np.array([pk for pk, *_ in genres], dtype=np.int64)
    return Snapshot(
        ids=ids,
        minimum_age=np.array([UNRATED if row[1] is None else row[1] for row in rows], dtype=np.int16),
        year=np.array([row[2] or 0 for row in rows], dtype=np.int16),
        runtime=np.array([row[5] or 0 for row in rows], dtype=np.int16),
        published=np.array([row[3].timestamp() for row in rows], dtype=np.float64),
        popularity=np.array([row[4] or 0.0 for row in rows], dtype=np.float32),
        genres=_membership(ids, genre_ids, links),
        genre_names=[name for _, name, _ in genres],
        genre_slugs=[slug for *_, slug in genres],
    )


def version() -> tuple[Any, ...]:
    """Changes when a title is added, edited or deleted, or when popularity was counted anew; one cheap query each."""
    titles = Title.objects.aggregate(changed=Max("updated_at"), number=Count("pk"))
    counted = TitleStatistics.objects.aggregate(at=Max("computed_at"))
    return titles["changed"], titles["number"], counted["at"]


def _membership(
    ids: npt.NDArray[np.int64], genre_ids: npt.NDArray[np.int64], links: QuerySet[TitleGenre]
) -> npt.NDArray[np.bool_]:
    """Which title is of which genre, bool (titles, genres)."""
    membership = np.zeros((len(ids), len(genre_ids)), dtype=bool)
    pairs = np.array(list(links.values_list("title", "genre")), dtype=np.int64).reshape(-1, 2)
    known = np.isin(pairs[:, 0], ids)
    membership[np.searchsorted(ids, pairs[known, 0]), np.searchsorted(genre_ids, pairs[known, 1])] = True
    return membership
