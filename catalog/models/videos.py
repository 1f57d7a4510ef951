"""What plays when a title or an episode is watched: the video, its captions, and the files that it comes and goes with.

The files of packages and uploads are in the storage `media`, in folders named by the ids of their rows. A row is
written before the first file is, and outlives its video: what rows are left without one, and their files, the sweep
removes (catalog/media/removal.py). So no deletion, however it comes about, leaves files behind.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalog.models.series import Episode
from catalog.models.titles import Title

POSTERS = 6  # frames to choose a poster from
REASON = 300  # characters


class VideoQuerySet(models.QuerySet["Video"]):
    """The questions that are asked of videos."""

    def of(self, title: Title, episode: Episode | None) -> "VideoQuerySet":
        """The video of a film, or of one episode of a series."""
        return self.filter(title=title, episode=episode)

    def playable(self) -> "VideoQuerySet":
        """Packaged at least once, or held elsewhere on a host that is allowed."""
        playable = models.Q(url="", package__isnull=False)
        for host in settings.MEDIA_HOSTS:
            playable |= models.Q(url__startswith=f"https://{host}/")
        return self.filter(playable)


class Video(models.Model):
    """The video of a film or an episode.

    `state` is where the work on its source stands. What plays is `package`, which stays in place while another one is
    being made and when that fails, or `url`.
    """

    class State(models.TextChoices):
        EMPTY = "empty", _("no source")
        WAITING = "waiting", _("waiting")
        PROBING = "probing", _("probing")
        PACKAGING = "packaging", _("packaging")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    UNDER_WAY = (State.PROBING, State.PACKAGING)
    TO_DO = (State.WAITING, *UNDER_WAY)

    title = models.ForeignKey(Title, models.CASCADE, related_name="videos", verbose_name=_("title"))
    episode = models.ForeignKey(
        Episode, models.CASCADE, null=True, blank=True, related_name="videos", verbose_name=_("episode")
    )
    # Where it comes from: at most one of these, of which an upload is a row of its own.
    path = models.CharField(
        _("file on the server"),
        max_length=500,
        blank=True,
        help_text=_("Below one of the folders of MEDIA_SOURCES; a path from there on, or a whole one."),
    )
    url = models.CharField(
        _("held elsewhere"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("The https address of an HLS playlist (.m3u8) on one of the hosts of MEDIA_HOSTS."),
    )
    # How far the work is.
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.EMPTY, editable=False)
    percent = models.PositiveSmallIntegerField(_("percent"), default=0, editable=False)
    reason = models.CharField(_("reason"), max_length=REASON, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked for at"), null=True, editable=False)
    # Who works on it: a worker holds the video as long as its attempt stands here, and says so every few seconds.
    attempt = models.UUIDField(_("attempt"), null=True, editable=False)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, editable=False)
    begun = models.PositiveSmallIntegerField(_("times begun"), default=0, editable=False)
    # What came of it: the id of a Package.
    package = models.UUIDField(_("package"), null=True, editable=False)
    facts = models.JSONField(_("facts"), default=dict, editable=False)
    duration = models.FloatField(
        _("length in seconds"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0.1)],
        help_text=_("Of a packaged video it is measured; of one that is held elsewhere, say it."),
    )
    # What is said of it.
    poster = models.PositiveSmallIntegerField(
        _("poster frame"), default=1, validators=[MinValueValidator(1), MaxValueValidator(POSTERS)]
    )
    intro_start = models.FloatField(_("intro from"), null=True, blank=True, validators=[MinValueValidator(0)])
    intro_end = models.FloatField(_("intro to"), null=True, blank=True, validators=[MinValueValidator(0)])
    recap_start = models.FloatField(_("recap from"), null=True, blank=True, validators=[MinValueValidator(0)])
    recap_end = models.FloatField(_("recap to"), null=True, blank=True, validators=[MinValueValidator(0)])
    credit = models.CharField(_("credit line"), max_length=300, blank=True, help_text=_("Shown below the player."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, db_default=Now())
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, db_default=Now())

    objects = VideoQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "episode"],
                name="video_once",
                nulls_distinct=False,
                violation_error_message=_("There is a video of this already."),
            ),
            models.CheckConstraint(
                name="video_one_source",
                condition=models.Q(path="") | models.Q(url=""),
                violation_error_message=_("Either a file on the server or an address elsewhere, not both."),
            ),
            models.CheckConstraint(name="video_percent_range", condition=models.Q(percent__lte=100)),
            models.CheckConstraint(
                name="video_intro_in_order",
                condition=models.Q(intro_start__isnull=True, intro_end__isnull=True)
                | models.Q(intro_end__gt=models.F("intro_start")),
                violation_error_message=_("The intro has a beginning, and an end after it."),
            ),
            models.CheckConstraint(
                name="video_recap_in_order",
                condition=models.Q(recap_start__isnull=True, recap_end__isnull=True)
                | models.Q(recap_end__gt=models.F("recap_start")),
                violation_error_message=_("The recap has a beginning, and an end after it."),
            ),
        ]
        indexes = [
            # What waits or is under way: what the sweep looks for, a handful among all.
            models.Index(
                fields=["asked_at"],
                name="video_to_do",
                condition=models.Q(state__in=["waiting", "probing", "packaging"]),
            ),
            models.Index(fields=["-updated_at", "-id"], name="video_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.episode}" if self.episode_id else str(self.title)

    @property
    def is_to_do(self) -> bool:
        """Whether it waits or is worked on."""
        return self.state in self.TO_DO

    def clean(self) -> None:
        if self.episode_id is not None and self.episode and self.episode.season.title_id != self.title_id:
            raise ValidationError(_("This episode is not of this title."))
        if self.title_id and self.title.is_series != (self.episode_id is not None):
            raise ValidationError(_("A series has its videos at its episodes, a film at itself."))


class Caption(models.Model):
    """A caption track in WebVTT. The text is kept here: it is small, and goes and stays with its video."""

    class Kind(models.TextChoices):
        SUBTITLES = "subtitles", _("subtitles")
        CAPTIONS = "captions", _("captions for the deaf and hard of hearing")

    video = models.ForeignKey(Video, models.CASCADE, related_name="captions", verbose_name=_("video"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.SUBTITLES)
    language = models.CharField(_("language"), max_length=16, help_text=_("Its code, such as en or pt-BR."))
    label = models.CharField(_("label"), max_length=60, help_text=_("As it is called in the player."))
    is_default = models.BooleanField(_("shown unless a viewer chooses"), default=False)
    text = models.TextField(_("text"), editable=False)
    # Found in the source: replaced when that is packaged again. Those that were given stay.
    is_embedded = models.BooleanField(_("from the file itself"), default=False, editable=False)

    class Meta:
        ordering = ["language", "pk"]
        verbose_name = _("caption track")
        verbose_name_plural = _("caption tracks")
        constraints = [
            models.UniqueConstraint(fields=["video", "language", "kind"], name="caption_once"),
            # The browser turns on one track.
            models.UniqueConstraint(fields=["video"], condition=models.Q(is_default=True), name="caption_one_default"),
        ]

    def __str__(self) -> str:
        return self.label


class Package(models.Model):
    """A folder of the storage: what a video plays from, will, or did. Its id is that of the attempt that made it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.ForeignKey(Video, models.SET_NULL, null=True, related_name="packages", verbose_name=_("video"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    # From when on its files may be removed; empty for what is played and what is being made.
    remove_at = models.DateTimeField(_("to be removed at"), null=True)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")

    def __str__(self) -> str:
        return self.id.hex


class Upload(models.Model):
    """A file that comes in by pieces. Each piece is one object of the storage, named by its number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    video = models.ForeignKey(Video, models.SET_NULL, null=True, related_name="uploads", verbose_name=_("video"))
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    # What the browser knows the file by, so that choosing it again goes on where it stopped.
    fingerprint = models.CharField(_("fingerprint"), max_length=100)
    pieces = models.PositiveIntegerField(_("pieces"), default=0)
    received = models.PositiveBigIntegerField(_("received bytes"), default=0)
    created_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last piece at"), auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.CheckConstraint(name="upload_no_more_than_said", condition=models.Q(received__lte=models.F("size"))),
            models.CheckConstraint(name="upload_of_something", condition=models.Q(size__gt=0)),
            models.UniqueConstraint(fields=["video", "fingerprint"], name="upload_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        return self.received == self.size
