"""Ratings and metadata from files: CSV, TSV, MovieLens and RecBole forms, plain or gzipped.

A table is `user,item[,rating[,timestamp]]`, with or without a header, separated by commas, tabs, `::` or semicolons.
Users and items may be any words; they are numbered in order of appearance by a `Codebook`, so that train and test
agree. Timestamps are UTC seconds or ISO dates. The first bad line is reported as `BadFile` with file, line and
reason.
"""

import csv
import gzip
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import TextIOWrapper
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import IO, cast

import numpy as np

from .data import FloatArray, IntArray, ItemFeatures, TimeArray
from .errors import EngineError

RATING_FILES = ("ratings.csv", "ratings.dat", "ratings.csv.gz", "u.data", "*.inter")
ITEM_FILES = ("movies.csv", "movies.dat", "titles.jsonl.gz", "u.item", "*.item")
HEADERS = {
    "user": "user", "userid": "user", "user_id": "user", "uid": "user", "profile": "user",
    "item": "item", "itemid": "item", "item_id": "item", "movieid": "item", "movie_id": "item", "imdb_id": "item",
    "title": "item", "title_id": "item", "iid": "item", "movie": "item",
    "rating": "rating", "score": "rating", "weight": "rating", "stars": "rating",
    "timestamp": "time", "time": "time", "date": "time", "datetime": "time", "unixtime": "time", "ts": "time",
}  # fmt: skip
POSITIONS = ("user", "item", "rating", "time")
ML100K_GENRES = (
    "unknown", "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip

Watch = Callable[[Iterable[str]], Iterable[str]]


class BadFile(EngineError):  # noqa: N818 -- as the other errors of the engine
    """A file that cannot be read as what it should be: one line naming the file, the line and what is wrong."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}, line {line}: {what}" if line else f"{path}: {what}")


@dataclass
class Codebook:
    """Numbers for the users and items of one or more files, in order of appearance."""

    users: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Equal-length arrays in file order; `ratings` and `times` are None where the file has none."""

    users: IntArray
    items: IntArray
    ratings: FloatArray | None
    times: TimeArray | None

    def __len__(self) -> int:
        return len(self.users)

    def where(self, mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> "Table":
        """Only the rows of a mask."""
        ratings = None if self.ratings is None else self.ratings[mask]
        return Table(self.users[mask], self.items[mask], ratings, None if self.times is None else self.times[mask])


def find(folder: Path, patterns: Sequence[str]) -> Path | None:
    """The first file of a folder that one of the patterns names, in their order."""
    found = chain.from_iterable(sorted(folder.glob(pattern)) for pattern in patterns)
    return next((path for path in found if path.is_file()), None)


def read_table(path: Path, codes: Codebook, watch: Watch = iter) -> Table:
    """Read a ratings file, or the ratings file of a MovieLens folder; raises `BadFile`.

    `watch` may wrap the lines in a progress bar.
    """
    if path.is_dir():
        inside = find(path, RATING_FILES)
        if inside is None:
            raise BadFile(path, 0, f"no ratings in this folder (looked for {', '.join(RATING_FILES)})")
        path = inside
    try:
        with _open(path) as stream:
            return _parse(path, stream, codes, watch)
    except (OSError, EOFError) as error:
        raise BadFile(path, 0, getattr(error, "strerror", None) or str(error)) from error


def _open(path: Path) -> IO[str]:
    raw = cast("IO[bytes]", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")  # noqa: SIM115
    return TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline=None)


def _parse(path: Path, stream: IO[str], codes: Codebook, watch: Watch) -> Table:
    first = stream.readline()
    if not first.strip():
        raise BadFile(path, 1, "empty file")
    lines = _rows(first, watch(stream))
    head = next(lines)
    columns, rows = _columns(path, head), lines
    if columns is None:
        columns = {name: place for place, name in enumerate(POSITIONS[: len(head)])}
        rows = chain([head], lines)
        start = 1
    else:
        start = 2
    return _collect(path, rows, start, columns, codes)


def _rows(first: str, stream: Iterable[str]) -> Iterator[list[str]]:
    lines = chain([first], stream)
    if "::" in first:
        return (line.rstrip("\n").split("::") for line in lines)
    mark = next((mark for mark in "\t,;" if mark in first), " ")
    return csv.reader(lines, delimiter=mark)


def _columns(path: Path, head: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, by a header; None where the first row is data."""
    names = [HEADERS.get(cell.split(":")[0].strip().lower(), "") for cell in head]
    if "user" in names and "item" in names:
        return {name: names.index(name) for name in POSITIONS if name in names}
    if len(head) < 2:
        raise BadFile(path, 1, "at least two columns are needed: user,item[,rating[,timestamp]]")
    if len(head) > 2 and _number(head[2]) is None:
        return {name: place for place, name in enumerate(POSITIONS[: len(head)])}
    return None


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _moment(cell: str) -> float:
    number = _number(cell)
    if number is not None:
        return number
    moment = datetime.fromisoformat(cell.strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _collect(
    path: Path, rows: Iterable[list[str]], start: int, columns: dict[str, int], codes: Codebook
) -> Table:  # fmt: skip
    users, items, ratings, times = array("q"), array("q"), array("f"), array("d")
    number_user, number_item = codes.users, codes.items
    at_user, at_item = columns["user"], columns["item"]
    at_rating, at_time = columns.get("rating"), columns.get("time")
    line = start - 1
    try:
        for row in rows:
            line += 1
            if not row or row == [""]:
                continue
            user, item = row[at_user].strip(), row[at_item].strip()
            users.append(number_user.setdefault(_present(user), len(number_user)))
            items.append(number_item.setdefault(_present(item), len(number_item)))
            if at_rating is not None:
                ratings.append(_finite(float(row[at_rating]), "rating"))
            if at_time is not None:
                times.append(_finite(_moment(row[at_time]), "timestamp"))
    except IndexError:
        raise BadFile(path, line, f"{len(row)} columns, {1 + max(columns.values())} expected") from None
    except (ValueError, csv.Error) as error:
        raise BadFile(path, line, str(error)) from None
    if not users:
        raise BadFile(path, line, "no rows")
    return Table(
        np.array(users), np.array(items),
        None if at_rating is None else np.array(ratings), None if at_time is None else np.array(times),
    )  # fmt: skip


def _present(name: str) -> str:
    if not name:
        raise ValueError("the user or the item is missing")
    return name


def _finite(value: float, what: str) -> float:
    if not isfinite(value):
        raise ValueError(f"the {what} is not a finite number")
    return value


def read_metadata(path: Path, codes: Codebook) -> ItemFeatures | None:
    """Features from a MovieLens item file or a titles.jsonl, or from such a file in a folder; None where there is none.

    Only titles that the codebook knows already are kept.
    """
    if path.is_dir():
        inside = find(path, ITEM_FILES)
        if inside is None:
            return None
        path = inside
    try:
        with _open(path) as stream:
            described = dict(_json_titles(stream) if ".jsonl" in path.name else _movielens(path, stream))
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError) as error:
        raise BadFile(path, 0, f"not a list of titles: {error}") from error
    known = [(codes.items[name], words) for name, words in described.items() if name in codes.items]
    return ItemFeatures(np.array([item for item, _ in known], dtype=np.int64), [words for _, words in known])


def _json_titles(stream: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for line in stream:
        if line.strip():
            title = json.loads(line)
            words = [f"genre:{genre}" for genre in title.get("genres", [])]
            words += [f"theme:{genre}" for genre in title.get("genres_wikipedia", [])]
            words += [f"cast:{person}" for person in title.get("cast", [])]
            yield str(title["imdb_id"]), words + _decade(str(title.get("year") or ""))


def _decade(year: str) -> list[str]:
    return [f"decade:{year[:3]}0", f"year:{year}"] if len(year) == 4 and year.isdigit() else []


def _movielens(path: Path, stream: IO[str]) -> Iterator[tuple[str, list[str]]]:
    first = stream.readline()
    mark = "|" if path.name == "u.item" else None
    rows = (line.rstrip("\n").split(mark) for line in chain([first], stream)) if mark else _rows(first, stream)
    for row in rows:
        if path.name == "u.item":
            genres = [name for name, flag in zip(ML100K_GENRES, row[5:], strict=False) if flag == "1"]
        else:
            genres = row[-1].replace("|", " ").split() if path.suffix == ".item" else row[-1].split("|")
        year = row[2] if path.suffix == ".item" else row[1].strip().rstrip('")')[-4:]
        yield row[0].strip(), [f"genre:{genre.strip()}" for genre in genres if genre.strip()] + _decade(year)
