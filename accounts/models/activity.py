"""What a profile did: plays and where they stand, ratings, looks at titles, My List, searches."""

from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Profile
from catalog.models import Episode, Title

# Resume between these shares of the duration; over the second one it is watched.
RESUME_FROM, FINISHED_FROM = 0.05, 0.90
# What is shorter than this, in seconds, is not worth resuming.
RESUME_WORTH = 5 * 60
HIDDEN = _("not used for recommendations since")
ROW_KEY = 80  # characters of a row's key, such as "because_you_watched:871"
PICKS = "picks"  # the row of thumbs that newcomers give
IMPORTED = "import"  # the row that plays and thumbs of a viewer's own import say they came from
FOUND = 24  # titles of a search's result that are kept with it

M = TypeVar("M", bound=models.Model)


class EventQuerySet(models.QuerySet[M]):
    """The questions that are asked of whatever a viewer can keep out of their recommendations."""

    def counted(self) -> Self:
        """What recommendations may be made from. Whoever recommends reads events by this."""
        return self.filter(hidden_at__isnull=True)

    def hidden(self) -> Self:
        """What the viewer keeps out of them."""
        return self.filter(hidden_at__isnull=False)


class PlayedQuerySet(EventQuerySet[M]):
    """The same of films and episodes."""

    def of_same(self, *fields: str) -> Self:
        """For a subquery: what is of the same episode, or of a film, and agrees in these fields as well."""
        same = {field: OuterRef(field) for field in fields}
        film = Value(0, models.BigIntegerField())
        return self.alias(part=Coalesce("episode", film)).filter(part=Coalesce(OuterRef("episode"), film), **same)


class PlayQuerySet(PlayedQuerySet["Play"]):
    """The questions that are asked of plays."""

    def begun(self) -> Self:
        """Of each viewing its first report, and every report that names no session."""
        earlier = Play.objects.of_viewing().filter(
            Q(happened_at__lt=OuterRef("happened_at")) | Q(happened_at=OuterRef("happened_at"), pk__lt=OuterRef("pk"))
        )
        return self.exclude(Exists(earlier.order_by()))

    def of_viewing(self) -> Self:
        """For a subquery: the reports that a player sent of the same film or episode, from opening it to closing it."""
        return self.of_same("profile", "session", "title")


