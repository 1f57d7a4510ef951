"""Operators' own images of titles, which stand for what would be drawn.

They are files of the storage `media`. A row is written before its file and outlives its title, so that the sweep of
catalog/media/removal.py finds what nobody shows any more.
"""

import hashlib
import secrets
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.artwork import Shape, pixels
from catalog.media.packages import media_storage
from catalog.models import Title, TitleImage

FOLDER = "images"
LARGEST = 30 * 1024 * 1024  # bytes of a file


class Image(NamedTuple):
    """An image as it is kept, and the digest of what it was made of."""

    content: bytes
    digest: str


def read(content: bytes, shape: Shape) -> Image:
    """ValidationError with what is wrong with it, in words for whoever gave it."""
    if len(content) > LARGEST:
        raise ValidationError(_("The file is larger than %(most)d MB.") % {"most": LARGEST // 2**20}, code="size")
    try:
        return Image(pixels.accept(content, shape), _digest(content))
    except pixels.ImageError as error:
        raise ValidationError(_words(error, shape), code=error.code) from error


def is_shown(title: Title, shape: Shape, content: bytes) -> bool:
    """Whether the title shows just this already."""
    return TitleImage.objects.filter(name=title.images.get(shape), digest=_digest(content)).exists()


def keep(title: Title, shape: Shape, image: Image) -> None:
    """Shows an image in the place of the drawing or of the image before."""
    name = f"{FOLDER}/{title.pk}-{secrets.token_hex(8)}.webp"
    TitleImage.objects.create(title=title, name=name, digest=image.digest)
    media_storage().save(name, ContentFile(image.content))
    _show(title, {shape: name})


def drop(title: Title, shape: Shape) -> None:
    """Shows the drawing again."""
    _show(title, {shape: ""})


def open_image(name: str) -> bytes:
    """What is kept under the name; FileNotFoundError where it is gone."""
    with media_storage().open(name) as file:
        return bytes(file.read())


@transaction.atomic
def _show(title: Title, changed: dict[str, str]) -> None:
    held = Title.objects.select_for_update().only("images").get(pk=title.pk)
    title.images = {shape: name for shape, name in {**held.images, **changed}.items() if name}
    title.save(update_fields=["images", "updated_at"])
    TitleImage.objects.filter(name__in=title.images.values()).update(remove_at=None)
    gone = set(held.images.values()) - set(title.images.values())
    TitleImage.objects.filter(name__in=gone).update(remove_at=timezone.now())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _words(error: pixels.ImageError, shape: Shape) -> str:
    wide, high = pixels.LEAST[shape]
    told = {"width": error.width, "height": error.height, "wide": wide, "high": high}
    words = {
        "kind": _("This is no image that can be used: send a JPEG, PNG or WebP."),
        "broken": _("The image is damaged or not whole."),
        "large": _("The image has %(width)d by %(height)d pixels, which is too many."),
        "small": _("The image has %(width)d by %(height)d pixels. At least %(wide)d by %(high)d are needed."),
    }
    return words[error.code] % told
