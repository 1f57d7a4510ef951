"""Operators' images of a title, as part of its page."""

from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog import images
from catalog.artwork import Shape
from catalog.models import Title
from catalog.pictures import picture_url

LABELS: dict[Shape, Any] = {"poster": _("Poster"), "card": _("Card"), "still": _("Still")}
HELP: dict[Shape, Any] = {
    "poster": _("Upright, 2:3, with the name on it."),
    "card": _("Wide, 16:9, with the name on it. Without one, the still does, and the name is laid over it."),
    "still": _("Wide, 16:9, without words."),
}
HIGH = 120  # pixels of a preview


class Kept(NamedTuple):
    """What a form shows of an image that is there."""

    name: str
    url: str

    def __str__(self) -> str:
        return gettext("the image")


class ImageField(forms.FileField):
    """Takes an image for one shape: cleaned, the image as it is kept, False where it is to go, or what was there."""

    def __init__(self, shape: Shape) -> None:
        widget = AdminFileWidget(attrs={"accept": "image/jpeg,image/png,image/webp"})
        super().__init__(label=LABELS[shape], help_text=HELP[shape], required=False, widget=widget)
        self.shape = shape

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        return images.read(found.read(images.LARGEST + 1), self.shape) if isinstance(found, UploadedFile) else found


def kept(title: Title) -> dict[str, Kept]:
    """The images that a title has, by shape."""
    return {shape: Kept(name, picture_url(title, shape)) for shape, name in title.images.items()}


def save(title: Title, given: dict[str, Any]) -> None:
    """What was decided in the form about each shape."""
    for shape in LABELS:
        image = given.get(shape)
        if isinstance(image, images.Image):
            images.keep(title, shape, image)
        elif image is False:
            images.drop(title, shape)


def previews(title: Title) -> SafeString:
    """What viewers see, drawn or not."""
    shown = ((picture_url(title, shape) + "?width=320", HIGH, label) for shape, label in LABELS.items())
    return format_html_join(" ", '<img src="{}" height="{}" alt="{}">', shown)
