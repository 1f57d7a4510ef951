"""Who asks, as whom, and what they may see. Every page of a viewer goes through `profile_required`."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.guarding import CONFIRMED, OPEN, is_open, mark_of
from accounts.languages import speak
from accounts.marks import with_marks
from accounts.models import Profile, User
from catalog.models import Title
from catalog.rest import LARGEST_ID
from catalog.statements import Statement, given

SESSION_KEY = "profile"
SEEN_EVERY = dt.timedelta(hours=1)
MINUTE = 60


class ViewerRequest(HttpRequest):
    """A request after `profile_required`: somebody signed in and chose one of their profiles."""

    user: User
    profile: Profile
    htmx: HtmxDetails


View = Callable[..., HttpResponse]
AnyView = Callable[..., HttpResponseBase]


def profile_required(*, select_related: tuple[str, ...] = (), defer: tuple[str, ...] = ()) -> Callable[[AnyView], View]:
    """Only for viewers: `request.profile` is loaded in one query, with what the page names in `select_related`, and
    without what it names in `defer`.

    Others are sent to sign in, or to choose a profile where their account has several.
    """

    def decorate(view: AnyView) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return send_to(request, settings.LOGIN_URL)
            profile = chosen_profile(request, select_related, defer)
            if profile is None:
                return send_to(request, "profiles")
            touch(profile)
            speak(profile.language)
            cast("ViewerRequest", request).profile = profile
            return private(view(request, *args, **kwargs))

        return wrapped

    return decorate


def chosen_profile(
    request: HttpRequest, select_related: tuple[str, ...] = (), defer: tuple[str, ...] = ()
) -> Profile | None:
    """The profile this session watches as. An account's only profile is chosen by itself, unless it has a PIN."""
    if chosen := request.session.get(SESSION_KEY):
        profile = own_profile(request.user, chosen, _own(select_related, defer))
        return profile if profile and is_open(request, profile) else None
    found = list(Profile.objects.of(request.user).select_related(*select_related).defer(*defer)[:2])
    if len(found) != 1 or found[0].is_locked:
        return None
    choose_profile(request, found[0])
    return found[0]


def own_profile(user: Any, profile_id: int, statement: Statement[Profile] | None = None) -> Profile | None:
    """The profile of that id, if it is this account's; by a statement of `own_profiles` where more of it is needed."""
    if profile_id > LARGEST_ID:
        return None
    return (statement or _own()).first(user=user.pk, profile=profile_id)


def own_profiles() -> QuerySet[Profile]:
    """What `own_profile` finds, for a statement."""
    return Profile.objects.filter(user=given("user"), pk=given("profile")).order_by()


@lru_cache(maxsize=16)
def _own(select_related: tuple[str, ...] = (), defer: tuple[str, ...] = ()) -> Statement[Profile]:
    return Statement(own_profiles().select_related(*select_related).defer(*defer))


def choose_profile(request: HttpRequest, profile: Profile) -> None:
    """From here on this session watches as that profile, and has left any other. Its PIN, if any, was asked for."""
    request.session[SESSION_KEY] = profile.pk
    request.session[OPEN] = mark_of(profile)
    request.session.pop(CONFIRMED, None)


def title_or_404(request: ViewerRequest, slug: str, *related: str) -> Title:
    """A title that this viewer may see, with what the viewer said of it and the related rows that are named."""
    titles = with_marks(Title.objects.visible_to(request.profile.limits), request.profile)
    return get_object_or_404(titles.select_related("maturity", *related).defer("words", "folded_name"), slug=slug)


def private(response: HttpResponseBase) -> HttpResponse:
    """Marks a response as one viewer's own, which no cache in between may keep and fragments may not stand in for."""
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return cast("HttpResponse", response)


def send_to(request: HttpRequest, where: str) -> HttpResponse:
    """Another page first, and then back here; scripts that asked for a fragment leave the page as a whole."""
    url = resolve_url(where)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(url)
    if request.method == "GET" and request.path != resolve_url(settings.LOGIN_REDIRECT_URL):
        return redirect_to_login(request.get_full_path(), url)
    return redirect(url)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of this site that the form or link named in `next`, if it is one."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if safe else otherwise


def at_most(times: int, name: str) -> Callable[[View], View]:
    """So many requests a minute for each account, counted in the cache; then a friendly page says to wait."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _count(f"at-most:{name}:{request.user.pk}:{timezone.now():%H%M}") > times:
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(MINUTE)
                return response
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def _count(key: str) -> int:
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it expired in between
        return 1


def touch(profile: Profile) -> None:
    """Coming back keeps a profile's page fresh; once an hour is precise enough."""
    now = timezone.now()
    if profile.last_seen_at is None or profile.last_seen_at < now - SEEN_EVERY:
        Profile.objects.filter(pk=profile.pk).update(last_seen_at=now)
