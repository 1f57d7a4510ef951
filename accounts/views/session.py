"""Signing in and up."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import demo
from accounts.access import way_back
from accounts.forms import SignUpForm

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInView(LoginView):
    """Django's own, with the demo's personas where the demo is loaded. Too many tries are locked out by axes."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = {"personas": demo.PERSONAS, "operator": demo.OPERATOR, "demo_password": demo.PASSWORD}
        return super().get_context_data(**kwargs, **(offered if settings.DEMO else {}))


def sign_up(request: HttpRequest) -> HttpResponse:
    """A new account, signed in at once and watching as its first profile."""
    if request.user.is_authenticated:
        return redirect("home")
    form = SignUpForm(request.POST or None)
    if form.is_valid() and (user := form.save()):
        login(request, user, backend=MODEL_BACKEND)
        return redirect(way_back(request, settings.LOGIN_REDIRECT_URL))
    return render(request, "accounts/sign_up.html", {"form": form}, status=422 if form.is_bound else 200)
