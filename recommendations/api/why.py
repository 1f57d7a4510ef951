"""Why a title is on the home page."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileView
from accounts.api.cards import CARD, CardSerializer
from accounts.models import Profile, Steer
from accounts.models.activity import ROW_KEY
from catalog.rest import read_query
from catalog.statements import Statement
from recommendations import why
from recommendations.api.home import with_page

WHY: dict[str, Any] = {
    "on_page": True,
    "row": "top_picks",
    "reason": "Chosen from everything you have watched and rated.",
    "because": [{"title": {**CARD, "id": 871}, "hidden": False}],
    "search": None,
    "features": [{"kind": "genre", "key": "horror", "name": "Horror", "direction": "more"}],
}


class WhyQuery(serializers.Serializer[Any]):
    """Which of its places on the page is asked about."""

    row = serializers.CharField(
        max_length=ROW_KEY, required=False, default="", help_text="`key` of the row; else the first that has it."
    )


class BehindSerializer(serializers.Serializer[Any]):
    """A title of the history that led there."""

    title = CardSerializer()
    hidden = serializers.BooleanField(help_text="Kept out of the recommendations by now: see `hideTitle`.")


class FeatureSerializer(serializers.Serializer[Any]):
    """What the title is, and what was wished of that."""

    kind = serializers.ChoiceField(choices=Steer.Kind.choices)
    key = serializers.CharField()
    name = serializers.CharField()
    direction = serializers.ChoiceField(
        choices=Steer.Direction.choices, allow_null=True, help_text="Null without a wish: see `wish`."
    )


@extend_schema_serializer(examples=[OpenApiExample("From the history", WHY)], component_name="Why")
class WhySerializer(serializers.Serializer[Any]):
    """What led to a title."""

    on_page = serializers.BooleanField(help_text="Whether it stands on the page as it is now.")
    row = serializers.CharField(allow_blank=True, help_text="Key of its row.")
    reason = serializers.CharField(allow_blank=True, help_text="In words.")
    because = BehindSerializer(many=True, help_text="What of the history led there, the largest share first.")
    search = serializers.CharField(allow_null=True, help_text="Id in the activity of the search that led there.")
    features = FeatureSerializer(many=True, help_text="More or less can be asked of each.")


class WhyView(ProfileView):
    """Why one title is there."""

    def statement(self) -> Statement[Profile]:
        return with_page()

    @extend_schema(
        operation_id="getWhy",
        summary="Why a title is on the page",
        description="The reason of its card, with all that can be done about it: hide what led there, ask for less.",
        tags=["Taste"],
        parameters=[WhyQuery],
        responses=WhySerializer,
    )
    def get(self, request: Request, title: int) -> Response:
        row = read_query(WhyQuery, request)["row"]
        found = get_object_or_404(self.marked_titles().for_cards().with_genres(), pk=title)
        told = why.of(self.profile, found, row)
        answer = {
            "on_page": told.card is not None,
            "row": told.card.row if told.card else "",
            "reason": told.card.reason if told.card else "",
            "because": told.behind,
            "search": f"search-{told.search.pk}" if told.search else None,
            "features": [{**one._asdict(), "direction": one.direction or None} for one in told.features],
        }
        return Response(WhySerializer(answer, context=self.get_serializer_context()).data)
