"""How a taste changed: the genres of what was liked, month by month. Web-safe."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.utils import timezone

from catalog.models import Genre
from recommendations.history import Event

MONTHS, GENRES = 12, 5


class Month(NamedTuple):
    """A month by its first day, how many liked titles are of it, and the share of each genre, 0 to 1."""

    first: dt.date
    titles: int
    shares: list[float]


class Change(NamedTuple):
    """The genres that most of it is of, and the months from the earliest; empty months are there as well."""

    genres: list[Genre]
    months: list[Month]


def of_liked(liked: Iterable[Event], of_genre: Mapping[int, Collection[int]], today: dt.date) -> Change:
    """The last twelve months up to this day. A title of several genres is of each in equal parts. One query."""
    number = Counter(title for titles in of_genre.values() for title in titles)
    by_month: dict[dt.date, set[int]] = {month: set() for month in _last(today)}
    for event in liked:
        at = timezone.localtime(dt.datetime.fromtimestamp(event.at, dt.UTC)).date().replace(day=1)
        if at in by_month:
            by_month[at].add(event.title_id)
    everything = set().union(*by_month.values())
    weights = {genre: _weight(everything.intersection(titles), number) for genre, titles in of_genre.items()}
    most = sorted((pk for pk, weight in weights.items() if weight), key=lambda pk: (-weights[pk], pk))[:GENRES]
    named = Genre.objects.in_bulk(most)
    genres = [named[pk] for pk in most if pk in named]
    return Change(
        genres,
        [
            Month(at, len(titles), [_share(titles, of_genre[genre.pk], number) for genre in genres])
            for at, titles in by_month.items()
        ],
    )


def _weight(titles: Collection[int], number: Mapping[int, int]) -> float:
    return sum(1 / number[title] for title in titles)


def _share(titles: Collection[int], of_genre: Collection[int], number: Mapping[int, int]) -> float:
    return _weight(set(titles).intersection(of_genre), number) / len(titles) if titles else 0.0


def _last(today: dt.date) -> list[dt.date]:
    """The first days of so many months, the latest last."""
    found = [today.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return found[::-1]
