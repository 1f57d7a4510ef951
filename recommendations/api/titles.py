"""Browsing titles, and one title."""

from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import ProfileListView, ProfileView
from accounts.api.cards import CARD, STATE, CardSerializer, WatchStateSerializer
from accounts.models import WatchState
from accounts.viewing import Standing, seconds, standing
from catalog import api as catalog_api
from catalog.models import Genre, Title
from catalog.models.titles import FIRST_YEAR, LAST_YEAR, TitleQuerySet
from catalog.rest import Order, moment, read_query
from recommendations.api.told import Told
from recommendations.kin import liked_alike

ORDERS = {
    "popular": Order("-popularity", float),
    "newest": Order("-published_at", moment),
    "name": Order("name", str),
}
UP_NEXT = {"episode": None, "position": 1830, "duration": 6720}


class TitlesQuery(serializers.Serializer[Any]):
    """Which titles, in what order."""

    genre = serializers.SlugField(required=False, help_text="Slug of a genre.")
    person = serializers.SlugField(required=False, help_text="Slug of somebody in cast or crew.")
    year = serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="Year it came out."
    )
    decade = serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="Its first year: 1960 for 1960 to 1969."
    )
    kind = serializers.ChoiceField(required=False, choices=Title.Kind.choices, help_text="Films or series alone.")
    order = serializers.ChoiceField(
        required=False,
        default="popular",
        choices=list(ORDERS),
        help_text="What comes first; `newest` here on the site.",
    )


@extend_schema_serializer(examples=[OpenApiExample("Horror", {"slug": "horror", "name": "Horror", "titles": 312})])
class CountedGenreSerializer(catalog_api.GenreSerializer):
    """A genre with the number of its titles that the profile may see."""

    titles = serializers.IntegerField(source="number")


class UpNextSerializer(serializers.Serializer[Any]):
    """What a play button plays."""

    episode = serializers.IntegerField(allow_null=True, help_text="Id of the episode; null for a film.")
    position = serializers.IntegerField(help_text="Where to begin, in seconds.")
    duration = serializers.IntegerField(help_text="In seconds.")


DETAIL = {**CARD, **catalog_api.DETAIL, "up_next": UP_NEXT, "states": [STATE], "similar": [{**CARD, "id": 871}]}


@extend_schema_serializer(examples=[OpenApiExample("A film", DETAIL)], component_name="TitleDetail")
class DetailSerializer(catalog_api.TitleDetailSerializer, CardSerializer):
    """A title as this profile sees it, with all that is known of it."""

    up_next = serializers.SerializerMethodField(help_text="Null for a series without episodes.")
    states = serializers.SerializerMethodField(
        help_text="Where the profile stands: one for a film that it played, one for each episode played."
    )
    similar = serializers.SerializerMethodField(help_text="What those who like this like, most alike first.")

    @extend_schema_field(UpNextSerializer(allow_null=True))
    def get_up_next(self, title: Title) -> dict[str, Any] | None:
        return _up_next(title, self.context["standing"])

    @extend_schema_field(WatchStateSerializer(many=True))
    def get_states(self, _title: Title) -> Any:
        return WatchStateSerializer(_states(self.context["standing"]), many=True).data

    @extend_schema_field(CardSerializer(many=True))
    def get_similar(self, _title: Title) -> Any:
        return self.context["similar"]


class TitlesView(ProfileListView):
    """Titles by genre, person and year."""

    serializer_class = CardSerializer

    def order(self) -> Order:
        return ORDERS[self.wanted["order"]]

    def get_queryset(self) -> QuerySet[Any]:
        filters = {"genre": "genres__slug", "person": "people__slug", "year": "year", "kind": "kind"}
        given = {field: self.wanted[name] for name, field in filters.items() if name in self.wanted}
        if "decade" in self.wanted:
            given["year__range"] = (self.wanted["decade"], self.wanted["decade"] + 9)
        matching = Title.objects.filter(**given).order_by().values("pk")
        titles = self.marked_titles().for_cards().with_genres()
        titles = titles.annotate(popularity=Coalesce(F("statistics__popularity"), 0.0))
        return titles.filter(pk__in=matching) if given else titles

    @extend_schema(
        operation_id="listTitles",
        summary="Browse titles",
        description="Titles that the profile may see, those of all filters given.",
        tags=["Titles"],
        parameters=[TitlesQuery],
        responses=CardSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        self.wanted = read_query(TitlesQuery, request)
        return self.listed()


class TitleView(ProfileView):
    """One title."""

    @extend_schema(
        operation_id="getTitle",
        summary="A title",
        description="All about a title: cast, seasons and episodes, where the profile stands, and what is alike.",
        tags=["Titles"],
        responses=DetailSerializer,
    )
    def get(self, request: Request, title: int) -> Response:
        found = get_object_or_404(self.marked_titles().for_detail(), pk=title)
        context = {
            **self.get_serializer_context(),
            "standing": standing(self.profile, found),
            "similar": Told(request).titles_of(liked_alike(self.profile, found.pk)),
        }
        return Response(DetailSerializer(found, context=context).data)


class GenresView(ProfileView):
    """Genres."""

    @extend_schema(
        operation_id="listGenres",
        summary="Genres",
        description="The genres of the titles that the profile may see, by name, with the number of those titles.",
        tags=["Titles"],
        responses=CountedGenreSerializer(many=True),
    )
    def get(self, _request: Request) -> Response:
        return Response(CountedGenreSerializer(visible_genres(self.visible_titles()), many=True).data)


def visible_genres(titles: TitleQuerySet) -> list[Genre]:
    """The genres of these titles by name, each with the `number` of them. One query."""
    found = Genre.objects.filter(titles__in=titles.order_by().values("pk")).annotate(number=Count("pk")).order_by()
    return sorted(found, key=lambda genre: genre.local_name)


def _up_next(title: Title, where: Standing | None) -> dict[str, Any] | None:
    if where is None:
        return None
    duration = where.state.duration if where.state else seconds(title, where.episode)
    episode = where.episode.pk if where.episode else None
    return {"episode": episode, "position": round(where.start * duration), "duration": duration}


def _states(where: Standing | None) -> list[WatchState]:
    if where is None:
        return []
    states = [state for _, episodes in where.seasons for _, state in episodes] if where.seasons else [where.state]
    return [state for state in states if state]
