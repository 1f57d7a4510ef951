"""Keys for what is guarded, and the PINs themselves."""

from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from accounts.api import keys
from accounts.api.access import AccountView, ManagedProfileView, ProfileView
from accounts.api.refusals import LockedOut
from accounts.guarding import is_password
from accounts.models import User
from accounts.profile_forms import LONGEST_PASSWORD
from accounts.services import clear_pin, set_pin, try_pin
from accounts.services.pins import PIN
from catalog.rest import Body, read_body

KEY = {"key": "IjE4OjRmM2E5YzE6MGQ5YiI:1vOnT2:kWZ0e8T1vF"}


@extend_schema_serializer(examples=[OpenApiExample("A password", {"password": "a long pass phrase"})])
class PasswordBody(Body):
    """The account's password, once more."""

    password = serializers.CharField(max_length=LONGEST_PASSWORD, trim_whitespace=False)


@extend_schema_serializer(examples=[OpenApiExample("A PIN", {"pin": "4711"})])
class PinBody(Body):
    """A PIN."""

    pin = serializers.RegexField(PIN, help_text="Four to six digits.")


@extend_schema_serializer(examples=[OpenApiExample("A key", KEY)], component_name="Key")
class KeySerializer(serializers.Serializer[Any]):
    """What to send along from here on."""

    key = serializers.CharField(help_text="Opaque, and of use to this device alone.")


class AccountKeyView(AccountView):
    """The password once more, for what a child is not to do."""

    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "log-in"
    cache_control = "no-store"

    @extend_schema(
        operation_id="getAccountKey",
        summary="Give the password once more",
        description=(
            "Gives a key that is good for five minutes, to be sent as `Account-Key`: for raising a profile's limit, "
            "for what is blocked for somebody with an age limit, for another PIN where the old one is forgotten, and "
            "for a new profile that sees more than any that has no PIN. Wrong passwords count as those at log-in do."
        ),
        tags=["Profiles"],
        request=PasswordBody,
        responses=KeySerializer,
    )
    def post(self, request: Request) -> Response:
        password = read_body(PasswordBody, request)["password"]
        if not is_password(request, cast("User", request.user), password):
            if getattr(request, "axes_locked_out", False):
                raise LockedOut(settings.AXES_COOLOFF_TIME)
            told = serializers.ErrorDetail(_("This is not the password of the account."), code="wrong")
            raise serializers.ValidationError({"password": [told]})
        return Response({"key": keys.account_key(request)})


class ProfileKeyView(ProfileView):
    """The way into a profile that has a PIN."""

    cache_control = "no-store"
    locks_out = True

    def is_open(self) -> bool:
        return True

    @extend_schema(
        operation_id="openProfile",
        summary="Enter a profile by its PIN",
        description=(
            "Gives a key to be sent as `Profile-Key` with everything under this profile. It lasts as long as the "
            "device's session and the PIN do; a device forgets it when the profile is left. After five wrong PINs none "
            "is taken for five minutes, and after each five more for twice as long as before. A profile without a PIN "
            "needs no key."
        ),
        tags=["Profiles"],
        request=PinBody,
        responses=KeySerializer,
    )
    def post(self, request: Request) -> Response:
        pin = read_body(PinBody, request)["pin"]
        if self.profile.is_locked and not try_pin(profile=self.profile, pin=pin):
            told = serializers.ErrorDetail(_("This is not the PIN."), code="wrong")
            raise serializers.ValidationError({"pin": [told]})
        return Response({"key": keys.profile_key(request, self.profile)})


class PinView(ManagedProfileView):
    """The PIN of a profile."""

    @extend_schema(
        operation_id="setPin",
        summary="Set the PIN",
        description="Asks this PIN from here on. Keys of a former one are worth nothing any more: get another.",
        tags=["Profiles"],
        request=PinBody,
        responses={204: None},
    )
    def put(self, request: Request) -> Response:
        set_pin(profile=self.profile, pin=read_body(PinBody, request)["pin"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="clearPin",
        summary="Take the PIN away",
        description="Lets everybody of the account enter the profile. Doing it again changes nothing.",
        tags=["Profiles"],
        responses={204: None},
    )
    def delete(self, _request: Request) -> Response:
        clear_pin(profile=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)
