"""Accounts and the profiles in them."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts import languages
from catalog.access import ADULT, Limits

PROFILES_PER_ACCOUNT = 5
# What a child's profile is limited to unless somebody says otherwise, and the most that may be said.
KIDS_AGE, KIDS_MOST = 9, 12
MOST_BLOCKED = 200


class UserManager(BaseUserManager["User"]):
    """Makes users that log in with an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Addresses are compared without case, as people type them."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class User(AbstractUser):
    """An account: one e-mail address, one password, several profiles."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("There is an account with this e-mail address.")}
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # What is stored is in lower case already; this keeps raw SQL and imports honest.
            models.CheckConstraint(name="user_email_lower", condition=models.Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return self.email

    def get_short_name(self) -> str:
        return self.email


class ProfileQuerySet(models.QuerySet["Profile"]):
    """The questions that are asked of profiles."""

    def of(self, user: Any) -> "ProfileQuerySet":
        """The profiles of this account and of nobody else's."""
        return self.filter(user_id=user.pk)


class Profile(models.Model):
    """One person of an account: the one whose history, taste and page it is."""

    class Avatar(models.TextChoices):
        """Drawings in static/avatars/, a file of that name each."""

        EMBER = "ember", _("Ember")
        LAGOON = "lagoon", _("Lagoon")
        MEADOW = "meadow", _("Meadow")
        DUSK = "dusk", _("Dusk")
        GOLD = "gold", _("Gold")
        SLATE = "slate", _("Slate")
        FOX = "fox", _("Fox")
        OWL = "owl", _("Owl")
        CAT = "cat", _("Cat")
        BEAR = "bear", _("Bear")
        FROG = "frog", _("Frog")
        PENGUIN = "penguin", _("Penguin")
        OCTOPUS = "octopus", _("Octopus")
        GHOST = "ghost", _("Ghost")
        ROBOT = "robot", _("Robot")
        ASTRONAUT = "astronaut", _("Astronaut")

    user = models.ForeignKey(User, models.CASCADE, related_name="profiles", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=40)
    avatar = models.CharField(_("avatar"), max_length=10, choices=Avatar, default=Avatar.EMBER)
    is_kids = models.BooleanField(_("for children"), default=False)
    age_limit = models.PositiveSmallIntegerField(
        _("age limit"),
        default=ADULT,
        validators=[MaxValueValidator(ADULT)],
        help_text=_("Titles rated for older people are out of sight; from 18 up, nothing is."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=languages.offered, blank=True, default="", db_default=""
    )
    # Hashed. Whoever knows it enters the profile; how often it was tried in vain since it was last right, and until
    # when no further try is taken.
    pin = models.CharField(_("PIN"), max_length=128, blank=True, default="", db_default="", editable=False)
    pin_tries = models.PositiveSmallIntegerField(_("wrong PINs"), default=0, db_default=0, editable=False)
    pin_closed_until = models.DateTimeField(_("PIN refused until"), null=True, editable=False)
    # Ids of titles that this profile is not to meet. Beside the profile, which every page reads anyway: no page pays a
    # query for it. A title that is deleted leaves its id behind, which is never given to another.
    blocked = ArrayField(
        models.BigIntegerField(),
        verbose_name=_("blocked titles"),
        size=MOST_BLOCKED,
        default=list,
        db_default=[],
        blank=True,
        editable=False,
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    # When the first picks were made or skipped; until then a newcomer is asked for them.
    welcomed_at = models.DateTimeField(_("welcomed at"), null=True, blank=True, editable=False)
    # Raised in the transaction of every event that says something about taste. A stored page carries the version it was
    # made from, so one that is out of date can be found without trusting any queue.
    taste_version = models.PositiveBigIntegerField(_("taste version"), default=0, editable=False)
    taste_changed_at = models.DateTimeField(_("taste changed at"), null=True, editable=False)
    # Coming back is what makes a page worth keeping fresh.
    last_seen_at = models.DateTimeField(_("last seen at"), null=True, editable=False)
    # What the viewer lets the site do (`accounts.choices`). Set by `services.choose` alone, which records each choice.
    personalised = models.BooleanField(_("page made for them"), default=True, db_default=True, editable=False)
    uses_plays = models.BooleanField(_("plays are learnt from"), default=True, db_default=True, editable=False)
    keeps_searches = models.BooleanField(_("searches are kept"), default=True, db_default=True, editable=False)
    keeps_impressions = models.BooleanField(_("impressions are kept"), default=True, db_default=True, editable=False)
    retention_days = models.PositiveSmallIntegerField(_("days that events are kept"), null=True, editable=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.UniqueConstraint(
                "user",
                Lower("name"),
                name="profile_name_once_an_account",
                violation_error_message=_("Another profile of this account has this name."),
            ),
            models.CheckConstraint(name="profile_age_limit_range", condition=models.Q(age_limit__lte=ADULT)),
            models.CheckConstraint(
                name="profile_kids_age_limit", condition=models.Q(is_kids=False) | models.Q(age_limit__lte=KIDS_MOST)
            ),
        ]
        indexes = [
            # The sweep for pages older than the taste, newest events first.
            models.Index(fields=["-taste_changed_at"], name="profile_taste_changed"),
            # Which profiles are active, after a training.
            models.Index(fields=["-last_seen_at"], name="profile_last_seen"),
            # Whose events grow too old, once an hour.
            models.Index(
                fields=["retention_days"], name="profile_retention", condition=models.Q(retention_days__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_newcomer(self) -> bool:
        """Whether nothing is known of this profile, and it was not asked yet what it likes; nobody is who does not want
        a page of their own."""
        return self.personalised and self.welcomed_at is None and self.taste_version == 0

    @property
    def limits(self) -> Limits:
        """What `Title.objects.visible_to` asks for."""
        return Limits(self.age_limit, frozenset(self.blocked))

    @property
    def is_locked(self) -> bool:
        """Whether a PIN is asked of those who want to enter."""
        return bool(self.pin)
