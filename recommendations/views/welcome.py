"""What a newcomer is asked first: a few titles that it likes. A form that works by itself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.access import ViewerRequest, profile_required
from accounts.marks import in_order
from accounts.viewing import number
from catalog.models import Title
from recommendations import newcomers

ASKED = "asked-for-picks"  # the profile that this session has been led here as
MOST = 200  # picks that are taken
FURTHEST = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
@profile_required()
def welcome(request: ViewerRequest) -> HttpResponse:
    """Titles to choose from; choosing some, asking for others and skipping are the same form's buttons."""
    chosen = in_order(request.profile, map(number, request.POST.getlist("title")[:MOST]))
    match request.POST.get("action"):
        case "pick":
            services.pick_titles(profile=request.profile, titles=chosen)
            return redirect("home")
        case "skip":
            services.skip_picks(profile=request.profile)
            return redirect("home")
    start = min(number(request.POST.get("start", "")), FURTHEST)
    offer = newcomers.offer(request.profile, start)
    context = {"chosen": chosen, "offer": offer, "enough": newcomers.ENOUGH}
    return render(request, "home/welcome.html", context)


def is_due(request: ViewerRequest) -> bool:
    """Whether this is a newcomer's first way home, who is led to the welcome then, if there is enough to choose from.

    Once in a session: whoever goes elsewhere from there is let go.
    """
    profile = request.profile
    if not profile.is_newcomer or request.session.get(ASKED) == profile.pk:
        return False
    request.session[ASKED] = profile.pk
    return Title.objects.visible_to(profile.limits)[: newcomers.ENOUGH].count() == newcomers.ENOUGH
