"""Who may manage the profiles of an account in a browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import SESSION_KEY, own_profile, private
from accounts.guarding import confirm, is_confirmed, is_open, is_password
from accounts.languages import speak
from accounts.models import Profile, User
from accounts.profile_forms import LONGEST_PASSWORD
from catalog.templatetags.titles import query

View = Callable[..., HttpResponse]


def managing(view: View) -> View:
    """For whoever is signed in. While a child's profile is watched as, the account's password is asked first.

    Of a view that names a profile by `pk`, the profile itself is handed on. One of another account is not there, and
    one with a PIN asks for that.
    """

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        here = speak_as_chosen(request)
        if "pk" in kwargs:
            kwargs["profile"] = get_object_or_404(Profile.objects.of(request.user), pk=kwargs.pop("pk"))
        if not is_confirmed(request):
            if here and here.is_kids:
                return _first(request, reverse("confirm-password"))
            wanted = kwargs.get("profile")
            if wanted and wanted.is_locked and not (wanted == here and is_open(request, wanted)):
                return _first(request, reverse("open-profile", args=[wanted.pk]))
        return private(view(request, *args, **kwargs))

    return wrapped


def speak_as_chosen(request: HttpRequest) -> Profile | None:
    """Go on in the language of the profile that the session watches as, if it does; returns that."""
    here = _here(request)
    if here:
        speak(here.language)
    return here


def gives_password(request: HttpRequest) -> bool:
    """Whether the account's password was given a moment ago, or comes along with this form."""
    if is_confirmed(request):
        return True
    password = request.POST.get("password", "")[:LONGEST_PASSWORD]
    if password and is_password(request, cast("User", request.user), password):
        confirm(request)
        return True
    return False


def may_loosen(request: HttpRequest, profile: Profile, age_limit: int) -> bool:
    """Whether whoever manages this profile may let it see up to that age: by the account's password, or from another
    profile that sees as much and was entered by its PIN."""
    here = _here(request)
    vouches = here and here.is_locked and here != profile and here.age_limit >= age_limit and is_open(request, here)
    return bool(vouches) or gives_password(request)


def explain_password(request: HttpRequest, form: forms.Form) -> None:
    """Says at the top of the form that the password is missing, or wrong."""
    given = request.POST.get("password")
    form.add_error(
        None, _("This is not the password of the account.") if given else _("This needs the password of the account.")
    )


def _here(request: HttpRequest) -> Profile | None:
    """The profile that the session watches as."""
    chosen = request.session.get(SESSION_KEY)
    return own_profile(request.user, chosen) if chosen else None


def _first(request: HttpRequest, url: str) -> HttpResponse:
    """Something else first, and then back here; a form that was sent has to be sent again."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("manage-profiles")
    return redirect(url + query(next=back))
