"""Large files that come in by pieces, so that a lost connection or a closed browser costs one piece and not all."""

import math
import os
import uuid
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.media import claims
from catalog.media.packages import media_storage, piece_file
from catalog.media.reasons import RefusedError
from catalog.media.sources import GIGABYTE
from catalog.models import Upload, Video

PIECE = 8 << 20  # bytes; the last one has the rest


def begin(video: Video, *, name: str, size: int, fingerprint: str) -> Upload:
    """The upload of this file, new or as far as it came; RefusedError where it is too large or empty."""
    if size < 1:
        raise RefusedError(_("The file is empty."))
    if size > settings.MEDIA_DISK * GIGABYTE:
        raise RefusedError(_("The file is larger than %(most)d GB.") % {"most": settings.MEDIA_DISK})
    told = {"name": name[:255], "size": size}
    upload, _made = Upload.objects.get_or_create(video=video, fingerprint=fingerprint[:100], defaults=told)
    if upload.size != size:
        raise RefusedError(_("Another file was begun under this name."))
    return upload


def take(video: Video, upload_id: uuid.UUID, number: int, content: bytes) -> Upload:
    """Keep a piece, if it is the next one; the upload as it then is tells what is wanted. Upload.DoesNotExist where
    there is no such upload (any more).

    A piece that comes again, or before others, changes nothing. With the last one, packaging is asked for.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id, video=video)
        if number != upload.pieces or upload.is_complete:
            return upload
        if len(content) != min(PIECE, upload.size - upload.received):
            raise RefusedError(_("The piece is of another length than was agreed."))
        _store(piece_file(upload.pk, number), content)
        upload.pieces += 1
        upload.received += len(content)
        upload.save()
        if upload.received == upload.size:
            _complete(video, upload)
    return upload


def copy(video: Video, file: IO[bytes], *, name: str) -> Upload:
    """Take a whole file of this machine in, as an upload of its own. Packaging is asked for."""
    upload = begin(video, name=name, size=os.fstat(file.fileno()).st_size, fingerprint=uuid.uuid4().hex)
    try:
        for number in range(math.ceil(upload.size / PIECE)):
            upload = take(video, upload.pk, number, file.read(PIECE))
    except BaseException:
        Upload.objects.filter(pk=upload.pk).update(video=None)
        raise
    return upload


def _store(name: str, content: bytes) -> None:
    """Under this very name: what a piece that broke off left there goes first."""
    storage = media_storage()
    storage.delete(name)
    saved = storage.save(name, ContentFile(content))
    if saved != name:
        storage.delete(saved)
        raise OSError(f"The storage keeps {name} as {saved}")


def _complete(video: Video, upload: Upload) -> None:
    """From now on this is what the video is made from."""
    video.uploads.exclude(pk=upload.pk).update(video=None)
    Video.objects.filter(pk=video.pk).update(path="", url="")
    claims.cancel(video.pk)
    claims.ask(video.pk)


def discard(video: Video) -> int:
    """What came in for the video is not wanted any more; the sweep removes it. Tells how many files there were."""
    return video.uploads.update(video=None)
