"""What a profile plays, and its history."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileListView, ProfileView
from accounts.api.cards import CARD, STATE, CardSerializer, WatchStateSerializer
from accounts.models import Play, WatchState
from accounts.progress import Refused, check_age, played, take_in
from accounts.services import record_play
from catalog.models import Episode
from catalog.rest import Body, Order, moment, read_body

LONGEST = 7 * 24 * 60 * 60  # seconds; longer than anything that was ever shown

PLAY: dict[str, Any] = {
    "title": 1204,
    "position": 1830,
    "duration": 6720,
    "watched": 10,
    "device": "phone",
    "session": "6b1f8a52-7c0c-4f07-9d53-0d7a2f4d9a11",
    "row": "top_picks",
    "page_view": "0f7a6f5e-3f0b-4d57-9c39-8a4d4f6b0c11",
    "happened_at": "2026-03-01T20:14:05Z",
    "sent_at": "2026-03-01T20:14:05Z",
}
_OF_THE_CLOCK = (
    "The device's clock as it sends. With it, only the time between `happened_at` and this counts, and a clock that is "
    "wrong does no harm."
)
MOST = 100
EPISODE: dict[str, Any] = {"id": 311, "season": 1, "number": 4, "name": "The Long Night"}


class ReportBody(Body):
    """What a player reports: where it is now."""

    title = serializers.IntegerField()
    episode = serializers.IntegerField(required=False, allow_null=True, help_text="Needed for a series.")
    position = serializers.IntegerField(min_value=0, max_value=LONGEST, help_text="In seconds.")
    duration = serializers.IntegerField(min_value=1, max_value=LONGEST, help_text="Of the film or episode, in seconds.")
    watched = serializers.IntegerField(
        min_value=0,
        max_value=LONGEST,
        required=False,
        allow_null=True,
        help_text="Seconds of it that were really played since the report before, without what was skipped.",
    )
    device = serializers.ChoiceField(choices=Play.Device.choices, required=False, default=Play.Device.OTHER)
    session = serializers.UUIDField(
        required=False, allow_null=True, help_text="The same for all reports from opening a player to closing it."
    )
    row = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="`key` of the row that the title was chosen from."
    )
    page_view = serializers.UUIDField(
        required=False, allow_null=True, help_text="The `page_view` of the impressions that the choice was made from."
    )
    happened_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="By the device's clock; now if not given. At most a year ago. Without `sent_at`, what is more than a "
        "minute ahead is taken for now.",
    )


@extend_schema_serializer(examples=[OpenApiExample("A quarter in", PLAY)])
class PlayBody(ReportBody):
    """One report by itself."""

    sent_at = serializers.DateTimeField(required=False, allow_null=True, help_text=_OF_THE_CLOCK)


class NamedReportBody(ReportBody):
    """One report among several."""

    client_id = serializers.UUIDField(help_text="Made by the device for this report: sent again, it counts once.")


_REPORT = {name: value for name, value in PLAY.items() if name != "sent_at"}
PLAYS: dict[str, Any] = {
    "sent_at": "2026-03-01T21:02:41Z",
    "plays": [{"client_id": "2f0d2c9e-54a1-4a6c-9f6b-6d3c1b1e7a10", **_REPORT}],
}


@extend_schema_serializer(examples=[OpenApiExample("After an hour without a connection", PLAYS)])
class PlaysBody(Body):
    """Several reports, in any order."""

    sent_at = serializers.DateTimeField(help_text=_OF_THE_CLOCK)
    plays = NamedReportBody(many=True, min_length=1, max_length=MOST)  # type: ignore[call-arg]  # of the list


class RefusedSerializer(serializers.Serializer[Refused]):
    """A report that cannot be taken, now or later."""

    client_id = serializers.UUIDField()
    reason = serializers.CharField()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "One of them is about a title that is gone",
            {"refused": [{"client_id": "2f0d2c9e-54a1-4a6c-9f6b-6d3c1b1e7a10", "reason": "There is no such title."}]},
        )
    ],
    component_name="Taken",
)
class TakenSerializer(serializers.Serializer[Any]):
    """What became of several reports: all that are not refused are kept."""

    refused = RefusedSerializer(many=True)


class PlayedEpisodeSerializer(serializers.Serializer[Episode]):
    """An episode by its place."""

    id = serializers.IntegerField(source="pk")
    season = serializers.IntegerField(source="season.number")
    number = serializers.IntegerField()
    name = serializers.CharField()


@extend_schema_serializer(
    examples=[OpenApiExample("A film", {"state": STATE, "episode": None, "title": CARD})], component_name="HistoryEntry"
)
class HistoryEntrySerializer(serializers.Serializer[WatchState]):
    """A film or an episode that was played."""

    state = WatchStateSerializer(source="*")
    episode = PlayedEpisodeSerializer(allow_null=True)
    title = CardSerializer()


class PlayView(ProfileView):
    """One report of a player."""

    @extend_schema(
        operation_id="recordPlay",
        summary="Report a play",
        description=(
            "Tells where a player is: at its start, every ten seconds or so, when it is paused and when it stops. "
            "`client_id` is a UUID that the device makes for each report: a report that is sent again, however often, "
            "counts once. A report that is older than what is known is kept and does not move the position back, so "
            "those from a device that was offline may come in any order. Answers with where the profile now stands."
        ),
        tags=["Plays"],
        request=PlayBody,
        responses=WatchStateSerializer,
    )
    def put(self, request: Request, client_id: Any) -> Response:
        given = read_body(PlayBody, request)
        check_age(given.get("happened_at"), given.get("sent_at"))
        title, episode = played(self.profile, given.pop("title"), given.pop("episode", None))
        if title is None:
            raise Http404
        state = record_play(profile=self.profile, title=title, episode=episode, client_id=client_id, **given)
        return Response(WatchStateSerializer(state).data)


class PlaysView(ProfileView):
    """Several reports of players."""

    @extend_schema(
        operation_id="recordPlays",
        summary="Report several plays",
        description=(
            "What a device gathered without a connection, or has not heard an answer about: up to 100 reports, of any "
            "titles, in any order. What was taken before counts once. Reports that can never be taken, because "
            "their title is gone or their id was used for another play, are refused by name and the others are kept; "
            "forget them all once this has answered, and send all again if it has not."
        ),
        tags=["Plays"],
        request=PlaysBody,
        responses=TakenSerializer,
    )
    def post(self, request: Request) -> Response:
        refused = take_in(self.profile, **read_body(PlaysBody, request))
        return Response(TakenSerializer({"refused": refused}).data)


class HistoryView(ProfileListView):
    """What the profile has watched."""

    serializer_class = HistoryEntrySerializer

    def order(self) -> Order:
        return Order("-last_at", moment)

    def get_queryset(self) -> QuerySet[Any]:
        return self.with_cards(WatchState.objects.select_related("episode__season"))

    @extend_schema(
        operation_id="listHistory",
        summary="History",
        description="The films and episodes that the profile played, the last played first, with where each stands.",
        tags=["Plays"],
        responses=HistoryEntrySerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return self.listed()
