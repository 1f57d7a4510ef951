"""What was on a device's screen."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from accounts.api.access import ProfileView
from accounts.models.activity import ROW_KEY
from accounts.models.impressions import PAGE_VERSION
from accounts.services import Shown, record_impressions
from catalog.rest import LARGEST_ID, Body, read_body

MOST = 200
FARTHEST = 999  # place on a page or in a row

SHOWN: dict[str, Any] = {"title": 1204, "row": "top_picks", "row_place": 2, "place": 0, "at": "2026-03-01T20:14:05Z"}
IMPRESSIONS: dict[str, Any] = {
    "page_view": "0f7a6f5e-3f0b-4d57-9c39-8a4d4f6b0c11",
    "page": "41.12.1772396045123",
    "shown": [SHOWN],
}


class ShownBody(Body):
    """A title in its place."""

    title = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    row = serializers.CharField(max_length=ROW_KEY, help_text="`key` of the row; `billboard` for the billboard.")
    row_place = serializers.IntegerField(
        min_value=0, max_value=FARTHEST, help_text="Which row of the page it was, the billboard being 0."
    )
    place = serializers.IntegerField(min_value=0, max_value=FARTHEST, help_text="Which card of the row, from 0.")
    at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="By the device's clock, which may run ahead by a minute; now if not given.",
    )


@extend_schema_serializer(examples=[OpenApiExample("One card", IMPRESSIONS)])
class ImpressionsBody(Body):
    """What one page view showed, of one version of the page."""

    page_view = serializers.UUIDField(help_text="Made by the device each time that it opens the home page.")
    page = serializers.CharField(max_length=PAGE_VERSION, help_text="`version` of the home page that was shown.")
    shown = ShownBody(many=True, min_length=1, max_length=MOST)  # type: ignore[call-arg]  # of the list

    def validate_shown(self, shown: list[dict[str, Any]]) -> list[Shown]:
        return [Shown(**one) for one in shown]


class ImpressionsView(ProfileView):
    """What the profile was shown."""

    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "impressions"

    @extend_schema(
        operation_id="recordImpressions",
        summary="Tell what was on screen",
        description=(
            "Titles of the home page that were on screen: at least half of the card for at least a second, each once "
            "for a page view and row. Collect them for some seconds and send them together, those of a time without a "
            "connection later. What is shown often and never chosen moves down. A report that is sent again counts "
            "once, if it gives `at`; titles that are not there any more are left out. Nothing is written yet when this "
            "answers, and little is lost if it never is: do not try for long."
        ),
        tags=["Home"],
        request=ImpressionsBody,
        responses={202: None},
    )
    def post(self, request: Request) -> Response:
        record_impressions(profile=self.profile, **read_body(ImpressionsBody, request))
        return Response(status=status.HTTP_202_ACCEPTED)
