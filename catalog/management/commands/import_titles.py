"""Brings titles in from a file."""

import functools
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.imports.command import ImportCommand
from catalog.imports.images import Images
from catalog.imports.reading import BadRowError, Report, count_lines, read_records
from catalog.imports.records import TitleRecord, parse_line
from catalog.imports.titles import Written, write_titles

HELP = """\
Bring titles in from a JSONL file (one object a line) or a CSV file with a header; either may be packed (.gz).

Fields, of which only the name is needed:
  name (or title)     up to 250 characters
  imdb_id             such as tt0078748; what a title is recognised by
  year                1870 to 2200
  kind                film (default) or series
  genres              a list, or a text separated by | or commas; the first is what the title is first of all
  cast, directors, writers   lists of people in billing order
  runtime             minutes
  maturity            the code of a maturity rating; an age such as 12+ is made if it is new
  advice              what the rating is for, a list: threat, fear, violence, gore, language, sex, nudity, drugs,
                      discrimination, self-harm, flashes
  synopsis, original_name
  names               what it is called in other languages, an object such as {"de": "Das Boot", "pt-br": "O Barco"};
                      in CSV a column for each language, such as name:de. They replace all that are there
  poster, card, still files with your own pictures (JPEG, PNG or WebP), named from the folder of the imported file
  published_at        a date or time, from when on it is to be seen; without one, from now on

Running it again changes nothing. A title is recognised by its IMDb id, or else by name, year and kind. Facts that a
row gives replace those that are there, and facts that it leaves out or empty stay as they are.

Each bad row is named on stderr as file:line: what is wrong; the good rows are kept.
Exit status: 0 all rows were good, 1 some were bad, 2 the file could not be read.
"""


class Command(ImportCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        self.run_import(lambda report: self._load(options["file"], report))

    def _load(self, file: Path, report: Report) -> None:
        written, images = Written(), Images(file.parent)
        complain = functools.partial(report.complain, file)
        try:
            write_titles(images.noted(self._records(file, report)), complain, written)
            with self.progress(len(images.given), "pictures") as bar:
                pictures = images.write(written.ids, complain, bar.update)
                report.count("new pictures", pictures)
        finally:
            report.good = written.total
            told = {"new": written.created, "changed": written.updated, "as they were": written.unchanged}
            report.counts = told | report.counts

    def _records(self, file: Path, report: Report) -> Iterator[TitleRecord]:
        with self.progress(count_lines(file), "titles") as bar:
            for line in read_records(file):
                bar.update(line.number - bar.n)
                try:
                    yield parse_line(line)
                except BadRowError as error:
                    report.complain(file, line.number, str(error))
