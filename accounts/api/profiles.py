"""The profiles of an account."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.api.access import AccountView, ProfileView
from accounts.models import Profile, User
from accounts.services import create_profile
from catalog.access import ADULT
from catalog.rest import Body, read_body

PROFILE: dict[str, Any] = {
    "id": 7,
    "name": "Alice",
    "avatar": "ember",
    "is_kids": False,
    "age_limit": 18,
    "is_newcomer": False,
}


@extend_schema_serializer(examples=[OpenApiExample("A profile", PROFILE)], component_name="Profile")
class ProfileSerializer(serializers.Serializer[Any]):
    """One person of an account."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    avatar = serializers.ChoiceField(choices=Profile.Avatar.choices)
    is_kids = serializers.BooleanField()
    age_limit = serializers.IntegerField(help_text="Titles for older people are out of sight; from 18 up, nothing is.")
    is_newcomer = serializers.BooleanField(
        help_text="Nothing is known of it, and it was not asked what it likes: it is time for the picks."
    )


@extend_schema_serializer(examples=[OpenApiExample("For a child", {"name": "Bob", "is_kids": True})])
class ProfileBody(Body):
    """What a new profile needs."""

    name = serializers.CharField(max_length=40, help_text="Once in an account, whatever the case.")
    avatar = serializers.ChoiceField(choices=Profile.Avatar.choices, required=False)
    is_kids = serializers.BooleanField(required=False)
    age_limit = serializers.IntegerField(
        min_value=0, max_value=ADULT, required=False, help_text="If not given: 9 for children, else none (18)."
    )

    def validate_name(self, name: str) -> str:
        if Profile.objects.of(self.context["request"].user).filter(name__iexact=name).exists():
            raise serializers.ValidationError(_("There is a profile of this name."), code="unique")
        return name

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if values.get("is_kids") and values.get("age_limit", 0) >= ADULT:
            raise serializers.ValidationError({"age_limit": _("A child's profile has a limit below %d.") % ADULT})
        return values


class ProfilesView(AccountView):
    """All profiles of the account."""

    @extend_schema(
        operation_id="listProfiles",
        summary="List profiles",
        description="The profiles of the account, at most five, in the order they were made.",
        tags=["Profiles"],
        responses=ProfileSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(ProfileSerializer(list(Profile.objects.of(request.user)), many=True).data)

    @extend_schema(
        operation_id="createProfile",
        summary="Add a profile",
        description="An account has at most five profiles, each with a name of its own.",
        tags=["Profiles"],
        request=ProfileBody,
        responses={201: ProfileSerializer},
    )
    def post(self, request: Request) -> Response:
        profile = create_profile(user=cast("User", request.user), **read_body(ProfileBody, request))
        place = {"Location": reverse("api-profile", args=[profile.pk], request=request)}
        return Response(ProfileSerializer(profile).data, status=status.HTTP_201_CREATED, headers=place)


class OneProfileView(ProfileView):
    """One profile of the account."""

    @extend_schema(
        operation_id="getProfile",
        summary="A profile",
        description="One profile of the account.",
        tags=["Profiles"],
        responses=ProfileSerializer,
    )
    def get(self, _request: Request) -> Response:
        return Response(ProfileSerializer(self.profile).data)
