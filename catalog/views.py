"""Artwork, for whoever was shown its address."""

import gzip
from typing import cast

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from catalog.artwork import Facts, Shape, draw
from catalog.models import Title, TitleGenre
from catalog.pictures import is_signed, picture_url, version_of

YEAR, DAY = 60 * 60 * 24 * 365, 60 * 60 * 24
# An SVG that is opened by itself is a document: it may be styled from within, and do nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def artwork(request: HttpRequest, shape: str, title_id: str, version: str, signature: str) -> HttpResponse:
    """A title's picture. No session and no cookie is looked at, so that any cache may keep it for ever."""
    if not is_signed(int(title_id), version, signature):
        raise Http404
    key = f"artwork:{shape}:{title_id}:{version}"
    packed = cache.get(key)
    if packed is None:
        title = get_object_or_404(Title.objects.only("name", "names", "year", "kind", "updated_at"), pk=title_id)
        language = version.partition(".")[2]
        if version_of(title, language) != version:
            return redirect(picture_url(title, shape))
        packed = gzip.compress(_drawn(title, cast("Shape", shape), language).encode(), compresslevel=6, mtime=0)
        cache.set(key, packed, timeout=DAY)
    return _image(request, packed)


def _drawn(title: Title, shape: Shape, language: str) -> str:
    links = TitleGenre.objects.filter(title=title).select_related("genre")
    genres = tuple(link.genre.name for link in links)
    lettered = title.names.get(language, "")
    return draw(Facts(title.name, title.year, genres, title.kind, str(title.pk), lettered), shape)


def _image(request: HttpRequest, packed: bytes) -> HttpResponse:
    """Kept packed, as nearly everybody takes it: a third of the memory, and nothing to compress again."""
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if zipped else gzip.decompress(packed), content_type="image/svg+xml")
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = POLICY
    return response
