"""What a profile says of its own taste, beside what it watches."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Profile

KEY = 160  # characters of a slug
KINDS, DIRECTIONS = ("genre", "era", "person", "genre_era"), ("more", "less", "not_me")


class Steer(models.Model):
    """More of something, less of it, or none: "that was not me".

    `key` is the slug of a genre or a person, the first year of a decade, or both as in "horror-1970".
    """

    class Kind(models.TextChoices):
        GENRE = "genre", _("genre")
        ERA = "era", _("decade")
        PERSON = "person", _("person")
        GENRE_ERA = "genre_era", _("genre in a decade")

    class Direction(models.TextChoices):
        MORE = "more", _("more of this")
        LESS = "less", _("less of this")
        NOT_ME = "not_me", _("not me")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="steers")
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    key = models.CharField(_("of what"), max_length=KEY)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction)
    made_at = models.DateTimeField(_("said at"), default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.UniqueConstraint(fields=["profile", "kind", "key"], name="steer_once"),
            models.CheckConstraint(name="steer_kind_known", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="steer_direction_known", condition=Q(direction__in=DIRECTIONS)),
            models.CheckConstraint(name="steer_of_something", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.direction} {self.kind} {self.key}"
