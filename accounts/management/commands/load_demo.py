"""Fills an empty site with the demo."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.demo.loading import load


class Command(BaseCommand):
    help = (
        "Loads the demo: a catalogue, thousands of viewers with their history, and accounts to log in with, whose "
        "password everybody knows. Only where DEMO is set. Running it again loads what is missing and nothing twice."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo's log-ins have a password that everybody knows, so they are only made where DEMO=1 is set in "
                "the environment. Never set it on a site that is open to others."
            )
        begun = time.monotonic()
        if load(self.stdout.write, self._bar):
            self.stdout.write(f"The demo is loaded ({time.monotonic() - begun:.1f} s).")
        else:
            self.stdout.write("The demo is loaded already.")

    def _bar(self, total: int, what: str) -> Any:
        return tqdm(total=total, desc=f"Loading {what}", unit_scale=True, disable=None, leave=False)
