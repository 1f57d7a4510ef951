"""What viewers decided about their data, and who looked at it."""

from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Profile, User


class Consent(models.Model):
    """One choice, as it was made: what, when, where, and under which version of its text. Only ever added."""

    class Through(models.TextChoices):
        SIGN_UP = "sign-up", _("when the account was made")
        PROFILE = "profile", _("when the profile was made")
        PAGE = "page", _("on the page Choices")
        API = "api", _("on a device")
        CHILD = "child", _("set by itself, for a child")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="consents")
    choice = models.CharField(_("choice"), max_length=20)
    value = models.CharField(_("decided"), max_length=10)
    text_version = models.CharField(_("version of the text"), max_length=20)
    through = models.CharField(_("where"), max_length=10, choices=Through)
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("choice of a viewer")
        verbose_name_plural = _("choices of viewers")
        indexes = [models.Index(fields=["profile", "-decided_at"], name="consent_by_profile")]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.choice}: {self.value}"


class DataAccess(models.Model):
    """An operator saw something of a viewer on the operators' side.

    Only ever added: a trigger refuses changes and deletions, other than those of an erasure (`services.erasure`).
    """

    class Kind(models.TextChoices):
        LIST = "list", _("a list")
        PAGE = "page", _("one entry")
        PREVIEW = "preview", _("the home page and what it was made from")
        HISTORY = "history", _("the log of changes")
        DELETION = "deletion", _("what a deletion would take with it")

    user = models.ForeignKey(User, models.CASCADE, related_name="accesses")
    profile = models.ForeignKey(Profile, models.CASCADE, null=True, blank=True, related_name="accesses")
    operator = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=True)
    operator_name = models.CharField(_("operator"), max_length=80, blank=True)
    operator_role = models.CharField(_("role"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(_("what was looked at"), max_length=80)
    seen_at = models.DateTimeField(_("seen at"), default=timezone.now)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        verbose_name = _("look of an operator")
        verbose_name_plural = _("looks of operators")
        indexes = [
            # What the viewer is shown.
            models.Index(fields=["user", "-seen_at"], name="access_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.operator_name} ({self.operator_role}): {self.what}"


def value_of(choice: Any) -> str:
    """A choice as it is recorded: "on", "off", a number of days, or "always" for events that are kept for good."""
    if isinstance(choice, bool):
        return "on" if choice else "off"
    return "always" if choice is None else str(choice)


class Operator(NamedTuple):
    """Who looked, as it is written down: the account, and name and role as they were then."""

    operator: User
    operator_name: str
    operator_role: str

    @classmethod
    def of(cls, user: Any) -> "Operator":
        groups = sorted(group.name for group in user.groups.all())
        everything = [str(_("superuser"))] if user.is_superuser else []
        role = ", ".join([*everything, *groups]) or str(_("staff"))
        return cls(user, user.email.partition("@")[0][:80], role[:80])
