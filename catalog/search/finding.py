"""Titles, people and genres for what somebody typed."""

from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import (
    SearchQueryField,
    SearchRank,
    TrigramSimilarity,
    TrigramWordSimilarity,
)
from django.db import connection
from django.db.models import BooleanField, Case, Count, Exists, F, FloatField, Func, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Length, Round
from django.db.models.query import QuerySet

from catalog.models import Credit, Genre, Person, Title
from catalog.models.titles import TitleQuerySet
from catalog.search.folding import fold, fold_name, variants

LONGEST_TEXT, MOST_WORDS = 100, 8
# How alike a part of a name must be to what was typed, from 0 to 1, to be taken for a misspelling of it.
ALIKE = 0.4
# Below this many letters nearly every name is alike, and only the words of names say something.
FEWEST_FOR_TYPOS = 4
# What a match is worth. A name that is nearly as typed is better than the words somewhere in cast or genres, and those
# are better whole than if the last one only begins so.
EXACT, BEGINS_WHOLE, BEGINS, IN_NAME, ANYWHERE, ANYWHERE_BEGUN = 4.0, 3.5, 3.0, 2.0, 0.55, 0.35


def search(text: str, titles: TitleQuerySet, limit: int = 24, *, prefer: F | None = None) -> list[Title]:
    """The best of these titles for a text, best first: at most `limit`, as the queryset gives them.

    Names that are or begin with the text come first, then those that hold all its words (the last may be unfinished),
    then misspelt names, and titles whose name, people, genres and year hold all the words between them.
    Among equals, `prefer` (such as a popularity) decides. Two queries and those of the queryset itself, whatever is
    found; none for a text without words.
    """
    folded = fold_name(text[:LONGEST_TEXT])
    if not folded:
        return []
    found = titles.filter(_found(folded)).annotate(score=_score(folded), tie=_closeness_of_names(folded))
    order = [F("score").desc(), F("tie").desc(), F("year").desc(nulls_last=True), F("pk").asc()]
    if prefer is not None:
        order.insert(1, prefer.desc(nulls_last=True))
    _set_threshold()
    # Ids first: what else the queryset annotates is then worked out for the best alone.
    best = list(found.order_by(*order).values_list("pk", flat=True)[:limit])
    by_id = {title.pk: title for title in titles.filter(pk__in=best)}
    return [by_id[pk] for pk in best if pk in by_id]


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


def search_genres(text: str, limit: int = 4) -> list[Genre]:
    """Genres with a word of their name beginning with each word typed, or whose names are alike. One query."""
    words = fold(text[:LONGEST_TEXT]).split()[:MOST_WORDS]
    if not words:
        return []
    genres = Genre.objects.annotate(closeness=TrigramSimilarity("slug", "-".join(words)))
    alike = Q(closeness__gte=ALIKE)
    return list(genres.filter(_begins_with(words) | alike).order_by("-closeness", "name")[:limit])


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
    alike = people.annotate(closeness=TrigramSimilarity("slug", slug)).filter(closeness__gte=ALIKE)
    return list(alike.order_by("-closeness", "pk")[:limit])


def _found(folded: str) -> Q:
    """What may be an answer at all; both parts are answered from an index."""
    if len(folded) < FEWEST_FOR_TYPOS:
        return Q(_holds(folded, "A"))
    return Q(_holds(folded)) | Q(folded_name__trigram_word_similar=folded)


def _score(folded: str) -> Case:
    """How good a match is; see the values above. Rounded, so that what is nearly as good counts as equal. Closeness,
    which is dear, comes last: a common genre alone would have it worked out for half of the catalogue."""
    rank = SearchRank(F("words"), _query(folded)) / 3
    return Case(
        When(folded_name=folded, then=Value(EXACT)),
        When(folded_name__startswith=f"{folded} ", then=Value(BEGINS_WHOLE)),
        When(folded_name__startswith=folded, then=Value(BEGINS)),
        When(_holds(folded, "A"), then=Value(IN_NAME)),
        When(_holds(folded, begun=False), then=Round(ANYWHERE + rank, 2)),
        When(_holds(folded), then=Round(ANYWHERE_BEGUN + rank, 2)),
        default=Round(_closeness(folded), 2),
        output_field=FloatField(),
    )


def _closeness_of_names(folded: str) -> Case:
    """Tells names apart that hold all words. The score of those that do not has it in it already."""
    return Case(When(_holds(folded, "A"), then=_closeness(folded)), default=0.0, output_field=FloatField())


def _closeness(folded: str) -> Any:
    """How alike the whole names are, and the likest part of the name: 0 to 1. For a few letters, short names are."""
    if len(folded) < FEWEST_FOR_TYPOS:
        return Cast(1.0 / (1.0 + Length("folded_name")), FloatField())
    whole, part = TrigramSimilarity("folded_name", folded), TrigramWordSimilarity(folded, "folded_name")
    return Cast((whole + part) / 2.0, FloatField())


def _holds(folded: str, weight: str = "", *, begun: bool = True) -> Func:
    """Whether all words are there, with this weight if one is given; `begun`: the last may be unfinished."""
    query = _query(folded, weight, begun=begun)
    return Func(F("words"), query, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _query(folded: str, weight: str = "", *, begun: bool = True) -> Cast:
    """All words, each as it is or as it may be written. Folded words are letters and digits only: nothing to escape."""
    *words, last = folded.split()[:MOST_WORDS]
    mark = f":{weight}" if weight else ""
    parts = [_any_of((word, *variants(word)), mark) for word in words]
    parts.append(_any_of((last, *variants(last)), f":*{weight}" if begun else mark))
    return Cast(Value(" & ".join(parts)), SearchQueryField())


def _any_of(words: tuple[str, ...], mark: str) -> str:
    return "(" + " | ".join(f"'{word}'{mark}" for word in words) + ")"


def _set_threshold() -> None:
    """The operator that the trigram index answers takes its threshold from the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(ALIKE)])
