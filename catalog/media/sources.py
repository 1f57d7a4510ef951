"""The files that videos are made from: below the folders of MEDIA_SOURCES, or uploaded by pieces."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.media.packages import media_storage, piece_file
from catalog.media.reasons import RefusedError
from catalog.models import Upload, Video

CHUNK = 1 << 20
GIGABYTE = 10**9


@contextmanager
def opened(video: Video, folder: Path, check: Callable[[], None]) -> Iterator[int]:
    """The descriptor of the video's source. An upload is put together in the folder, without a name there.

    Raises RefusedError where there is none; `check` is called now and then, and may raise.
    """
    upload = None if video.path else complete_upload(video)
    if upload is not None:
        with tempfile.TemporaryFile(dir=folder) as whole:
            _put_together(upload, whole.fileno(), check)
            yield whole.fileno()
        return
    if not video.path:
        raise RefusedError(_("There is no file: upload it again, or name one on the server."))
    descriptor = open_file(video.path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def complete_upload(video: Video) -> Upload | None:
    """The upload that came to its end."""
    return next((one for one in video.uploads.all() if one.is_complete), None)


def located(path: str) -> Path:
    """The file of a path that an operator gave; RefusedError where it is none below MEDIA_SOURCES, links followed."""
    if not settings.MEDIA_SOURCES:
        raise RefusedError(_("No folder is named in MEDIA_SOURCES, so no file on the server can be taken."))
    for folder in settings.MEDIA_SOURCES:
        real = Path(os.path.realpath(folder / path))
        if _is_below_sources(real) and real.is_file():
            return real
    raise RefusedError(_("There is no such file below the folders of MEDIA_SOURCES."))


def open_file(path: str) -> int:
    """A descriptor of the file; RefusedError where it may not be read, by anybody or by this process."""
    try:
        descriptor = os.open(located(path), os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        raise RefusedError(_("The file cannot be read: %(why)s.") % {"why": error.strerror}) from error
    # What was found and what was opened are two moments: a folder may have become a link between them.
    told = Path(f"/proc/self/fd/{descriptor}")
    sound = stat.S_ISREG(os.fstat(descriptor).st_mode)
    if not sound or (told.exists() and not _is_below_sources(Path(os.path.realpath(told)))):
        os.close(descriptor)
        raise RefusedError(_("There is no such file below the folders of MEDIA_SOURCES."))
    return descriptor


def _is_below_sources(real: Path) -> bool:
    return any(real.is_relative_to(os.path.realpath(folder)) for folder in settings.MEDIA_SOURCES)


def _put_together(upload: Upload, descriptor: int, check: Callable[[], None]) -> None:
    storage = media_storage()
    for number in range(upload.pieces):
        try:
            with storage.open(piece_file(upload.pk, number)) as piece:
                while chunk := piece.read(CHUNK):
                    check()
                    _write(descriptor, chunk)
        except FileNotFoundError:
            raise RefusedError(_("A piece of the upload is missing: upload the file again.")) from None
    if os.fstat(descriptor).st_size != upload.size:
        raise RefusedError(_("The upload is not as long as it was said to be: upload the file again."))
    os.lseek(descriptor, 0, os.SEEK_SET)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
