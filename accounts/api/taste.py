"""What a profile says of titles: My List and thumbs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileListView, ProfileView
from accounts.api.cards import CARD, CardSerializer
from accounts.models import ListEntry, Rating
from accounts.models.activity import ROW_KEY
from accounts.services import rate, record_look, toggle_list
from catalog.rest import Body, Order, moment, read_body

ORIGIN = {"row": "top_picks", "page_view": "0f7a6f5e-3f0b-4d57-9c39-8a4d4f6b0c11"}


@extend_schema_serializer(
    examples=[OpenApiExample("A film", {"added_at": "2026-02-11T09:30:00Z", "title": CARD})],
    component_name="ListEntry",
)
class ListEntrySerializer(serializers.Serializer[ListEntry]):
    """A title on My List."""

    added_at = serializers.DateTimeField()
    title = CardSerializer()


@extend_schema_serializer(
    examples=[OpenApiExample("A love", {"value": 2, "rated_at": "2026-02-11T09:30:00Z", "title": CARD})],
    component_name="Rating",
)
class RatingSerializer(serializers.Serializer[Rating]):
    """A thumb and the title it is for."""

    value = serializers.ChoiceField(choices=Rating.Value.choices)
    rated_at = serializers.DateTimeField()
    title = CardSerializer()


@extend_schema_serializer(examples=[OpenApiExample("From a row", ORIGIN)])
class LookBody(Body):
    """Where on the home page the title was seen, if there."""

    row = serializers.CharField(
        max_length=ROW_KEY, required=False, allow_blank=True, help_text="`key` of the row that the title was seen in."
    )
    page_view = serializers.UUIDField(
        required=False, allow_null=True, help_text="The `page_view` of the impressions that led to it."
    )


@extend_schema_serializer(examples=[OpenApiExample("Love", {"value": 2, **ORIGIN})])
class RatingBody(LookBody):
    """A thumb, and where the title was seen."""

    value = serializers.ChoiceField(choices=Rating.Value.choices)


@extend_schema_serializer(
    examples=[OpenApiExample("Love", {"title": 1204, "value": 2, "rated_at": "2026-02-11T09:30:00Z"})]
)
class GivenRatingSerializer(serializers.Serializer[Rating]):
    """A thumb as it stands now."""

    title = serializers.IntegerField(source="title_id")
    value = serializers.ChoiceField(choices=Rating.Value.choices)
    rated_at = serializers.DateTimeField()


class MyListView(ProfileListView):
    """My List."""

    serializer_class = ListEntrySerializer

    def order(self) -> Order:
        return Order("-added_at", moment)

    def get_queryset(self) -> QuerySet[Any]:
        return self.with_cards(ListEntry.objects.all())

    @extend_schema(
        operation_id="listMyList",
        summary="My List",
        description="The titles on My List, those added last first.",
        tags=["My List"],
        responses=ListEntrySerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return self.listed()


class MyListEntryView(ProfileView):
    """One title on My List."""

    @extend_schema(
        operation_id="addToMyList",
        summary="Add to My List",
        description="Puts a title on My List. Doing it again changes nothing.",
        tags=["My List"],
        request=None,
        responses={204: None},
    )
    def put(self, _request: Request, title: int) -> Response:
        toggle_list(profile=self.profile, title=self.title(title), listed=True)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="removeFromMyList",
        summary="Take off My List",
        description="Takes a title off My List. Doing it again changes nothing.",
        tags=["My List"],
        responses={204: None},
    )
    def delete(self, _request: Request, title: int) -> Response:
        toggle_list(profile=self.profile, title=self.title(title), listed=False)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RatingsView(ProfileListView):
    """All thumbs of the profile."""

    serializer_class = RatingSerializer

    def order(self) -> Order:
        return Order("-rated_at", moment)

    def get_queryset(self) -> QuerySet[Any]:
        return self.with_cards(Rating.objects.all())

    @extend_schema(
        operation_id="listRatings",
        summary="Ratings",
        description="What the profile has given thumbs to, the latest first.",
        tags=["Ratings"],
        responses=RatingSerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return self.listed()


class RatingView(ProfileView):
    """The thumb on one title."""

    @extend_schema(
        operation_id="rate",
        summary="Rate a title",
        description="Gives a thumb: -1 down, 1 up, 2 love. It replaces the one before; the same again changes nothing.",
        tags=["Ratings"],
        request=RatingBody,
        responses=GivenRatingSerializer,
    )
    def put(self, request: Request, title: int) -> Response:
        rated = self.title(title)
        given = rate(profile=self.profile, title=rated, **read_body(RatingBody, request))
        return Response(GivenRatingSerializer(given).data)

    @extend_schema(
        operation_id="unrate",
        summary="Take a rating back",
        description="Takes the thumb back. Doing it again changes nothing.",
        tags=["Ratings"],
        responses={204: None},
    )
    def delete(self, _request: Request, title: int) -> Response:
        rate(profile=self.profile, title=self.title(title), value=None)
        return Response(status=status.HTTP_204_NO_CONTENT)


class LookView(ProfileView):
    """A look at one title."""

    @extend_schema(
        operation_id="recordLook",
        summary="Tell that a title was looked at",
        description=(
            "Say that the profile opened the title's page, not that its details were fetched ahead: a faint sign of "
            "interest, by which the home page changes. The body may be `{}`."
        ),
        tags=["Titles"],
        request=LookBody,
        responses={204: None},
    )
    def put(self, request: Request, title: int) -> Response:
        record_look(profile=self.profile, title=self.title(title), **read_body(LookBody, request))
        return Response(status=status.HTTP_204_NO_CONTENT)
