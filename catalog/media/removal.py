"""Removes files of the storage that nobody needs any more, and the rows that were kept to find them by.

Rows outlive their videos, so nothing has to happen at the moment of a deletion, which may be rolled back, come from
another table, or meet a storage that is down. What cannot be removed now is tried again the next time.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from catalog.media.packages import PACKAGES, UPLOADS, delete_folder, media_storage
from catalog.models import Package, TitleImage, Upload, Video

log = logging.getLogger(__name__)
# A worker that lost its video may write one more file before it notices; so what was abandoned is emptied twice.
GRACE = dt.timedelta(minutes=5)
MOST = 100  # folders of one sweep; the next one takes the following
One = TypeVar("One", Package, Upload, TitleImage)


def clean() -> int:
    """Tells how many folders were emptied, and images removed."""
    now = timezone.now()
    return (
        _each(_abandoned_packages(), _give_up)
        + _each(Package.objects.filter(remove_at__lte=now), _remove_package)
        + _each(_abandoned_uploads(now), _remove_upload)
        + _each(TitleImage.objects.filter(Q(title=None) | Q(remove_at__lte=now)), _remove_image)
    )


def _abandoned_packages() -> QuerySet[Package]:
    """Not played, not being made, and nobody said so: of deleted videos, and of attempts that broke off."""
    # Two joins by hash, and not one by OR over all pairs.
    played, made = (Exists(Video.objects.filter(**{name: OuterRef("pk")})) for name in ("package", "attempt"))
    return Package.objects.filter(~played, ~made, remove_at=None)


def _abandoned_uploads(now: dt.datetime) -> QuerySet[Upload]:
    old = Q(touched_at__lt=now - dt.timedelta(days=settings.MEDIA_UPLOAD_DAYS)) & ~Q(video__state__in=Video.TO_DO)
    return Upload.objects.filter(Q(video=None) | old)


def _each(rows: QuerySet[One], remove: Callable[[One], None]) -> int:
    done = 0
    for pk in rows.values_list("pk", flat=True)[:MOST]:
        try:
            with transaction.atomic():
                # Again, and locked: it may be in use by now, or in another's hands.
                if found := rows.filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).first():
                    remove(found)
                    done += 1
        except Exception:  # whatever a storage raises: the others, and the next time, are not concerned
            log.exception("Files of %s cannot be removed now", pk)
    return done


def _give_up(package: Package) -> None:
    delete_folder(media_storage(), f"{PACKAGES}/{package.pk.hex}")
    package.remove_at = timezone.now() + GRACE
    package.save()


def _remove_package(package: Package) -> None:
    delete_folder(media_storage(), f"{PACKAGES}/{package.pk.hex}")
    package.delete()


def _remove_upload(upload: Upload) -> None:
    delete_folder(media_storage(), f"{UPLOADS}/{upload.pk.hex}")
    upload.delete()


def _remove_image(image: TitleImage) -> None:
    media_storage().delete(image.name)
    image.delete()
