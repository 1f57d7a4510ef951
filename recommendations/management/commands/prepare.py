"""Everything between an empty database and a site that can be served."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, OutputWrapper
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.demo import OPERATOR, PASSWORD, PERSONAS
from accounts.models import WatchState
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
        if ModelVersion.objects.current() is None and WatchState.objects.exists():
            self.step("First model", _train)
        _write_log_ins()

    def step(self, name: str, work: Callable[[], str | None]) -> None:
        """One line that says what is being done, and, once it is done, how long it took."""
        line = Line(self.stdout, name)
        begin = time.monotonic()
        with line.following(logging.getLogger("recommendations.engine")):
            outcome = work()
        line.show(f"{outcome or 'done'} ({time.monotonic() - begin:.1f} s)\n")


class Line(logging.Handler):
    """What a step is at: on a terminal in a line that changes, elsewhere in one line each."""

    def __init__(self, stdout: OutputWrapper, name: str) -> None:
        super().__init__()
        self.stdout, self.name = stdout, name
        self.show("")

    def show(self, what: str) -> None:
        moves = self.stdout.isatty()
        start, end = ("\r\033[K", "") if moves else ("", "" if what.endswith("\n") else "\n")
        self.stdout.write(f"{start}{self.name} … {what}".rstrip(" ") + end, ending="")
        self.stdout.flush()

    def emit(self, record: logging.LogRecord) -> None:
        self.show(record.getMessage())

    @contextmanager
    def following(self, logger: logging.Logger) -> Iterator[None]:
        """Shows what the logger says, and keeps it from the usual places."""
        level, logger.propagate = logger.level, False
        logger.addHandler(self)
        logger.setLevel(logging.INFO)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.setLevel(level)
            logger.propagate = True


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
