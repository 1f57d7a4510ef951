"""Who is watching: choosing a profile, entering one that has a PIN, and adding one."""

import math
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import SESSION_KEY, choose_profile, private, way_back
from accounts.forms import ProfileForm
from accounts.guarding import is_open
from accounts.languages import speak
from accounts.managing import explain_password, gives_password, managing
from accounts.models import Profile, User
from accounts.models.people import KIDS_AGE, PROFILES_PER_ACCOUNT
from accounts.profile_forms import PasswordForm, PinForm
from catalog.templatetags.titles import query


@require_safe
@login_required
def profiles(request: HttpRequest) -> HttpResponse:
    """The picker, in the language of the profile that the session watches as, or of all where they have the same."""
    found = list(Profile.objects.of(request.user))
    if not found:
        return redirect("add-profile")
    chosen = request.session.get(SESSION_KEY)
    languages = {one.language for one in [one for one in found if one.pk == chosen] or found}
    if len(languages) == 1:
        speak(languages.pop())
    context = {
        "profiles": found,
        "may_add": len(found) < PROFILES_PER_ACCOUNT,
        "chosen": chosen,
        "next": way_back(request, ""),
    }
    return private(render(request, "profiles/picker.html", context))


@login_required
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Watch as one of the account's profiles; one that has a PIN asks for it, unless the session is in it."""
    profile = get_object_or_404(Profile.objects.of(request.user), pk=pk)
    if profile.is_locked and not (request.session.get(SESSION_KEY) == pk and is_open(request, profile)):
        return redirect(reverse("open-profile", args=[pk]) + query(next=way_back(request, "")))
    choose_profile(request, profile)
    return redirect(way_back(request, settings.LOGIN_REDIRECT_URL))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the profile's PIN; who knows it watches as the profile from then on."""
    profile = get_object_or_404(Profile.objects.of(request.user), pk=pk)
    if not profile.is_locked:
        return redirect("profiles")
    speak(profile.language)
    form, status, wait = PinForm(request.POST or None), 200, 0
    if request.method == "POST":
        try:
            if form.is_valid() and services.try_pin(profile=profile, pin=form.cleaned_data["pin"]):
                choose_profile(request, profile)
                return redirect(way_back(request, settings.LOGIN_REDIRECT_URL))
            status = 422
        except services.PinClosed as closed:
            status, wait = 429, math.ceil(closed.wait.total_seconds())
    context = {"profile": profile, "form": form, "next": way_back(request, ""), "minutes": math.ceil(wait / 60)}
    response = private(
        render(request, "profiles/pin_asked.html", {**context, "is_wrong": status == 422}, status=status)
    )
    if wait:
        response["Retry-After"] = str(wait)
    return response


@managing
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A further profile, watched as from then on unless it is a child's."""
    user = cast("User", request.user)
    form = ProfileForm(request.POST or None)
    if form.is_valid():
        try:
            if profile := form.save(user, confirmed=gives_password(request)):
                if profile.is_kids:  # whoever makes it is no child
                    return redirect("profiles")
                choose_profile(request, profile)
                return redirect(way_back(request, settings.LOGIN_REDIRECT_URL))
        except services.PasswordNeeded:
            explain_password(request, form)
    found = list(Profile.objects.of(user))
    context = {
        "form": form,
        "password": PasswordForm() if any(profile.is_locked for profile in found) else None,
        "child_is_free": any(not profile.is_locked and profile.age_limit >= KIDS_AGE for profile in found),
        "may_add": len(found) < PROFILES_PER_ACCOUNT,
        "is_first": not found,
        "next": way_back(request, ""),
    }
    return render(request, "profiles/add.html", context, status=422 if form.is_bound else 200)
