"""Every film of the demo's data in the test's database, quickly: what search is measured on."""

import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator

from django.db import connection

from accounts.demo import ratings
from catalog.demo import titles
from catalog.imports.reading import Line
from catalog.imports.records import parse_line
from catalog.imports.titles import Written, write_titles
from catalog.models import Title
from recommendations.models import TitleStatistics


def load(number: int = 0) -> None:
    """The films with their popularity; made-up ones besides until there are so many."""
    lines = [*_films()]
    lines += _made_up(lines, number - len(lines))
    records = (parse_line(Line(place, line)) for place, line in enumerate(lines))
    write_titles(records, _refuse, Written())
    with gzip.open(ratings.FILE, "rt", encoding="utf-8", newline="") as file:
        counts = Counter(row[1] for row in csv.reader(file))
    ids = dict(Title.objects.values_list("pk", "imdb_id"))
    statistics = [TitleStatistics(title_id=pk, popularity=counts[imdb_id or ""]) for pk, imdb_id in ids.items()]
    TitleStatistics.objects.bulk_create(statistics, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def names() -> list[tuple[int, str, int | None]]:
    """Id, name and year of the films of the data, in the order of the file."""
    return list(Title.objects.filter(imdb_id__isnull=False).order_by("imdb_id").values_list("pk", "name", "year"))


def _films() -> Iterator[dict[str, object]]:
    with gzip.open(titles.FILE, "rt", encoding="utf-8") as file:
        for text in file:
            values = json.loads(text)
            yield {name: values.get(name) for name in ("imdb_id", "title", "year", "genres", "cast")}


def _made_up(films: list[dict[str, object]], number: int) -> Iterator[dict[str, object]]:
    """Names of the films' own words: as alike as names of films are."""
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
