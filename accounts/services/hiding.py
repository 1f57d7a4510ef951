"""Keeping what was done out of the recommendations, and letting it back in."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, QuerySet, Subquery
from django.utils import timezone

from accounts.activity.wanted import Wanted
from accounts.models import Play, Profile, WatchState
from accounts.services.changes import mark_taste_changed

Marks = tuple[int, dt.datetime]


@transaction.atomic
def hide(*, profile: Profile, wanted: Wanted) -> Marks:
    """Have no recommendation made from this part of the activity.

    Tells how many entries that concerns, and the moment by which `unhide` finds these and no others.
    """
    moment = timezone.now()
    number = _mark(profile, wanted, moment, {"hidden_at": None})
    if number:
        mark_taste_changed(profile.pk)
    return number, moment


@transaction.atomic
def unhide(*, profile: Profile, wanted: Wanted, hidden_at: dt.datetime | None = None) -> int:
    """Have recommendations made from it again: from all of it, or from what was hidden at that moment."""
    was = {"hidden_at": hidden_at} if hidden_at else {"hidden_at__isnull": False}
    number = _mark(profile, wanted, None, was)
    if number:
        mark_taste_changed(profile.pk)
    return number


def hidden_with(profile: Profile, state: WatchState, session: Any) -> dt.datetime | None:
    """Since when the viewing is hidden that a player goes on with, if it is; no query for what is not hidden at all."""
    if session is None or state.hidden_at is None:
        return None
    same = Play.objects.filter(profile=profile, session=session, title=state.title_id, episode=state.episode_id)
    since: dt.datetime | None = same.order_by().aggregate(at=Max("hidden_at"))["at"]
    return since


def _mark(profile: Profile, wanted: Wanted, moment: dt.datetime | None, was: dict[str, Any]) -> int:
    number = 0
    for kind in wanted.kinds():
        if not kind.counts:
            continue
        rows = wanted.of(profile, kind).filter(**was)
        if kind.model is Play:
            found = reports_of(profile, wanted, rows)
            titles = set(found.values_list("title", flat=True).distinct())
            number += rows.count()
            found.filter(**was).update(hidden_at=moment)
            settle_marks(profile, titles)
        else:
            number += rows.update(hidden_at=moment)
    return number


def reports_of(profile: Profile, wanted: Wanted, begun: QuerySet[Play]) -> QuerySet[Play]:
    """All reports of the viewings that begin with these.

    Where whole titles are meant, all that there are of those; else they are looked up by the sessions.
    """
    if wanted.is_of_titles:
        return wanted.reports(profile)
    first = list(begun.values_list("pk", "session", "title", "episode"))
    viewings = {tuple(viewing) for _, *viewing in first if viewing[0]}
    reports = Play.objects.order_by().filter(profile=profile, session__in={session for session, *_ in viewings})
    rest = [
        pk for pk, *viewing in reports.values_list("pk", "session", "title", "episode") if tuple(viewing) in viewings
    ]
    return Play.objects.order_by().filter(pk__in={*rest, *(pk for pk, *_ in first)})


def settle_marks(profile: Profile, titles: Collection[int]) -> None:
    """Have watch states say whether plays of them are hidden."""
    plays = Play.objects.of_same("profile", "title").order_by()
    latest = plays.values("profile").annotate(at=Max("hidden_at")).values("at")
    states = WatchState.objects.order_by().filter(Exists(plays), profile=profile, title__in=titles)
    states.update(hidden_at=Subquery(latest))
