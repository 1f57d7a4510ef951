"""People and genres for what somebody typed."""

from functools import reduce
from operator import and_

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.query import QuerySet

from catalog.models import Credit, Genre, Person, TitleGenre
from catalog.models.titles import TitleQuerySet
from catalog.naming import GENRES, genre_name
from catalog.search.folding import fold
from catalog.search.reading import LONGEST as LONGEST_TEXT

MOST_WORDS = 8
# How alike a name must be to what was typed, from 0 to 1, to be taken for a misspelling of it.
ALIKE = 0.4
# Below this many letters nearly every name is alike, and only the words of names say something.
FEWEST_FOR_TYPOS = 4


def search_people(text: str, limit: int = 6, *, titles: TitleQuerySet | None = None) -> list[Person]:
    """People with a word of their name beginning with each word typed, those with most titles first; where nobody has,
    those whose names are alike. With `titles`, only people of those titles. At most two queries."""
    words = fold(text[:LONGEST_TEXT]).split()[:MOST_WORDS]
    if not words:
        return []
    parts = Credit.objects.filter(person=OuterRef("pk"))
    if titles is not None:
        parts = parts.filter(title__in=titles.order_by().values("pk"))
    people = Person.objects.filter(Exists(parts))
    found = people.filter(_begins_with(words) | _has_name(text))
    counted = found.annotate(number=Count("credits")).order_by("-number", "name", "pk")[:limit]
    return list(counted) or _people_alike(people, "-".join(words), limit)


def search_genres(text: str, limit: int = 4, *, titles: TitleQuerySet | None = None) -> list[Genre]:
    """Genres with a word of their name, in the catalogue or in the language of whoever looks, beginning with each word
    typed, or whose names are alike. With `titles`, only genres of those titles. One query."""
    words = fold(text[:LONGEST_TEXT]).split()[:MOST_WORDS]
    if not words:
        return []
    genres = Genre.objects.annotate(closeness=TrigramSimilarity("slug", "-".join(words)))
    if titles is not None:
        links = TitleGenre.objects.filter(genre=OuterRef("pk"), title__in=titles.order_by().values("pk"))
        genres = genres.filter(Exists(links))
    alike = Q(closeness__gte=ALIKE)
    here = Q(name__in=[name for name in GENRES if _begun(fold(genre_name(name)).split(), words)])
    return list(genres.filter(_begins_with(words) | here | alike).order_by("-closeness", "name")[:limit])


def _begun(name: list[str], words: list[str]) -> bool:
    """Whether each of the words begins one of a name's."""
    return all(any(part.startswith(word) for part in name) for word in words)


def _begins_with(words: list[str]) -> Q:
    """Slugs in which a word begins with each of these: a name without accents and case, hyphens between its words."""
    begun = (Q(slug__startswith=word) | Q(slug__contains=f"-{word}") for word in words)
    return reduce(and_, begun)


def _has_name(text: str) -> Q:
    """Names in letters that slugs do not have."""
    plain = text.replace("\0", "").encode(errors="ignore").decode().strip()
    return Q() if plain.isascii() else Q(name__icontains=plain[:LONGEST_TEXT])


def _people_alike(people: "QuerySet[Person, Person]", slug: str, limit: int) -> list[Person]:
    if len(slug) < FEWEST_FOR_TYPOS:
        return []
    # The operator is answered from the index, at a lower threshold.
    alike = people.filter(slug__trigram_similar=slug).annotate(closeness=TrigramSimilarity("slug", slug))
    alike = alike.filter(closeness__gte=ALIKE)
    return list(alike.order_by("-closeness", "pk")[:limit])
