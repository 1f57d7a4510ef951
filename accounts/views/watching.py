"""The watch page, what its player asks for, and what it reports."""

from functools import partial
from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from rest_framework.exceptions import ValidationError

from accounts.access import ViewerRequest, own_profile, profile_required, title_or_404, touch
from accounts.api.playback import PlaybackSerializer
from accounts.api.plays import PlaysBody, TakenSerializer
from accounts.origins import Origin, origin_of
from accounts.player_styles import HASHES
from accounts.progress import take_in
from accounts.viewing import number
from accounts.views.reports import reported
from accounts.watching import Watching, watching
from catalog.models import Episode, Title
from catalog.templatetags.titles import query

SPEEDS = ("0.5", "0.75", "1", "1.25", "1.5", "2")


# The style sheets that the controls bring along in themselves, each by its hash.
@csp_update({"style-src": HASHES})
@require_safe
@profile_required()
def watch(request: ViewerRequest, slug: str) -> HttpResponse:
    """Plays a title from where the profile left it; of a series, the episode named or the next one."""
    found = _wanted(request, slug)
    context = {
        "title": found.title,
        "watching": found,
        "origin": origin_of(request.GET),
        "told": _told(request, found),
        "speeds": SPEEDS,
    }
    return render(request, "accounts/watch.html", context)


@require_safe
@never_cache
@profile_required()
def playback(request: ViewerRequest, slug: str) -> HttpResponse:
    """What the player needs of a film or an episode: the next one, or the same with addresses that work for longer."""
    return JsonResponse(_told(request, _wanted(request, slug)))


@require_POST
def plays(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a player's reports, the API's body in a form's field as beacons send it, and tells which were refused.

    They are of any profile of the account: what gathered without a connection may be of one that was left since.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    profile = own_profile(request.user, pk)
    if profile is None:
        raise Http404
    touch(profile)
    try:
        told = reported(PlaysBody, request)
    except ValidationError as error:
        return JsonResponse({"errors": error.detail}, status=400)
    return JsonResponse(TakenSerializer({"refused": take_in(profile, **told)}).data)


def _wanted(request: ViewerRequest, slug: str) -> Watching:
    title = title_or_404(request, slug)
    found = watching(request.profile, title, number(request.GET.get("episode", "")) or None)
    if found is None:
        raise Http404
    return found


def _told(request: ViewerRequest, found: Watching) -> dict[str, Any]:
    """What the API says of a playback, and what the page shows around it. No `playback` where there is no video."""
    origin = origin_of(request.GET)
    address = partial(_address, found.title, origin)
    told: dict[str, Any] = {
        "name": found.title.local_name,
        "episode": _named(found.episode),
        "renew": address("playback", found.episode),
        "row": origin.row,
        "page_view": str(origin.page_view) if origin.page_view else None,
        "next": None,
        "playback": None,
    }
    if found.following:
        told["next"] = {
            "label": _named(found.following),
            "playback": address("playback", found.following),
            "page": address("watch", found.following),
        }
    if found.playback:
        told["playback"] = PlaybackSerializer(found, context={"origin": ""}).data
    return told


def _named(episode: Episode | None) -> str:
    if episode is None:
        return ""
    facts = {"season": episode.season.number, "number": episode.number, "name": episode.name}
    return _("S%(season)d · E%(number)d · %(name)s") % facts


def _address(title: Title, origin: Origin, name: str, episode: Episode | None) -> str:
    return reverse(name, args=[title.slug]) + query(episode=episode.pk if episode else None, **origin.carried())
