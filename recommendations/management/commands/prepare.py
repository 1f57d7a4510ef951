"""Everything between an empty database and a site that can be served."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.demo import OPERATOR, PASSWORD, PERSONAS
from recommendations.models import ModelVersion

# Of the API's packages: another viewer of its schema, and a browsable form that is not switched on.
UNUSED_STATIC = ["redoc", "rest_framework"]

# The demo's personas have their pages before they log in.
FIRST_PAGES = 20
LOG_INS = "log-ins.txt"


class Command(BaseCommand):
    help = (
        "Brings the site up to date: migrations, static files, and, where DEMO is set, the demo's data and a first "
        "model. What is done already is left out, and what was cut off is completed, so it may run at every start."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        if _migrations_are_missing():
            self.step("Database tables", lambda: call_command("migrate", interactive=False, verbosity=0))
        fingerprint = _static_fingerprint()
        if _collected() != fingerprint:
            self.step("Static files", lambda: _collect(fingerprint))
        if settings.DEMO:
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
            if ModelVersion.objects.current() is None:
                self.step("First model", _train)
        _write_log_ins()

    def step(self, name: str, work: Callable[[], str | None]) -> None:
        """One line that says what is being done, and, once it is done, how long it took."""
        self.stdout.write(f"{name} …", ending="")
        self.stdout.flush()
        begin = time.monotonic()
        outcome = work()
        self.stdout.write(f" {outcome or 'done'} ({time.monotonic() - begin:.1f} s)")


def _migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _static_fingerprint() -> str:
    """Names, sizes and times of all files that collectstatic would take."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(UNUSED_STATIC):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()


def _collected() -> str:
    stamp = settings.STATIC_ROOT / ".collected"
    return stamp.read_text() if stamp.exists() else ""


def _collect(fingerprint: str) -> None:
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED_STATIC)
    (settings.STATIC_ROOT / ".collected").write_text(fingerprint)  # only once it is complete


def _train() -> str:
    # The engine takes half a second to load, which all later starts do without.
    from recommendations import pipeline, training

    outcome = training.train()
    pipeline.refresh_many(training.active_profiles()[:FIRST_PAGES])
    return outcome


def _write_log_ins() -> None:
    """Who can log in to the demo, for the supervisor to show beside the address."""
    path = settings.DATA_DIR / LOG_INS
    if not settings.DEMO:
        path.unlink(missing_ok=True)
        return
    people = [*PERSONAS, OPERATOR]
    width = max(len(person.email) for person in people)
    lines = [f"    {person.email:<{width}}  {person.description}" for person in people]
    path.write_text("\n".join([f"  Log in as, with the password {PASSWORD}", *lines, ""]))
