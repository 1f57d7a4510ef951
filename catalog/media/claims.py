"""Who works on which video.

A worker turns a video that waits into its own attempt. From then on every write of its asks for that attempt, so a
worker that was too slow, or told to stop, changes nothing any more.
It says every few seconds that it lives. One that fell silent has lost its video: the sweep lets it wait again.
"""

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Package, Video
from catalog.models.videos import REASON
from catalog.queueing import send_once

log = logging.getLogger(__name__)
BEAT = 2.0  # seconds between two signs of life
SILENCE = dt.timedelta(seconds=60)  # after which a worker is taken for dead
MOST_BEGUN = 3  # times that one request may take its worker down
ASKED, DEBOUNCE = "packaging-asked", 30


class LostError(Exception):
    """The video is this worker's no more: cancelled, deleted, or given to another one."""


def ask(video_id: int) -> bool:
    """Have a video packaged from its source, from the beginning. False where that waits or is under way already."""
    asked = Video.objects.filter(pk=video_id).exclude(state__in=Video.TO_DO)
    now = timezone.now()
    found = asked.update(
        state=Video.State.WAITING, percent=0, reason="", asked_at=now, attempt=None, begun=0, updated_at=now
    )
    if found:
        transaction.on_commit(request)
    return bool(found)


def cancel(video_id: int) -> bool:
    """Stop what waits or is under way; what plays goes on playing. False where there was nothing to stop."""
    found = Video.objects.filter(pk=video_id, state__in=Video.TO_DO)
    return bool(
        found.update(state=Video.State.CANCELLED, percent=0, reason="", attempt=None, updated_at=timezone.now())
    )


def retire(package: uuid.UUID) -> None:
    """What played until now goes, once the last address that was given to it has run out."""
    run_out = timezone.now() + dt.timedelta(seconds=settings.MEDIA_URL_SECONDS)
    Package.objects.filter(pk=package).update(remove_at=run_out)


def request() -> bool:
    """Ask for a worker; one message for however many videos, each of which is followed by the next."""
    return send_once(ASKED, DEBOUNCE, "catalog.tasks.package", [])


def begin() -> None:
    """A worker begins: from here on, it may be asked for another one."""
    cache.delete(ASKED)


def revive() -> int:
    """Let videos whose workers fell silent wait again; those that take one worker after another down have failed.

    Tells how many had been left.
    """
    silent = Video.objects.filter(state__in=Video.UNDER_WAY, beat_at__lt=timezone.now() - SILENCE)
    reason = _("The work on it was cut off %(times)d times, each time with the whole worker.") % {"times": MOST_BEGUN}
    given_up = silent.filter(begun__gte=MOST_BEGUN).update(state=Video.State.FAILED, reason=reason, attempt=None)
    return given_up + silent.update(state=Video.State.WAITING, percent=0, attempt=None)


@contextmanager
def claim(video_id: int | None = None) -> Iterator["Claim | None"]:
    """Take the video that has waited longest, or that one, and hold it; None where there is none to be had."""
    video = _take(video_id)
    if video is None or video.attempt is None:
        yield None
        return
    held = Claim(video, video.attempt)
    try:
        yield held
    finally:
        held.let_go()


def _take(video_id: int | None) -> Video | None:
    waiting = Video.objects.filter(state=Video.State.WAITING).order_by("asked_at", "pk")
    if video_id is not None:
        waiting = waiting.filter(pk=video_id)
    attempt = uuid.uuid4()
    with transaction.atomic():
        # Whatever another worker is about to take is passed over.
        first = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if first is None:
            return None
        Video.objects.filter(pk=first).update(
            state=Video.State.PROBING, attempt=attempt, beat_at=timezone.now(), begun=F("begun") + 1, percent=0
        )
        Package.objects.create(id=attempt, video_id=first)
        return Video.objects.select_related("title", "episode__season").get(pk=first)


class Claim:
    """A video that this process works on; a thread beside it says that it lives and hears whether it is to stop."""

    def __init__(self, video: Video, attempt: uuid.UUID) -> None:
        self.video, self.attempt = video, attempt
        self.percent = 0
        self.on_progress: Callable[[int], None] = lambda _percent: None
        self._lost, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"beat of {attempt.hex}", daemon=True)
        self._thread.start()

    @property
    def _mine(self) -> QuerySet[Video]:
        return Video.objects.filter(pk=self.video.pk, attempt=self.attempt, state__in=Video.UNDER_WAY)

    def check(self) -> None:
        """Raises LostError once the video is no longer this worker's. Costs nothing."""
        if self._lost.is_set():
            raise LostError

    def progress(self, share: float) -> None:
        """How much is done, from 0 to 1."""
        self.check()
        self.percent = min(99, int(100 * share))
        self.on_progress(self.percent)

    def packaging(self) -> None:
        """The source was looked into and is taken."""
        self._write(state=Video.State.PACKAGING)

    def fail(self, reason: str) -> None:
        """It cannot be done, for this reason."""
        self._write(state=Video.State.FAILED, reason=reason[:REASON], attempt=None, updated_at=timezone.now())

    def finish(self, **came: object) -> None:
        """It is done: from here on, this attempt's package is what plays."""
        now = timezone.now()
        self._write(
            state=Video.State.READY,
            percent=100,
            reason="",
            package=self.attempt,
            attempt=None,
            updated_at=now,
            **came,
        )
        if self.video.package is not None:
            retire(self.video.package)

    def _write(self, **fields: object) -> None:
        if not self._mine.update(**fields):
            raise LostError

    def let_go(self) -> None:
        """The thread has ended afterwards."""
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        """A database that is away for a while stops nothing; away for longer, others take this worker for dead."""
        heard = timezone.now()
        try:
            while not self._over.wait(BEAT):
                try:
                    if not self._mine.update(beat_at=timezone.now(), percent=self.percent):
                        return self._lost.set()
                    heard = timezone.now()
                except (OperationalError, InterfaceError) as error:
                    log.warning("The database is away while %s is packaged: %s", self.video.pk, error)
                    with suppress(OperationalError, InterfaceError):
                        connection.close()
                    if timezone.now() - heard > SILENCE:
                        return self._lost.set()
        finally:
            connection.close()
