"""Writes an export: JSON, CSV and a readme in one ZIP, row by row, so that it takes no memory however much there is."""

import csv
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from accounts.privacy.readme import readme
from accounts.privacy.registry import Kind, Person, registry

CHUNK = 2_000
BLOCK = 2**16  # characters
SPOOLED = 2**20  # bytes of a CSV file that are held before they go to disk
RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
Step = Callable[[int], None]


def count(person: Person) -> int:
    """How many rows an export of this person has."""
    return sum(kind.rows(person).order_by().count() for kind in registry.kinds.values()) + len(registry.sections)


def write(person: Person, file: IO[bytes], step: Step) -> None:
    """Write the ZIP into an open file; `step` is told how many rows are done."""
    folder = f"your-data-{timezone.localdate():%Y-%m-%d}"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        archive.writestr(f"{folder}/README.txt", readme(person))
        for kind in registry.kinds.values():
            _write_kind(archive, folder, kind, person, step)
        for section in registry.sections:
            with _member(archive, f"{folder}/json/{section.name}.json") as text:
                _write_json(text, iter(section.make(person)))
            step(1)


def _write_kind(archive: zipfile.ZipFile, folder: str, kind: Kind, person: Person, step: Step) -> None:
    """JSON into the archive, and CSV beside it: an archive has one file open at a time."""
    columns = kind.columns()
    with tempfile.SpooledTemporaryFile(SPOOLED, "w+", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(columns)

        def rows() -> Iterator[dict[str, Any]]:
            for values in _values(kind, person, list(columns.values())):
                writer.writerow(map(_cell, values))
                step(1)
                yield dict(zip(columns, values, strict=True))

        with _member(archive, f"{folder}/json/{kind.name}.json") as text:
            _write_json(text, rows())
        table.seek(0)
        with _member(archive, f"{folder}/csv/{kind.name}.csv") as copy:
            while block := table.read(BLOCK):
                copy.write(block)


def _values(kind: Kind, person: Person, lookups: list[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of a kind; of a relation to many, a list of names."""
    rows = kind.rows(person).order_by("pk")
    many = {name for name in lookups if "__" not in name and kind.model._meta.get_field(name).many_to_many}
    if not many:
        yield from rows.values_list(*lookups).iterator(chunk_size=CHUNK)
        return
    for row in rows:
        yield tuple([str(one) for one in getattr(row, n).all()] if n in many else getattr(row, n) for n in lookups)


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[TextIOWrapper]:
    with archive.open(name, "w", force_zip64=True) as raw, TextIOWrapper(raw, encoding="utf-8", newline="") as text:
        yield text


def _write_json(text: TextIOWrapper, rows: Iterator[dict[str, Any]]) -> None:
    """An array with an object a line."""
    encode = Encoder(ensure_ascii=False).encode
    text.write("[")
    for place, row in enumerate(rows):
        text.write(",\n" if place else "\n")
        text.write(encode(row))
    text.write("\n]\n")


class Encoder(DjangoJSONEncoder):
    """Django's own, with what a row refers to by its name."""

    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, Model) else super().default(o)


def _cell(value: Any) -> Any:
    """A value as a table has it. A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, cls=Encoder)
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value.isoformat() if hasattr(value, "isoformat") else value
