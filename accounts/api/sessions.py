"""Log-in for devices: a token each, ended by log-out."""

from typing import Any

from axes.utils import reset
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import update_last_login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.fields import get_error_detail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from accounts.api.access import AccountView
from accounts.api.choices import DECIDED, AllChoicesBody, decided
from accounts.api.profiles import PROFILE, ProfileSerializer
from accounts.api.refusals import LockedOut
from accounts.models import Play, Profile, User
from accounts.models.devices import DEVICE_NAME
from accounts.services import begin_session, end_sessions, sign_up
from catalog.rest import Body, read_body

LONGEST_PASSWORD = 1024  # hashing takes time that grows with it
CREDENTIALS = {"email": "alice@example.org", "password": "a long pass phrase"}
NAMED = {"device_name": "Alice's phone", "device": "phone"}


class WrongCredentials(APIException):
    """One answer for an unknown address, a wrong password and a closed account."""

    status_code = status.HTTP_401_UNAUTHORIZED
    default_code = "wrong_credentials"
    default_detail = gettext_lazy("There is no account with this e-mail address and password.")
    auth_header = "Bearer"


@extend_schema_serializer(examples=[OpenApiExample("Credentials", {**CREDENTIALS, **NAMED})])
class LogInBody(Body):
    """What an account is opened with."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=LONGEST_PASSWORD, trim_whitespace=False)
    device_name = serializers.CharField(
        max_length=DEVICE_NAME, required=False, default="", help_text="What the list of devices calls this one."
    )
    device = serializers.ChoiceField(choices=Play.Device.choices, required=False, default=Play.Device.OTHER)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A new account",
            {**CREDENTIALS, **NAMED, "profile_name": "Alice"},
        )
    ]
)
class SignUpBody(LogInBody):
    """What a new account needs."""

    profile_name = serializers.CharField(max_length=40, help_text="Name of the first profile.")
    choices = AllChoicesBody(required=False, help_text=DECIDED)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        try:
            validate_password(values["password"], User(email=values["email"]))
        except ValidationError as error:
            raise serializers.ValidationError({"password": get_error_detail(error)}) from None
        return values


SESSION = {
    "token": 16 * "c0fe",
    "device": "5d0a8c1e-8f0f-4c39-9a43-0d0c5a8f7b21",
    "expiry": "2026-04-30T20:14:05Z",
    "profiles": [PROFILE],
}


@extend_schema_serializer(examples=[OpenApiExample("A session", SESSION)])
class SessionSerializer(serializers.Serializer[Any]):
    """What a device keeps."""

    token = serializers.CharField(help_text="Shown this once: the server keeps a hash of it.")
    device = serializers.UUIDField(
        help_text="Id of this device in the list of devices; it stays when the token is renewed."
    )
    expiry = serializers.DateTimeField(help_text="Put off by every use; only a device long out of use logs in anew.")
    profiles = ProfileSerializer(many=True)


class OpenView(AccountView):
    """For those who have no token yet, and throttled therefore. What it answers is never to be written down."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (ScopedRateThrottle,)
    cache_control = "no-store"


class LogInView(OpenView):
    """Begins a device's session."""

    throttle_scope = "log-in"

    @extend_schema(
        operation_id="logIn",
        summary="Log in",
        description=(
            "Gives a token for this device, to be sent as `Authorization: Bearer …`. After ten wrong passwords for one "
            "account from one address, further tries from there are refused for a quarter of an hour."
        ),
        tags=["Session"],
        request=LogInBody,
        responses=SessionSerializer,
    )
    def post(self, request: Request) -> Response:
        given = read_body(LogInBody, request)
        email = User.objects.normalize_email(given["email"])
        user = authenticate(request, username=email, password=given["password"])
        if user is None:
            raise LockedOut(settings.AXES_COOLOFF_TIME) if _locked_out(request) else WrongCredentials()
        assert isinstance(user, User)
        # Django's signal of a log-in is for browsers: what listens to it would begin a session with a cookie.
        reset(username=email, ip=getattr(request, "axes_ip_address", None))
        update_last_login(None, user)  # type: ignore[arg-type]  # the sender is not looked at
        return Response(_session(user, given, request))


class SignUpView(OpenView):
    """Makes an account."""

    throttle_scope = "sign-up"

    @extend_schema(
        operation_id="signUp",
        summary="Sign up",
        description="Makes an account with its first profile and logs this device in.",
        tags=["Session"],
        request=SignUpBody,
        responses={201: SessionSerializer},
    )
    def post(self, request: Request) -> Response:
        given = read_body(SignUpBody, request)
        try:
            wanted: dict[str, Any] = {
                name: given[name] for name in ("email", "password", "profile_name", "choices") if name in given
            }
            user = sign_up(**decided(wanted))
        except IntegrityError:
            # Somebody took the address between the check and the insert.
            raise ValidationError({"email": _("There is an account with this e-mail address.")}) from None
        return Response(_session(user, given, request), status=status.HTTP_201_CREATED)


class LogOutView(AccountView):
    """Ends the session of the device that asks."""

    @extend_schema(
        operation_id="logOut",
        summary="Log out",
        description="The token of this request is worth nothing from here on.",
        tags=["Session"],
        request=None,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class LogOutEverywhereView(AccountView):
    """Ends the sessions of all devices of the account."""

    @extend_schema(
        operation_id="logOutEverywhere",
        summary="Log out on every device",
        description="All tokens of the account are worth nothing from here on, the one of this request among them.",
        tags=["Session"],
        request=None,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        end_sessions(user=request.user)  # type: ignore[arg-type]  # nobody gets here without an account
        return Response(status=status.HTTP_204_NO_CONTENT)


def _locked_out(request: Request) -> bool:
    """Whether the guard against guessing refused this try, or refuses the next ones because of it."""
    return bool(getattr(request, "axes_locked_out", False))


def _session(user: User, given: dict[str, Any], request: Request) -> dict[str, Any]:
    session, token = begin_session(user=user, name=given["device_name"], device=given["device"])
    content = {
        "token": token,
        "device": session.pk,
        "expiry": session.token.expiry,
        "profiles": Profile.objects.of(user),
    }
    return SessionSerializer(content, context={"request": request}).data
