"""The home page and its rows, a batch at a time."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.access import ViewerRequest, profile_required
from recommendations import homepage, queueing
from recommendations.assembly import ROWS
from recommendations.views import welcome

STATE_HEADER = "Page-State"  # "waiting" while a worker is at a newer page, else "current"


@require_safe
@profile_required(select_related=("home_page",))
def home(request: ViewerRequest) -> HttpResponse:
    """The page that waits for the viewer; where a better one can be made, it follows by itself."""
    if welcome.is_due(request):
        return redirect("welcome")
    page = homepage.read(request.profile)
    return render(request, "home/page.html", {"page": page, "state": _state(request), "first": 0})


@require_safe
@profile_required(select_related=("home_page",))
def rows(request: ViewerRequest) -> HttpResponse:
    """Rows from a place on, or the whole page again where it is the first: `shown` rows of it, if it changed.

    Scripts ask with the version they show; 304 says that there is no newer one yet.
    """
    start, shown = _number(request, "from", 0), _number(request, "shown", homepage.BATCH)
    etag = f'W/"{homepage.version(request.profile)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        page = homepage.read(request.profile, start=start, batch=max(1, shown))
        template = ("home/_page.html" if start == 0 else "home/_rows.html") if request.htmx else "home/rows.html"
        response = render(request, template, {"page": page, "first": start})
    response["ETag"], response[STATE_HEADER] = etag, _state(request)
    return response


def _state(request: ViewerRequest) -> str:
    """Whether a newer page is to be expected; if so, it is asked for, once however often this is called."""
    if not homepage.is_outdated(request.profile):
        return "current"
    queueing.request_refresh(request.profile.pk)
    return "waiting"


def _number(request: ViewerRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    return min(int(given[:4]), ROWS) if given.isascii() and given.isdigit() else default
