"""All that a profile did: read, kept out of the recommendations, or deleted."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import activity
from accounts.activity import Cursor, Entry, InvalidCursor, Wanted
from accounts.activity.kinds import NAMES
from accounts.api.access import ProfileListView, ProfileView
from accounts.api.cards import CARD, CardSerializer
from accounts.api.filters import Filters, SelectionBody, UnhideBody, event_of, wanted_of
from accounts.api.plays import PlayedEpisodeSerializer
from accounts.api.retries import retried
from accounts.models import Play, Rating
from accounts.services import forget, hide, unhide
from catalog.rest import InvalidQuery, KeysetPagination, read_body, read_query

ENTRY: dict[str, Any] = {
    "id": "play-90210",
    "kind": "play",
    "at": "2026-03-01T20:14:05Z",
    "title": CARD,
    "episode": None,
    "until": "2026-03-01T22:02:10Z",
    "progress": 0.9731,
    "device": "tv",
    "value": None,
    "text": None,
    "times": None,
    "row": "top_picks",
    "hidden": False,
    "counts": True,
}


@extend_schema_serializer(examples=[OpenApiExample("A viewing", ENTRY)], component_name="ActivityEntry")
class EntrySerializer(serializers.Serializer[Entry]):
    """One thing that was done, or was shown. What does not apply to its kind is null."""

    id = serializers.CharField(source="key", help_text="To hide or delete it by.")
    kind = serializers.ChoiceField(choices=NAMES, source="kind.public")
    at = serializers.DateTimeField(help_text="Of a viewing, when it began.")
    title = CardSerializer(allow_null=True, help_text="Null also where the profile may not see it any more.")
    episode = serializers.SerializerMethodField()
    until = serializers.DateTimeField(source="viewing.until", default=None, allow_null=True)
    progress = serializers.SerializerMethodField(help_text="How far it went, 0 to 1.")
    device = serializers.ChoiceField(source="what.device", choices=Play.Device.choices, default=None, allow_null=True)
    value = serializers.ChoiceField(source="what.value", choices=Rating.Value.choices, default=None, allow_null=True)
    text = serializers.CharField(source="what.text", default=None, allow_null=True, help_text="Of a search.")
    times = serializers.SerializerMethodField(help_text="How often it was looked at or shown.")
    row = serializers.CharField(
        source="what.row", default=None, allow_null=True, allow_blank=True, help_text="Key of the row it came from."
    )
    hidden = serializers.BooleanField(source="is_hidden", help_text="Kept out of the recommendations.")
    counts = serializers.BooleanField(
        source="kind.counts", help_text="Whether recommendations are made from its kind at all."
    )

    @extend_schema_field(PlayedEpisodeSerializer(allow_null=True))
    def get_episode(self, entry: Entry) -> Any:
        episode = getattr(entry.what, "episode", None)
        return PlayedEpisodeSerializer(episode).data if episode else None

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_progress(self, entry: Entry) -> float | None:
        return None if entry.reached is None else round(entry.reached, 4)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_times(self, entry: Entry) -> int | None:
        return entry.times


@extend_schema_serializer(examples=[OpenApiExample("Hidden", {"entries": 3, "hidden_at": "2026-03-02T08:00:00Z"})])
class HiddenSerializer(serializers.Serializer[Any]):
    """What became of it."""

    entries = serializers.IntegerField(help_text="How many that concerned.")
    hidden_at = serializers.DateTimeField(help_text="By which `unhide` finds these and no others.")


@extend_schema_serializer(examples=[OpenApiExample("Three", {"entries": 3})])
class ConcernedSerializer(serializers.Serializer[Any]):
    """What became of it."""

    entries = serializers.IntegerField(help_text="How many that concerned.")


class ActivityPagination(KeysetPagination):
    """Pages of entries, which come from several tables."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        page = activity.read(view.profile, queryset, self._limit(request), self._after(request))
        self.last: Any = page.next
        return page.entries

    def _after(self, request: Request) -> Cursor | None:
        try:
            return Cursor.decode(text) if (text := request.query_params.get("cursor")) else None
        except InvalidCursor:
            raise InvalidQuery({"cursor": [_("Not a cursor of this list.")]}) from None

    def _encoded(self, row: Any) -> str:
        return str(row.encode())


