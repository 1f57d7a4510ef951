"""Reads what viewers bring along from elsewhere: viewing activity and ratings in CSV, as services hand them out."""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.dates import Dates
from accounts.imports.rows import find_scale
from accounts.imports.rule import thumb_of
from catalog.imports.reading import BadRowError, UnreadableFileError
from catalog.models.titles import FIRST_YEAR, LAST_YEAR

MOST_BYTES, MOST_ROWS = 10 * 2**20, 100_000
SHOWN = 200  # bad lines that are named; the others are counted
LONGEST_TEXT, LONGEST_OWNER = 300, 80
VIEWING, RATINGS = "viewing", "ratings"
# What services call their columns, in the languages in which they hand out these files.
NAMES = {
    "title": ("title", "name", "titel", "titre", "título", "titolo", "título original"),
    "date": (
        "date",
        "start time",
        "datum",
        "fecha",
        "data",
        "date watched",
        "watched date",
        "watched at",
        "watcheddate",
    ),
    "owner": ("profile name", "profile", "profilname", "nom du profil"),
    "length": ("duration", "dauer", "durée"),
    "supplement": ("supplemental video type",),
    "imdb_id": ("const", "imdb id", "imdbid", "imdb_id", "tconst"),
    "rating": ("your rating", "rating", "bewertung"),
    "rated": ("date rated", "rated at", "date", "timestamp"),
    "year": ("year", "release year", "jahr", "année"),
}
IMDB_ID = re.compile(r"tt\d{7,10}")
CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # what such a text begins with
IMDB_SCALE = 10.0  # of "Your Rating"


@dataclass(frozen=True)
class Row:
    """One line, understood. `seconds` is how long it ran, where the file says so."""

    line: int
    text: str
    at: dt.datetime
    owner: str = ""
    year: int | None = None
    imdb_id: str = ""
    thumb: int | None = None
    seconds: int | None = None


@dataclass
class Brought:
    """A file, read. `complaints` are (line, what is wrong) of the first bad lines."""

    kind: str
    rows: list[Row] = field(default_factory=list)
    complaints: list[tuple[int, str]] = field(default_factory=list)
    bad: int = 0
    passed_over: int = 0

    def complain(self, line: int, problem: str) -> None:
        self.bad += 1
        if len(self.complaints) < SHOWN:
            self.complaints.append((line, problem))

    @property
    def owners(self) -> list[str]:
        """Profiles that the file names, those with most lines first."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.owner] = counts.get(row.owner, 0) + 1
        return sorted(filter(None, counts), key=lambda owner: -counts[owner])


@dataclass(frozen=True)
class _Line:
    number: int
    values: dict[str, str]


def read(raw: bytes, order: str = "") -> Brought:
    """Understand a file as a whole; raises UnreadableFileError with the reason. `order` ("day" or "month") says which
    comes first in dates, where that cannot be told from the dates themselves."""
    text = _decoded(raw)
    header, delimiter = _header(text)
    kind = RATINGS if {"rating"} <= header.keys() and ("imdb_id" in header or "title" in header) else VIEWING
    needed = {"title", "date"} if kind == VIEWING else {"rating"}
    if missing := needed - header.keys():
        raise UnreadableFileError(
            _("This is neither viewing activity (with a title and a date) nor ratings: there is no column %(missing)s.")
            % {"missing": ", ".join(sorted(missing))}
        )
    brought = Brought(kind)
    lines = list(_lines(text, header, delimiter, brought))
    if len(lines) > MOST_ROWS:
        raise UnreadableFileError(_("A file has at most %(most)d lines.") % {"most": MOST_ROWS})
    if not lines:
        raise UnreadableFileError(_("There is nothing in it but the names of columns."))
    column = "date" if kind == VIEWING else "rated"
    dates = Dates.of([line.values.get(column, "") for line in lines], order)
    understand = _viewing if kind == VIEWING else _Ratings(lines, imdb="imdb_id" in header)
    for line in lines:
        try:
            row = understand(line, dates)
        except BadRowError as error:
            brought.complain(line.number, str(error))
            continue
        if row is None:
            brought.passed_over += 1
        else:
            brought.rows.append(row)
    return brought


def _decoded(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise UnreadableFileError(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    for encoding in ["utf-16"] if raw.startswith(UTF_16) else ["utf-8-sig", "cp1252"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableFileError(_("This is no text: save it as CSV in UTF-8."))


def _header(text: str) -> tuple[dict[str, int], str]:
    """Which column is where, and what stands between them."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    for delimiter in (",", ";", "\t"):
        try:
            names = [name.strip().casefold() for name in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        found = {
            column: names.index(alias)
            for column, aliases in NAMES.items()
            for alias in reversed(aliases)
            if alias in names
        }
        if "title" in found or "imdb_id" in found:
            return found, delimiter
    raise UnreadableFileError(
        _("The first line does not name columns such as Title and Date, or Const and Your Rating.")
    )


def _lines(text: str, header: dict[str, int], delimiter: str, brought: Brought) -> Iterator[_Line]:
    reader = csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter)
    width = len(next(reader))
    before = text[: len(text) - len(text.lstrip("\r\n"))].count("\n")
    while True:
        number = reader.line_num + 1 + before
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            brought.complain(number, str(error))
            continue
        if not any(value.strip() for value in values):
            continue
        if len(values) != width:
            told = {"found": len(values), "named": width}
            brought.complain(number, _("%(found)d values, but %(named)d columns are named") % told)
            continue
        yield _Line(number, {column: values[place].strip() for column, place in header.items()})


