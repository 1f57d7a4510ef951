"""Who is watching: choosing and adding profiles."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import SESSION_KEY, choose_profile, private, way_back
from accounts.forms import ProfileForm
from accounts.models import Profile, User
from accounts.models.people import PROFILES_PER_ACCOUNT


@login_required
def profiles(request: HttpRequest) -> HttpResponse:
    """The picker."""
    return _picker(request, ProfileForm())


@login_required
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch as one of the account's profiles."""
    choose_profile(request, get_object_or_404(Profile.objects.of(request.user), pk=pk))
    return redirect(way_back(request, settings.LOGIN_REDIRECT_URL))


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A further profile, watched as from then on."""
    form = ProfileForm(request.POST)
    if form.is_valid() and (profile := form.save(cast("User", request.user))):
        choose_profile(request, profile)
        return redirect(way_back(request, settings.LOGIN_REDIRECT_URL))
    return _picker(request, form, status=422)


def _picker(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    found = list(Profile.objects.of(request.user))
    context = {
        "profiles": found,
        "form": form,
        "may_add": len(found) < PROFILES_PER_ACCOUNT,
        "chosen": request.session.get(SESSION_KEY),
        "next": way_back(request, ""),
    }
    return private(render(request, "accounts/profiles.html", context, status=status))
