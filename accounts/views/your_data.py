"""What is kept of a viewer, to be looked at and taken out: the first page of it, and all of their activity."""

import datetime as dt
from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from accounts import activity as kept
from accounts import services
from accounts.access import ViewerRequest, profile_required, way_back
from accounts.activity import Cursor, Entry, InvalidCursor, Wanted
from accounts.activity.kinds import PUBLIC
from accounts.api.filters import NAMED, Filters, event_of, wanted_of
from accounts.models import Play
from accounts.steers import genres_of, people_of
from accounts.viewing import moment_in, number
from catalog.models import Title
from catalog.naming import decade_name

SIZE = 24
CHANGED = "taste-changed"
FORM = ("q", "kind", "day", "device", "hidden")  # filters that have a field; links set the others


@require_safe
@profile_required()
def your_data(request: ViewerRequest) -> HttpResponse:
    """What there is to see and to decide."""
    return render(request, "your_data/hub.html")


@require_safe
@profile_required()
def activity(request: ViewerRequest) -> HttpResponse:
    """Everything that the profile did, the latest first; a filter that makes no sense is none."""
    filters = _sensible(request.GET)
    after = _cursor(request.GET.get("after", ""))
    page = kept.read(request.profile, wanted_of(filters), SIZE, after)
    context: dict[str, Any] = {
        "days": _by_day(page.entries),
        "continued": timezone.localdate(after.at) if after else None,
        "here": _address(filters),
        "acts": _acts(),
        "onward": _address({**filters, "after": page.next.encode()}) if page.next else "",
    }
    if request.htmx and after:
        return render(request, "your_data/_entries.html", context)
    context |= {
        "filters": filters,
        "others": {name: told for name, told in filters.items() if name not in FORM},
        "narrowed": _narrowed(request, filters),
        "kinds": PUBLIC,
        "devices": Play.Device.choices,
        "notice": _notice(request.GET, filters),
        "after": after,
    }
    return render(request, "your_data/activity.html", context)


@require_POST
@profile_required()
def hide(request: ViewerRequest) -> HttpResponse:
    """Keep something out of the recommendations: one entry, or all that the filters say."""
    wanted = _selection(request)
    if wanted is None:
        return HttpResponseBadRequest()
    concerned, moment = services.hide(profile=request.profile, wanted=wanted)
    return _answer(request, wanted, done="hidden", number=concerned, at=moment.isoformat())


@require_POST
@profile_required()
def unhide(request: ViewerRequest) -> HttpResponse:
    """Let it back in: all of it, or what was hidden at one moment."""
    wanted = _selection(request)
    if wanted is None:
        return HttpResponseBadRequest()
    concerned = services.unhide(profile=request.profile, wanted=wanted, hidden_at=moment_in(request.POST.get("at", "")))
    return _answer(request, wanted, done="used", number=concerned)


@require_POST
@profile_required()
def delete(request: ViewerRequest) -> HttpResponse:
    """Delete it for good, once it was said that this is meant."""
    wanted = _selection(request)
    if wanted is None:
        return HttpResponseBadRequest()
    if request.POST.get("sure") != "1":
        context = {
            "told": request.POST.items(),
            "number": kept.count(request.profile, wanted),
            "only": next(iter(kept.read(request.profile, wanted, 1).entries), None) if wanted.event else None,
            "back": _back(request),
        }
        return render(request, "your_data/delete.html", context)
    concerned = services.forget(profile=request.profile, wanted=wanted)
    return _answer(request, wanted, done="deleted", number=concerned)


def _selection(request: ViewerRequest) -> Wanted | None:
    """What a form means; None where it says nothing, or what makes no sense."""
    if entry := request.POST.get("entry"):
        return event_of(entry)
    given = Filters(data=_plain(request.POST))
    if not given.is_valid():
        return None
    wanted = wanted_of(given.validated_data)
    return wanted if bool(wanted) != (request.POST.get("everything") == "1") else None


def _answer(request: ViewerRequest, wanted: Wanted, **notice: Any) -> HttpResponse:
    """The entry as it is now, for htmx; else the page that the form was on, which says what was done."""
    if request.htmx:
        entries = kept.read(request.profile, wanted, 1).entries if wanted.event else []
        context = {"entry": entries[0], "here": _back(request), "acts": _acts()} if entries else None
        response = render(request, "your_data/_entry.html", context) if context else HttpResponse()
        return trigger_client_event(response, CHANGED)
    if wanted.event:
        notice["entry"] = wanted.event
    back = _back(request)
    return redirect(f"{back}{'&' if '?' in back else '?'}{urlencode(notice)}")


def _acts() -> dict[str, str]:
    """Where the forms of entries lead, looked up once for all of them."""
    names = {"hide": "hide-activity", "unhide": "unhide-activity", "delete": "delete-activity", "all": "your-activity"}
    return {act: reverse(name) for act, name in names.items()}


def _back(request: ViewerRequest) -> str:
    return way_back(request, reverse("your-activity"))


def _plain(given: QueryDict) -> dict[str, str]:
    """The filters that are named and not left empty."""
    return {name: text for name in NAMED if (text := given.get(name, ""))}


def _sensible(given: QueryDict) -> dict[str, str]:
    """The filters of an address, as it writes them, without what cannot be meant."""
    told = _plain(given)
    filters = Filters(data=told)
    if not filters.is_valid():
        told = {name: text for name, text in told.items() if name not in filters.errors}
    return told


def _cursor(text: str) -> Cursor | None:
    try:
        return Cursor.decode(text) if text else None
    except InvalidCursor:
        return None


def _address(told: Mapping[str, str]) -> str:
    page = reverse("your-activity")
    return f"{page}?{urlencode(told)}" if told else page


def _by_day(entries: list[Entry]) -> list[tuple[dt.date, list[Entry]]]:
    return [(day, list(found)) for day, found in groupby(entries, key=lambda entry: timezone.localdate(entry.at))]


def _narrowed(request: ViewerRequest, filters: Mapping[str, str]) -> list[tuple[str, str]]:
    """What only links narrow the list by, in words, each with the address without it."""
    return [
        (_named(request, name, text), _address(_without(filters, name)))
        for name, text in filters.items()
        if name not in FORM
    ]


def _named(request: ViewerRequest, name: str, text: str) -> str:
    """What a filter means, for people."""
    found: str | None = None
    match name:
        case "title":
            visible = Title.objects.visible_to(request.profile.limits)
            title = visible.filter(pk=number(text)).only("name", "names").first()
            found = title.local_name if title else None
        case "genre":
            genre = genres_of(request.profile).filter(slug=text).first()
            found = genre.local_name if genre else None
        case "person":
            found = people_of(request.profile).filter(slug=text).values_list("name", flat=True).first()
        case "era":
            found = decade_name(text)
    return found or text.replace("_", " ")


def _without(filters: Mapping[str, str], gone: str) -> dict[str, str]:
    return {name: text for name, text in filters.items() if name != gone}


def _notice(given: QueryDict, filters: Mapping[str, str]) -> dict[str, Any] | None:
    """What a form has just done, and what undoes it."""
    done = given.get("done", "")
    if done not in {"hidden", "used", "deleted"}:
        return None
    at = moment_in(given.get("at", ""))
    entry = given.get("entry", "")
    undo = {"entry": entry} if event_of(entry) else _without(filters, "hidden") or {"everything": "1"}
    return {
        "done": done,
        "number": number(given.get("number", "")),
        "undo": {**undo, "at": at.isoformat()} if at and done == "hidden" else None,
    }
