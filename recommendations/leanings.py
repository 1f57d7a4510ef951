"""What liked titles have in common, beside how much of it is watched on the site as a whole. Web-safe."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import F, Sum
from django.db.models.functions import Floor

from catalog.models import Credit, Genre, Person, TitleGenre
from catalog.naming import decade_name
from recommendations.models import TitleStatistics

FEWEST = 5  # liked titles without which nothing is said
FEWEST_ALIKE = 3  # liked titles that make a genre, a person or a decade worth a mention
MOST = 30
SITE_AGE = 600  # seconds for which the site's shares are kept


@dataclass(frozen=True)
class Leaning:
    """A genre, person or decade (`id` is its first year), its share of what this viewer likes, and of what is watched
    on this site, each from 0 to 1. `titles` is how many liked ones it rests on."""

    id: int
    name: str
    slug: str
    titles: int
    share: float
    usual: float

    @property
    def times(self) -> float | None:
        """How many times as much as on this site; None where nobody watches it."""
        return self.share / self.usual if self.usual else None


class Found(NamedTuple):
    """A group of liked titles before it has a name."""

    key: int
    titles: int
    share: float

    def named(self, name: str, slug: str, usual: float) -> Leaning:
        return Leaning(self.key, name, slug, self.titles, self.share, usual)


class Site(NamedTuple):
    """What is watched here: popularity in all, by genre and by decade."""

    total: float
    genres: dict[int, float]
    decades: dict[int, float]

    def share(self, popularity: float | None) -> float:
        return (popularity or 0.0) / self.total if self.total else 0.0


def genres_of(titles: Collection[int]) -> dict[int, set[int]]:
    """The titles of each genre. One query."""
    return _grouped(TitleGenre.objects.filter(title__in=titles).order_by().values_list("genre", "title"))


def genres(liked: Mapping[int, float], of_genre: Mapping[int, Collection[int]]) -> list[Leaning]:
    """Genres, by the weights of liked titles. One query, and the site's."""
    found, usual = _common(liked, of_genre), site()
    names = Genre.objects.in_bulk([one.key for one in found])
    return [
        one.named(names[one.key].local_name, names[one.key].slug, usual.share(usual.genres.get(one.key)))
        for one in found
        if one.key in names
    ]


def people(liked: Mapping[int, float]) -> list[Leaning]:
    """People in any role. Three queries, and the site's."""
    found = _common(liked, _grouped(Credit.objects.filter(title__in=liked).order_by().values_list("person", "title")))
    ids = [one.key for one in found]
    names, everything = Person.objects.in_bulk(ids), site()
    watched = Credit.objects.filter(person__in=ids).order_by()
    usual: defaultdict[int, float] = defaultdict(float)
    for person, _, popularity in watched.values_list("person", "title", "title__statistics__popularity").distinct():
        usual[person] += popularity or 0.0
    return [
        one.named(names[one.key].name, names[one.key].slug, everything.share(usual[one.key]))
        for one in found
        if one.key in names
    ]


def decades(liked: Mapping[int, float], years: Mapping[int, int | None]) -> list[Leaning]:
    """Decades. No query but the site's."""
    usual = site()
    of_decade = _grouped((year // 10 * 10, pk) for pk, year in years.items() if year)
    return [
        one.named(decade_name(one.key), str(one.key), usual.share(usual.decades.get(one.key)))
        for one in _common(liked, of_decade)
    ]


def site() -> Site:
    """What is watched here. Three queries, kept for some minutes."""
    kept: Site = cache.get_or_set("habits-of-the-site", _site, SITE_AGE)  # type: ignore[assignment]
    return kept


def _site() -> Site:
    counted = TitleStatistics.objects.order_by()
    total = counted.aggregate(total=Sum("popularity"))["total"]
    watched = Sum("title__statistics__popularity")
    genres = TitleGenre.objects.order_by().values_list("genre").annotate(watched)
    decade = Floor(F("title__year") / 10) * 10
    decades = counted.filter(title__year__isnull=False).annotate(decade=decade).values_list("decade")
    return Site(
        total or 0.0,
        {key: popularity or 0.0 for key, popularity in genres},
        {int(key): popularity or 0.0 for key, popularity in decades.annotate(Sum("popularity"))},
    )


def _common(liked: Mapping[int, float], groups: Mapping[int, Collection[int]]) -> list[Found]:
    """The groups that enough liked titles are of, the largest share first. A title counts by its weight."""
    if len(liked) < FEWEST:
        return []
    total = sum(liked.values())
    mine = {key: [liked[pk] for pk in titles if pk in liked] for key, titles in groups.items()}
    found = [Found(key, len(held), sum(held) / total) for key, held in mine.items() if len(held) >= FEWEST_ALIKE]
    return sorted(found, key=lambda one: (-one.share, one.key))[:MOST]


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for key, title in pairs:
        found[key].add(title)
    return dict(found)
