"""What was on a profile's screen, card by card."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.activity import ROW_KEY, Look, Play, Rating
from accounts.models.people import Profile
from catalog.models import Title

PAGE_VERSION = 80  # characters of a stored page's version
Event = Play | Rating | Look  # what an impression may lead to


class ImpressionQuerySet(models.QuerySet["Impression"]):
    """The questions that are asked of impressions."""

    def behind(self, event: Event) -> Self:
        """What led to a play, a rating or a look: the title as that page view showed it, in the row that was named.

        The row comes first; where that one was not seen long enough to count, the title's other places on the page do.
        """
        if event.page_view is None:
            return self.none()
        seen = self.filter(profile=event.profile_id, page_view=event.page_view, title=event.title_id)
        named = models.Case(models.When(row=event.row, then=0), default=1, output_field=models.SmallIntegerField())
        return seen.order_by(named, "-shown_at")


class Impression(models.Model):
    """A title that was on screen in one row of one page view; written by the batch (`accounts.intake`) alone.

    The table is partitioned by `day`, so that old days are dropped and not deleted row by row (`accounts.partitions`).
    Its foreign keys cascade in the database too: what a batch writes while a profile is being erased goes with it.
    """

    pk = models.CompositePrimaryKey("profile_id", "page_view", "title_id", "row", "day")
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="impressions", db_index=False)
    title = models.ForeignKey(Title, models.CASCADE, related_name="+", db_index=False)
    row = models.CharField(_("row"), max_length=ROW_KEY)
    row_place = models.PositiveSmallIntegerField(_("place of the row"))
    place = models.PositiveSmallIntegerField(_("place in the row"))
    page = models.CharField(_("version of the page"), max_length=PAGE_VERSION, blank=True)
    # The id of a model version: rooms above this one know what it is.
    model = models.BigIntegerField(_("model version"), null=True, blank=True)
    page_view = models.UUIDField(_("page view"))
    day = models.DateField(_("day in UTC"))
    shown_at = models.DateTimeField(_("shown at"))
    arm = models.CharField(_("arm of an experiment"), max_length=40, blank=True)

    objects = ImpressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("impression")
        verbose_name_plural = _("impressions")
        indexes = [
            # What a profile saw last; the primary key begins with the profile too, for deletions.
            models.Index(fields=["profile", "-shown_at"], name="impression_by_profile"),
            # How a title fares where it is shown, and deleting one.
            models.Index(fields=["title", "-shown_at"], name="impression_by_title"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.title_id} in {self.row}"


def day_of(moment: dt.datetime) -> dt.date:
    """The day that an impression of this moment is kept under."""
    return moment.astimezone(dt.UTC).date()
