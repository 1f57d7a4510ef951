"""How titles fare."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import Results, ViewOnly
from catalog.admin.titles import ids_named
from catalog.models import Title
from recommendations.models import TitleStatistics


@admin.register(TitleStatistics)
class TitleStatisticsAdmin(ViewOnly):
    """Counted anew every minute; the most popular first."""

    list_display = ["title", "popularity", "viewers", "likes", "views", "trend", "computed_at"]
    list_select_related = ["title"]
    search_fields = ["title__name"]
    search_help_text = _("Part of a title's name.")
    ordering = ["-popularity", "-pk"]
    sortable_by = ["popularity"]
    exclude = ["similar"]
    readonly_fields = ["kin"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[TitleStatistics], search_term: str
    ) -> Results:
        text = search_term.strip()
        return (queryset.filter(pk__in=ids_named(text)) if text else queryset), False

    @admin.display(description=_("similar titles"))
    def kin(self, statistics: TitleStatistics) -> str:
        titles = Title.objects.in_bulk(statistics.similar)
        found = [titles[pk] for pk in statistics.similar if pk in titles]
        links = [(reverse("admin:catalog_title_change", args=[title.pk]), title) for title in found]
        return format_html_join(", ", '<a href="{}">{}</a>', links)
