"""Search."""

from typing import Any

from django.db.models import F
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from accounts.api.access import ProfileView
from accounts.api.cards import CARD, CardSerializer
from accounts.services import record_opening, record_search
from catalog.api import GenreSerializer, PersonSerializer
from catalog.rest import MOST_CARDS, Body, read_body, read_query
from catalog.search import search, search_genres, search_people
from recommendations.api.titles import visible_genres

FOUND: dict[str, Any] = {
    "search": 90210,
    "titles": [CARD],
    "people": [{"slug": "julie-harris", "name": "Julie Harris"}],
    "genres": [{"slug": "horror", "name": "Horror"}],
}


class SearchQuery(serializers.Serializer[Any]):
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
        parameters=[SearchQuery],
        responses=FoundSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = read_query(SearchQuery, request)
        visible = self.visible_titles()
        popularity = F("statistics__popularity")
        cards = self.marked_titles().for_cards().with_genres()
        titles = list(search(asked["q"], cards, asked["limit"], prefer=popularity))
        named = {genre.pk for genre in search_genres(asked["q"])}
        kept = None if asked["typing"] else self._keep(asked["q"], [title.pk for title in titles])
        found = {
            "search": kept,
            "titles": titles,
            "people": search_people(asked["q"], titles=visible),
            "genres": visible_genres(visible).filter(pk__in=named),
        }
        return Response(FoundSerializer(found, context=self.get_serializer_context()).data)

    def _keep(self, text: str, found: list[int]) -> int | None:
        kept = record_search(profile=self.profile, text=text, results=len(found), found=found)
        return kept.pk if kept else None


class OpenedView(ProfileView):
    """What one search led to."""

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
