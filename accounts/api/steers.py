"""More of this, less of that, not me."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import steers
from accounts.api.access import ProfileView
from accounts.models import Steer
from accounts.services import steer, unsteer
from accounts.services.steering import is_something
from catalog.rest import Body, read_body

WISH: dict[str, Any] = {
    "kind": "genre",
    "key": "horror",
    "name": "Horror",
    "direction": "less",
    "made_at": "2026-03-01T20:14:05Z",
}


@extend_schema_serializer(examples=[OpenApiExample("Less horror", WISH)], component_name="Wish")
class WishSerializer(serializers.Serializer[Any]):
    """What is wished for."""

    kind = serializers.ChoiceField(source="steer.kind", choices=Steer.Kind.choices)
    key = serializers.CharField(source="steer.key")
    name = serializers.CharField()
    direction = serializers.ChoiceField(source="steer.direction", choices=Steer.Direction.choices)
    made_at = serializers.DateTimeField(source="steer.made_at")


@extend_schema_serializer(examples=[OpenApiExample("Less of it", {"direction": "less"})])
class WishBody(Body):
    """Which way."""

    direction = serializers.ChoiceField(
        choices=Steer.Direction.choices,
        help_text="`not_me`: none of its rows, and what was done with its titles says nothing of the profile.",
    )


class WishesView(ProfileView):
    """All wishes of the profile."""

    @extend_schema(
        operation_id="listWishes",
        summary="Wishes",
        description="What the profile asked for more or less of, or said is not its own, the latest first.",
        tags=["Taste"],
        responses=WishSerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return Response(WishSerializer(steers.told(self.profile), many=True).data)


class WishView(ProfileView):
    """One wish."""

    @extend_schema(
        operation_id="wish",
        summary="Ask for more or less of something",
        description=(
            "Of a genre, a decade (`era`), a person, or a genre in a decade. It takes the place of what was asked of "
            "the same before, and changes the home page within about a second."
        ),
        tags=["Taste"],
        request=WishBody,
        responses=WishSerializer,
    )
    def put(self, request: Request, kind: str, key: str) -> Response:
        given = read_body(WishBody, request)
        if "\0" in key or not is_something(self.profile, kind, key):
            raise Http404
        steer(profile=self.profile, kind=kind, key=key, **given)
        told = next(one for one in steers.told(self.profile) if (one.steer.kind, one.steer.key) == (kind, key))
        return Response(WishSerializer(told).data)

    @extend_schema(
        operation_id="takeWishBack",
        summary="Take a wish back",
        description="The page is as if it had never been said. Doing it again changes nothing.",
        tags=["Taste"],
        responses={204: None},
    )
    def delete(self, _request: Request, kind: str, key: str) -> Response:
        if "\0" not in key:
            unsteer(profile=self.profile, kind=kind, key=key)
        return Response(status=status.HTTP_204_NO_CONTENT)
