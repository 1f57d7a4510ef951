"""Taking one's data along."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import files, services
from accounts.access import ViewerRequest, profile_required
from accounts.models import DataExport


@require_http_methods(["GET", "HEAD", "POST"])
@profile_required()
def exports(request: ViewerRequest) -> HttpResponse:
    """The exports of the account, and asking for one: of everything, or of the profile that is watching."""
    if request.method == "POST":
        profile = request.profile if request.POST.get("whose") == "profile" else None
        try:
            services.request_export(user=request.user, profile=profile)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("your-exports")
    return render(request, "privacy/exports.html", _told(request))


@require_safe
@profile_required()
def state(request: ViewerRequest) -> HttpResponse:
    """How far they are, for pages that stay open."""
    return render(request, "privacy/_exports.html", _told(request))


@require_safe
@profile_required()
def download(request: ViewerRequest, pk: int) -> HttpResponseBase:
    """The file of an export of this account, while it is there."""
    return sent(get_object_or_404(DataExport.objects.of(request.user).downloadable(), pk=pk))


def sent(export: DataExport) -> FileResponse:
    """A file as it goes out: kept by nobody in between."""
    name = f"your-data-{timezone.localdate(export.created_at):%Y-%m-%d}.zip"
    response = FileResponse(
        files.store().open(export.file), as_attachment=True, filename=name, content_type="application/zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _told(request: ViewerRequest) -> dict[str, object]:
    held = list(DataExport.objects.of(request.user).select_related("profile")[:10])
    return {"exports": held, "running": any(one.is_running for one in held)}
