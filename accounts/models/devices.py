"""Devices that are logged in by the API, and the tokens that they had before."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from accounts.models.activity import Play
from accounts.models.people import User

DEVICE_NAME = 60


class DeviceSessionQuerySet(models.QuerySet["DeviceSession"]):
    """The questions that are asked of devices."""

    def of(self, user: Any) -> "DeviceSessionQuerySet":
        """The devices of this account and of nobody else's."""
        return self.filter(user_id=user.pk)

    def live(self) -> "DeviceSessionQuerySet":
        """Those whose token has not run out."""
        return self.filter(token__expiry__gt=timezone.now())


class DeviceSession(models.Model):
    """One device from its log-in to its log-out. It keeps its id when its token is replaced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="device_sessions", verbose_name=_("account"))
    # The session ends with its token, whoever takes that away: log-out, expiry, an operator.
    token = models.OneToOneField(AuthToken, models.CASCADE, related_name="device_session", verbose_name=_("token"))
    name = models.CharField(_("name"), max_length=DEVICE_NAME, blank=True)
    device = models.CharField(_("device"), max_length=6, choices=Play.Device, default=Play.Device.OTHER)
    began_at = models.DateTimeField(_("logged in at"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used at"), auto_now_add=True)

    objects = DeviceSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-last_used_at", "-pk"]
        verbose_name = _("logged-in device")
        verbose_name_plural = _("logged-in devices")
        # An account's devices are found by the foreign key's own index.

    def __str__(self) -> str:
        return self.name or self.get_device_display()


class ReplacedToken(models.Model):
    """The hash of a token that was given back for a newer one. Whoever still uses it has it from somewhere else."""

    digest = models.CharField(_("hash"), max_length=128, primary_key=True)
    session = models.ForeignKey(DeviceSession, models.CASCADE, related_name="replaced", verbose_name=_("device"))
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)

    class Meta:
        verbose_name = _("replaced token")
        verbose_name_plural = _("replaced tokens")

    def __str__(self) -> str:
        return self.digest[:8]
