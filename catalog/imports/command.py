"""What the import commands share: bad rows to stderr, a progress bar, a summary and an exit status that says it all."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from catalog.imports.reading import Report, UnreadableFileError

ALL_GOOD, SOME_BAD, UNREADABLE = 0, 1, 2


class ImportCommand(BaseCommand):
    """Exits with 0 if all rows were good, 1 if some were bad, 2 if the file could not be read."""

    def run_import(self, load: Callable[[Report], None]) -> None:
        """Run `load`, which fills the report, and end with its summary."""
        report = Report(self._say)
        try:
            load(report)
        except UnreadableFileError as error:
            self.stderr.write(str(error))
            sys.exit(UNREADABLE)
        finally:
            self.stdout.write(report.summary)
        if report.bad:
            sys.exit(SOME_BAD)

    def progress(self, total: int | None, what: str, unit: str = "row") -> "tqdm[Any]":
        """A progress bar on stderr, where a person is looking."""
        return tqdm(total=total, unit=unit, unit_scale=True, desc=what, disable=None, leave=False)

    def _say(self, text: str) -> None:
        # A bar that is being drawn is taken off the screen meanwhile.
        with tqdm.external_write_mode():
            self.stderr.write(text)
