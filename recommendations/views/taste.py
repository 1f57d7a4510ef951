"""What was learnt of the viewer, in words and pictures, and what they have to say to it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from accounts import services, steers
from accounts.access import ViewerRequest, profile_required, way_back
from accounts.activity.wanted import DAYS, HOURS
from accounts.models import Play, Steer
from catalog.naming import decade_name
from catalog.templatetags.titles import query
from recommendations import habits
from recommendations.habits import Habits, Mix
from recommendations.leanings import Leaning
from recommendations.months import Change

SHOWN = 9  # genres, people
LEFT, LEAST = 6, 0.01  # genres that are given up, and how often at least
DECADES = [str(year) for year in range(2020, 1890, -10)]
NAMES: dict[str, Any] = {
    "night": gettext_lazy("Night"),
    "morning": gettext_lazy("Morning"),
    "afternoon": gettext_lazy("Afternoon"),
    "evening": gettext_lazy("Evening"),
    "monday": gettext_lazy("Monday"),
    "tuesday": gettext_lazy("Tuesday"),
    "wednesday": gettext_lazy("Wednesday"),
    "thursday": gettext_lazy("Thursday"),
    "friday": gettext_lazy("Friday"),
    "saturday": gettext_lazy("Saturday"),
    "sunday": gettext_lazy("Sunday"),
    "finished": gettext_lazy("Watched to the end"),
    "half": gettext_lazy("Left after the middle"),
    "early": gettext_lazy("Left early"),
    **dict(Play.Device.choices),
}


class Bar(NamedTuple):
    """A line of a picture: `width` is of the longest bar, and `mark` where the site as a whole would be, 0 to 100.

    `link` leads to what it was made from, and is empty where that is nothing.
    """

    name: str
    share: float
    width: float
    link: str
    mark: float | None = None
    leaning: Leaning | None = None
    kind: str = ""
    key: str = ""
    direction: str = ""


class Column(NamedTuple):
    """A month of a picture, as pieces from the bottom: their place from the top and their height, 0 to 100."""

    label: Any
    link: str
    titles: int
    pieces: list[tuple[int, float, float]]


@require_safe
@profile_required()
def taste(request: ViewerRequest) -> HttpResponse:
    """The whole page. A constant number of queries."""
    known = habits.of_profile(request.profile)
    wishes = steers.told(request.profile)
    said = {(wish.steer.kind, wish.steer.key): wish.steer.direction for wish in wishes}
    context = {
        "known": known,
        "wishes": wishes,
        "sections": [
            (_("Genres"), _leanings(known.genres, Steer.Kind.GENRE, said)),
            (_("Decades"), _leanings(known.decades, Steer.Kind.ERA, said)),
            (_("People"), _leanings(known.people, Steer.Kind.PERSON, said)),
        ],
        "pictures": _pictures(known),
        "left": [genre for genre in known.left_genres if genre.share >= LEAST][:LEFT],
        "columns": _columns(known.change),
        "offered": sorted(steers.genres_of(request.profile).order_by(), key=lambda genre: genre.local_name),
        "decades": [(year, decade_name(year)) for year in DECADES],
        "directions": Steer.Direction.choices,
    }
    return render(request, "your_data/taste.html", context)


@require_POST
@profile_required()
def wish(request: ViewerRequest) -> HttpResponse:
    """More of something, less, not me; without a direction, what was said of it is taken back."""
    kind, key = _meant(request)
    direction = request.POST.get("direction", "")
    if "\0" in kind + key:
        return HttpResponseBadRequest()
    try:
        if direction:
            services.steer(profile=request.profile, kind=kind, key=key, direction=direction)
        else:
            services.unsteer(profile=request.profile, kind=kind, key=key)
    except ValidationError as error:
        return HttpResponseBadRequest("\n".join(error.messages))
    if not request.htmx:
        return redirect(way_back(request, reverse("your-taste")))
    told = steers.told(request.profile)
    name = next(
        (one.name for one in told if (one.steer.kind, one.steer.key) == (kind, key)), request.POST.get("name", "")
    )
    context = {"kind": kind, "key": key, "direction": direction, "name": name, "wishes": told, "moved": True}
    return trigger_client_event(render(request, "your_data/_wished.html", context), "taste-changed")


def _meant(request: ViewerRequest) -> tuple[str, str]:
    """Kind and key; a form that offers several things has them in one field."""
    kind, _colon, key = request.POST.get("what", "").partition(":")
    return request.POST.get("kind", kind), request.POST.get("key", key)


def _leanings(found: Sequence[Leaning], kind: str, said: Mapping[tuple[str, str], str]) -> list[Bar]:
    shown = found[:SHOWN]
    longest = max((max(one.share, one.usual) for one in shown), default=0.0) or 1.0
    return [
        Bar(
            name=one.name,
            share=one.share,
            width=100 * one.share / longest,
            link=_activity(**{kind: one.slug}),
            mark=100 * one.usual / longest,
            leaning=one,
            kind=kind,
            key=one.slug,
            direction=said.get((kind, one.slug), ""),
        )
        for one in shown
    ]


def _pictures(known: Habits) -> list[tuple[str, str, list[Bar]]]:
    """The other pictures: a heading, what it rests on, and the bars; none where too little is known."""
    found = [
        (_("When you watch"), known.day, "part", tuple(HOURS)),
        (_("On which days"), known.week, "weekday", DAYS),
        (_("On what"), known.devices, "device", ()),
        (_("How far you watch"), known.endings, "", ("finished", "half", "early")),
    ]
    return [(heading, _rests_on(mix, name), _mix(mix, name, order)) for heading, mix, name, order in found if mix]


def _rests_on(mix: Mix, name: str) -> str:
    if name:
        return _("From %(number)d evenings and other sittings.") % {"number": mix.events}
    return _("From %(number)d titles that you began.") % {"number": mix.events}


def _mix(mix: Mix, name: str, order: Sequence[str]) -> list[Bar]:
    """Bars in this order, or the longest first; `name` is the filter that leads to what a bar is of."""
    longest = max(mix.shares.values())
    shares = [(value, mix.shares.get(value, 0.0)) for value in order or mix.shares]
    return [
        Bar(str(NAMES.get(value, value)), share, 100 * share / longest, _leads_to(name, value) if share else "")
        for value, share in shares
    ]


def _leads_to(name: str, value: str) -> str:
    return _activity(**{name: value}, kind="play") if name else _activity(kind="play")


def _columns(change: Change) -> list[Column]:
    found = []
    for month in change.months:
        top, pieces = 100.0, []
        for number, share in enumerate(month.shares):
            top -= 100 * share
            pieces.append((number, round(top, 2), round(100 * share, 2)))
        if month.titles and top > 0.01:
            pieces.append((len(month.shares), 0.0, round(top, 2)))
        link = _activity(month=f"{month.first:%Y-%m}") if month.titles else ""
        found.append(Column(month.first, link, month.titles, pieces))
    return found


def _activity(**filters: str) -> str:
    return reverse("your-activity") + query(**filters)
