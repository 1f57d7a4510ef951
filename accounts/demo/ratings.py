"""The demo's ratings, moved in time so that the newest is from just before the load."""

import csv
import datetime as dt
import gzip
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from accounts.imports.rule import OTHER_MINUTES, SECONDS_BEFORE, said
from accounts.imports.writing import Event
from catalog.demo.titles import Film
from catalog.models.titles import TitleQuerySet

FILE = Path(__file__).with_name("ratings.csv.gz")
DATASET = "movietweetings"
SCALE = 10.0
FEWEST = 10  # ratings that make a profile
NEWEST_BEFORE = dt.timedelta(minutes=5)
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/sidooms/MovieTweetings")


@dataclass(frozen=True)
class Ratings:
    """What each rater said, as (IMDb id, rating, moment) in the order of the file."""

    by_rater: Mapping[str, list[tuple[str, float, dt.datetime]]]
    first: Mapping[str, dt.datetime] = field(default_factory=dict)  # when each film was first rated

    @property
    def window(self) -> dt.datetime:
        """When the ratings begin."""
        return min(self.first.values())


def read(films: Collection[str], now: dt.datetime) -> Ratings:
    """The ratings of these films by raters with at least ten of them."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in list(csv.reader(file))[1:] if row[1] in films]
    moved = (now - NEWEST_BEFORE).timestamp() - max(int(row[3]) for row in rows)
    by_rater: defaultdict[str, list[tuple[str, float, dt.datetime]]] = defaultdict(list)
    first: dict[str, dt.datetime] = {}
    for rater, film, rating, moment in rows:
        at = dt.datetime.fromtimestamp(int(moment) + moved, dt.UTC)
        by_rater[rater].append((film, float(rating), at))
        first[film] = min(at, first.get(film, at))
    return Ratings({rater: given for rater, given in by_rater.items() if len(given) >= FEWEST}, first)


def durations(titles: TitleQuerySet, films: Iterable[Film]) -> dict[str, tuple[int, int]]:
    """(id, minutes) of those of these titles that are among the films, by IMDb id."""
    ids = {film.imdb_id for film in films}
    found = titles.filter(imdb_id__isnull=False).values_list("imdb_id", "pk", "runtime")
    return {imdb_id: (pk, minutes or OTHER_MINUTES) for imdb_id, pk, minutes in found if imdb_id in ids}


def events(profiles: Mapping[str, int], ratings: Ratings, titles: Mapping[str, tuple[int, int]]) -> Iterator[Event]:
    """What these raters' profiles did with these titles: (id, minutes) by IMDb id."""
    for rater, profile in profiles.items():
        for film, rating, at in ratings.by_rater[rater]:
            if film not in titles:
                continue
            title, minutes = titles[film]
            what = said(rating, SCALE, rater, film)
            yield Event(
                profile=profile,
                title=title,
                thumb=what.thumb,
                rated_at=at,
                share=what.share,
                seconds=60 * minutes,
                played_at=at - dt.timedelta(seconds=SECONDS_BEFORE),
                gave_up=what.gave_up,
                client_id=uuid.uuid5(NAMESPACE, f"{rater}:{film}"),
            )
