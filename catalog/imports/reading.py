"""Reads files of records line by line, so that what is wrong can be said with the line it is in."""

import csv
import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

SHOWN = 200  # problems printed one by one; the rest are only counted


class BadRowError(Exception):
    """What is wrong with one row; the rows around it are kept."""


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Line:
    """A record and the line it began in; `problem` instead of values where it could not be understood."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


@dataclass
class Report:
    """What came of an import: counts for the summary, and each bad row as `file:line: what is wrong`."""

    write: Any
    good: int = 0
    bad: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def complain(self, path: Path, line: int, problem: str) -> None:
        """Tell of a bad row."""
        self.bad += 1
        if self.bad <= SHOWN:
            self.write(f"{path}:{line}: {problem}")
        elif self.bad == SHOWN + 1:
            self.write("… further bad rows are counted, not shown.")

    def count(self, what: str, number: int) -> None:
        """Add to a figure of the summary."""
        self.counts[what] = self.counts.get(what, 0) + number

    @property
    def summary(self) -> str:
        """One line for the end."""
        parts = [f"{self.good:,} good rows", f"{self.bad:,} bad"]
        return "; ".join([", ".join(parts), *(f"{name}: {number:,}" for name, number in self.counts.items())])


@contextmanager
def opened(path: Path, encoding: str = "utf-8-sig") -> Iterator[TextIO]:
    """The file as text, unpacked if its name ends in .gz. Bytes that are no text become lone surrogates, which
    `problem_of_text` finds, so that one bad byte costs one row and not the file."""
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding=encoding, errors="surrogateescape", newline="") as file:
            yield file
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFileError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def count_lines(path: Path) -> int:
    """Lines of the file, for a progress bar."""
    with opened(path) as file:
        return sum(1 for _ in file)


def read_records(path: Path) -> Iterator[Line]:
    """The records of a JSONL or CSV file (also .gz), by the first character of its content."""
    with opened(path) as file:
        first = file.read(1)
        while first.isspace():
            first = file.read(1)
    return read_json_lines(path) if first in ("{", "[") else read_csv(path)


def read_json_lines(path: Path) -> Iterator[Line]:
    """One JSON object a line; blank lines are passed over."""
    with opened(path) as file:
        for number, text in enumerate(file, start=1):
            if not text.strip():
                continue
            try:
                values = json.loads(text)
            except (ValueError, RecursionError) as error:
                yield Line(number, problem=f"not valid JSON: {error}")
                continue
            if isinstance(values, dict):
                yield Line(number, values)
            else:
                yield Line(number, problem="a JSON object was expected")


def read_csv(path: Path) -> Iterator[Line]:
    """Comma-separated values with a header; names of columns are compared without case and spaces around."""
    with opened(path) as file:
        rows = _csv_rows(file)
        header = next((row for _, row, problem in rows if row and not problem), [])
        names = [name.strip().lower() for name in header]
        for number, row, problem in rows:
            if problem:
                yield Line(number, problem=problem)
            elif len(row) != len(names) and row:
                yield Line(number, problem=f"{len(row)} values, but the header names {len(names)}")
            elif row:
                yield Line(number, {name: value.strip() for name, value in zip(names, row, strict=True)})


def _csv_rows(file: TextIO) -> Iterator[tuple[int, list[str], str]]:
    reader = csv.reader(file)
    while True:
        began = reader.line_num + 1
        try:
            yield began, next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield began, [], f"not valid CSV: {error}"


def problem_of_text(text: str) -> str:
    """What keeps a text out of the database, "" if nothing does."""
    if "\0" in text:
        return "has a NUL character"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "is not valid UTF-8"
    return ""
