"""Brings ratings of many people in, with their accounts, plays and thumbs."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from accounts.imports.ratings import Import
from accounts.imports.sources import find_source
from catalog.imports.command import ImportCommand
from catalog.imports.reading import Report

HELP = """\
Bring ratings in, from a file or from a folder of MovieLens.

A file (also .gz) has one rating a line: user, item, and, if there are, rating and timestamp, separated by commas,
tabs, semicolons or "::". A header may name the columns in any order; without one they are in that order. Items are
IMDb ids (tt0078748) of titles that are there. A timestamp is in UTC seconds or ISO 8601; without one a rating counts
as of now.

A folder is one of MovieLens: ratings.csv, movies.csv and links.csv, or ratings.dat and movies.dat, or u.data and
u.item. Titles of its list that are not there yet are made; those that are there stay as they are.

Each rater becomes an account that nobody can log in to, with one profile. What a rating says in thumbs and plays is
written in docs/demo.md. Running it again changes nothing.

Each bad row is named on stderr as file:line: what is wrong; the good rows are kept.
Exit status: 0 all rows were good, 1 some were bad, 2 the file could not be read.
"""


class Command(ImportCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--dataset", default="", help="name for the raters' accounts; that of the file by default")
        parser.add_argument(
            "--scale", type=float, help="the best rating; 5, 10 or 100 by default, as the ratings suggest"
        )
        parser.add_argument("--recent", action="store_true", help="move all times so that the newest rating is of now")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.run_import(lambda report: self._load(report, options))

    def _load(self, report: Report, options: dict[str, Any]) -> None:
        source = find_source(options["path"])
        chosen = {name: options[name] for name in ("dataset", "scale", "recent")}
        Import(source, report, **chosen).run(self.progress)
