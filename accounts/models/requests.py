"""Requests that must not count twice, by the keys that their clients gave them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User

LONGEST_KEY = 200
OPERATION = 40


class KeyedRequest(models.Model):
    """What was answered to a request, for whoever sends it again because the answer was lost."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("account"))
    operation = models.CharField(_("operation"), max_length=OPERATION)
    key = models.CharField(_("key"), max_length=LONGEST_KEY)
    digest = models.CharField(_("hash of what was sent"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    answer = models.JSONField(_("answer"), null=True)
    location = models.CharField(_("address of what was made"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("answered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("request with a key")
        verbose_name_plural = _("requests with a key")
        constraints = [
            models.UniqueConstraint(fields=["user", "operation", "key"], name="accounts_keyedrequest_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="accounts_keyedrequest_age")]  # for `drop_old`

    def __str__(self) -> str:
        return f"{self.operation} {self.key[:8]}"
