"""What a new profile is asked: which of these titles it likes."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileView
from accounts.api.cards import CARD, CardSerializer
from accounts.services import pick_titles
from catalog.rest import LARGEST_ID, Body, read_body, read_query
from recommendations import newcomers

MOST_TITLES, MOST_PICKS = 10_000, 200
PICKS: dict[str, Any] = {
    "titles": [{**CARD, "my_rating": None, "in_my_list": False}],
    "next": "https://cinema.example/api/v1/profiles/7/picks?from=24",
}


class PicksQuery(serializers.Serializer[Any]):
    """Which titles."""

    # `from` is a word of Python's own.
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        told = "The first title: taken from `next` of the answer before."
        return {"from": serializers.IntegerField(min_value=0, max_value=MOST_TITLES, default=0, help_text=told)}


@extend_schema_serializer(examples=[OpenApiExample("The first titles", PICKS)], component_name="Picks")
class PicksSerializer(serializers.Serializer[Any]):
    """Titles to choose from."""

    titles = CardSerializer(many=True, help_text="What tells tastes apart best comes first; none that it has rated.")
    next = serializers.SerializerMethodField(help_text="The address of other titles; null where those were all.")

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_next(self, offer: newcomers.Offer) -> str | None:
        request = self.context["request"]
        return None if offer.next is None else request.build_absolute_uri(f"{request.path}?from={offer.next}")


@extend_schema_serializer(examples=[OpenApiExample("Three titles", {"titles": [1204, 871, 3452]})])
class PicksBody(Body):
    """The ids of the titles that the profile likes."""

    titles = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID),
        max_length=MOST_PICKS,
        help_text="Three or more give a page of one's own. An empty list says that the profile would rather not say.",
    )


class PicksView(ProfileView):
    """The first question to a profile, and its answer."""

    @extend_schema(
        operation_id="getPicks",
        summary="Titles to choose from",
        description=(
            "Some two dozen titles that many know and that tell tastes apart, for a profile with `is_newcomer`. Ask "
            "which of them it likes and send the answer back; let people skip this, and let them see others."
        ),
        tags=["Picks"],
        parameters=[PicksQuery],
        responses=PicksSerializer,
    )
    def get(self, request: Request) -> Response:
        offer = newcomers.offer(self.profile, read_query(PicksQuery, request)["from"])
        return Response(PicksSerializer(offer, context=self.get_serializer_context()).data)

    @extend_schema(
        operation_id="pickTitles",
        summary="Pick titles",
        description=(
            "Gives a thumb up to those of these titles that the profile has not rated, and has a page made from them: "
            "`Home` tells when it is there. From here on the profile is no newcomer. Sending it again changes nothing. "
            "If one of the titles is not there for the profile, nothing is picked."
        ),
        tags=["Picks"],
        request=PicksBody,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        wanted = set(read_body(PicksBody, request)["titles"])
        titles = list(self.visible_titles().filter(pk__in=wanted))
        if len(titles) < len(wanted):
            raise Http404
        pick_titles(profile=self.profile, titles=titles)
        return Response(status=status.HTTP_204_NO_CONTENT)
