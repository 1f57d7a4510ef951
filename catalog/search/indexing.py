"""Keeps what search looks at: `Title.folded_name` and `Title.words`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from catalog.models import Credit, Title, TitleGenre
from catalog.naming import names_of_genre
from catalog.search.folding import fold, fold_name, joined_words, variants
from catalog.search.held import renew_stamp

BATCH = 5_000
LONGEST_WORD, MOST_WORDS = 60, 400
NAME, PEOPLE, FACTS = "A", "B", "C"  # weights: what is found in the name counts most

UPDATE = """
UPDATE catalog_title AS title SET folded_name = new.folded_name, words = new.words::tsvector
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, folded_name, words)
WHERE title.id = new.id
  AND (title.folded_name, title.words) IS DISTINCT FROM (new.folded_name, new.words::tsvector)
"""


@transaction.atomic
def index_titles(ids: Iterable[int] | None = None) -> int:
    """Bring the search columns of these titles, or of all, up to their facts; returns how many had to change.

    Four queries for each 5,000 titles, and the stamp of names where anything changed. `updated_at` stays as it is: no
    fact of the title changed here.
    """
    wanted = sorted(Title.objects.values_list("pk", flat=True) if ids is None else set(ids))
    changed = sum(_index(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))
    if changed:
        renew_stamp()
    return changed


def _index(ids: list[int]) -> int:
    people, genres = _people(ids), _genres(ids)
    rows = [
        (pk, *search_columns(name, [original_name, *names.values()], people[pk], genres[pk], year))
        for pk, name, original_name, names, year in Title.objects.filter(pk__in=ids).values_list(
            "pk", "name", "original_name", "names", "year"
        )
    ]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [list(column) for column in zip(*rows, strict=True)])
        return int(cursor.rowcount)


def search_columns(
    name: str, other_names: Sequence[str], people: Sequence[str], genres: Sequence[str], year: int | None
) -> tuple[str, str]:
    """`folded_name`, and `words` in PostgreSQL's own notation, of a title with these facts, whose names are those of
    all languages, as those of its genres are.

    Made here rather than by PostgreSQL's parser, which takes words for addresses, exponents and the like; folded words
    are letters and digits only, so that nothing in them needs an escape.
    """
    facts = [name for genre in genres for name in names_of_genre(genre)] + [str(year or "")]
    weighted = [*_words((name, *dict.fromkeys(other_names)), NAME), *_words(people, PEOPLE), *_words(facts, FACTS)]
    places = (f"'{word}':{place}{weight}" for place, (word, weight) in enumerate(weighted[:MOST_WORDS], start=1))
    return fold_name(name), " ".join(places)


def _people(ids: list[int]) -> defaultdict[int, list[str]]:
    parts = Credit.objects.filter(title__in=ids).order_by("title", "role", "position", "pk")
    return _grouped(parts.values_list("title", "person__name"))


def _genres(ids: list[int]) -> defaultdict[int, list[str]]:
    links = TitleGenre.objects.filter(title__in=ids).order_by("title", "position", "pk")
    return _grouped(links.values_list("title", "genre__name"))


def _grouped(pairs: Iterable[tuple[int, str]]) -> defaultdict[int, list[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for pk, text in pairs:
        groups[pk].append(text)
    return groups


def _words(texts: Iterable[str], weight: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        for word in fold(text).split():
            yield word[:LONGEST_WORD], weight
            for variant in variants(word):
                yield variant, weight
        for word in joined_words(text):
            yield word[:LONGEST_WORD], weight
