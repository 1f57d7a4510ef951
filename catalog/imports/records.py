"""What one record says about a title, checked."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime

from catalog.artwork import Shape
from catalog.artwork.pixels import SIZES
from catalog.imports.reading import BadRowError, Line, problem_of_text
from catalog.models import Credit, Title
from catalog.models.titles import FIRST_YEAR, LAST_YEAR, LONGEST_NAME, check_names

IMDB_ID = re.compile(r"tt[0-9]{5,10}")
LONGEST = {"name": LONGEST_NAME, "original_name": LONGEST_NAME, "synopsis": 20_000, "maturity": 12}
LONGEST |= dict.fromkeys(SIZES, 1_000)
LONGEST_GENRE, LONGEST_PERSON, MOST_MINUTES = 60, 120, 32_767
NAME_IN = "name:"  # begins a CSV file's columns of names in other languages, such as name:de
ALIASES = {"title": "name", "original_title": "original_name", "imdbid": "imdb_id", "tconst": "imdb_id", "type": "kind"}
KINDS = {"film": Title.Kind.FILM, "movie": Title.Kind.FILM, "series": Title.Kind.SERIES, "tv": Title.Kind.SERIES}
ROLES: dict[str, str] = {"cast": Credit.Role.ACTOR, "directors": Credit.Role.DIRECTOR, "writers": Credit.Role.WRITER}


@dataclass(frozen=True)
class TitleRecord:
    """The facts that a record gives. A field that it does not give is not in `fields`, and `genres`, `maturity` and
    roles that it does not give are None or missing, so that an update leaves them alone."""

    line: int
    name: str
    year: int | None
    kind: str
    imdb_id: str | None
    fields: dict[str, Any]
    maturity: str | None = None
    genres: tuple[str, ...] | None = None
    people: dict[str, tuple[str, ...]] | None = None
    images: dict[Shape, str] = dataclasses.field(default_factory=dict)  # files, as the record names them

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What a title without an IMDb id is recognised by."""
        return self.name, self.year, self.kind


def parse_line(line: Line) -> TitleRecord:
    """The record of a title; raises BadRowError, saying what is wrong in words for the person who wrote the file."""
    if line.problem:
        raise BadRowError(line.problem)
    given = {ALIASES.get(name, name): value for name, value in line.values.items() if value not in (None, "", [])}
    name = _text("name", given.get("name", ""))
    if not name:
        raise BadRowError("a name (or title) is missing")
    fields: dict[str, Any] = {}
    in_columns = {key.removeprefix(NAME_IN): given[key] for key in given if key.startswith(NAME_IN)}
    if in_columns and "names" not in given:
        given["names"] = in_columns
    for field, parse in PARSERS.items():
        if field in given:
            fields[field] = parse(field, given[field])
    roles = {role: _names(column, given[column], LONGEST_PERSON) for column, role in ROLES.items() if column in given}
    return TitleRecord(
        line=line.number,
        name=name,
        year=fields.get("year"),
        kind=fields.get("kind", Title.Kind.FILM),
        imdb_id=fields.get("imdb_id"),
        maturity=fields.pop("maturity", None),
        fields={"name": name, **fields},
        genres=_names("genres", given["genres"], LONGEST_GENRE) if "genres" in given else None,
        people=roles,
        images={shape: _text(shape, given[shape]) for shape in SIZES if shape in given},
    )


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise BadRowError(f"{field} is not a text")
    text = " ".join(str(value).split()) if field != "synopsis" else str(value).strip()
    if problem := problem_of_text(text):
        raise BadRowError(f"{field} {problem}")
    if len(text) > LONGEST[field]:
        raise BadRowError(f"{field} has {len(text)} characters, more than {LONGEST[field]}")
    return text


def _by_language(field: str, value: Any) -> dict[str, str]:
    """Names by the codes of their languages; those that are blank are left out."""
    if not isinstance(value, Mapping):
        raise BadRowError(f'{field} are not names by language, such as {{"de": "Das Boot"}}')
    names = {str(language).strip().lower().replace("_", "-"): _text("name", name) for language, name in value.items()}
    names = {language: name for language, name in names.items() if name}
    try:
        check_names(names)
    except ValidationError as error:
        raise BadRowError(f"{field}: {' '.join(error.messages)}") from None
    return names


def _number(lowest: int, highest: int) -> Callable[[str, Any], int]:
    def parse(field: str, value: Any) -> int:
        text = str(value).strip().removesuffix(".0")
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,6}", text) or not lowest <= int(text) <= highest:
            raise BadRowError(f"{field} {str(value)[:40]!r} is not a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def _imdb_id(field: str, value: Any) -> str:
    if not IMDB_ID.fullmatch(str(value)):
        raise BadRowError(f"{field} {str(value)[:40]!r} is not of the form tt0078748")
    return str(value)


def _kind(field: str, value: Any) -> str:
    kind = KINDS.get(str(value).lower())
    if kind is None:
        raise BadRowError(f"{field} {str(value)[:40]!r} is neither film nor series")
    return kind


def _moment(field: str, value: Any) -> dt.datetime:
    """A date or a time; without an offset it is UTC."""
    text = str(value).strip()
    try:
        moment = parse_datetime(text)
        day = None if moment else parse_date(text)
    except ValueError:
        moment = day = None
    if day:
        moment = dt.datetime.combine(day, dt.time())
    if moment is None:
        raise BadRowError(f"{field} {text[:40]!r} is not a date like 2024-05-31 or 2024-05-31T18:00:00Z")
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _names(field: str, value: Any, longest: int) -> tuple[str, ...]:
    """A list, or a text separated by | or, where there is none, by commas. Repeats and blanks are left out."""
    if isinstance(value, str):
        value = value.split("|" if "|" in value else ",")
    if not isinstance(value, Sequence) or not all(isinstance(name, str) for name in value):
        raise BadRowError(f"{field} is not a list of names")
    names = dict.fromkeys(" ".join(name.split()) for name in value)
    for name in names:
        if problem := problem_of_text(name):
            raise BadRowError(f"{field}: a name {problem}")
        if len(name) > longest:
            raise BadRowError(f"{field}: {name[:40]!r}… has more than {longest} characters")
    return tuple(name for name in names if name)


def _advice(field: str, value: Any) -> list[str]:
    named = [name.lower() for name in _names(field, value, LONGEST_GENRE)]
    if unknown := sorted(set(named) - set(Title.Advice.values)):
        raise BadRowError(f"{field} {unknown[0]!r} is none of: {', '.join(Title.Advice.values)}")
    return named


PARSERS: dict[str, Callable[[str, Any], Any]] = {
    "year": _number(FIRST_YEAR, LAST_YEAR),
    "kind": _kind,
    "imdb_id": _imdb_id,
    "original_name": _text,
    "names": _by_language,
    "synopsis": _text,
    "runtime": _number(1, MOST_MINUTES),
    "maturity": _text,
    "advice": _advice,
    "published_at": _moment,
}
