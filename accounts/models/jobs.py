"""Work that takes a while and is waited for: exports of a viewer's data and imports of their own history.

Rows are claimed by a conditional UPDATE (`accounts.jobs`), so that a second worker goes on where a killed one stopped.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Profile, User
from catalog.models import Episode, Title


class Job(models.Model):
    """How far something is, `done` of `total`; `claim` is who works at it, and `beat_at` when it was last heard of."""

    state = models.CharField(_("state"), max_length=10)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(_("claimed by"), null=True, blank=True)
    beat_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    created_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def percent(self) -> int:
        """How much of it is done, in hundredths."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """The questions that are asked of exports."""

    def of(self, user: Any) -> "DataExportQuerySet":
        """This account's and nobody else's."""
        return self.filter(user_id=user.pk)

    def downloadable(self) -> "DataExportQuerySet":
        """Those whose file is there and may still be fetched."""
        return self.filter(state=DataExport.State.READY, expires_at__gt=timezone.now())


class DataExport(Job):
    """Everything about an account, or about one profile of it, as a ZIP file."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for its turn")
        RUNNING = "running", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    UNFINISHED = (State.WAITING, State.RUNNING)

    user = models.ForeignKey(User, models.CASCADE, related_name="exports")
    profile = models.ForeignKey(Profile, models.CASCADE, null=True, blank=True, related_name="exports")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    file = models.CharField(_("file"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, default="", db_default="")

    objects = DataExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("export of data")
        verbose_name_plural = _("exports of data")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="export_one_at_a_time", condition=models.Q(state__in=["waiting", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"

    @property
    def is_running(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def is_downloadable(self) -> bool:
        return self.state == self.State.READY and self.expires_at is not None and self.expires_at > timezone.now()


class HistoryImport(Job):
    """A file that a viewer brought along, from being read to being written."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        PREVIEW = "preview", _("to be looked through")
        WRITING = "writing", _("being written")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    class Kind(models.TextChoices):
        VIEWING = "viewing", _("viewing activity")
        RATINGS = "ratings", _("ratings")

    UNFINISHED = (State.READING, State.WRITING)

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="imports")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, blank=True)
    file = models.CharField(_("file"), max_length=120, blank=True)
    name = models.CharField(_("name of the file"), max_length=120, blank=True)
    dates = models.CharField(_("how dates are written"), max_length=10, blank=True)
    owner = models.CharField(_("profile in the file"), max_length=80, blank=True)
    owners = ArrayField(
        models.CharField(max_length=80), verbose_name=_("profiles in the file"), default=list, blank=True
    )
    problem = models.CharField(_("what is wrong"), max_length=300, blank=True)
    complaints = models.JSONField(_("rows that cannot be read"), default=list, blank=True)
    bad = models.PositiveIntegerField(_("number of them"), default=0)
    passed_over = models.PositiveIntegerField(_("trailers and the like"), default=0)
    plays = models.PositiveIntegerField(_("plays added"), default=0)
    thumbs = models.PositiveIntegerField(_("thumbs added or changed"), default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of a viewer")
        verbose_name_plural = _("imports of viewers")
        constraints = [
            # One file at a time for each profile.
            models.UniqueConstraint(
                fields=["profile"],
                name="import_one_at_a_time",
                condition=models.Q(state__in=["reading", "preview", "writing"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.name}"

    @property
    def is_running(self) -> bool:
        return self.state in self.UNFINISHED


class ImportedRow(models.Model):
    """A row of such a file and what it was taken for; gone when the import is written or given up."""

    class Outcome(models.TextChoices):
        MATCHED = "matched", _("matched")
        DOUBTFUL = "doubtful", _("doubtful")
        UNKNOWN = "unknown", _("unknown")

    source = models.ForeignKey(HistoryImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    owner = models.CharField(_("profile in the file"), max_length=80, blank=True)
    text = models.CharField(_("title in the file"), max_length=300)
    name = models.CharField(_("part of it that names the title"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year in the file"), null=True, blank=True)
    at = models.DateTimeField(_("watched or rated at"))
    thumb = models.SmallIntegerField(_("thumb"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("seconds watched"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    title = models.ForeignKey(Title, models.CASCADE, null=True, blank=True, related_name="+")
    episode = models.ForeignKey(Episode, models.CASCADE, null=True, blank=True, related_name="+")
    candidates = ArrayField(models.BigIntegerField(), verbose_name=_("titles it may be"), default=list, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        indexes = [models.Index(fields=["source", "outcome", "name"], name="imported_by_outcome")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.line}"
