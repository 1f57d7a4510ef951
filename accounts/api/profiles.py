"""The profiles of an account."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.fields import get_error_detail
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.api import keys
from accounts.api.access import AccountView, ManagedProfileView
from accounts.api.choices import DECIDED, AllChoicesBody, decided
from accounts.api.retries import retried
from accounts.models import Consent, Profile, User
from accounts.services import create_profile, delete_profile, update_profile
from catalog.access import ADULT
from catalog.rest import Body, InvalidQuery, read_body, read_query

PROFILE: dict[str, Any] = {
    "id": 7,
    "name": "Alice",
    "avatar": "ember",
    "avatar_url": "https://cinema.example/static/avatars/ember.5f0c2a9d1b7e.svg",
    "language": "",
    "is_kids": False,
    "age_limit": 18,
    "is_locked": False,
    "is_newcomer": False,
}


@extend_schema_serializer(examples=[OpenApiExample("A profile", PROFILE)], component_name="Profile")
class ProfileSerializer(serializers.Serializer[Any]):
    """One person of an account."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    avatar = serializers.ChoiceField(choices=Profile.Avatar.choices)
    avatar_url = serializers.SerializerMethodField(help_text="Where its picture is, an SVG.")
    language = serializers.CharField(
        allow_blank=True, help_text="What it is spoken to in; empty for `Accept-Language`."
    )
    is_kids = serializers.BooleanField(help_text="For a simpler home, with nothing rated for people older than twelve.")
    age_limit = serializers.IntegerField(help_text="Titles for older people are out of sight; from 18 up, nothing is.")
    is_locked = serializers.BooleanField(help_text="Whether it is entered by a PIN.")
    is_newcomer = serializers.BooleanField(
        help_text="Nothing is known of it, and it was not asked what it likes: it is time for the picks."
    )

    @extend_schema_field(serializers.URLField())
    def get_avatar_url(self, profile: Profile) -> str:
        request: Request = self.context["request"]
        return request.build_absolute_uri(static(f"avatars/{profile.avatar}.svg"))


class NameField(serializers.CharField):
    """A name that no other profile of the account has."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        name = super().run_validation(data)
        others = Profile.objects.of(self.context["request"].user).filter(name__iexact=name)
        if others.exclude(pk=self.context.get("profile", 0)).exists():
            raise serializers.ValidationError(_("There is a profile of this name."), code="unique")
        return name


@extend_schema_serializer(examples=[OpenApiExample("For a child", {"name": "Bob", "is_kids": True})])
class ProfileBody(Body):
    """What a new profile needs."""

    asks_who = True
    name = NameField(max_length=40, help_text="Once in an account, whatever the case.")
    choices = AllChoicesBody(required=False, help_text=DECIDED)
    avatar = serializers.ChoiceField(choices=Profile.Avatar.choices, required=False)
    language = serializers.CharField(
        max_length=10, allow_blank=True, required=False, help_text="One that the site has."
    )
    is_kids = serializers.BooleanField(required=False)
    age_limit = serializers.IntegerField(
        min_value=0, max_value=ADULT, required=False, help_text="If not given: 9 for children, else none (18)."
    )


CHANGED = {"name": "Bob", "avatar": "frog", "language": "", "is_kids": True, "age_limit": 7}


@extend_schema_serializer(examples=[OpenApiExample("For a child", CHANGED)])
class ChangedProfileBody(Body):
    """All that a profile is to be."""

    name = NameField(max_length=40, help_text="Once in an account, whatever the case.")
    avatar = serializers.ChoiceField(choices=Profile.Avatar.choices)
    language = serializers.CharField(max_length=10, allow_blank=True, help_text="One that the site has, or empty.")
    is_kids = serializers.BooleanField()
    age_limit = serializers.IntegerField(min_value=0, max_value=ADULT, help_text="At most 12 for children.")


class DeletionQuery(serializers.Serializer[Any]):
    """That it is no slip."""

    name = serializers.CharField(max_length=40, help_text="The profile's name, as its people typed it to confirm.")


class ProfilesView(AccountView):
    """All profiles of the account."""

    takes_account_key = True

    @extend_schema(
        operation_id="listProfiles",
        summary="List profiles",
        description="The profiles of the account, at most five, in the order they were made.",
        tags=["Profiles"],
        responses=ProfileSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(_told(list(Profile.objects.of(request.user)), request, many=True))

    @extend_schema(
        operation_id="createProfile",
        summary="Add a profile",
        description=(
            "An account has at most five profiles, each with a name of its own. One that sees more than any that has "
            "no PIN needs `Account-Key`."
        ),
        tags=["Profiles"],
        request=ProfileBody,
        responses={201: ProfileSerializer},
    )
    @retried
    def post(self, request: Request) -> Response:
        given = read_body(ProfileBody, request)
        given = {**decided(given), "through": Consent.Through.API}
        profile = create_profile(user=cast("User", request.user), confirmed=keys.is_confirmed(request), **given)
        place = {"Location": reverse("api-profile", args=[profile.pk], request=request)}
        return Response(_told(profile, request), status=status.HTTP_201_CREATED, headers=place)


class OneProfileView(ManagedProfileView):
    """One profile of the account."""

    def is_open(self) -> bool:
        # What the list of profiles says of it anyway.
        return self.request.method in SAFE_METHODS or super().is_open()

    @extend_schema(
        operation_id="getProfile",
        summary="A profile",
        description="One profile of the account, also where it has a PIN.",
        tags=["Profiles"],
        responses=ProfileSerializer,
    )
    def get(self, request: Request) -> Response:
        return Response(_told(self.profile, request))

    @extend_schema(
        operation_id="updateProfile",
        summary="Change a profile",
        description=(
            "Says all that the profile is to be. Raising its limit, or making a child's profile a grown-up's, needs "
            "`Account-Key`. Other limits make another home page."
        ),
        tags=["Profiles"],
        request=ChangedProfileBody,
        responses=ProfileSerializer,
    )
    def put(self, request: Request) -> Response:
        given = read_body(ChangedProfileBody, request, profile=self.profile.pk)
        changed = update_profile(profile=self.profile, confirmed=self.is_confirmed(), **given)
        return Response(_told(changed, request))

    @extend_schema(
        operation_id="deleteProfile",
        summary="Delete a profile",
        description="Erases the profile with all that it watched and said, for ever. An account keeps one at least.",
        tags=["Profiles"],
        parameters=[DeletionQuery],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        try:
            delete_profile(profile=self.profile, **read_query(DeletionQuery, request))
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                raise InvalidQuery({"name": get_error_detail(error)["name"]}) from None  # type: ignore[call-overload]
            raise
        return Response(status=status.HTTP_204_NO_CONTENT)


def _told(profile: Any, request: Request, *, many: bool = False) -> Any:
    return ProfileSerializer(profile, many=many, context={"request": request}).data
