"""The home page, row by row."""

from functools import cache
from typing import Any

import orjson
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import own_profiles
from accounts.api.access import ProfileView
from accounts.api.cards import CARD, STATE, CardSerializer, WatchStateSerializer
from accounts.models import Profile, WatchState
from accounts.services import dismiss
from catalog.api import TitleReferenceSerializer
from catalog.models import Title
from catalog.prepared import weak_tag
from catalog.rest import read_query
from catalog.statements import Statement
from recommendations import homepage, kept, queueing
from recommendations.api.told import Told
from recommendations.cursor import Cursor, InvalidCursor
from recommendations.homepage import Card, Page, PageRow

RESUME = "continue_watching"
PAGE_STATE = "Page-State"
# For how long an unchanged page may hide what the clock alone changes: a title that is published or withdrawn at a time
# set beforehand, and the popularity that a page without a model is made from.
CLOCK = 300

HOME_CARD: dict[str, Any] = {
    "title": CARD,
    "reason": "Close to Rosemary's Baby in its viewers, cast and genres.",
    "because": [{"id": 871, "slug": "rosemarys-baby-1968", "name": "Rosemary's Baby"}],
    "number": None,
    "state": None,
}
ROW: dict[str, Any] = {
    "kind": "because_you_loved",
    "key": "because_you_loved:871",
    "heading": "Because you loved Rosemary's Baby",
    "reason": "Close to Rosemary's Baby in its viewers, cast and genres.",
    "numbered": False,
    "genre": None,
    "person": None,
    "cards": [HOME_CARD],
}
RESUMED: dict[str, Any] = {
    "kind": "continue_watching",
    "key": "continue_watching",
    "heading": "Continue watching",
    "reason": "",
    "numbered": False,
    "genre": None,
    "person": None,
    "cards": [
        {"title": CARD, "reason": "You have not finished it yet.", "because": [], "number": None, "state": STATE}
    ],
}
HOME: dict[str, Any] = {
    "version": "41.3.1772396045123",
    "personal": True,
    "billboard": HOME_CARD,
    "continue_watching": RESUMED,
    "rows": [ROW],
    "next": "https://cinema.example/api/v1/profiles/7/home?after=eNoNyEsKgCAAQEFr",
}


class CursorField(serializers.CharField):
    """What was sent before, out of an address."""

    default_error_messages = {"cursor": gettext_lazy("Not a cursor of this list.")}

    def to_internal_value(self, data: Any) -> Any:
        try:
            return Cursor.decode(super().to_internal_value(data))
        except InvalidCursor:
            self.fail("cursor")


class HomeQuery(serializers.Serializer[Any]):
    """Which part of the page."""

    after = CursorField(
        required=False, help_text="What was sent before, as `next` of the batch before says it; else the beginning."
    )


class HomeCardSerializer(serializers.Serializer[Card]):
    """A title in its place on the page."""

    title = CardSerializer()
    reason = serializers.CharField(allow_blank=True, help_text="Why it is there, in words; may be empty.")
    because = TitleReferenceSerializer(many=True, help_text="The titles of the profile's history behind that.")
    number = serializers.IntegerField(allow_null=True, help_text="Its place in a numbered row; null elsewhere.")
    state = WatchStateSerializer(allow_null=True, help_text="Where to resume; in Continue watching alone.")


@extend_schema_serializer(examples=[OpenApiExample("Continue watching", RESUMED)], component_name="Row")
class RowSerializer(serializers.Serializer[PageRow]):
    """Cards under a heading that is true of all of them."""

    kind = serializers.CharField(help_text="What makes the row. New kinds may come: show those you do not know alike.")
    key = serializers.CharField(help_text="What plays that begin here are to give as their `row`.")
    heading = serializers.CharField()
    reason = serializers.CharField(allow_blank=True, help_text="Why the row is there, in words; may be empty.")
    numbered = serializers.BooleanField(help_text="Whether it is a ranking: show each card's `number`.")
    genre = serializers.SlugField(
        source="about.slug", allow_null=True, help_text="Where there is more of the row: a genre's slug."
    )
    person = serializers.SlugField(source="about.person_slug", allow_null=True, help_text="The same: somebody's slug.")
    cards = HomeCardSerializer(many=True)


