"""What the page of a video does beside saving its form: it follows the work, steers it, and takes large files in."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.media import claims, ingest, uploads
from catalog.media.packages import media_storage, package_file
from catalog.media.reasons import RefusedError
from catalog.media.serving import serve
from catalog.media.tools import are_there
from catalog.models import Upload, Video

if TYPE_CHECKING:
    from catalog.admin.videos import VideoAdmin

View = Callable[..., HttpResponseBase]
DAY = 24 * 60 * 60


class Desk:
    """Views of one video each, for staff with the right to see or to change it."""

    def __init__(self, model_admin: "VideoAdmin") -> None:
        self.model_admin = model_admin

    def urls(self) -> list[tuple[str, View, None, str]]:
        """For `path`: route, view, no further arguments, name."""
        safe, post = require_safe, require_POST
        views = [
            ("<int:pk>/state/", "state", safe(self._may("view", state))),
            ("<int:pk>/frame/<uuid:package>/<int:number>.jpg", "frame", safe(self._may("view", frame))),
            ("<int:pk>/retry/", "retry", post(self._may("change", retry))),
            ("<int:pk>/cancel/", "cancel", post(self._may("change", cancel))),
            ("<int:pk>/upload/", "upload", post(self._may("change", begin_upload))),
            ("<int:pk>/upload/<uuid:upload>/<int:number>/", "piece", post(self._may("change", take_piece))),
        ]
        return [
            (route, self.model_admin.admin_site.admin_view(view), None, f"catalog_video_{name}")
            for route, name, view in views
        ]

    def _may(self, right: str, view: View) -> View:
        """The view, given its video, for whoever has the right."""

        @wraps(view)
        def checked(request: HttpRequest, pk: int, **more: Any) -> HttpResponseBase:
            video = get_object_or_404(Video.objects.select_related("title", "episode"), pk=pk)
            if not getattr(self.model_admin, f"has_{right}_permission")(request, video):
                raise PermissionDenied
            return view(request, video, **more)

        return checked

    def panel(self, video: Video, *, may_change: bool) -> dict[str, Any]:
        """What the page shows above the form."""

        def url(name: str) -> str:
            return reverse(f"admin:catalog_video_{name}", args=[video.pk])

        return {
            **told(video),
            "urls": {name: url(name) for name in ("state", "retry", "cancel", "upload")},
            "may_change": may_change,
            "may_retry": not video.is_to_do and ingest.has_source(video),
            "is_to_do": video.is_to_do,
            "begun": [one for one in video.uploads.all() if not one.is_complete],
            "no_tools": not are_there(),
        }


def told(video: Video) -> dict[str, Any]:
    """How far the work on it is."""
    return {
        "state": video.state,
        "words": video.get_state_display(),
        "percent": video.percent,
        "reason": video.reason,
        "to_do": video.is_to_do,
    }


def state(_request: HttpRequest, video: Video) -> HttpResponseBase:
    """For the page that follows it."""
    return JsonResponse(told(video), headers={"Cache-Control": "no-store"})


def frame(request: HttpRequest, video: Video, package: uuid.UUID, number: int) -> HttpResponseBase:
    """One of the frames to choose a poster from. Its address changes with the package, so it may be kept."""
    if package != video.package:
        raise Http404
    try:
        return serve(request, media_storage(), package_file(package, f"poster-{number}.jpg"), seconds=DAY)
    except FileNotFoundError as error:
        raise Http404 from error


def retry(request: HttpRequest, video: Video) -> HttpResponseBase:
    """Package it (again)."""
    if not ingest.has_source(video):
        messages.error(request, _("There is no file: upload it again, or name one on the server."))
    elif claims.ask(video.pk):
        messages.success(request, _("It will be packaged."))
    return _back(video)


def cancel(request: HttpRequest, video: Video) -> HttpResponseBase:
    """Stop the work on it."""
    if claims.cancel(video.pk):
        messages.success(request, _("It is not worked on any more."))
    return _back(video)


def begin_upload(request: HttpRequest, video: Video) -> HttpResponseBase:
    """Begin to take a file in, or go on with it."""
    try:
        size = int(request.POST.get("size", ""))
        name, fingerprint = request.POST["name"], request.POST["fingerprint"]
        upload = uploads.begin(video, name=name, size=size, fingerprint=fingerprint)
    except (KeyError, ValueError):
        return _refused(_("A name, a size and a fingerprint are needed."))
    except RefusedError as error:
        return _refused(str(error))
    return _standing(upload)


def take_piece(request: HttpRequest, video: Video, upload: uuid.UUID, number: int) -> HttpResponseBase:
    """Take the next piece, which is the whole body. The answer says which one is wanted then."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > uploads.PIECE:
        return _refused(_("The piece is of another length than was agreed."), status=413)
    try:
        return _standing(uploads.take(video, upload, number, request.read(uploads.PIECE)))
    except Upload.DoesNotExist as error:
        raise Http404 from error
    except RefusedError as error:
        return _refused(str(error))


def _standing(upload: Upload) -> JsonResponse:
    return JsonResponse(
        {
            "url": reverse("admin:catalog_video_piece", args=[upload.video_id, upload.pk, 0]),
            "piece": uploads.PIECE,
            "pieces": upload.pieces,
            "received": upload.received,
            "size": upload.size,
            "complete": upload.is_complete,
        }
    )


def _refused(reason: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"reason": reason}, status=status)


def _back(video: Video) -> HttpResponseBase:
    return redirect("admin:catalog_video_change", video.pk)
