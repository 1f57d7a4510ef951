"""What titles are described with: genres, maturity ratings, people, seasons and episodes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import Operated, Results, StackedInline, TabularInline
from catalog.admin.titles import ids_named
from catalog.models import Credit, Episode, Genre, MaturityRating, Person, Season, Title
from catalog.search import index_titles


class Describing(Operated):
    """Something whose name titles are found by: when it changes, they are indexed anew."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            ids = list(obj.titles.values_list("pk", flat=True).distinct())
            Title.objects.filter(pk__in=ids).update(updated_at=timezone.now())
            index_titles(ids)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        ids = list(obj.titles.values_list("pk", flat=True).distinct())
        super().delete_model(request, obj)
        index_titles(ids)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for one in queryset:
            self.delete_model(request, one)


@admin.register(Genre)
class GenreAdmin(Describing):
    """Genres; one that titles have cannot be deleted."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(MaturityRating)
class MaturityRatingAdmin(Operated):
    """The steps of the age classification in use."""

    list_display = ["code", "minimum_age", "meaning"]
    search_fields = ["code"]


class CreditsOfPerson(TabularInline):
    """Shown here, edited at the title."""

    model = Credit
    fields = ["title", "role", "character"]
    readonly_fields = ["title", "role", "character"]
    can_delete = False
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("title").defer("title__words", "title__folded_name")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(Describing):
    """People of the cast and crew."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    ordering = ["name", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CreditsOfPerson]


class EpisodeInline(StackedInline):
    """The episodes of a season."""

    model = Episode
    fields = [("number", "name", "runtime"), "synopsis"]
    extra = 0


@admin.register(Season)
class SeasonAdmin(Operated):
    """Seasons with their episodes."""

    list_display = ["title", "number", "name"]
    list_select_related = ["title"]
    search_fields = ["title__name"]
    search_help_text = _("Part of the name of a series.")
    autocomplete_fields = ["title"]
    ordering = ["title__name", "title_id", "number"]
    inlines = [EpisodeInline]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Results:
        text = search_term.strip()
        return (queryset.filter(title__in=ids_named(text)) if text else queryset), False
