"""Where ratings come from: a file of them, or a folder of MovieLens in any of its three forms."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from catalog.imports.reading import UnreadableFileError, opened

# What columns are called, in lower case and without underscores.
COLUMNS = {
    "user": {"user", "userid", "rater", "profile"},
    "item": {"item", "itemid", "movie", "movieid", "imdbid", "title", "titleid"},
    "rating": {"rating", "score", "stars", "value"},
    "timestamp": {"timestamp", "time", "ratedat", "date", "unixtimestamp"},
}
ORDER = tuple(COLUMNS)
SEPARATORS = ("::", "\t", ";", "|", ",")
MOVIELENS_STARS = 5.0
NAME = re.compile(r"^(?P<name>.*?)(?:\s*\((?P<year>\d{4})\))?\s*$")
ARTICLE_LAST = re.compile(r"^(?P<name>.*), (?P<article>The|A|An|Le|La|Les|L'|El|Los|Las|Das|Der|Die|Il)$")
GENRES = {"Children's": "Family", "Children": "Family", "(no genres listed)": "", "unknown": ""}
# The flags of u.item, in their order.
FLAGS = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """Values of one line by column."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Movie:
    """A line of a data set's own list of what was rated."""

    line: int
    item: str
    name: str
    year: str
    genres: list[str]
    imdb_id: str = ""


@dataclass(frozen=True)
class MovieList:
    """A data set's own list, and how it is read."""

    file: Path
    read: Callable[[Path], Iterator[Movie]]

    def __iter__(self) -> Iterator[Movie]:
        return self.read(self.file)


@dataclass(frozen=True)
class Source:
    """A file of ratings. `movies` lists what its items are; None if they are IMDb ids."""

    name: str
    file: Path
    scale: float | None = None
    movies: MovieList | None = None

    def rows(self) -> Iterator[Row]:
        """The lines of the file that are not blank."""
        return read_rows(self.file)


def find_source(path: Path) -> Source:
    """What is at this path; raises UnreadableFileError if it is nothing that is known."""
    if not path.is_dir():
        return Source(path.name.split(".")[0], path)
    forms = (
        ("ratings.csv", "movies.csv", _movies_csv),
        ("ratings.dat", "movies.dat", _movies_dat),
        ("u.data", "u.item", _movies_u),
    )
    for ratings, movies, read in forms:
        if (path / ratings).exists():
            return Source(path.resolve().name, path / ratings, MOVIELENS_STARS, MovieList(path / movies, read))
    raise UnreadableFileError(f"{path}: neither ratings.csv nor ratings.dat nor u.data is in this folder")


def read_rows(path: Path) -> Iterator[Row]:
    """Lines with columns named by a header, or, where there is none, in the order user, item, rating, timestamp."""
    columns: list[str] | None = None
    for line, values in _split(path):
        if columns is None:
            columns = _header(values)
            if columns:
                continue
            columns = list(ORDER)
        yield Row(line, dict(zip(columns, (value.strip() for value in values), strict=False)))


def _header(values: list[str]) -> list[str]:
    """The columns that a first line names, "" for those that nobody asks for; none if it is no header."""
    plain = [value.strip().lower().replace("_", "") for value in values]
    columns = [next((name for name, names in COLUMNS.items() if value in names), "") for value in plain]
    return columns if {"user", "item"} <= set(columns) else []


def _split(path: Path) -> Iterator[tuple[int, list[str]]]:
    with opened(path) as file:
        first = file.readline()
        separator = next((mark for mark in SEPARATORS if mark in first), ",")
        file.seek(0)
        lines = _quoted(file, separator) if len(separator) == 1 else _plain(file, separator)
        yield from ((number, values) for number, values in lines if values and values != [""])


def _quoted(file: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    # What is no quotation mark of CSV stays as it is: u.item has lone ones in names.
    reader = csv.reader(file, delimiter=separator, quoting=csv.QUOTE_MINIMAL if separator == "," else csv.QUOTE_NONE)
    number = 0
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            values = ["\0"]  # found wrong with the line's number by whoever reads the values
        yield number + 1, values
        number = reader.line_num


def _plain(file: TextIO, separator: str) -> Iterator[tuple[int, list[str]]]:
    for number, text in enumerate(file, start=1):
        yield number, text.rstrip("\r\n").split(separator)


def _movies_csv(path: Path) -> Iterator[Movie]:
    links = path.with_name("links.csv")
    ids = {}
    if links.exists():
        ids = {row[0]: f"tt{row[1].zfill(7)}" for _, row in _split(links) if len(row) > 1 and row[1].isdigit()}
    for line, (item, name, *genres) in ((n, v) for n, v in _split(path) if len(v) > 1 and v[0] != "movieId"):
        yield _movie(line, item, name, genres[0].split("|") if genres else [], ids.get(item, ""))


def _movies_dat(path: Path) -> Iterator[Movie]:
    for line, values in _split(path):
        item, name, genres = (*values, "", "")[:3]
        yield _movie(line, item, name, genres.split("|"))


def _movies_u(path: Path) -> Iterator[Movie]:
    for line, values in _split(path):
        flags = values[5 : 5 + len(FLAGS)]
        yield _movie(
            line, values[0], (*values, "")[1], [name for name, flag in zip(FLAGS, flags, strict=False) if flag == "1"]
        )


def _movie(line: int, item: str, name: str, genres: list[str], imdb_id: str = "") -> Movie:
    parts = NAME.match(_text(name).strip())
    plain, year = (parts["name"], parts["year"] or "") if parts else (name, "")
    if moved := ARTICLE_LAST.match(plain):
        gap = "" if moved["article"].endswith("'") else " "
        plain = f"{moved['article']}{gap}{moved['name']}"
    named = [GENRES.get(genre, genre) for genre in genres]
    return Movie(line, item, plain, year, [genre for genre in named if genre], imdb_id)


def _text(text: str) -> str:
    """The older data sets are in Latin-1, whose bytes are no UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1") if re.search("[\udc80-\udcff]", text) else text
