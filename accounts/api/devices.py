"""The devices of an account, and the token of the one that asks."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import AccountView
from accounts.models import DeviceSession, Play
from accounts.services import renew_token

DEVICE = {
    "id": "5d0a8c1e-8f0f-4c39-9a43-0d0c5a8f7b21",
    "name": "Alice's phone",
    "device": "phone",
    "began_at": "2026-03-01T20:14:05Z",
    "last_used_at": "2026-03-04T07:30:00Z",
    "expiry": "2026-05-03T07:30:00Z",
    "is_this": True,
}
MOST = 100  # nobody has as many; whoever logs in without end loses the oldest ones from sight
TOKEN = {"token": 16 * "beef", "expiry": "2026-05-03T07:30:00Z"}


@extend_schema_serializer(examples=[OpenApiExample("A phone", DEVICE)], component_name="DeviceSession")
class DeviceSessionSerializer(serializers.Serializer[Any]):
    """A device that is logged in."""

    id = serializers.UUIDField(help_text="Stays the same when the token is renewed.")
    name = serializers.CharField(allow_blank=True, help_text="As the device named itself; may be empty.")
    device = serializers.ChoiceField(choices=Play.Device.choices)
    began_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(help_text="To the hour.")
    expiry = serializers.DateTimeField(source="token.expiry", help_text="Put off by every use.")
    is_this = serializers.SerializerMethodField(help_text="Whether it is the one that asks.")

    def get_is_this(self, session: DeviceSession) -> bool:
        return bool(session.token_id == self.context["request"].auth.pk)


@extend_schema_serializer(examples=[OpenApiExample("A new token", TOKEN)])
class TokenSerializer(serializers.Serializer[Any]):
    """What takes the place of the token before."""

    token = serializers.CharField(help_text="Shown this once: the server keeps a hash of it.")
    expiry = serializers.DateTimeField(help_text="Put off by every use.")


class TokenView(AccountView):
    """The token of the device that asks."""

    cache_control = "no-store"

    @extend_schema(
        operation_id="renewToken",
        summary="Renew the token",
        description=(
            "Gives this device another token for the one of this request, which is worth nothing from here on. "
            "Renew now and then, at every start for example: should a token have been copied, the copy is found out. "
            "For a token that is used after it was replaced ends the device's session, whoever uses it; the device "
            "then logs in anew. So keep the new token before anything else, and do not renew twice at once."
        ),
        tags=["Session"],
        request=None,
        responses=TokenSerializer,
    )
    def post(self, request: Request) -> Response:
        held: Any = request.auth
        renewed = renew_token(session=held.device_session, token=held)
        if renewed is None:
            raise NotAuthenticated(_("Invalid token."))
        session, token = renewed
        return Response(TokenSerializer({"token": token, "expiry": session.token.expiry}).data)


class DevicesView(AccountView):
    """The devices of the account."""

    @extend_schema(
        operation_id="listDevices",
        summary="List devices",
        description="The devices that are logged in to the account through this API, the last used first; at most 100.",
        tags=["Session"],
        responses=DeviceSessionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        sessions = DeviceSession.objects.of(request.user).live().select_related("token")[:MOST]
        return Response(DeviceSessionSerializer(list(sessions), many=True, context={"request": request}).data)


class DeviceView(AccountView):
    """One device of the account."""

    @extend_schema(
        operation_id="endDevice",
        summary="Log a device out",
        description="Its token is worth nothing from here on. It may be the device that asks.",
        tags=["Session"],
        responses={204: None},
    )
    def delete(self, request: Request, device: UUID) -> Response:
        get_object_or_404(DeviceSession.objects.of(request.user).select_related("token"), pk=device).token.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
