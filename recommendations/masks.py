"""What may be shown of what a page names, asked anew each time it is shown."""

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, Subquery, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import ListEntry, Profile, Rating, WatchState
from accounts.models.activity import FINISHED_FROM, RESUME_FROM
from catalog.access import Limits
from catalog.models import Title

# What stands for parameters in a statement that is written once.
PROFILE, IDS = "the profile", "the titles"


class Mark(NamedTuple):
    """Where a title stands with a profile that may see it. `updated_at` says which version of its facts is meant."""

    updated_at: dt.datetime
    rating: int | None
    furthest: float | None  # share of it that was watched, of the episode most of which was
    listed: bool

    @property
    def disliked(self) -> bool:
        return self.rating == Rating.Value.DOWN

    @property
    def begun(self) -> bool:
        return self.furthest is not None and self.furthest >= RESUME_FROM

    @property
    def watched(self) -> bool:
        """Whether a film, or an episode at least, was watched to its end."""
        return self.furthest is not None and self.furthest >= FINISHED_FROM


def marks(profile: Profile, ids: Collection[int], *, listed: bool = False) -> dict[int, Mark]:
    """Those of these titles that the profile may see. One query; `listed` asks for My List as well."""
    statement, parameters = _statement(profile.limits, listed)
    given: dict[Any, Any] = {PROFILE: profile.pk, IDS: list(ids)}
    now = timezone.now()
    with connection.cursor() as cursor:
        # Whatever moment the statement was written for, it is asked about this one.
        cursor.execute(statement, [now if isinstance(p, dt.datetime) else given.get(p, p) for p in parameters])
        return {pk: Mark(*mark) for pk, *mark in cursor.fetchall()}


@lru_cache(maxsize=64)
def _statement(limits: Limits, listed: bool) -> tuple[str, tuple[Any, ...]]:
    """The query in SQL with what stands in for its parameters: writing it takes the ORM longer than running it."""
    mine = {"profile": RawSQL("%s", [PROFILE]), "title": OuterRef("pk")}
    entries = Exists(ListEntry.objects.order_by().filter(**mine)) if listed else Value(False, BooleanField())
    found = (
        Title.objects.visible_to(limits)
        # One array for the hundred numbers, which would each be a parameter to be looked at.
        .filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [IDS]))
        .order_by()
        .values_list(
            "pk",
            "updated_at",
            Subquery(Rating.objects.order_by().filter(**mine).values("value")),
            Subquery(WatchState.objects.filter(**mine).order_by("-furthest").values("furthest")[:1]),
            entries,
        )
    )
    return found.query.sql_with_params()
