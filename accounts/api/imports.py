"""Bringing one's own history along."""

from typing import IO, Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.fields import get_error_detail
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.throttling import ScopedRateThrottle

from accounts.api.access import ProfileView
from accounts.api.cards import CARD, CardSerializer
from accounts.api.retries import retried
from accounts.imports.brought import MOST_BYTES
from accounts.marks import in_order
from accounts.models import HistoryImport, ImportedRow
from accounts.services import begin_import, choose_owner, decide, give_up, start_writing
from accounts.views.imports import counts_of, groups
from catalog.rest import LARGEST_ID, Body, LengthRequired, read_body, read_query

MOST_DECIDED = 200
GROUPS = 50
FILE = 'Title,Date\n"Harbour Lights: Season 1: The Long Night",2026-02-11\n"The Haunting",2026-02-10\n'
IMPORT: dict[str, Any] = {
    "id": 3,
    "state": "preview",
    "kind": "viewing",
    "name": "ViewingActivity.csv",
    "done": 812,
    "total": 812,
    "owner": "",
    "owners": [],
    "counts": {"matched": 790, "doubtful": 12, "unknown": 10},
    "bad": 1,
    "complaints": [{"line": 7, "problem": "the date “soon” cannot be read"}],
    "passed_over": 0,
    "problem": "",
    "plays": 0,
    "thumbs": 0,
    "created_at": "2026-03-01T20:14:05Z",
}
GROUP: dict[str, Any] = {
    "name": "The Haunting",
    "year": None,
    "lines": 1,
    "line": 3,
    "title": None,
    "candidates": [CARD],
}


