"""The work on one video, from its source to the package that plays: what a worker does, and `ingest_video --wait`."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalog.media import scratch, sources, uploads
from catalog.media.claims import Claim, LostError
from catalog.media.embedded import Found, captions_in
from catalog.media.encoding import Bounds, package
from catalog.media.packages import PACKAGES, delete_folder, media_storage, package_file
from catalog.media.probing import probe
from catalog.media.reasons import RefusedError
from catalog.media.sources import GIGABYTE
from catalog.media.tools import NoToolsError
from catalog.models import Caption, Package, Video

log = logging.getLogger(__name__)
ENCODED = 0.95  # the share of the work after which it is only stored


def bounds() -> Bounds:
    """What the settings allow for one video."""
    return Bounds(
        threads=settings.MEDIA_THREADS,
        memory=int(settings.MEDIA_MEMORY * GIGABYTE),
        disk=int(settings.MEDIA_DISK * GIGABYTE),
        seconds=settings.MEDIA_HOURS * 3600,
    )


def work(claim: Claim) -> str:
    """Package the video that was claimed; tells its state afterwards. Nothing of a failed attempt stays anywhere."""
    try:
        with scratch.folder() as folder:
            facts, captions = _make(claim, folder)
        _connect()
        with transaction.atomic():
            claim.finish(facts=facts, duration=facts["duration"], poster=_poster(claim.video, facts))
            _keep_captions(claim.video, captions)
            uploads.discard(claim.video)
    except LostError:
        log.info("Video %s is no longer this worker's", claim.video.pk)
        _leave(claim)
        return "lost"
    except (RefusedError, NoToolsError) as error:
        return _fail(claim, str(error))
    except Exception as error:
        log.exception("Video %s could not be packaged", claim.video.pk)
        return _fail(claim, _("Something went wrong here, see the worker's log: %(error)r") % {"error": error})
    return Video.State.READY


def _make(claim: Claim, folder: Path) -> tuple[dict[str, Any], list[Found]]:
    """Everything that the package is made of, in the storage."""
    limits = bounds()
    with sources.opened(claim.video, folder, claim.check) as descriptor:
        source = probe(descriptor, folder, claim.check)
        claim.packaging()
        facts = package(source, descriptor, folder, limits, lambda share: claim.progress(ENCODED * share))
        captions = captions_in(source, descriptor, folder, limits.memory, claim.check)
    _store(claim, folder)
    return facts, captions


def _store(claim: Claim, folder: Path) -> None:
    storage = media_storage()
    files = sorted(folder.iterdir())
    for number, path in enumerate(files):
        claim.progress(ENCODED + (1 - ENCODED) * number / len(files))
        name = package_file(claim.attempt, path.name)
        with path.open("rb") as opened:
            saved = storage.save(name, Watched(opened, claim.check))
        if saved != name:
            storage.delete(saved)
            raise OSError(f"The storage keeps {name} as {saved}")


class Watched(File):  # type: ignore[type-arg]  # at run time it takes no parameters
    """A file that asks, with each piece that is read, whether to go on."""

    def __init__(self, file: Any, check: Callable[[], None]) -> None:
        super().__init__(file)
        self._opened, self._check = file, check

    def read(self, *size: int) -> bytes:
        self._check()
        data: bytes = self._opened.read(*size)
        return data

    def chunks(self, chunk_size: int | None = None) -> Any:
        while data := self.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
            yield data


def _poster(video: Video, facts: dict[str, Any]) -> int:
    made: int = facts["posters"]
    return max(1, min(video.poster, made))


def _keep_captions(video: Video, found: list[Found]) -> None:
    """Those of the source, where none were given for the language."""
    video.captions.filter(is_embedded=True).delete()
    given = set(video.captions.values_list("language", "kind"))
    new = [one for one in found if (one.language, one.kind) not in given]
    Caption.objects.bulk_create(
        Caption(video=video, language=one.language, label=one.label, kind=one.kind, text=one.text, is_embedded=True)
        for one in new
    )


def _connect() -> None:
    """Hours may have passed since the database was last asked, and it may have been restarted."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _fail(claim: Claim, reason: str) -> str:
    _connect()
    try:
        claim.fail(reason)
    except LostError:
        reason = "lost"
    log.info("Video %s: %s", claim.video.pk, reason)
    _leave(claim)
    return Video.State.FAILED


def _leave(claim: Claim) -> None:
    """Remove what was stored; where that fails, the sweep will find it."""
    try:
        delete_folder(media_storage(), f"{PACKAGES}/{claim.attempt.hex}")
    except Exception:
        log.exception("Files of video %s are left to the sweep", claim.video.pk)
    else:
        Package.objects.filter(pk=claim.attempt).delete()
