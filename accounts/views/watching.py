"""The watch page, and what its player reports."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from accounts import services
from accounts.access import ViewerRequest, profile_required, title_or_404
from accounts.forms import PlayForm
from accounts.origins import origin_of
from accounts.viewing import number, seconds, standing
from catalog.models import Episode

STAND_IN = "demo/sintel-trailer-52s-480x204.mp4"


@require_GET
@profile_required()
def watch(request: ViewerRequest, slug: str) -> HttpResponse:
    """Plays a title from where the profile left it; of a series, the episode named or the next one."""
    title = title_or_404(request, slug)
    where = standing(request.profile, title, number(request.GET.get("episode", "")) or None)
    if where is None:
        raise Http404
    context = {
        "title": title,
        "standing": where,
        "seconds": seconds(title, where.episode),
        "origin": origin_of(request.GET),
        "clip": STAND_IN,
    }
    return render(request, "accounts/watch.html", context)


@require_POST
@profile_required()
def plays(request: ViewerRequest) -> HttpResponse:
    """Takes a player's report; answers with nothing, as nobody may be left to read it."""
    form = PlayForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    title = title_or_404(request, form.cleaned_data["title"])
    episode = _episode(title.pk, form.cleaned_data["episode"])
    try:
        origin = origin_of(request.POST).told()
        services.record_play(profile=request.profile, title=title, episode=episode, **form.reported(), **origin)
    except ValidationError as error:
        return JsonResponse({"errors": error.messages}, status=400)
    return HttpResponse(status=204)


def _episode(title_id: int, pk: int | None) -> Episode | None:
    if pk is None:
        return None
    return get_object_or_404(Episode.objects.select_related("season"), pk=pk, season__title=title_id)
