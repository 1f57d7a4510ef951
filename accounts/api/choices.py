"""What a viewer decides about their data."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileListView, ProfileView
from accounts.choices import LONGEST, PLAIN, SHORTEST, TEXT_VERSION, TEXTS, choices_of
from accounts.models import Consent, DataAccess
from accounts.services import choose
from accounts.views.audit import accesses
from catalog.rest import Body, Order, moment, read_body

CHOICES: dict[str, Any] = {
    "personalised": True,
    "uses_plays": True,
    "keeps_searches": False,
    "keeps_impressions": True,
    "retention_days": 365,
}
TEXT = {"choice": "personalised", "label": "Make my page for me", "on": "Rows are chosen …", "off": "You get …"}
RECORD = {
    "choice": "keeps_searches",
    "value": "off",
    "text_version": TEXT_VERSION,
    "through": "api",
    "decided_at": "2026-03-01T20:14:05Z",
}
LOOK = {
    "operator_name": "ann",
    "operator_role": "Support",
    "kind": "list",
    "what": "plays",
    "account": False,
    "seen_at": "2026-03-01T20:14:05Z",
}


@extend_schema_serializer(examples=[OpenApiExample("No searches", {"keeps_searches": False})])
class ChoicesBody(Body):
    """Some of the choices, or all; the others stay as they are."""

    personalised = serializers.BooleanField(required=False, help_text=TEXTS["personalised"].label)
    uses_plays = serializers.BooleanField(required=False, help_text=TEXTS["uses_plays"].label)
    keeps_searches = serializers.BooleanField(required=False, help_text=TEXTS["keeps_searches"].label)
    keeps_impressions = serializers.BooleanField(required=False, help_text=TEXTS["keeps_impressions"].label)
    retention_days = serializers.IntegerField(
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        allow_null=True,
        help_text="Days after which events are deleted; null: when the viewer does it.",
    )


class ChoiceTextSerializer(serializers.Serializer[Any]):
    """How one of them is to be put to people: show it in these words, since they are what is agreed to."""

    choice = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # fields have one too
    on = serializers.CharField(help_text="What it means if it is on.")
    off = serializers.CharField(help_text="What it means if it is off.")


class ConsentSerializer(serializers.Serializer[Consent]):
    """A choice as it was made."""

    choice = serializers.CharField()
    value = serializers.CharField(help_text="`on`, `off`, a number of days, or `always`.")
    text_version = serializers.CharField()
    through = serializers.CharField(help_text="Where: `sign-up`, `profile`, `page`, `api`, or `child`.")
    decided_at = serializers.DateTimeField()


@extend_schema_serializer(
    examples=[
        OpenApiExample("As it stands", {**CHOICES, "text_version": TEXT_VERSION, "texts": [TEXT], "records": [RECORD]})
    ],
    component_name="Choices",
)
class ChoicesSerializer(serializers.Serializer[Any]):
    """How things stand, the words, and the last choices that were made."""

    personalised = serializers.BooleanField()
    uses_plays = serializers.BooleanField()
    keeps_searches = serializers.BooleanField()
    keeps_impressions = serializers.BooleanField()
    retention_days = serializers.IntegerField(allow_null=True)
    text_version = serializers.CharField()
    texts = ChoiceTextSerializer(many=True)
    records = ConsentSerializer(many=True, help_text="The latest 40; none if nobody was asked yet.")


@extend_schema_serializer(examples=[OpenApiExample("A list of plays", LOOK)], component_name="OperatorsLook")
class LookSerializer(serializers.Serializer[DataAccess]):
    """An operator saw something."""

    operator_name = serializers.CharField(allow_blank=True, help_text="Empty for somebody who has left.")
    operator_role = serializers.CharField()
    kind = serializers.ChoiceField(choices=DataAccess.Kind.choices)
    what = serializers.CharField(help_text="What kind of thing, in words.")
    account = serializers.SerializerMethodField(help_text="Whether it is about the account and not the profile.")
    seen_at = serializers.DateTimeField()

    def get_account(self, look: DataAccess) -> bool:
        return look.profile_id is None


class ChoicesView(ProfileView):
    """The choices of a profile."""

    @extend_schema(
        operation_id="getChoices",
        summary="What the viewer lets the site do",
        description="The choices as they stand, the words in which to put them, and what was decided so far.",
        tags=["Your data"],
        responses=ChoicesSerializer,
    )
    def get(self, _request: Request) -> Response:
        return Response(self._told())

    @extend_schema(
        operation_id="decide",
        summary="Decide about data",
        description=(
            "Holds at once and everywhere. With `personalised` off, home is what is popular and new; with collection "
            "off, searches, looks and impressions are still taken and not kept. Each choice is recorded."
        ),
        tags=["Your data"],
        request=ChoicesBody,
        responses=ChoicesSerializer,
    )
    def put(self, request: Request) -> Response:
        choose(profile=self.profile, through=Consent.Through.API, **read_body(ChoicesBody, request))
        return Response(self._told())

    def _told(self) -> Any:
        texts = [{"choice": name, **text._asdict()} for name, text in TEXTS.items()]
        records = Consent.objects.filter(profile=self.profile)[:40]
        stand = choices_of(self.profile)._asdict()
        return ChoicesSerializer({**stand, "text_version": TEXT_VERSION, "texts": texts, "records": records}).data


class AuditView(ProfileListView):
    """Who of the operators looked."""

    serializer_class = LookSerializer

    def order(self) -> Order:
        return Order("-seen_at", moment)

    def get_queryset(self) -> Any:
        return accesses(self.profile)

    @extend_schema(
        operation_id="listLooksOfOperators",
        summary="Who looked",
        description="Which operator saw what of the profile, or of the account as such, the latest first.",
        tags=["Your data"],
        responses=LookSerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return self.listed()


class AllChoicesBody(ChoicesBody):
    """What was decided when an account or a profile is made. What is left out is off, and events are kept for good."""


DECIDED = "What the viewer decided, asked in the words of `texts` there. Not asked: all is on, and off for a child."


def decided(given: dict[str, Any]) -> dict[str, Any]:
    """The values of a body with its `choices`, if it has some, as the services take them."""
    told = given.pop("choices", None)
    return given if told is None else {**given, "choices": PLAIN._replace(**told)}
