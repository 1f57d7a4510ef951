"""Seasons and episodes of a series."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.titles import Title


class Season(models.Model):
    """A numbered season; number 0 holds the specials."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="seasons")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        ordering = ["title", "number"]
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        constraints = [models.UniqueConstraint(fields=["title", "number"], name="season_once")]

    def __str__(self) -> str:
        return self.name or _("Season %(number)d") % {"number": self.number}

    def clean(self) -> None:
        if self.title_id and not self.title.is_series:
            raise ValidationError(_("Only a series has seasons."))


class Episode(models.Model):
    """What is played when a series is watched."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="episodes")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=250)
    synopsis = models.TextField(_("synopsis"), blank=True)
    runtime = models.PositiveSmallIntegerField(_("runtime in minutes"), null=True, blank=True)

    class Meta:
        ordering = ["season", "number"]
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        constraints = [
            models.UniqueConstraint(fields=["season", "number"], name="episode_once"),
            models.CheckConstraint(
                name="episode_runtime_positive",
                condition=models.Q(runtime__isnull=True) | models.Q(runtime__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"
