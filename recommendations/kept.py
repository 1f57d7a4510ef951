"""Home pages as they were sent last, kept by all that they show: one that would be the same is not made again.

What the database says is asked each time, and is the name under which a page is kept. So nothing has to be invalidated:
a title that was withdrawn, rated down or watched a bit further makes another name.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from accounts.access import ViewerRequest
from catalog.prepared import Prepared, weak_tag
from recommendations.fragments import FACTS_FOR, SECRET
from recommendations.held import Recent
from recommendations.homepage import Reading

PAGES = 1_500  # of ten to fifteen kilobytes each, kept by each process; at most twice as many
TOKEN = SECRET.ljust(64, "-")  # stands for the form's token, which is as long
NO_HOLE = "\0"  # is in no JSON
# Of a profile, what changes without anything that its pages show.
UNSEEN = {"last_seen_at", "taste_version", "taste_changed_at"}

_pages: Recent[Hashable, Prepared] = Recent(PAGES)


def home(request: ViewerRequest, reading: Reading, state: str) -> HttpResponse:
    """The home page; 304 to a browser that has it."""
    if reading.key is None or len(get_messages(request)):
        return render(request, "home/page.html", {"page": reading.page(), "state": state})
    key = (reading.key, state, request.user.pk, *_seen(request.profile), get_language(), _window())
    tag = _tag(request, key)
    response: Any = get_conditional_response(request, etag=tag) if tag else None
    if response is None:
        response = _page(request, reading, state, key).response(request, get_token(request), "text/html; charset=utf-8")
    if tag:
        response["ETag"] = tag
    found: HttpResponse = response
    return found


def batch(request: HttpRequest, reading: Reading, make: Callable[[], str]) -> HttpResponse:
    """A batch as JSON, that of the text which `make` makes of it."""
    origin = f"{request.scheme}://{request.get_host()}{request.path}"
    key = reading.key and (reading.key, origin, get_language(), _window())
    return _kept(key, reading, lambda: Prepared(make(), NO_HOLE)).response(request, "", "application/json")


def _window() -> int:
    """Names of genres and ages may be out of date until it changes."""
    return int(time.time() // FACTS_FOR)


def _page(request: ViewerRequest, reading: Reading, state: str, key: Hashable) -> Prepared:
    def make() -> Prepared:
        context = {"page": reading.page(), "state": state, "csrf_token": TOKEN}
        return Prepared(render_to_string("home/page.html", context, request), TOKEN)

    return _kept(key, reading, make)


def _kept(key: Hashable, reading: Reading, make: Callable[[], Prepared]) -> Prepared:
    """What is kept under the key, or else is made; without a key nothing is kept."""
    found = _pages.get(key) if key else None
    if found is None:
        found = make()
        # The key was asked before: only what was the same afterwards is sure to be what was read in between.
        if key and reading.is_unchanged:
            _pages[key] = found
    return found


def _tag(request: ViewerRequest, key: Hashable) -> str:
    """The page's ETag: another one where its forms need another token, as after a sign-in, or its scripts and styles
    are others, as after an upgrade. None before a browser has a token at all."""
    secret, files = request.META.get("CSRF_COOKIE"), getattr(staticfiles_storage, "manifest_hash", "")
    told = repr((key, secret, files)).encode()
    return weak_tag(told) if secret else ""


def _seen(profile: Any) -> list[Any]:
    """All that is known of the profile itself, whichever part of it a page shows."""
    values = [getattr(profile, one.attname) for one in profile._meta.concrete_fields if one.attname not in UNSEEN]
    return [tuple(value) if isinstance(value, list) else value for value in values]
