"""Managing profiles: what they are, their PINs, what they are not to meet, and their end."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.access import SESSION_KEY, at_most, private, way_back
from accounts.forms import take_errors
from accounts.guarding import OPEN, confirm, is_confirmed, is_password, mark_of
from accounts.managing import explain_password, managing, may_loosen, speak_as_chosen
from accounts.models import Profile, User
from accounts.profile_forms import DeleteProfileForm, EditProfileForm, PasswordForm, PinForm
from accounts.viewing import number
from catalog.models import Title
from catalog.models.titles import TitleQuerySet
from catalog.search import search as find_titles
from catalog.templatetags.titles import query

FOUND = 12
SEARCHES_A_MINUTE = 120


@require_safe
@managing
def manage(request: HttpRequest) -> HttpResponse:
    """All profiles of the account, to be edited."""
    return render(request, "profiles/manage.html", {"profiles": list(Profile.objects.of(request.user))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_password(request: HttpRequest) -> HttpResponse:
    """The account's password once more, for what a child is not to do."""
    speak_as_chosen(request)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        if is_password(request, cast("User", request.user), form.cleaned_data["password"]):
            confirm(request)
            return redirect(way_back(request, reverse("manage-profiles")))
        form.add_error("password", _("This is not the password of the account."))
    context = {"form": form, "next": way_back(request, "")}
    return private(render(request, "profiles/password_asked.html", context, status=422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
@managing
@at_most(SEARCHES_A_MINUTE, "edit-profile")
def edit(request: HttpRequest, profile: Profile) -> HttpResponse:
    """What a profile is and what it may see, with a search for titles that it is not to meet."""
    form = EditProfileForm(profile, request.POST or None)
    if form.is_valid():
        try:
            if form.save(confirmed=may_loosen(request, profile, form.cleaned_data["age_limit"])):
                messages.success(request, _("Saved."))
                return redirect("edit-profile", profile.pk)
        except services.PasswordNeeded:
            explain_password(request, form)
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    context = {
        "profile": profile,
        "form": form,
        "password": None if profile.limits.unbounded or is_confirmed(request) else PasswordForm(),
        "text": text,
        "found": find_titles(text, _titles(profile), FOUND).titles if text else [],
        "blocked": _titles(profile, blocked=True) if profile.blocked else [],
    }
    return render(request, "profiles/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@managing
def block(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Blocks a title, or lets it be met again."""
    wanted = request.POST.get("blocked") == "1"
    titles = Title.objects.visible_to(profile.limits.of_age)
    title = get_object_or_404(titles, pk=number(request.POST.get("title", "")))
    back = reverse("edit-profile", args=[profile.pk]) + query(q=request.POST.get("q", "")[:100]) + "#blocked"
    try:
        if wanted:
            services.block_title(profile=profile, title=title)
        else:
            confirmed = may_loosen(request, profile, profile.age_limit)
            services.unblock_title(profile=profile, title=title, confirmed=confirmed)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except services.PasswordNeeded:
        return redirect(reverse("confirm-password") + query(next=back))
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@managing
def pin(request: HttpRequest, profile: Profile) -> HttpResponse:
    """A PIN for the profile, another one, or none."""
    if request.method == "POST" and request.POST.get("action") == "remove":
        services.clear_pin(profile=profile)
        return _with_pin(request, profile, _("%(name)s has no PIN any more."))
    form = PinForm(request.POST or None)
    if form.is_valid():
        services.set_pin(profile=profile, pin=form.cleaned_data["pin"])
        return _with_pin(request, profile, _("%(name)s has a new PIN."))
    context = {"profile": profile, "form": form}
    return render(request, "profiles/pin.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managing
def delete(request: HttpRequest, profile: Profile) -> HttpResponse:
    """The end of a profile, for whoever types its name."""
    form = DeleteProfileForm(request.POST or None)
    if form.is_valid():
        pk = profile.pk
        try:
            services.delete_profile(profile=profile, name=form.cleaned_data["name"])
        except ValidationError as error:
            take_errors(form, error)
        else:
            if request.session.get(SESSION_KEY) == pk:
                del request.session[SESSION_KEY]
            messages.success(request, _("%(name)s is gone.") % {"name": profile.name})
            return redirect("manage-profiles")
    context = {"profile": profile, "form": form}
    return render(request, "profiles/delete.html", context, status=422 if form.is_bound else 200)


def _titles(profile: Profile, *, blocked: bool = False) -> TitleQuerySet:
    """What the profile may see, or what it could see if it were not blocked."""
    if not blocked:
        return Title.objects.visible_to(profile.limits).for_cards()
    return Title.objects.visible_to(profile.limits.of_age).filter(pk__in=profile.blocked).for_cards()


def _with_pin(request: HttpRequest, profile: Profile, told: str) -> HttpResponse:
    """Back to the profile's page. Whoever is in the profile stays in."""
    if request.session.get(SESSION_KEY) == profile.pk:
        request.session[OPEN] = mark_of(profile)
    messages.success(request, told % {"name": profile.name})
    return redirect("manage-profiles")
