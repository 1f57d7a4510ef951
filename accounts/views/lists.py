"""My List and the history."""

import datetime as dt
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import CharField, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import ViewerRequest, profile_required
from accounts.marks import in_order
from accounts.models import ListEntry, Profile, Rating, WatchState
from catalog.models import Title

CARDS, ENTRIES = 48, 40


class Entry(NamedTuple):
    """What was done to a title, without another in between: films or episodes watched, ratings given."""

    moment: dt.datetime
    title: Title
    done: list[WatchState | Rating]


@require_GET
@profile_required()
def my_list(request: ViewerRequest) -> HttpResponse:
    """What the profile put aside, latest first."""
    visible = Title.objects.visible_to(request.profile.limits)
    entries = ListEntry.objects.filter(profile=request.profile, title__in=visible).values_list("title", flat=True)
    page: Page[int] = Paginator(entries, CARDS).get_page(request.GET.get("page"))
    titles = in_order(request.profile, list(page))
    return render(request, "accounts/my_list.html", {"page": page, "titles": titles})


@require_GET
@profile_required()
def history(request: ViewerRequest) -> HttpResponse:
    """What the profile watched and rated, day by day, latest first."""
    page = Paginator(_moments(request.profile), ENTRIES).get_page(request.GET.get("page"))
    entries = _entries(request.profile, list(page))
    days = [(day, list(found)) for day, found in groupby(entries, key=lambda e: timezone.localdate(e.moment))]
    return render(request, "accounts/history.html", {"page": page, "days": days})


def _moments(profile: Profile) -> "QuerySet[WatchState, tuple[str, int, int, dt.datetime]]":
    """What was done as (kind, id, title, moment), latest first, of titles that may be seen."""
    mine = {"profile": profile, "title__in": Title.objects.visible_to(profile.limits)}
    kind = CharField()
    watched = WatchState.objects.filter(**mine).order_by()
    rated = Rating.objects.filter(**mine).order_by()
    return (
        watched.values_list(Value("watched", kind), "pk", "title", "last_at")
        .union(rated.values_list(Value("rated", kind), "pk", "title", "rated_at"), all=True)
        .order_by("-last_at", "-pk")
    )


def _entries(profile: Profile, moments: list[tuple[str, int, int, dt.datetime]]) -> list[Entry]:
    of_kind = {kind: [pk for found, pk, *_ in moments if found == kind] for kind in ("watched", "rated")}
    states = WatchState.objects.filter(profile=profile).select_related("episode__season").in_bulk(of_kind["watched"])
    ratings = Rating.objects.filter(profile=profile).in_bulk(of_kind["rated"])
    titles = {title.pk: title for title in in_order(profile, [title for _, _, title, _ in moments])}
    found: dict[str, dict[int, WatchState] | dict[int, Rating]] = {"watched": states, "rated": ratings}
    done = [
        (moment, title, found[kind][pk]) for kind, pk, title, moment in moments if title in titles and pk in found[kind]
    ]
    together = (list(group) for _, group in groupby(done, key=lambda one: (timezone.localdate(one[0]), one[1])))
    return [Entry(group[0][0], titles[group[0][1]], [what for *_, what in group]) for group in together]
