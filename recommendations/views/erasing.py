"""Erasing a profile or an account, and what is told afterwards to somebody who is nobody here any more."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services
from accounts.access import SESSION_KEY, ViewerRequest, at_most, private, profile_required
from accounts.forms import ErasureForm
from recommendations.models import ModelVersion

SALT = "erased"
TRIES_A_MINUTE = 10
PROFILE, ACCOUNT = "profile", "account"


@require_http_methods(["GET", "HEAD", "POST"])
@profile_required()
@at_most(TRIES_A_MINUTE, "erase")
def erase(request: ViewerRequest) -> HttpResponse:
    """Both forms: the profile's name, or the account's address with its password. What is right is done at once."""
    what = request.POST.get("what", "")
    forms = {
        PROFILE: _form(request, what == PROFILE, expected=request.profile.name, prefix=PROFILE),
        ACCOUNT: _form(request, what == ACCOUNT, expected=request.user.email, prefix=ACCOUNT),
    }
    if what in forms and forms[what].is_valid():
        return _erased_profile(request) if what == PROFILE else _erased_account(request)
    context = {"forms": forms, "profiles": request.user.profiles.count(), **_model()}
    return render(request, "privacy/erase.html", context, status=422 if what else 200)


def _form(request: ViewerRequest, sent: bool, *, expected: str, prefix: str) -> ErasureForm:
    def check(password: str) -> bool:
        # The lock-out against guessing counts these tries too.
        return authenticate(request, username=request.user.email, password=password) is not None

    of_account = prefix == ACCOUNT
    return ErasureForm(
        request.POST if sent else None,
        expected=expected,
        label=_("E-mail address of the account") if of_account else _("Name of the profile"),
        check=check if of_account else None,
        prefix=prefix,
    )


def _erased_profile(request: ViewerRequest) -> HttpResponse:
    services.erase_profile(profile=request.profile)
    del request.session[SESSION_KEY]
    return redirect("erased", receipt())


def _erased_account(request: ViewerRequest) -> HttpResponse:
    user = request.user
    logout(request)
    services.erase_account(user=user)
    return redirect("erased", receipt())


def receipt() -> str:
    """What an address carries to tell what has become of an erasure of this moment: the moment, signed. Nothing about
    it is kept here."""
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


@require_safe
def erased(request: Any, token: str) -> HttpResponse:
    """What was erased when, and whether the shared model was trained without it since."""
    try:
        at = dt.datetime.fromtimestamp(signing.loads(token, salt=SALT), dt.UTC)
    except signing.BadSignature:
        raise Http404 from None
    told = _model()
    trained = told["trained_at"]
    context = {**told, "at": at, "retrained": trained is not None and trained > at}
    return private(render(request, "privacy/erased.html", context))


def _model() -> dict[str, Any]:
    """When the current model was trained, and when the next training is due at the latest."""
    current = ModelVersion.objects.current()
    every = dt.timedelta(seconds=settings.CELERY_BEAT_SCHEDULE["train"]["schedule"])
    return {"trained_at": current and current.trained_at, "next_at": timezone.now() + every}
