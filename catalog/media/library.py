"""Finds what a ticket is for: a file of a package, of the demo's film, or a caption track."""

import re

from django.http import HttpRequest, HttpResponseBase

from catalog.media import stand_in
from catalog.media.packages import FILE, media_storage, package_file
from catalog.media.serving import serve, text_response
from catalog.media.tickets import Ticket
from catalog.models import Caption

CAPTION = re.compile(r"caption-(\d{1,18})\.vtt")


def send(request: HttpRequest, ticket: Ticket, name: str, *, seconds: int) -> HttpResponseBase:
    """The answer with a file that the ticket is for; FileNotFoundError where there is none of that name."""
    if not FILE.fullmatch(name):
        raise FileNotFoundError(name)
    if match := CAPTION.fullmatch(name):
        return _caption(ticket, int(match[1]))
    if ticket.package == stand_in.NOTHING:
        raise FileNotFoundError(name)
    if ticket.package == stand_in.PACKAGE:
        return serve(request, stand_in.storage(), name, seconds=seconds, handed_over=False)
    return serve(request, media_storage(), package_file(ticket.package, name), seconds=seconds)


def _caption(ticket: Ticket, pk: int) -> HttpResponseBase:
    """Captions are edited in place, so they are not kept for long."""
    found = Caption.objects.filter(pk=pk, video__title=ticket.title_id, video__episode=ticket.episode_id)
    text = found.values_list("text", flat=True).first()
    if text is None:
        raise FileNotFoundError(pk)
    response = text_response(text)
    response["Cache-Control"] = "private, no-cache"
    return response
