"""Taking one's data along, and erasing it."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers, status
from rest_framework.exceptions import Throttled
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.throttling import ScopedRateThrottle

from accounts.access import own_profile
from accounts.api.access import AccountView, ProfileView
from accounts.api.refusals import LockedOut
from accounts.api.retries import retried
from accounts.api.sessions import LONGEST_PASSWORD
from accounts.models import DataExport, User
from accounts.services import erase_account, erase_profile, request_export
from accounts.services.exports import TooManyError
from accounts.views.exports import sent
from catalog.rest import LARGEST_ID, Body, read_body

EXPORT: dict[str, Any] = {
    "id": 12,
    "profile": None,
    "state": "ready",
    "done": 4211,
    "total": 4211,
    "size": 183_204,
    "created_at": "2026-03-01T20:14:05Z",
    "expires_at": "2026-03-02T20:14:09Z",
    "file": "https://cinema.example/api/v1/exports/12/file",
}


@extend_schema_serializer(
    examples=[OpenApiExample("Ready", EXPORT, status_codes=["200", "202"])], component_name="Export"
)
class ExportSerializer(serializers.Serializer[DataExport]):
    """How far an export is, and where its file can be fetched."""

    id = serializers.IntegerField(source="pk")
    profile = serializers.IntegerField(
        source="profile_id", allow_null=True, help_text="Null for the account with all its profiles."
    )
    state = serializers.ChoiceField(choices=DataExport.State.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField(help_text="Rows; 0 until they are counted.")
    size = serializers.IntegerField(help_text="Bytes.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    file = serializers.SerializerMethodField(help_text="For this account's tokens, until `expires_at`; null before.")

    def get_file(self, export: DataExport) -> str | None:
        if not export.is_downloadable:
            return None
        return str(reverse("api-export-file", args=[export.pk], request=self.context["request"]))


@extend_schema_serializer(examples=[OpenApiExample("One profile", {"profile": 7})])
class ExportBody(Body):
    """Whose data."""

    profile = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=LARGEST_ID,
        help_text="Of the account; without one, everything.",
    )


@extend_schema_serializer(examples=[OpenApiExample("By its name", {"name": "Alice"})])
class EraseProfileBody(Body):
    """What the viewer typed to say that it is meant."""

    name = serializers.CharField(max_length=40, help_text="The profile's name.")


@extend_schema_serializer(
    examples=[OpenApiExample("Typed", {"email": "alice@example.org", "password": "a long pass phrase"})]
)
class EraseAccountBody(Body):
    """What the viewer typed to say that it is meant, and that it is theirs."""

    email = serializers.EmailField(max_length=254, help_text="The account's e-mail address.")
    password = serializers.CharField(max_length=LONGEST_PASSWORD, trim_whitespace=False)


class ExportsView(AccountView):
    """The account's exports."""

    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "exports"

    @extend_schema(
        operation_id="listExports",
        summary="Exports",
        description="The account's exports of the last days, the latest first.",
        tags=["Your data"],
        responses=ExportSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found: Any = DataExport.objects.of(request.user)[:10]
        return Response(ExportSerializer(found, many=True, context={"request": request}).data)

    @extend_schema(
        operation_id="startExport",
        summary="Ask for an export",
        description=(
            "Everything that is kept, as JSON and CSV in a ZIP with a readme. It is made in the background: ask for "
            "its state every second or two. While one is being made, this gives that one; five a day."
        ),
        tags=["Your data"],
        request=ExportBody,
        responses={202: ExportSerializer},
    )
    @retried
    def post(self, request: Request) -> Response:
        wanted = read_body(ExportBody, request).get("profile")
        profile = own_profile(request.user, wanted) if wanted is not None else None
        if wanted is not None and profile is None:
            raise serializers.ValidationError({"profile": [_("There is no such profile.")]})
        try:
            export = request_export(user=cast("User", request.user), profile=profile)
        except TooManyError as error:
            raise Throttled(wait=error.wait) from None
        told = ExportSerializer(export, context={"request": request}).data
        place = {"Location": reverse("api-export", args=[export.pk], request=request)}
        return Response(told, status=status.HTTP_202_ACCEPTED, headers=place)


class ExportView(AccountView):
    """One export."""

    @extend_schema(
        operation_id="getExport",
        summary="How far an export is",
        description="Its state, and the address of its file once it is ready.",
        tags=["Your data"],
        responses=ExportSerializer,
    )
    def get(self, request: Request, export_id: int) -> Response:
        export = get_object_or_404(DataExport.objects.of(request.user), pk=_id(export_id))
        return Response(ExportSerializer(export, context={"request": request}).data)


class ZipRenderer(BaseRenderer):
    """Lets clients ask for what they get; the file goes out as it is."""

    media_type = "application/zip"
    format = "zip"
    render_style = "binary"


class ExportFileView(AccountView):
    """The file of an export."""

    renderer_classes = (JSONRenderer, ZipRenderer)
    cache_control = "private, no-store"

    @extend_schema(
        operation_id="downloadExport",
        summary="Download an export",
        description="The ZIP file, for a day.",
        tags=["Your data"],
        responses={(200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")},
        parameters=[OpenApiParameter("format", exclude=True)],
        examples=[OpenApiExample("A file", "PK …", media_type="application/zip", response_only=True)],
    )
    def get(self, request: Request, export_id: int) -> FileResponse:
        return sent(get_object_or_404(DataExport.objects.of(request.user).downloadable(), pk=_id(export_id)))


class EraseProfileView(ProfileView):
    """The end of a profile."""

    @extend_schema(
        operation_id="eraseProfile",
        summary="Erase a profile",
        description="At once and for good, with everything it ever did. `name` is what the viewer typed.",
        tags=["Your data"],
        request=EraseProfileBody,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        typed = read_body(EraseProfileBody, request)["name"]
        if typed.casefold() != self.profile.name.casefold():
            raise serializers.ValidationError({"name": [_("This is not the profile's name.")]})
        erase_profile(profile=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)


class EraseAccountView(AccountView):
    """The end of an account."""

    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "erase"

    @extend_schema(
        operation_id="eraseAccount",
        summary="Erase the account",
        description=(
            "At once and for good, with all profiles and everything they ever did; all browsers and devices are signed "
            "out, this one among them. Wrong passwords count as they do at log-in."
        ),
        tags=["Your data"],
        request=EraseAccountBody,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        given, user = read_body(EraseAccountBody, request), cast("User", request.user)
        if User.objects.normalize_email(given["email"]) != user.email:
            raise serializers.ValidationError({"email": [_("This is not the account's address.")]})
        if authenticate(request, username=user.email, password=given["password"]) is None:
            if getattr(request, "axes_locked_out", False):
                raise LockedOut(settings.AXES_COOLOFF_TIME)
            raise serializers.ValidationError({"password": [_("This is not the account's password.")]})
        erase_account(user=user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _id(number: int) -> int:
    """An id that a database can be asked for."""
    if number > LARGEST_ID:
        raise Http404
    return number
