"""What a viewer decides about their data."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.access import ViewerRequest, profile_required
from accounts.choices import TEXTS
from accounts.forms import ChoicesForm
from accounts.models import Consent
from accounts.services.choices import collected

RECORDS = 40


@require_http_methods(["GET", "HEAD", "POST"])
@profile_required()
def choices(request: ViewerRequest) -> HttpResponse:
    """The choices, each with what it means either way, and a record of what was decided so far."""
    form = ChoicesForm(request.POST if request.method == "POST" else None, profile=request.profile)
    if form.is_valid():
        services.choose(profile=request.profile, through=Consent.Through.PAGE, **form.decided())
        messages.success(request, _("Kept. It holds from now on, on all your devices."))
        return redirect("your-choices")
    held = collected(request.profile)
    context = {
        "form": form,
        "switches": [(form[name], text, held.get(name, 0)) for name, text in TEXTS.items()],
        "records": Consent.objects.filter(profile=request.profile)[:RECORDS],
        "labels": {**{name: text.label for name, text in TEXTS.items()}, "retention_days": _("Keep what I did for")},
    }
    return render(request, "privacy/choices.html", context, status=422 if form.is_bound else 200)


@require_POST
@profile_required()
def forget(request: ViewerRequest) -> HttpResponse:
    """Deletes what was collected under a choice so far."""
    try:
        number = services.forget_collected(profile=request.profile, choice=request.POST.get("choice", ""))
    except ValidationError:
        return HttpResponseBadRequest()
    messages.success(
        request,
        ngettext("%(number)d entry is deleted.", "%(number)d entries are deleted.", number) % {"number": number},
    )
    return redirect("your-choices")