@extend_schema_serializer(examples=[OpenApiExample("The first rows", HOME)], component_name="Home")
class HomeSerializer(serializers.Serializer[Page]):
    """A batch of the page's rows."""

    version = serializers.CharField(help_text="Changes with every new page, also from one batch to the next.")
    personal = serializers.BooleanField(help_text="False while the page is everyone's, for want of a history.")
    billboard = HomeCardSerializer(allow_null=True, help_text="For the top of the first batch.")
    continue_watching = RowSerializer(allow_null=True, help_text="In the first batch, if there is anything to resume.")
    rows = RowSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="The address of the next batch; null at the end.")


class HomeView(ProfileView):
    """The home page."""

    def statement(self) -> Statement[Profile]:
        return with_page()

    @extend_schema(
        operation_id="getHome",
        summary="Home",
        description=(
            "The page that was made for this profile, a few rows at a time, each card with its reason. Send the `ETag` "
            "of your copy as `If-None-Match`: 304 says that nothing has changed. After a play or a rating a new page "
            "stands within about a second, and each next batch is of the page that stands then: it takes in what "
            "happened meanwhile, and repeats nothing that was in the batches before. Continue watching and My List, "
            "which are always as things stand now, may hold what stands in other rows too."
        ),
        tags=["Home"],
        parameters=[
            HomeQuery,
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The `ETag` of your copy."),
            OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Of this batch."),
            OpenApiParameter(
                PAGE_STATE,
                str,
                OpenApiParameter.HEADER,
                response=[200, 304],
                enum=["current", "waiting"],
                description="`waiting` while a newer page is being made: ask again in a second.",
            ),
        ],
        responses={200: HomeSerializer, 304: OpenApiResponse(description="Your copy is still right.")},
    )
    def get(self, request: Request) -> HttpResponseBase:
        sent = read_query(HomeQuery, request).get("after", homepage.START)
        tag = etag(self.profile, sent.encode() if sent else "")
        response = get_conditional_response(request, etag=tag)
        if response is None:
            reading = homepage.Reading(self.profile, sent=sent, reasons=True, listed=True)
            response = kept.batch(request, reading, lambda: _json(Told(request).page(reading.page())))
        response.headers["ETag"], response.headers[PAGE_STATE] = tag, self._state()
        return response

    def _state(self) -> str:
        """Whether a newer page is to be expected; if so, it is asked for, once however often this is called."""
        if not homepage.is_outdated(self.profile):
            return "current"
        queueing.request_refresh(self.profile.pk)
        return "waiting"


class ContinueWatchingView(ProfileView):
    """What was begun and not finished."""

    @extend_schema(
        operation_id="getContinueWatching",
        summary="Continue watching",
        description="The row that the home page begins with, always as things stand now.",
        tags=["Home"],
        responses=RowSerializer,
    )
    def get(self, request: Request) -> Response:
        row = homepage.continue_watching(self.profile) or PageRow(RESUME, RESUME, _("Continue watching"), [])
        return Response(Told(request).row(row))


class ContinueWatchingEntryView(ProfileView):
    """One title of that row."""

    @extend_schema(
        operation_id="dismiss",
        summary="Take off Continue watching",
        description="Takes a title off the row until it is played again. Doing it again changes nothing.",
        tags=["Home"],
        responses={204: None},
    )
    def delete(self, _request: Request, title: int) -> Response:
        dismiss(profile=self.profile, title=self.title(title))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _json(told: dict[str, Any]) -> str:
    return orjson.dumps(told).decode()


@cache
def with_page() -> Statement[Profile]:
    # Without its rows: an unchanged page, or one that is held, is told by its version alone.
    return Statement(with_marks_of_change(own_profiles().select_related("home_page").defer("home_page__rows")))


def with_marks_of_change(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """The profiles with what tells, in the same query, that their plays or the catalogue moved on: see `etag`."""
    plays = WatchState.objects.filter(profile=OuterRef("pk")).order_by()
    return profiles.annotate(
        played_at=Subquery(plays.order_by("-last_at").values("last_at")[:1]),
        dismissed_at=Subquery(plays.values("profile").annotate(at=Max("dismissed_at")).values("at")),
        catalogue_at=Subquery(Title.objects.order_by("-updated_at").values("updated_at")[:1]),
    )


def etag(profile: Any, sent: str) -> str:
    """Changes with anything that the batch shows: the stored page, what the profile said and where its plays stand, the
    catalogue, and the clock. The profile is one of `with_marks_of_change`."""
    parts = (
        profile.pk,
        sent,
        homepage.version(profile),
        profile.taste_version,
        profile.age_limit,
        profile.played_at,
        profile.dismissed_at,
        profile.catalogue_at,
        int(timezone.now().timestamp() // CLOCK),
        get_language(),
    )
    return weak_tag(repr(parts).encode())
