"""What viewers do to a title with a button. Each is a form that works by itself; htmx swaps the button alone."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from accounts import services
from accounts.access import ViewerRequest, profile_required, title_or_404, way_back
from accounts.activity import Wanted
from accounts.origins import origin_of
from accounts.viewing import moment_in, number, seconds
from catalog.models import Episode, Title

NO_RATING = "0"
HIDDEN = "titles/_hidden.html"


@require_POST
@profile_required()
def rate(request: ViewerRequest, slug: str) -> HttpResponse:
    """Thumb down, thumb up or heart; zero takes it back."""
    title = title_or_404(request, slug)
    given = request.POST.get("value", "")
    if given not in {NO_RATING, "-1", "1", "2"}:
        return HttpResponseBadRequest()
    value, origin = int(given) or None, origin_of(request.POST)
    services.rate(profile=request.profile, title=title, value=value, **origin.told())
    title.my_rating = value  # type: ignore[attr-defined]  # as annotated by title_or_404
    return _answer(request, title, "titles/_rate.html", origin=origin)


@require_POST
@profile_required()
def toggle_list(request: ViewerRequest, slug: str) -> HttpResponse:
    """Onto My List or off it."""
    title = title_or_404(request, slug)
    wanted = {"1": True, "0": False}.get(request.POST.get("listed", ""))
    listed = services.toggle_list(profile=request.profile, title=title, listed=wanted)
    title.in_my_list = listed  # type: ignore[attr-defined]  # as annotated by title_or_404
    return _answer(request, title, "titles/_list.html")


@require_POST
@profile_required()
def watched(request: ViewerRequest, slug: str) -> HttpResponse:
    """Say that a film or an episode was watched to its end, here or elsewhere."""
    title = title_or_404(request, slug)
    pk = request.POST.get("episode", "")
    episode = None
    if pk:
        found = Episode.objects.select_related("season").filter(season__title=title)
        episode = get_object_or_404(found, pk=number(pk))
    length, origin = seconds(title, episode), origin_of(request.POST)
    played = {"episode": episode, "position": length, "duration": length, **origin.told()}
    try:
        services.record_play(profile=request.profile, title=title, **played)
    except ValidationError as error:
        return HttpResponseBadRequest("\n".join(error.messages))
    return _answer(request, title, "titles/_watched.html", episode=episode, is_finished=True, origin=origin)


@require_POST
@profile_required()
def hidden(request: ViewerRequest, slug: str) -> HttpResponse:
    """Keep all that was done with a title out of the recommendations, or let it back in."""
    title = title_or_404(request, slug)
    wanted, told = Wanted(title=title.pk), request.POST
    carried = {"next": way_back(request, "")}
    if told.get("hidden") == "1":
        _number, moment = services.hide(profile=request.profile, wanted=wanted)
        return _answer(request, title, HIDDEN, is_hidden=True, at=moment.isoformat(), **carried)
    at = moment_in(told.get("at", ""))
    services.unhide(profile=request.profile, wanted=wanted, hidden_at=at)
    return _answer(request, title, HIDDEN, is_hidden=False, **carried)


@require_POST
@profile_required()
def dismiss(request: ViewerRequest, slug: str) -> HttpResponse:
    """Off Continue watching, until it is played again."""
    title = title_or_404(request, slug)
    services.dismiss(profile=request.profile, title=title)
    return HttpResponse() if request.htmx else redirect(way_back(request, "home"))


def _answer(request: ViewerRequest, title: Title, control: str, **context: Any) -> HttpResponse:
    """The control as it is now, for htmx; else the page that the form was on."""
    if not request.htmx:
        return redirect(way_back(request, title.get_absolute_url()))
    return trigger_client_event(render(request, control, {"title": title, **context}), "taste-changed")
