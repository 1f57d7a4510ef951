"""The home page and its rows, a batch at a time."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.access import ViewerRequest, profile_required, send_to
from accounts.viewing import number
from recommendations import homepage, kept, queueing
from recommendations.assembly import ROWS
from recommendations.cursor import Cursor, InvalidCursor
from recommendations.views import welcome
from recommendations.views.browse import tiles

MOST_KEPT = 100
VERSION_HEADER = "Page-Version"
STATE_HEADER = "Page-State"  # "waiting" while a worker is at a newer page, else "current"


@require_safe
@profile_required(select_related=("home_page",), defer=("home_page__rows",))
def home(request: ViewerRequest) -> HttpResponse:
    """The page that waits for the viewer; where a better one can be made, it follows by itself."""
    if welcome.is_due(request):
        return redirect("welcome")
    reading = homepage.Reading(request.profile)
    if request.profile.is_kids:
        context = {"page": reading.page(), "state": _state(request), "tiles": tiles(request.profile)}
        return render(request, "home/kids.html", context)
    return kept.home(request, reading, _state(request))


@require_safe
@profile_required(select_related=("home_page",))
def rows(request: ViewerRequest) -> HttpResponse:
    """What comes after the rows that the address says were sent; a link that makes no sense leads to the beginning.

    Without such a cursor, the page from the beginning: for scripts, which ask with the version they show (304 says
    that there is no newer one yet) and the number of rows of the stored page that they have `shown`.
    """
    if "after" not in request.GET:
        return _beginning(request)
    try:
        sent = Cursor.decode(request.GET["after"]).after(request.GET.getlist("row")[:ROWS], _kept(request))
    except InvalidCursor:
        return send_to(request, "home") if request.htmx else redirect("home")
    page = homepage.read(request.profile, sent=sent)
    return _told(request, render(request, "home/_rows.html" if request.htmx else "home/rows.html", {"page": page}))


def _beginning(request: ViewerRequest) -> HttpResponse:
    etag = f'W/"{homepage.version(request.profile)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        page = homepage.read(request.profile, batch=max(1, _number(request, "shown", homepage.BATCH)))
        response = render(request, "home/_page.html" if request.htmx else "home/rows.html", {"page": page})
    response["ETag"] = etag
    return _told(request, response)


def _told(request: ViewerRequest, response: HttpResponse) -> HttpResponse:
    """With what a script needs to know of the page that these rows are of."""
    response[VERSION_HEADER], response[STATE_HEADER] = homepage.version(request.profile), _state(request)
    return response


def _kept(request: ViewerRequest) -> list[int]:
    """Titles that a script kept on the page although they were no longer there: somebody pointed at them."""
    return [found for text in request.GET.getlist("title")[:MOST_KEPT] if (found := number(text))]


def _state(request: ViewerRequest) -> str:
    """Whether a newer page is to be expected; if so, it is asked for, once however often this is called."""
    if not homepage.is_outdated(request.profile):
        return "current"
    queueing.request_refresh(request.profile.pk)
    return "waiting"


def _number(request: ViewerRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    return min(int(given[:4]), ROWS) if given.isascii() and given.isdigit() else default
