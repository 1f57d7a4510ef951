"""Caches over the history: model versions, stored pages, statistics. All may be deleted at any time."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile
from catalog.models import Title


class ModelVersionQuerySet(models.QuerySet["ModelVersion"]):
    """The questions that are asked of model versions."""

    def activated(self) -> Self:
        """Those that pages were ever made with; the first of them is current."""
        return self.filter(activated_at__isnull=False).order_by("-activated_at", "-pk")

    def current(self) -> "ModelVersion | None":
        """The version that pages are made with, if there is one."""
        return self.activated().first()


class ModelVersion(models.Model):
    """One trained model. The latest `activated_at` is current, so one UPDATE flips and rolls back; without
    `trained_at` the training is under way or was cut off."""

    name = models.CharField(_("artifact's folder"), max_length=100, unique=True)
    fingerprint = models.CharField(_("fingerprint of the training data"), max_length=64)
    metrics = models.JSONField(_("figures"), default=dict, blank=True)
    interactions = models.PositiveIntegerField(_("interactions"), default=0)
    titles = models.PositiveIntegerField(_("titles"), default=0)
    seconds = models.FloatField(_("training time in seconds"), default=0)
    # What newcomers are asked about: titles that tell tastes apart, the most telling first.
    picks = ArrayField(models.BigIntegerField(), verbose_name=_("titles for newcomers"), default=list, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    trained_at = models.DateTimeField(_("trained at"), null=True, blank=True)
    activated_at = models.DateTimeField(_("activated at"), null=True, blank=True)

    objects = ModelVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("model version")
        verbose_name_plural = _("model versions")
        indexes = [models.Index(fields=["-activated_at"], name="model_version_current")]

    def __str__(self) -> str:
        return self.name


class HomePageQuerySet(models.QuerySet["HomePage"]):
    """The questions that are asked of stored pages."""

    def outdated(self) -> Self:
        """Pages made from an older taste than their profile has now."""
        return self.filter(taste_version__lt=F("profile__taste_version"))


class HomePage(models.Model):
    """The page that waits for a profile: rows of title ids with their reasons (`assembly.StoredRow`)."""

    profile = models.OneToOneField(Profile, models.CASCADE, primary_key=True, related_name="home_page")
    rows = models.JSONField(_("rows"))
    taste_version = models.PositiveBigIntegerField(_("made from taste version"))
    model = models.ForeignKey(ModelVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    # Whether the profile let it be made from its history; one that was is not shown once it does not any more.
    personalised = models.BooleanField(_("made for the viewer"), default=True, db_default=True)
    built_at = models.DateTimeField(_("built at"), default=timezone.now)

    objects = HomePageQuerySet.as_manager()

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def __str__(self) -> str:
        return f"{self.profile_id} @ {self.taste_version}"

    @property
    def version(self) -> str:
        """Changes with every build, and says from which taste and by which model: the pages' and the API's ETag."""
        return f"{self.taste_version}.{self.model_id or 0}.{int(self.built_at.timestamp() * 1000)}"


class TitleStatistics(models.Model):
    """How a title fares with everyone; recomputed from the history as a whole."""

    title = models.OneToOneField(Title, models.CASCADE, primary_key=True, related_name="statistics")
    popularity = models.FloatField(_("popularity"), default=0)
    viewers = models.PositiveIntegerField(_("viewers"), default=0)
    likes = models.PositiveIntegerField(_("thumbs up and loves"), default=0)
    views = models.FloatField(_("views in seven days"), default=0)
    trend = models.FloatField(_("trend"), default=0)
    similar = ArrayField(models.BigIntegerField(), verbose_name=_("similar titles, most alike first"), default=list)
    computed_at = models.DateTimeField(_("computed at"), db_default=Now())

    class Meta:
        verbose_name = _("statistics of a title")
        verbose_name_plural = _("statistics of titles")
        constraints = [
            models.CheckConstraint(name="title_statistics_popularity", condition=Q(popularity__gte=0)),
        ]
        indexes = [models.Index(fields=["-popularity"], name="title_statistics_popular")]

    def __str__(self) -> str:
        return f"{self.title_id}: {self.popularity:.2f}"
