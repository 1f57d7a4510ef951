"""Titles of a year and of a decade."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import ViewerRequest, profile_required
from catalog.models import Title
from catalog.models.titles import FIRST_YEAR, LAST_YEAR
from recommendations.views.browse import CARDS, ORDERS

DECADE = 10


@require_safe
@profile_required()
def year(request: ViewerRequest, year: int) -> HttpResponse:
    """What came out in a year, with ways to the years around it and to its decade."""
    return _page(request, "browse/year.html", year, year, {"year": year, "decade": _decade(year)})


@require_safe
@profile_required()
def decade(request: ViewerRequest, decade: int) -> HttpResponse:
    """What came out in ten years, with ways to each of them."""
    if decade % DECADE:
        raise Http404
    return _page(request, "browse/decade.html", decade, decade + DECADE - 1, {"decade": decade})


def _page(request: ViewerRequest, template: str, first: int, last: int, context: dict[str, Any]) -> HttpResponse:
    """The titles of these years that the viewer may see, in the order asked for; 404 where there is none."""
    if not FIRST_YEAR // DECADE * DECADE <= first <= LAST_YEAR:
        raise Http404
    visible = Title.objects.visible_to(request.profile.limits)
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "popular"
    titles = visible.filter(year__range=(first, last)).for_cards().order_by(*ORDERS[order][1])
    page = Paginator(titles, CARDS).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    start = _decade(first)
    years = visible.filter(year__range=(start, start + DECADE - 1)).order_by("year").values("year")
    context |= {
        "page": page,
        "order": order,
        "orders": [(name, label) for name, (label, _) in ORDERS.items()],
        "years": list(years.annotate(number=Count("pk"))),
    }
    return render(request, template, context)


def _decade(year: int) -> int:
    return year // DECADE * DECADE
