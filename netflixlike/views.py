"""What belongs to the site as a whole."""

import logging

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from accounts.languages import speak

NAME = "netflixlike"
log = logging.getLogger(__name__)


HOUR, DAY = 60 * 60, 60 * 60 * 24
# What a phone's home screen and its window are coloured with: the ground of every page.
GROUND = "#0f0f16"
ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icons/icon-192.png", "192x192", "image/png", "any"),
    ("icons/icon-512.png", "512x512", "image/png", "any"),
    ("icons/maskable-512.png", "512x512", "image/png", "maskable"),
)
# Pages are behind sign-in, where crawlers come no further; the rest is nothing for them.
ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /admin/\n"


@require_safe
@cache_control(public=True, max_age=HOUR)
def manifest(request: HttpRequest) -> HttpResponse:
    """What lets the site be put on a home screen, in the language that its address names: the same for everybody."""
    speak(request.GET.get("language", settings.LANGUAGE_CODE))
    content = {
        "id": "/",
        "name": NAME,
        "short_name": NAME,
        "description": _("A cinema of your own that knows your taste."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "categories": ["entertainment"],
        "icons": [
            {"src": static(path), "sizes": sizes, "type": kind, "purpose": purpose}
            for path, sizes, kind, purpose in ICONS
        ],
        "shortcuts": [
            {"name": _("My List"), "url": reverse("my-list")},
            {"name": _("Search"), "url": reverse("search")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers are told."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def icon(_request: HttpRequest, name: str) -> HttpResponse:
    """Where browsers look for an icon without being told of one."""
    return redirect(static(f"icons/{name}.png"))


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """For supervisors and load balancers: 200 while pages can be served, 503 while the database is away.

    Pages do without the cache, so that it is told of and does not count.
    """
    parts = {"database": _database_answers(), "cache": _cache_answers()}
    told = {name: "ok" if answers else "unreachable" for name, answers in parts.items()}
    status = "ok" if parts["database"] else "unavailable"
    return JsonResponse({"status": status, **told}, status=200 if parts["database"] else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        log.error("the database is unreachable: %s", error)
        return False
    return True


def _cache_answers() -> bool:
    """A cache that cannot be reached forgets at once."""
    cache.set("health", "ok", timeout=60)
    return bool(cache.get("health") == "ok")