class TooLarge(APIException):
    """More than a file of this kind ever has."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = _("A file has at most 10 MB.")


class CsvParser(BaseParser):
    """The body as it is, up to the largest size."""

    media_type = "text/csv"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:  # noqa: ARG002
        length = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise TooLarge
        return stream.read()


class UploadQuery(serializers.Serializer[Any]):
    """What the file is called, and how to read it."""

    name = serializers.CharField(max_length=120, default="", help_text="Name of the file, for people.")
    dates = serializers.ChoiceField(
        choices=["day", "month"], required=False, help_text="What comes first in its dates, where that is not plain."
    )


class GroupsQuery(serializers.Serializer[Any]):
    """Which lines."""

    outcome = serializers.ChoiceField(
        choices=ImportedRow.Outcome.choices,
        default=ImportedRow.Outcome.DOUBTFUL,
        help_text="What became of them.",
    )
    after = serializers.IntegerField(min_value=0, default=0, help_text="`next` of the answer before.")


class CountsSerializer(serializers.Serializer[Any]):
    """Lines by what became of them."""

    matched = serializers.IntegerField()
    doubtful = serializers.IntegerField()
    unknown = serializers.IntegerField()


class ComplaintSerializer(serializers.Serializer[Any]):
    """A line that cannot be read."""

    line = serializers.IntegerField()
    problem = serializers.CharField()


@extend_schema_serializer(
    examples=[OpenApiExample("To be looked through", IMPORT, status_codes=["200", "202"])], component_name="Import"
)
class ImportSerializer(serializers.Serializer[HistoryImport]):
    """How far an import is, and what its lines were taken for."""

    id = serializers.IntegerField(source="pk")
    state = serializers.ChoiceField(choices=HistoryImport.State.choices)
    kind = serializers.ChoiceField(choices=HistoryImport.Kind.choices, allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    owner = serializers.CharField(
        allow_blank=True, help_text="The profile in the file whose lines are meant; empty where it has none."
    )
    owners = serializers.ListField(child=serializers.CharField())
    counts = CountsSerializer(help_text="Of the lines of `owner`, while it is looked through.")
    bad = serializers.IntegerField(help_text="Lines that cannot be read.")
    complaints = serializers.SerializerMethodField(help_text="The first 200 of them.")
    passed_over = serializers.IntegerField(help_text="Lines about trailers and the like.")
    problem = serializers.CharField(allow_blank=True, help_text="Why it failed.")
    plays = serializers.IntegerField(help_text="Plays that were added.")
    thumbs = serializers.IntegerField(help_text="Thumbs that are new or changed.")
    created_at = serializers.DateTimeField()

    @extend_schema_field(ComplaintSerializer(many=True))
    def get_complaints(self, held: HistoryImport) -> list[dict[str, Any]]:
        return [{"line": line, "problem": problem} for line, problem in held.complaints]


@extend_schema_serializer(examples=[OpenApiExample("Doubtful", GROUP)], component_name="ImportedTitle")
class GroupSerializer(serializers.Serializer[Any]):
    """Lines of the file with the same title."""

    name = serializers.CharField(help_text="As the file has it.")
    year = serializers.IntegerField(allow_null=True)
    lines = serializers.IntegerField(help_text="How many there are.")
    line = serializers.IntegerField(help_text="The first of them.")
    title = CardSerializer(allow_null=True, help_text="What it was taken for.")
    candidates = CardSerializer(many=True, help_text="What else it may be.")


@extend_schema_serializer(
    examples=[OpenApiExample("Doubtful ones", {"next": None, "results": [GROUP]})], component_name="ImportedTitles"
)
class GroupsSerializer(serializers.Serializer[Any]):
    """Some of the titles in a file."""

    next = serializers.URLField(allow_null=True, help_text="The address of the next ones; null at the end.")
    results = GroupSerializer(many=True)


class DecisionBody(Body):
    """Which title is meant by a name, or none of them."""

    name = serializers.CharField(max_length=300, trim_whitespace=False)
    year = serializers.IntegerField(allow_null=True, required=False, default=None)
    title = serializers.IntegerField(allow_null=True, max_value=LARGEST_ID)


@extend_schema_serializer(
    examples=[OpenApiExample("One", {"decisions": [{"name": "The Haunting", "year": None, "title": 1204}]})]
)
class DecisionsBody(Body):
    """Answers to what is doubtful."""

    owner = serializers.CharField(required=False, max_length=80, help_text="One of `owners`.")
    decisions = DecisionBody(many=True, required=False, max_length=MOST_DECIDED)  # type: ignore[call-arg]  # of the list


class ImportsView(ProfileView):
    """What the profile brought along."""

    parser_classes = (CsvParser,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "imports"

    @extend_schema(
        operation_id="listImports",
        summary="Imports",
        description="What the profile brought along in the last days, the latest first.",
        tags=["Your data"],
        responses=ImportSerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        found: Any = HistoryImport.objects.filter(profile=self.profile)[:10]
        return Response(_told(list(found)))

    @extend_schema(
        operation_id="startImport",
        summary="Bring one's history",
        description=(
            "A CSV file of viewing activity (title and date) or of ratings (IMDb ids, or title, year and rating), as "
            "services hand them out; at most 10 MB. It is read and matched in the background, and nothing is written "
            "before `writeImport`."
        ),
        tags=["Your data"],
        parameters=[UploadQuery],
        request={"text/csv": OpenApiTypes.STR},
        examples=[
            OpenApiExample("Viewing activity", FILE, media_type="text/csv", request_only=True),
            OpenApiExample("To be looked through", IMPORT, response_only=True, status_codes=["202"]),
        ],
        responses={202: ImportSerializer},
    )
    @retried
    def post(self, request: Request) -> Response:
        if "Transfer-Encoding" in request.headers:
            raise LengthRequired
        asked = read_query(UploadQuery, request)
        sent: Any = request.data  # bytes, or an empty form where there was no body
        made = begin_import(profile=self.profile, content=sent if isinstance(sent, bytes) else b"", **asked)
        place = {"Location": reverse("api-import", args=[self.profile.pk, made.pk], request=request)}
        return Response(_told([made])[0], status=status.HTTP_202_ACCEPTED, headers=place)


def _told(found: Any) -> Any:
    counts = counts_of(found)
    for one in found:
        one.counts = counts[one.pk]
    return ImportSerializer(found, many=True).data


class OfImportView(ProfileView):
    """A view of one import of the profile."""

    def held(self, import_id: int) -> HistoryImport:
        if import_id > LARGEST_ID:
            raise Http404
        found = HistoryImport.objects.select_related("profile").filter(profile=self.profile)
        return get_object_or_404(found, pk=import_id)

    def told(self, import_id: int, code: int = status.HTTP_200_OK) -> Response:
        return Response(_told([self.held(import_id)])[0], status=code)


class ImportView(OfImportView):
    """One import."""

    @extend_schema(
        operation_id="getImport",
        summary="How far an import is",
        description="Its state, and how many lines are matched, doubtful and unknown.",
        tags=["Your data"],
        responses=ImportSerializer,
    )
    def get(self, _request: Request, import_id: int) -> Response:
        return self.told(import_id)

    @extend_schema(
        operation_id="forgetImport",
        summary="Forget an import",
        description="The file and what was made of it; what was written already stays.",
        tags=["Your data"],
        responses={204: None},
    )
    def delete(self, _request: Request, import_id: int) -> Response:
        give_up(brought=self.held(import_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ImportTitlesView(OfImportView):
    """What the lines of an import were taken for."""

    @extend_schema(
        operation_id="listImportedTitles",
        summary="Titles of an import",
        description="Lines of one outcome, those of the same title together, in the order of the file.",
        tags=["Your data"],
        parameters=[GroupsQuery],
        responses=GroupsSerializer,
    )
    def get(self, request: Request, import_id: int) -> Response:
        asked = read_query(GroupsQuery, request)
        found = list(groups(self.held(import_id), asked["outcome"]).filter(line__gt=asked["after"])[: GROUPS + 1])
        ids = [pk for one in found for pk in (one["title"], *one["candidates"]) if pk]
        titles = {title.pk: title for title in in_order(self.profile, ids)}
        results = [
            {
                **one,
                "title": titles.get(one["title"]),
                "candidates": [titles[pk] for pk in one["candidates"] if pk in titles],
            }
            for one in found[:GROUPS]
        ]
        last = found[GROUPS - 1]["line"] if len(found) > GROUPS else None
        told = {"next": _following(request, {**asked, "after": last}) if last else None, "results": results}
        return Response(GroupsSerializer(told, context=self.get_serializer_context()).data)


def _following(request: Request, query: dict[str, Any]) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")


class ImportDecisionsView(OfImportView):
    """What is doubtful in an import."""

    @extend_schema(
        operation_id="decideImport",
        summary="Say what doubtful titles are",
        description=(
            "For each name, one of its `candidates`, or null for none of them. Others stay as they are. Where one of "
            "the decisions cannot be taken, none is."
        ),
        tags=["Your data"],
        request=DecisionsBody,
        responses=ImportSerializer,
    )
    def put(self, request: Request, import_id: int) -> Response:
        given, held = read_body(DecisionsBody, request), self.held(import_id)
        with transaction.atomic():
            if "owner" in given:
                choose_owner(brought=held, owner=given["owner"])
            for place, one in enumerate(given.get("decisions", [])):
                _decide(held, place, one)
        return self.told(import_id)


def _decide(held: HistoryImport, place: int, one: dict[str, Any]) -> None:
    """One of the decisions; what is wrong with it is told by where it stands among them."""
    try:
        decide(brought=held, **one)
    except DjangoValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise serializers.ValidationError({"decisions": {str(place): get_error_detail(error)}}) from None


class WriteImportView(OfImportView):
    """The writing of an import."""

    @extend_schema(
        operation_id="writeImport",
        summary="Write an import",
        description="What is matched becomes plays and thumbs, in the background; the same file twice adds nothing.",
        tags=["Your data"],
        request=None,
        responses={202: ImportSerializer},
    )
    @retried
    def post(self, _request: Request, import_id: int) -> Response:
        held = self.held(import_id)
        if held.state != HistoryImport.State.PREVIEW:  # there is nothing to be written, or no more
            raise Http404
        start_writing(brought=held)
        return self.told(import_id, status.HTTP_202_ACCEPTED)
