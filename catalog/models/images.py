"""Operators' images of titles."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.titles import Title

TAKEN_WITHIN = dt.timedelta(hours=1)


def unless_shown() -> dt.datetime:
    """When the file of an image goes that never came to be shown."""
    return timezone.now() + TAKEN_WITHIN


class TitleImage(models.Model):
    """A file of the storage `media`: an image that a title shows, will, or did. It outlives its title, so that the
    file is found and removed."""

    title = models.ForeignKey(Title, models.SET_NULL, null=True, related_name="+", verbose_name=_("title"))
    name = models.CharField(_("name"), max_length=100, unique=True)
    digest = models.CharField(_("digest"), max_length=64)  # SHA-256 of what was given, which is not kept itself
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    # From when on its file may be removed; empty for what is shown.
    remove_at = models.DateTimeField(_("to be removed at"), null=True, default=unless_shown)

    class Meta:
        verbose_name = _("image of a title")
        verbose_name_plural = _("images of titles")

    def __str__(self) -> str:
        return self.name
