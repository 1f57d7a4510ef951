"""What every list and form of the operators has in common: they stay quick however large the tables grow."""

import json
import math
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from catalog.admin.deletion import Deletion, summary

# At run time these classes take no parameters.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    StackedInline = admin.StackedInline[Any, Any]
    TabularInline = admin.TabularInline[Any, Any]
    Results = tuple[QuerySet[Any], bool]
else:
    ModelAdmin, StackedInline, TabularInline = admin.ModelAdmin, admin.StackedInline, admin.TabularInline
    Results = tuple

COUNTED = 10_000  # rows that are counted and can be paged to; beyond them, searching is what leads anywhere


class LargeTablePaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than `COUNTED`; what is beyond is the planner's estimate, to three figures."""

    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        ids = self.object_list.order_by().values("pk")
        counted: int = ids[: COUNTED + 1].count()
        if counted <= COUNTED:
            return counted
        estimate = json.loads(ids.explain(format="json"))[0]["Plan"]["Plan Rows"]
        return max(COUNTED + 1, _to_three_figures(int(estimate)))

    @cached_property
    def num_pages(self) -> int:
        return max(1, math.ceil(min(self.count, COUNTED) / self.per_page))

    def page(self, number: int | str) -> Any:
        """The rows of a page are found by their ids first: joins are made for these alone, not for all before them."""
        page: Any = super().page(number)
        ids = list(page.object_list.values_list("pk", flat=True))
        page.object_list = self.object_list.filter(pk__in=ids)
        return page


def _to_three_figures(number: int) -> int:
    return round(number, 3 - len(str(number)))


class Operated(ModelAdmin):
    """A list that never counts or walks a whole table."""

    paginator = LargeTablePaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole table once more
    list_per_page = 50
    list_max_show_all = 200

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Deletion:
        """What goes with them, in numbers: the stock page names every single play."""
        allowed = all(self.has_delete_permission(request, one) for one in objs)
        return summary(self.model, list(objs), allowed=allowed)


class ViewOnly(Operated):
    """Facts that nobody edits; those that are computed or happened."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def shorten(queryset: QuerySet[Any], most: int) -> list[int]:
    """The ids of the first few, for an IN that an index answers."""
    return list(queryset.values_list("pk", flat=True)[:most])
