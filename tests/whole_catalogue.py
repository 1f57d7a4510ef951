"""Every film of the demo's data in the test's database, quickly: what search is measured on."""

import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from accounts.demo import ratings
from catalog.demo import titles
from catalog.imports.reading import Line
from catalog.imports.records import parse_line
from catalog.imports.titles import Written, write_titles
from catalog.models import Title
from recommendations.models import TitleStatistics


def load(*, people: bool = True) -> None:
    """The films with their popularity, and those who play in them."""
    _write(film if people else {**film, "cast": None} for film in _films())
    with gzip.open(ratings.FILE, "rt", encoding="utf-8", newline="") as file:
        counts = Counter(row[1] for row in csv.reader(file))
    ids = dict(Title.objects.values_list("pk", "imdb_id"))
    statistics = [TitleStatistics(title_id=pk, popularity=counts[imdb_id or ""]) for pk, imdb_id in ids.items()]
    TitleStatistics.objects.bulk_create(statistics, batch_size=5_000)
    _analyze()


def fill_up(number: int) -> None:
    """Made-up films besides, of names as alike as names of films are, until there are so many titles."""
    _write(_made_up(list(_films()), number - Title.objects.count()))
    _analyze()


def names() -> list[tuple[int, str, int | None]]:
    """Id, name and year of the films of the data, in the order of the file."""
    return list(Title.objects.filter(imdb_id__isnull=False).order_by("imdb_id").values_list("pk", "name", "year"))


def _films() -> Iterator[dict[str, object]]:
    with gzip.open(titles.FILE, "rt", encoding="utf-8") as file:
        for text in file:
            values = json.loads(text)
            yield {name: values.get(name) for name in ("imdb_id", "title", "year", "genres", "cast")}


def _write(films: Iterable[dict[str, object]]) -> None:
    write_titles((parse_line(Line(place, film)) for place, film in enumerate(films)), _refuse, Written())


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _made_up(films: list[dict[str, object]], number: int) -> Iterator[dict[str, object]]:
    """Names of the films' own words."""
    source = random.Random(5)
    words = [word for film in films for word in str(film["title"]).split()]
    seen: set[str] = set()
    while len(seen) < number:
        name = " ".join(source.choices(words, k=source.randint(1, 5)))
        film = source.choice(films)
        if name not in seen:
            seen.add(name)
            yield {"title": name, "year": film["year"], "genres": film["genres"], "cast": film["cast"]}


def _refuse(line: int, problem: str) -> None:
    raise ValueError(f"film {line}: {problem}")
