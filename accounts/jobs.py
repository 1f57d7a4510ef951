"""Work that is waited for: asked for, claimed, told of while it goes on, taken up again where a worker was killed."""

import datetime as dt
import logging
import time
import uuid
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models.jobs import Job
from catalog.queueing import send

log = logging.getLogger(__name__)
SILENT = dt.timedelta(seconds=60)  # without a sign of life, whoever works at it is taken for dead
MOST_ATTEMPTS = 3
TOLD_EVERY = 0.4  # seconds between two signs of life
J = TypeVar("J", bound=Job)


class TakenOver(Exception):  # noqa: N818  it is no error
    """The job is gone, or another worker has it."""


def ask(task: str, job: Job) -> None:
    """Send the task for a job after commit. While the broker is away, the sweep (`stale`) sends it later."""
    transaction.on_commit(partial(send_for, task, job.pk))


def send_for(task: str, pk: int) -> bool:
    """Send it now; false if the broker cannot be reached."""
    try:
        send(task, [pk])
    except OperationalError as error:
        log.warning("%s(%d) waits for the sweep, the broker is unreachable: %s", task, pk, error)
        return False
    return True


def claim(kind: type[J], pk: int, waiting: str, running: str | None = None) -> J | None:
    """Take a job that waits, or that its worker has left; None where there is nothing to take.

    `running` is its state while somebody is at it, where that is another one.
    """
    states = [waiting, running or waiting]
    free = Q(claim=None) | Q(beat_at__lt=timezone.now() - SILENT)
    mine = {"claim": uuid.uuid4(), "beat_at": timezone.now(), "attempts": F("attempts") + 1, "done": 0}
    rows: Any = kind._default_manager.filter(free, pk=pk, state__in=states)
    if not rows.update(state=states[1], **mine):
        return None
    held: J | None = kind._default_manager.filter(pk=pk, claim=mine["claim"]).first()
    return held


class Progress:
    """Tells how far a job is, a few times a second; raises `TakenOver` once it is somebody else's."""

    def __init__(self, job: Job, total: int) -> None:
        self.job, self.total, self.done, self.told = job, total, 0, 0.0
        self.tell()

    def step(self, number: int = 1) -> None:
        """So much more is done."""
        self.done += number
        if time.monotonic() - self.told >= TOLD_EVERY:
            self.tell()

    def tell(self) -> None:
        self.told = time.monotonic()
        update(self.job, done=self.done, total=self.total, beat_at=timezone.now())


def update(job: Job, **values: Any) -> None:
    """Change a job that is ours."""
    rows: Any = type(job)._default_manager.filter(pk=job.pk, claim=job.claim)
    if not rows.update(**values):
        raise TakenOver
    for name, value in values.items():
        setattr(job, name, value)


def end(job: Job, state: str, **values: Any) -> None:
    """It is done, one way or the other, and nobody's any more."""
    update(job, state=state, finished_at=timezone.now(), **values, claim=None)


def stale(kind: type[J], *states: str) -> list[J]:
    """Jobs that should be worked at and are not: never begun, or left. Those begun too often are for giving up."""
    since = timezone.now() - SILENT
    rows: Any = kind._default_manager.filter(state__in=states, beat_at__lt=since).order_by("pk")
    return list(rows[:100])
