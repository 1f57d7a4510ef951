"""What becomes of a profile's searches: kept once they are settled, forgotten when the viewer says so."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import searches, services
from accounts.access import ViewerRequest, at_most, profile_required
from accounts.viewing import number

SETTLED_A_MINUTE = 60


@require_POST
@profile_required()
@at_most(SETTLED_A_MINUTE, "settled-searches")
def settled(request: ViewerRequest) -> HttpResponse:
    """The viewer has stopped typing. Nobody may be left to read an answer, so what is not theirs is simply not kept."""
    searches.settle(request.profile, request.POST.get("carried", ""))
    return HttpResponse(status=204)


@require_POST
@profile_required()
def forget(request: ViewerRequest) -> HttpResponse:
    """One recent search, or all of them."""
    given = request.POST.get("search")
    services.forget_searches(profile=request.profile, search_id=None if given is None else number(given))
    if not request.htmx:
        return redirect("search")
    return render(request, "browse/_recent.html", {"recent": searches.recent(request.profile)})