class ActivityView(ProfileListView):
    """Everything, the latest first."""

    serializer_class = EntrySerializer
    pagination_class = ActivityPagination

    def get_queryset(self) -> Any:
        return wanted_of(read_query(Filters, self.request))

    @extend_schema(
        operation_id="listActivity",
        summary="Activity",
        description=(
            "Everything that the profile did and that is kept, the latest first: viewings, thumbs, first picks, "
            "searches, looks at titles, My List, and how often titles were shown."
        ),
        tags=["Activity"],
        parameters=[Filters],
        responses=EntrySerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return self.listed()


class HideView(ProfileView):
    """Keep a part of it out of the recommendations."""

    @extend_schema(
        operation_id="hideActivity",
        summary="Keep activity out of the recommendations",
        description="Of a title, a day, a device, a kind, or whatever the filters say. It stays in the activity.",
        tags=["Activity"],
        request=SelectionBody,
        responses=HiddenSerializer,
    )
    @retried
    def post(self, request: Request) -> Response:
        wanted = wanted_of(read_body(SelectionBody, request))
        number, moment = hide(profile=self.profile, wanted=wanted)
        return Response(HiddenSerializer({"entries": number, "hidden_at": moment}).data)


class UnhideView(ProfileView):
    """Let it back in."""

    @extend_schema(
        operation_id="unhideActivity",
        summary="Use activity for recommendations again",
        description="The same filters as for hiding. With `hidden_at`, only what was hidden at that moment.",
        tags=["Activity"],
        request=UnhideBody,
        responses=ConcernedSerializer,
    )
    @retried
    def post(self, request: Request) -> Response:
        given = read_body(UnhideBody, request)
        number = unhide(profile=self.profile, wanted=wanted_of(given), hidden_at=given.get("hidden_at"))
        return Response({"entries": number})


class DeleteView(ProfileView):
    """Delete a part of it."""

    @extend_schema(
        operation_id="deleteActivity",
        summary="Delete activity for good",
        description="Nothing brings it back. What is left of a title's viewings says where watching it goes on.",
        tags=["Activity"],
        request=SelectionBody,
        responses=ConcernedSerializer,
    )
    @retried
    def post(self, request: Request) -> Response:
        return Response({"entries": forget(profile=self.profile, wanted=wanted_of(read_body(SelectionBody, request)))})


class EntryView(ProfileView):
    """One entry."""

    def wanted(self, entry: str) -> Wanted:
        """That entry, or 404 where this profile has none such."""
        wanted = event_of(entry)
        if wanted is None or not activity.read(self.profile, wanted, 1).entries:
            raise Http404
        return wanted

    @extend_schema(
        operation_id="deleteActivityEntry",
        summary="Delete one entry for good",
        description="A viewing with all that its player reported. Nothing brings it back.",
        tags=["Activity"],
        responses={204: None},
    )
    def delete(self, _request: Request, entry: str) -> Response:
        forget(profile=self.profile, wanted=self.wanted(entry))
        return Response(status=status.HTTP_204_NO_CONTENT)


class HiddenEntryView(EntryView):
    """Whether one entry is kept out of the recommendations."""

    @extend_schema(
        operation_id="hideActivityEntry",
        summary="Keep one entry out of the recommendations",
        description="It stays in the activity. Doing it again changes nothing.",
        tags=["Activity"],
        request=None,
        responses={204: None},
    )
    def put(self, _request: Request, entry: str) -> Response:
        hide(profile=self.profile, wanted=self.wanted(entry))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="unhideActivityEntry",
        summary="Use one entry for recommendations again",
        description="Doing it again changes nothing.",
        tags=["Activity"],
        responses={204: None},
    )
    def delete(self, _request: Request, entry: str) -> Response:
        unhide(profile=self.profile, wanted=self.wanted(entry))
        return Response(status=status.HTTP_204_NO_CONTENT)


class HiddenTitleView(ProfileView):
    """Whether all that was done with a title is kept out of the recommendations."""

    @extend_schema(
        operation_id="hideTitle",
        summary="Keep a title out of the recommendations",
        description="Hides all that the profile did with it up to now. It stays in the activity.",
        tags=["Activity"],
        request=None,
        responses={204: None},
    )
    def put(self, _request: Request, title: int) -> Response:
        hide(profile=self.profile, wanted=Wanted(title=self.title(title).pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="unhideTitle",
        summary="Use a title for recommendations again",
        description="Doing it again changes nothing.",
        tags=["Activity"],
        responses={204: None},
    )
    def delete(self, _request: Request, title: int) -> Response:
        unhide(profile=self.profile, wanted=Wanted(title=self.title(title).pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
