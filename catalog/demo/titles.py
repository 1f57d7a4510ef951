"""Reads the demo's films and makes records of them, as an import would from a file."""

import datetime as dt
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.demo import facts
from catalog.demo.genres import clean_genres
from catalog.demo.people import clean_cast
from catalog.demo.synopsis import synopsis
from catalog.imports.records import TitleRecord
from catalog.models import Credit, Title

FILE = Path(__file__).with_name("titles.jsonl.gz")
ASSUMED = ["runtime", "maturity", "synopsis", "published_at"]


@dataclass(frozen=True)
class Film:
    """A film as the data have it, with the genres and names put in order."""

    line: int
    imdb_id: str
    name: str
    year: int
    genres: tuple[str, ...]
    kinds: tuple[str, ...]
    cast: tuple[str, ...]


def films() -> Iterator[Film]:
    """The films that can be shown: not those without any genre or for adults only, of which nothing else is known."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        for line, text in enumerate(file, start=1):
            values = json.loads(text)
            if not values["genres"] or "Adult" in values["genres"]:
                continue
            kinds = tuple(
                kind for kind in values.get("genres_wikipedia", ()) if not _is_late_noir(kind, values["year"])
            )
            genres, cast = clean_genres(values["genres"], kinds), clean_cast(values.get("cast", []))
            yield Film(line, values["imdb_id"], values["title"], values["year"], genres, kinds, cast)


def _is_late_noir(kind: str, year: int) -> bool:
    """The second list calls crime films of all times noir; film noir is a style of the years before."""
    return kind == "Noir" and year >= 1965


def record(film: Film, first_rated: Mapping[str, dt.datetime], window: dt.datetime) -> TitleRecord:
    """The film with what its data lack. `first_rated` tells, by IMDb id, when viewers first rated each film, and
    `window` when they began to."""
    about = (film.imdb_id, film.year)
    return TitleRecord(
        line=film.line,
        name=film.name,
        year=film.year,
        kind=Title.Kind.FILM,
        imdb_id=film.imdb_id,
        maturity=facts.maturity(*about, film.genres, film.kinds),
        genres=film.genres,
        people={Credit.Role.ACTOR: film.cast},
        fields={
            "name": film.name,
            "year": film.year,
            "imdb_id": film.imdb_id,
            "runtime": facts.runtime(*about, film.genres),
            "synopsis": synopsis(*about, film.genres, film.cast),
            "published_at": facts.arrival(*about, first_rated.get(film.imdb_id, window), window),
            "assumed": list(ASSUMED),
        },
    )
