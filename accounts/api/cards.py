"""A title's card with the marks of whoever looks, and where watching it stands."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from accounts.models import Rating, WatchState
from catalog import api as catalog_api

MARKS = {"my_rating": 2, "in_my_list": True}
CARD = {**catalog_api.CARD, **MARKS}
STATE: dict[str, Any] = {
    "title": 1204,
    "episode": None,
    "position": 1830,
    "duration": 6720,
    "progress": 0.2723,
    "finished": False,
    "last_at": "2026-03-01T20:14:05Z",
}


@extend_schema_serializer(examples=[OpenApiExample("A film", CARD)], component_name="Card")
class CardSerializer(catalog_api.TitleCardSerializer):
    """A title as this profile sees it, in the small size. Costs no query after `with_marks` and `for_cards`."""

    my_rating = serializers.ChoiceField(
        choices=Rating.Value.choices, allow_null=True, help_text="The thumb of this profile; null without one."
    )
    in_my_list = serializers.BooleanField()


@extend_schema_serializer(examples=[OpenApiExample("A quarter in", STATE)], component_name="WatchState")
class WatchStateSerializer(serializers.Serializer[Any]):
    """Where a profile stands in a film or an episode."""

    title = serializers.IntegerField(source="title_id")
    episode = serializers.IntegerField(source="episode_id", allow_null=True, help_text="Null for a film.")
    position = serializers.IntegerField(help_text="Where to resume, in seconds.")
    duration = serializers.IntegerField(help_text="In seconds.")
    progress = serializers.SerializerMethodField(help_text="Position over duration, 0 to 1.")
    finished = serializers.BooleanField(source="is_finished", help_text="Watched to its end at least once.")
    last_at = serializers.DateTimeField(help_text="When it was last played.")

    def get_progress(self, state: WatchState) -> float:
        return round(state.progress, 4)
