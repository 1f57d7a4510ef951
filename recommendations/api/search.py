"""Search."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from accounts.api.access import ProfileView
from accounts.api.cards import CARD, CardSerializer
from accounts.searches import recent
from accounts.services import forget_searches, record_opening, record_search
from catalog.api import GenreSerializer, PersonSerializer
from catalog.rest import MOST_CARDS, Body, read_body, read_query
from recommendations import finding

FOUND: dict[str, Any] = {
    "search": 90210,
    "titles": [CARD],
    "people": [{"slug": "julie-harris", "name": "Julie Harris"}],
    "genres": [{"slug": "horror", "name": "Horror"}],
    "sure": True,
    "alike": [],
}
KEPT = {"search": 90210, "text": "haunting", "searched_at": "2026-03-01T20:14:05Z"}
SUGGESTED = {"kind": "title", "name": "The Haunting", "year": 1963, "id": 1204, "slug": "the-haunting-1963"}
KINDS = ("title", "genre", "person")


class TextQuery(serializers.Serializer[Any]):
    """What somebody typed."""

    q = serializers.CharField(max_length=200, help_text="Words of a name, a person, a genre, a year; misspelt or not.")
    typing = serializers.BooleanField(
        default=False, help_text="Whether the text may not be finished: then the search is not kept with the profile."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST_CARDS, default=24, help_text="How many titles at the most."
    )


@extend_schema_serializer(examples=[OpenApiExample("For “haunting”", FOUND)], component_name="Found")
class FoundSerializer(serializers.Serializer[Any]):
    """What was found, best first."""

    search = serializers.IntegerField(
        allow_null=True, help_text="Id of this search, to tell what it led to; null if it was not kept."
    )
    titles = CardSerializer(many=True)
    people = PersonSerializer(many=True)
    genres = GenreSerializer(many=True)
    sure = serializers.BooleanField(
        help_text="False where nothing is called so: then the titles are what comes closest to it."
    )
    alike = CardSerializer(many=True, help_text="Where it is not sure, titles like the first one found.")


@extend_schema_serializer(examples=[OpenApiExample("A film was opened", {"opened": 1204})])
class OpenedBody(Body):
    """What a search led to."""

    opened = serializers.IntegerField(help_text="Id of the title.")


class SearchView(ProfileView):
    """Search."""

    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "search"

    @extend_schema(
        operation_id="search",
        summary="Search",
        description=(
            "Titles, people and genres for a text, forgiving misspellings. Results may be shown while somebody types: "
            "say so by `typing`, and wait for a pause of a few tenths of a second. Other searches are kept."
        ),
        tags=["Search"],
        parameters=[TextQuery],
        responses=FoundSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = read_query(TextQuery, request)
        cards = self.marked_titles().for_cards().with_genres()
        answer = finding.answer(self.profile, asked["q"], cards, asked["limit"])
        kept = None if asked["typing"] else self._keep(asked["q"], [title.pk for title in answer.titles])
        found = {"search": kept, **answer._asdict()}
        return Response(FoundSerializer(found, context=self.get_serializer_context()).data)

    def _keep(self, text: str, found: list[int]) -> int | None:
        kept = record_search(profile=self.profile, text=text, results=len(found), found=found)
        return kept.pk if kept else None


class SuggestQuery(serializers.Serializer[Any]):
    """What somebody has typed so far."""

    q = serializers.CharField(max_length=200, help_text="The beginning of a name, misspelt or not.")


@extend_schema_serializer(examples=[OpenApiExample("A film", SUGGESTED)], component_name="Suggestion")
class SuggestionSerializer(serializers.Serializer[Any]):
    """Something that the text may become."""

    kind = serializers.ChoiceField(choices=KINDS)
    name = serializers.CharField(help_text="In the answer's language where it is held.")
    year = serializers.SerializerMethodField(help_text="Of a title.")
    id = serializers.SerializerMethodField(help_text="Of a title; null for people and genres, which have slugs.")
    slug = serializers.SlugField(source="what.slug")

    def get_year(self, suggestion: finding.Suggestion) -> int | None:
        return getattr(suggestion.what, "year", None)

    def get_id(self, suggestion: finding.Suggestion) -> int | None:
        return suggestion.what.pk if suggestion.kind == "title" else None


class SuggestionsView(ProfileView):
    """What may be meant while somebody types."""

    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "suggestions"

    @extend_schema(
        operation_id="suggest",
        summary="Suggestions",
        description=(
            "Names of titles, genres and people for what has been typed so far, the likeliest first: at most eight. "
            "Lighter than a search, as forgiving, and never kept. Drop an answer that a later one has overtaken."
        ),
        tags=["Search"],
        parameters=[SuggestQuery],
        responses=SuggestionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found = finding.suggest(self.profile, read_query(SuggestQuery, request)["q"])
        return Response(SuggestionSerializer(found, many=True).data)


@extend_schema_serializer(examples=[OpenApiExample("A search", KEPT)], component_name="KeptSearch")
class KeptSearchSerializer(serializers.Serializer[Any]):
    """A search that is kept with the profile."""

    search = serializers.IntegerField(source="pk")
    text = serializers.CharField()
    searched_at = serializers.DateTimeField()


class SearchesView(ProfileView):
    """What was searched for lately."""

    @extend_schema(
        operation_id="listSearches",
        summary="Recent searches",
        description="The latest searches that found something, each text once, latest first: at most eight.",
        tags=["Search"],
        responses=KeptSearchSerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return Response(KeptSearchSerializer(recent(self.profile), many=True).data)

    @extend_schema(
        operation_id="forgetSearches",
        summary="Forget all searches",
        description="Deletes every search of the profile; they no longer have a say in what it is shown.",
        tags=["Search"],
        responses={204: None},
    )
    def delete(self, _request: Request) -> Response:
        forget_searches(profile=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)


class OneSearchView(ProfileView):
    """One search: what it led to, or that it is to be forgotten."""

    @extend_schema(
        operation_id="forgetSearch",
        summary="Forget a search",
        description="Deletes a search and the profile's others of the same text.",
        tags=["Search"],
        responses={204: None},
    )
    def delete(self, _request: Request, search: int) -> Response:
        if not forget_searches(profile=self.profile, search_id=search):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="recordOpening",
        summary="Tell what a search led to",
        description="Say which title was opened from the results of a search. It is what makes search better.",
        tags=["Search"],
        request=OpenedBody,
        responses={204: None},
    )
    def put(self, request: Request, search: int) -> Response:
        opened = self.title(read_body(OpenedBody, request)["opened"])
        if not record_opening(profile=self.profile, search_id=search, title=opened):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)
