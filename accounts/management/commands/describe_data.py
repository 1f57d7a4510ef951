"""Renews the tables of docs/privacy.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.privacy.readme import markdown

MARK = "<!-- From here on: manage.py describe_data docs/privacy.md -->\n"


class Command(BaseCommand):
    help = "Writes what is kept of viewers, field by field, into a document, from its mark on; prints it without one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, nargs="?")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path | None = options["path"]
        if path is None:
            self.stdout.write(markdown())
            return
        head = path.read_text().partition(MARK)[0]
        path.write_text(f"{head}{MARK}\n{markdown()}")
