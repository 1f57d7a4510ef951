"""What tells processes that hold the names of titles that one of them has changed."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NamesStamp(models.Model):
    """One row: another stamp whenever a name that search looks at has changed, in the same transaction."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(_("stamp"), default=uuid.uuid4)

    class Meta:
        verbose_name = _("stamp of names")
        verbose_name_plural = _("stamps of names")
        constraints = [models.CheckConstraint(name="names_stamp_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.stamp)