def _viewing(line: _Line, dates: Dates) -> Row | None:
    """A title that was watched; none for trailers and the like."""
    values = line.values
    if values.get("supplement"):
        return None
    text = values["title"]
    if not text:
        raise BadRowError(_("the title is missing"))
    return Row(
        line=line.number,
        text=text[:LONGEST_TEXT],
        at=_moment(values["date"], dates),
        owner=values.get("owner", "")[:LONGEST_OWNER],
        year=_year(values.get("year", "")),
        seconds=_seconds(values.get("length", "")),
    )


class _Ratings:
    """Understands lines of ratings, all on one scale."""

    def __init__(self, lines: list[_Line], *, imdb: bool) -> None:
        counts: dict[float, int] = {}
        for line in lines:
            rating = _rating(line.values["rating"])
            if rating is not None:
                counts[rating] = counts.get(rating, 0) + 1
        if not counts:
            raise UnreadableFileError(_("No line has a rating."))
        self.scale = IMDB_SCALE if imdb and max(counts) <= IMDB_SCALE else find_scale(counts)

    def __call__(self, line: _Line, dates: Dates) -> Row:
        values = line.values
        rating = _rating(values["rating"])
        if rating is None or not 0 <= rating <= self.scale:
            told = {"rating": values["rating"][:40], "scale": f"{self.scale:g}"}
            raise BadRowError(_("the rating “%(rating)s” is not from 0 to %(scale)s") % told)
        imdb_id, text = values.get("imdb_id", ""), values.get("title", "")
        if imdb_id and not IMDB_ID.fullmatch(imdb_id):
            raise BadRowError(_("“%(id)s” is no IMDb id") % {"id": imdb_id[:40]})
        if not imdb_id and not text:
            raise BadRowError(_("there is neither an IMDb id nor a title"))
        return Row(
            line=line.number,
            text=(text or imdb_id)[:LONGEST_TEXT],
            at=_moment(values.get("rated", ""), dates) if values.get("rated") else timezone.now(),
            year=_year(values.get("year", "")),
            imdb_id=imdb_id,
            thumb=thumb_of(rating / self.scale),
        )


def _moment(text: str, dates: Dates) -> dt.datetime:
    moment = dates.parse(text)
    if moment is None:
        raise BadRowError(_("the date “%(date)s” cannot be read") % {"date": text[:40]})
    if moment > timezone.now() + dt.timedelta(days=1):
        raise BadRowError(_("the date “%(date)s” is in the future") % {"date": text[:40]})
    return min(moment, timezone.now())


def _year(text: str) -> int | None:
    digits = text[:4]
    return int(digits) if digits.isascii() and digits.isdigit() and FIRST_YEAR <= int(digits) <= LAST_YEAR else None


def _rating(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _seconds(text: str) -> int | None:
    """Of a length such as 01:32:05; none where there is no such thing."""
    found = CLOCK.fullmatch(text)
    return 3600 * int(found[1] or 0) + 60 * int(found[2]) + int(found[3]) if found else None
