"""Artwork, for whoever was shown its address."""

from typing import cast

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from catalog import images
from catalog.artwork import Facts, Shape, draw, letter, pixels
from catalog.models import Title, TitleGenre
from catalog.models.titles import TitleQuerySet
from catalog.pictures import WIDTH, is_signed, picture_url, source_of, version_of

YEAR, WEEK = 60 * 60 * 24 * 365, 60 * 60 * 24 * 7
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


@require_safe
def artwork(request: HttpRequest, shape: str, title_id: str, version: str, signature: str, form: str) -> HttpResponse:
    """A title's picture. No session and no cookie is looked at, so that any cache may keep it for ever.

    It has the width of `?width=` in pixels, or the next larger one that there is.
    """
    if not is_signed(int(title_id), version, signature):
        raise Http404
    try:
        width = _width(request.GET.get("width", WIDTH[shape]))
    except ValueError:
        return HttpResponseBadRequest("width is to be a whole number of pixels.", content_type="text/plain")
    key = f"artwork:{shape}:{title_id}:{version}:{form}:{width}"
    content = cache.get(key)
    if content is None:
        title = get_object_or_404(_titles(), pk=title_id)
        language = version.partition(".")[2]
        if version_of(title, language) != version:
            return redirect(picture_url(title, shape) + f"?width={width}")
        content = _made(title, language, cast("Shape", shape), width, cast("pixels.Form", form))
        cache.set(key, content, timeout=WEEK)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _width(asked: object) -> int:
    """The least that is at least as wide as was asked for, or the widest; ValueError for what is no width."""
    wanted = int(str(asked))
    if wanted < 1:
        raise ValueError(asked)
    return next((width for width in pixels.WIDTHS if width >= wanted), pixels.WIDTHS[-1])


def _titles() -> TitleQuerySet:
    return Title.objects.only("name", "names", "year", "kind", "updated_at", "images")


def _made(title: Title, language: str, shape: Shape, width: int, form: pixels.Form) -> bytes:
    """From the operator's image, or drawn."""
    links = TitleGenre.objects.filter(title=title).select_related("genre")
    genres = tuple(link.genre.name for link in links)
    facts = Facts(title.name, title.year, genres, title.kind, str(title.pk), title.names.get(language, ""))
    source = source_of(title, shape)
    try:
        image = images.open_image(source) if source else None
    except FileNotFoundError:  # somebody tidied up: better the drawing than nothing
        image = None
    if image is None:
        return pixels.drawn(draw(facts, shape), width, form)
    if shape == "card" and "card" not in title.images:
        return pixels.lettered(image, letter(facts), width, form)
    return pixels.scaled(image, width, form)