class Play(models.Model):
    """One thing a player reported; only ever added. `position` and `duration` are seconds."""

    class Device(models.TextChoices):
        WEB = "web", _("browser")
        PHONE = "phone", _("phone")
        TABLET = "tablet", _("tablet")
        TV = "tv", _("television")
        OTHER = "other", _("other")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="plays")
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, models.CASCADE, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(_("position in seconds"))
    duration = models.PositiveIntegerField(_("duration in seconds"))
    watched = models.PositiveIntegerField(
        _("seconds really played"),
        null=True,
        blank=True,
        help_text=_("Since the player's report before, without what was skipped; empty where nobody counted."),
    )
    device = models.CharField(_("device"), max_length=6, choices=Device, default=Device.WEB)
    session = models.UUIDField(_("viewing session"), null=True, blank=True)
    row = models.CharField(_("row it came from"), max_length=ROW_KEY, blank=True)
    page_view = models.UUIDField(_("page view it came from"), null=True, blank=True)
    client_id = models.UUIDField(_("client's id"), null=True, blank=True)
    happened_at = models.DateTimeField(_("happened at"))
    received_at = models.DateTimeField(_("received at"), auto_now_add=True, db_default=Now())
    hidden_at = models.DateTimeField(HIDDEN, null=True, blank=True)

    objects = PlayQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("play")
        verbose_name_plural = _("plays")
        constraints = [
            models.CheckConstraint(name="play_position_in_duration", condition=Q(position__lte=F("duration"))),
            models.CheckConstraint(name="play_duration_positive", condition=Q(duration__gt=0)),
            # A retry with the same id never counts twice; plays without an id take no room in this index.
            models.UniqueConstraint(
                fields=["profile", "client_id"], name="play_once", condition=Q(client_id__isnull=False)
            ),
        ]
        indexes = [
            # A profile's events, newest first.
            models.Index(fields=["profile", "-happened_at"], name="play_by_profile"),
            # What was watched lately, for popularity over a window.
            models.Index(fields=["happened_at"], name="play_by_time"),
            # What a profile played of a title: taking it out of the recommendations, or away.
            models.Index(fields=["profile", "title"], name="play_by_title"),
            # The reports of one viewing: whether one is the first of them, and how far it went.
            models.Index(
                fields=["profile", "session", "happened_at"], name="play_by_session", condition=Q(session__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.title_id} · {self.position}/{self.duration} s"


class WatchStateQuerySet(PlayedQuerySet["WatchState"]):
    """The questions that are asked of where plays stand."""

    def resumable(self) -> Self:
        """Begun and not finished, long enough to be worth it, not taken off the row; newest first."""
        return self.filter(
            position__gte=F("duration") * RESUME_FROM,
            position__lt=F("duration") * FINISHED_FROM,
            duration__gte=RESUME_WORTH,
            dismissed_at__isnull=True,
        ).order_by("-last_at", "-pk")


class WatchState(models.Model):
    """Where a profile stands in a film or an episode: what its plays add up to."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="watch_states")
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    episode = models.ForeignKey(Episode, models.CASCADE, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(_("position in seconds"))
    duration = models.PositiveIntegerField(_("duration in seconds"))
    furthest = models.FloatField(_("furthest share watched"), default=0)
    watched = models.PositiveIntegerField(_("seconds really played"), default=0, db_default=0)
    plays = models.PositiveIntegerField(_("times begun"), default=1)
    first_at = models.DateTimeField(_("first played at"), default=timezone.now)
    last_at = models.DateTimeField(_("last played at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("taken off Continue watching at"), null=True, blank=True)
    # Since when the viewer keeps plays of it out of the recommendations. Then its plays say what counts, and not this
    # row, which goes on to say where the viewer is.
    hidden_at = models.DateTimeField(HIDDEN, null=True, blank=True)

    objects = WatchStateQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = _("watch state")
        verbose_name_plural = _("watch states")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "title", "episode"], name="watch_state_once", nulls_distinct=False
            ),
            models.CheckConstraint(name="watch_state_position_in_duration", condition=Q(position__lte=F("duration"))),
            models.CheckConstraint(name="watch_state_furthest_share", condition=Q(furthest__range=(0, 1))),
        ]
        indexes = [
            # Continue watching, history and the engine's recent history.
            models.Index(fields=["profile", "-last_at"], name="watch_state_recent"),
            # Popularity over a window, across profiles.
            models.Index(fields=["last_at", "title"], name="watch_state_by_time"),
            # Those of which plays are read in their place.
            models.Index(fields=["profile", "title"], name="watch_state_hidden", condition=Q(hidden_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.title_id} · {self.progress:.0%}"

    @property
    def progress(self) -> float:
        """Where it stands now, 0 to 1."""
        return self.position / self.duration if self.duration else 0.0

    @property
    def minutes_left(self) -> int:
        """Whole minutes to the end, the last one begun counting in full."""
        return -((self.position - self.duration) // 60)

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class Rating(models.Model):
    """A thumb."""

    class Value(models.IntegerChoices):
        DOWN = -1, _("not for me")
        UP = 1, _("I like this")
        LOVE = 2, _("I love this")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="ratings")
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    value = models.SmallIntegerField(_("value"), choices=Value)
    row = models.CharField(_("row it came from"), max_length=ROW_KEY, blank=True)
    page_view = models.UUIDField(_("page view it came from"), null=True, blank=True)
    rated_at = models.DateTimeField(_("rated at"), default=timezone.now)
    hidden_at = models.DateTimeField(HIDDEN, null=True, blank=True)

    objects = EventQuerySet["Rating"].as_manager()

    class Meta:
        ordering = ["-rated_at", "-pk"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["profile", "title"], name="rating_once"),
            models.CheckConstraint(name="rating_value_known", condition=Q(value__in=(-1, 1, 2))),
        ]
        indexes = [
            models.Index(fields=["profile", "-rated_at"], name="rating_by_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.title_id} · {self.value:+d}"


class Look(models.Model):
    """Somebody opened a title's page: a faint sign of interest, the latest of which is kept."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="looks")
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(_("times"), default=1)
    row = models.CharField(_("row it came from"), max_length=ROW_KEY, blank=True)
    page_view = models.UUIDField(_("page view it came from"), null=True, blank=True)
    last_at = models.DateTimeField(_("last looked at"), default=timezone.now)
    hidden_at = models.DateTimeField(HIDDEN, null=True, blank=True)

    objects = EventQuerySet["Look"].as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = _("look at a title")
        verbose_name_plural = _("looks at titles")
        constraints = [models.UniqueConstraint(fields=["profile", "title"], name="look_once")]
        indexes = [models.Index(fields=["profile", "-last_at"], name="look_by_profile")]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.title_id}, {self.times} times"


class Exposure(models.Model):
    """How often a title was on a profile's screen lately; a count over impressions, kept for the pages to come."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="exposures")
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    shown = models.PositiveIntegerField(_("page views it was on screen in"), default=1)
    last_at = models.DateTimeField(_("last shown at"), default=timezone.now)
    hidden_at = models.DateTimeField(HIDDEN, null=True, blank=True)

    objects = EventQuerySet["Exposure"].as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        constraints = [models.UniqueConstraint(fields=["profile", "title"], name="exposure_once")]
        indexes = [models.Index(fields=["profile", "-last_at"], name="exposure_by_profile")]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.title_id}, {self.shown} times"


class ListEntry(models.Model):
    """A title on My List."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="list_entries")
    title = models.ForeignKey(Title, models.CASCADE, related_name="+")
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("entry of My List")
        verbose_name_plural = _("entries of My List")
        constraints = [models.UniqueConstraint(fields=["profile", "title"], name="list_entry_once")]
        indexes = [models.Index(fields=["profile", "-added_at"], name="list_entry_by_profile")]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.title_id}"


class SearchQuery(models.Model):
    """What a profile searched for, and what it then opened."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="searches")
    text = models.CharField(_("text"), max_length=200)
    results = models.PositiveIntegerField(_("number of results"), default=0)
    opened = models.ForeignKey(Title, models.SET_NULL, null=True, blank=True, related_name="+")
    found = ArrayField(models.BigIntegerField(), verbose_name=_("titles found, best first"), default=list, blank=True)
    searched_at = models.DateTimeField(_("searched at"), default=timezone.now)
    hidden_at = models.DateTimeField(HIDDEN, null=True, blank=True)

    objects = EventQuerySet["SearchQuery"].as_manager()

    class Meta:
        ordering = ["-searched_at", "-pk"]
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [models.Index(fields=["profile", "-searched_at"], name="search_by_profile")]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.text}"
