"""Playlists, segments, pictures and captions of videos, for whom they were signed."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.media import may_load
from catalog.media import library
from catalog.media.tickets import BadTicketError, read_ticket


@require_safe
def media(request: HttpRequest, ticket: str, name: str) -> HttpResponseBase:
    """A file of a package. A ticket that is forged, has run out or is somebody else's gets 403."""
    now = timezone.now()
    try:
        given = read_ticket(ticket, now)
    except BadTicketError as error:
        return _refused(str(error))
    if not may_load(request, given):
        return _refused("not for this viewer")
    try:
        return library.send(request, given, name, seconds=int((given.expires_at - now).total_seconds()))
    except FileNotFoundError as error:
        raise Http404 from error


def _refused(why: str) -> HttpResponse:
    response = HttpResponseForbidden(f"{why}\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response
